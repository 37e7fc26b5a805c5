"""The file, its rights, its migrations, and what is said when it refuses."""

from __future__ import annotations

import contextlib
import os
import sqlite3
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic import command
from sqlalchemy.dialects import postgresql

from cpts_analytics.errors import JournalError
from cpts_analytics.journal import Journal
from cpts_analytics.journal.location import home as home_folder
from cpts_analytics.journal.migrate import configuration
from cpts_analytics.journal.tables import Base
from tests.journal.given import WHO, territory


@pytest.fixture
def place(home: Path) -> str:
    """Here the file itself is looked at."""
    return "sqlite"


posix = pytest.mark.skipif(os.name == "nt", reason="rights of files are those of POSIX")


@posix
def test_only_the_owner_reads_the_journal(home: Path, journal: Journal) -> None:
    journal.keep(territory(), **WHO)
    assert home.stat().st_mode & 0o777 == 0o700
    files = list(home.iterdir())
    assert (home / "journal.sqlite") in files
    assert {path.stat().st_mode & 0o777 for path in files} == {0o600}


@posix
def test_a_folder_that_exists_keeps_its_rights(home: Path) -> None:
    home.mkdir(parents=True, mode=0o750)
    home.chmod(0o750)
    Journal.open().close()
    assert home.stat().st_mode & 0o777 == 0o750


def test_without_a_setting_the_journal_is_in_the_users_own_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CPTS_HOME", raising=False)
    assert home_folder().name == "cpts-analytics"


def test_settings_of_every_connection(journal: Journal) -> None:
    with journal._database.engine.connect() as connection:
        found = [connection.exec_driver_sql(f"PRAGMA {name}").scalar()
                 for name in ("journal_mode", "foreign_keys", "synchronous", "busy_timeout")]
    assert found == ["wal", 1, 2, 10_000]


def test_migrations_make_the_tables_that_the_program_reads(journal: Journal) -> None:
    """Alembic compares the database with the declared tables and finds nothing to do."""
    with journal._database.engine.connect() as connection:
        command.check(configuration(connection))


def test_a_file_that_another_program_left_empty_is_filled(home: Path) -> None:
    home.mkdir(parents=True)
    (home / "journal.sqlite").touch()
    with Journal.open() as journal:
        assert journal.territories() == ()


def test_every_table_can_be_made_in_postgresql() -> None:
    for table in Base.metadata.sorted_tables:
        assert "CREATE TABLE" in str(sa.schema.CreateTable(table).compile(dialect=postgresql.dialect()))


def test_an_interrupted_migration_leaves_nothing_behind(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The last table refuses to be made: the first ones are not there either, and the next start makes all."""
    home.mkdir(parents=True)
    with sqlite3.connect(home / "journal.sqlite") as connection:
        connection.execute("CREATE TABLE panel_answers (something INTEGER)")
    with pytest.raises(JournalError, match="a refusé l'opération"):
        Journal.open()
    with sqlite3.connect(home / "journal.sqlite") as connection:
        assert connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall() == [
            ("panel_answers",)]
        connection.execute("DROP TABLE panel_answers")
    with Journal.open() as journal:
        assert journal.territories() == ()


def test_a_newer_journal_is_refused_and_left_alone(home: Path, journal: Journal) -> None:
    journal.close()
    with sqlite3.connect(home / "journal.sqlite") as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(JournalError, match=r"version plus récente du programme \(étape 9999\).*mettez le programme"):
        Journal.open()


@pytest.mark.parametrize("content", [b"<html>not a database</html>" * 100, b"SQLite format 3\x00" + b"\xff" * 8000])
def test_a_file_that_is_no_journal_is_said_and_left_alone(home: Path, content: bytes) -> None:
    home.mkdir(parents=True)
    (home / "journal.sqlite").write_bytes(content)
    with pytest.raises(JournalError, match="n'est pas lisible"):
        Journal.open()
    assert (home / "journal.sqlite").read_bytes() == content


def test_a_journal_busy_for_too_long_is_said(home: Path, journal: Journal) -> None:
    with Journal.open(wait_seconds=0.05) as hurried:
        other = sqlite3.connect(home / "journal.sqlite", isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(JournalError, match=r"occupé par une autre écriture.*Réessayez"):
            hurried.keep(territory(), **WHO)
        assert hurried.territories() == ()  # reading does not wait
        other.execute("ROLLBACK")
        other.close()
        assert hurried.keep(territory(), **WHO).kept_version == 1


def test_a_full_disk_is_said_and_leaves_the_journal_whole(journal: Journal) -> None:
    kept = journal.keep(territory(), **WHO)

    @sa.event.listens_for(journal._database.engine, "begin")
    def no_more_room(connection: sa.Connection) -> None:
        connection.exec_driver_sql("PRAGMA max_page_count = 1")  # SQLite takes the present size at least

    with pytest.raises(JournalError, match=r"disque est plein\s; rien n'a été enregistré"):
        journal.keep(territory("Grand", spec="x" * 2_000_000), **WHO)
    assert journal.territories() == (kept,)


def test_a_place_where_no_folder_can_be_is_said(home: Path) -> None:
    home.parent.write_text("a file")
    with pytest.raises(JournalError, match=r"ne peut pas être créé ici.*CPTS_HOME"):
        Journal.open()


def test_a_folder_in_place_of_the_file_is_said(home: Path) -> None:
    (home / "journal.sqlite").mkdir(parents=True)
    with pytest.raises(JournalError, match="ne peut pas être créé ici"):
        Journal.open()


@contextlib.contextmanager
def without_privileges() -> Iterator[None]:
    """As somebody who is not root, since root may write anywhere."""
    privileged = os.geteuid() == 0
    if privileged:
        os.seteuid(65534)
    try:
        yield
    finally:
        if privileged:
            os.seteuid(0)


@posix
@pytest.mark.parametrize("made_before", ["nothing", "a journal"])
def test_a_folder_that_is_read_only_is_said(journal: Journal, made_before: str) -> None:
    # The fixture has opened a journal: everything that opening one imports is loaded.
    with tempfile.TemporaryDirectory() as name:
        file = Path(name) / "journal.sqlite"
        if made_before == "a journal":
            Journal.open(f"sqlite:///{file}").close()
            file.chmod(0o444)
        Path(name).chmod(0o555)
        with without_privileges(), pytest.raises(JournalError, match="droit d'écrire dans ce dossier"):
            Journal.open(f"sqlite:///{file}")
        Path(name).chmod(0o755)


@pytest.mark.parametrize(("url", "sentence"), [
    ("nonsense secret", "ne se lit pas"),
    ("postgresql://moi:secret@serveur:port/base", "ne se lit pas"),
    ("mysql://moi:secret@serveur/base", "« mysql »".replace(" ", "\u00a0")),
    ("sqlite://", "en mémoire"),
    ("sqlite:///:memory:", "en mémoire"),
])
def test_an_address_that_cannot_be_used_is_said_without_its_password(url: str, sentence: str) -> None:
    with pytest.raises(JournalError, match=sentence) as caught:
        Journal.open(url)
    assert "secret" not in str(caught.value)


def test_a_file_can_be_named_by_its_address(tmp_path: Path, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CPTS_DATABASE_URL", f"sqlite:///{tmp_path / 'elsewhere' / 'mine.sqlite'}")
    with Journal.open() as journal:
        assert journal.place.endswith("mine.sqlite")
    assert not home.exists()
