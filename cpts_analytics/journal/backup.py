"""A journal in one file, and back: while people write, and from one kind of database to another.

A SQLite journal is saved by SQLite's own copying of a database in use; a PostgreSQL journal as compressed JSON, read
in one snapshot. Either file is restored into either database, and brought up to date on the way.
"""

from __future__ import annotations

import contextlib
import gzip
import json
import os
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sqlalchemy import URL

from cpts_analytics.errors import JournalError
from cpts_analytics.journal import content, location
from cpts_analytics.journal.database import Database
from cpts_analytics.journal.failures import REFUSALS, french, unavailable

_SQLITE = b"SQLite format 3\x00"
_GZIP = b"\x1f\x8b"
_WAIT_SECONDS = 30.0


def save(database: Database, path: Path) -> Path:
    """The whole journal in a new file that only its owner reads: ``.json`` or ``.json.gz`` when the name says so, else the
    way of the database (a PostgreSQL journal gets ``.json.gz``). The path written. Raises JournalError."""
    wants_json = path.name.endswith((".json", ".json.gz"))
    if database.engine.dialect.name != "sqlite" and not wants_json:
        path, wants_json = path.with_name(path.name + ".json.gz"), True
    with _new_file(path) as unfinished:
        if wants_json:
            text = as_json(database)
            unfinished.write_bytes(gzip.compress(text) if path.name.endswith(".gz") else text)
        else:
            _copy(str(database.engine.url.database), unfinished)
    return path


def as_json(database: Database) -> bytes:
    """The whole journal as JSON, as of one moment: what ``restore`` reads."""
    return json.dumps(database.read(content.whole), ensure_ascii=False, indent=1).encode()


def write_new(path: Path, data: bytes) -> None:
    """A new file that only its owner reads. Raises JournalError when there is one of this name."""
    with _new_file(path) as unfinished:
        unfinished.write_bytes(data)


def restore(path: Path, url: str | None = None) -> str:
    """Fill an empty journal (``url``, else the usual place) with what a file holds; the place filled.

    All of it or nothing. Raises JournalError: unreadable file, journal that is not empty.
    """
    found = read(path)
    database = Database(location.address(url), wait_seconds=_WAIT_SECONDS)
    try:
        database.write(lambda session: content.fill(session.connection(), found))
        return database.place
    finally:
        database.close()


def read(path: Path) -> dict[str, Any]:
    """What a saved file holds, in the tables of this version of the program. Raises JournalError."""
    try:
        with path.open("rb") as file:
            start = file.read(len(_SQLITE))
        if start == _SQLITE:
            return _of_sqlite(path)
        data = gzip.decompress(path.read_bytes()) if start.startswith(_GZIP) else path.read_bytes()
        found = content.checked_format(json.loads(data))
    except (OSError, EOFError, ValueError, gzip.BadGzipFile) as error:
        raise JournalError(french(f"La sauvegarde « {path} » ne se lit pas ({type(error).__name__}). Rien n'a été "
                                  "restauré.")) from error
    return found if content.is_present(found) else _brought_up(found)


def _of_sqlite(path: Path) -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "journal.sqlite"
        shutil.copyfile(path, copy)
        return _content(copy)


def _brought_up(found: dict[str, Any]) -> dict[str, Any]:
    """The content of an older version, through a journal of that version that is then migrated."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "journal.sqlite"
        database = Database(_url(copy), wait_seconds=_WAIT_SECONDS, step=found["step"])
        try:
            database.write(lambda session: content.fill(session.connection(), found))
        finally:
            database.close()
        return _content(copy)


def _content(path: Path) -> dict[str, Any]:
    database = Database(_url(path), wait_seconds=_WAIT_SECONDS)
    try:
        return database.read(content.whole)
    finally:
        database.close()


def _url(path: Path) -> URL:
    return URL.create("sqlite", database=str(path))


def _copy(source: str, target: Path) -> None:
    """SQLite's own backup: what was committed when it began, while others go on writing."""
    try:
        with contextlib.closing(sqlite3.connect(source, timeout=_WAIT_SECONDS)) as read, \
                contextlib.closing(sqlite3.connect(target)) as written:
            read.backup(written)
            written.execute("PRAGMA journal_mode = DELETE")  # one file, without the log beside it
    except REFUSALS as error:
        raise unavailable(error, source) from error


@contextlib.contextmanager
def _new_file(path: Path) -> Iterator[Path]:
    """An unfinished file beside ``path``, which takes its name only once it is whole and on the disk."""
    if path.exists():
        raise JournalError(french(f"« {path} » existe déjà : une sauvegarde n'en remplace pas une autre. Choisissez un autre "
                                  "nom."))
    unfinished = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        os.close(os.open(unfinished, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        yield unfinished
        with unfinished.open("rb+") as file:
            os.fsync(file.fileno())
        os.link(unfinished, path)  # refuses to replace a file that appeared meanwhile
    except OSError as error:
        raise JournalError(french(f"La sauvegarde « {path} » ne peut pas être écrite : {error.strerror}. Choisissez un autre "
                                  "dossier.")) from error
    finally:
        unfinished.unlink(missing_ok=True)
