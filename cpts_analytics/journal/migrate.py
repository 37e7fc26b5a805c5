"""Brings the tables of a database up to this program, and refuses those of a newer one."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, text

from cpts_analytics.errors import JournalError
from cpts_analytics.journal.failures import french

FOLDER = Path(__file__).parent / "migrations"
PRESENT = "head"
_LOCK = 0x43505453  # "CPTS": the key of the advisory lock under which PostgreSQL is migrated


def configuration(connection: Connection | None = None) -> Config:
    """Alembic's settings, without any file; the migrations run on ``connection``, in its transaction."""
    config = Config()
    config.set_main_option("script_location", str(FOLDER).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config


def to_step(writing: Engine, place: str, step: str = PRESENT) -> None:
    """Run the migrations that are missing up to ``step``, all of them or none; several processes may do so at once.

    ``writing``: an engine whose transactions take the write lock of SQLite from the start.
    Raises JournalError when the database was made by a newer version of the program.
    """
    with writing.execution_options(journal_writes=False).connect() as connection:
        if _is_present(connection, place):
            return
    with writing.begin() as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})
        if not _is_present(connection, place):  # another process may have done it while we waited
            command.upgrade(configuration(connection), step)


def _is_present(connection: Connection, place: str) -> bool:
    known = ScriptDirectory.from_config(configuration())
    found = set(MigrationContext.configure(connection).get_current_heads())
    unknown = found - {script.revision for script in known.walk_revisions()}
    if unknown:
        raise JournalError(french(
            f"Le journal « {place} » a été écrit par une version plus récente du programme (étape "
            f"{', '.join(sorted(unknown))}). Rien n'y a été changé : mettez le programme à jour pour l'ouvrir."))
    return found == set(known.get_heads())
