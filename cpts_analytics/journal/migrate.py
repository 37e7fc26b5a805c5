"""Brings the tables of a database up to this program, and refuses those of a newer one.

Alembic is imported only where there is something to migrate, to back up or to restore: it takes a quarter of a second.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, Engine, inspect, text

from cpts_analytics.errors import JournalError
from cpts_analytics.journal.failures import french

if TYPE_CHECKING:
    from alembic.config import Config
    from alembic.script import ScriptDirectory

FOLDER = Path(__file__).parent / "migrations"
PRESENT = "head"
LAST = "0010"
"""The step of this program's tables: the head of the migrations."""

_LOCK = 0x43505453  # "CPTS": the key of the advisory lock under which PostgreSQL is migrated


def configuration(connection: Connection | None = None) -> Config:
    """Alembic's settings, without any file; the migrations run on ``connection``, in its transaction."""
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(FOLDER).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config


def steps() -> ScriptDirectory:
    """The migrations of this program."""
    from alembic.script import ScriptDirectory

    return ScriptDirectory.from_config(configuration())


def step_of(connection: Connection) -> set[str]:
    """The steps that a database has reached: one, or none before the first migration."""
    if not inspect(connection).has_table("alembic_version"):
        return set()
    return set(connection.scalars(text("SELECT version_num FROM alembic_version")))


def to_step(writing: Engine, place: str, step: str = PRESENT) -> None:
    """Run the migrations that are missing up to ``step``, all of them or none; several processes may do so at once.

    ``writing``: an engine whose transactions take the write lock of SQLite from the start.
    Raises JournalError when the database was made by a newer version of the program.
    """
    with writing.execution_options(journal_writes=False).connect() as connection:
        if _is_present(connection, place):
            return
    from alembic import command

    with writing.begin() as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})
        if not _is_present(connection, place):  # another process may have done it while we waited
            command.upgrade(configuration(connection), step)


def _is_present(connection: Connection, place: str) -> bool:
    found = step_of(connection)
    if found <= {LAST}:
        return found == {LAST}
    unknown = found - {script.revision for script in steps().walk_revisions()}
    if unknown:
        raise JournalError(french(
            f"Le journal « {place} » a été écrit par une version plus récente du programme (étape "
            f"{', '.join(sorted(unknown))}). Rien n'y a été changé : mettez le programme à jour pour l'ouvrir."))
    return False
