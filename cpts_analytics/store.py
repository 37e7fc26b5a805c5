"""The store: one read-only DuckDB file that the screens, the command line and notebooks read.

It is built beside, then published under a name made of the digest of its inputs, with a pointer: a
process that has the old file open keeps reading it, a kill in the middle leaves the old one in place.
Nothing is downloaded and nothing outside the file can be reached by a query.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import re
import sqlite3
import threading
import time
import uuid
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeVar

import duckdb
import pandas as pd

from cpts_analytics.errors import StoreError

ROOT = Path(__file__).resolve().parent.parent
DATA = Path(os.environ.get("CPTS_DATA", ROOT / "data"))
"""The figures that the project ships (Parquet and ``datapackage.json``)."""

PACKAGE = "datapackage.json"

LAYOUT_VERSION = 3
"""Raised when the tables of the store change: an older file is then built again."""

_CLOSED = {"enable_external_access": "false", "autoinstall_known_extensions": "false",
           "autoload_known_extensions": "false", "threads": "2"}
_READING_MEMORY = "128MB"  # of the file kept in memory by a reader: the rest is the operating system's cache
_POINTER = "current"
_LOCK = "switch.lock"
_SECONDS_TO_WAIT = 60.0  # for another process that is publishing: it holds the lock for some milliseconds
_MOST_MADE = 16
_ABANDONED_AFTER = 3600.0  # seconds without a write: the process that was building it has been killed

Made = TypeVar("Made")


def folder() -> Path:
    """Where the store's files lie: ``CPTS_STORE``, else ``.cache`` beside the package."""
    return Path(os.environ.get("CPTS_STORE", ROOT / ".cache"))


class Store:
    """A read-only opening of one published file. One connection; a cursor for each query, so threads may share it."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._lock = threading.Lock()
        self._small: dict[str, pd.DataFrame] = {}
        self._made: dict[Hashable, Any] = {}
        try:
            self._connection = duckdb.connect(str(path), read_only=True,
                                              config={**_CLOSED, "lock_configuration": "true", "memory_limit": _READING_MEMORY})
            self.data_version = str(self.value("SELECT data_version FROM about"))
        except duckdb.Error as error:
            raise StoreError(f"La base de figures « {path.name} » ne s'ouvre pas. Reconstruisez-la par "
                             f"« python -m cpts_analytics build --store ». ({type(error).__name__})") from error

    @classmethod
    def open(cls, path: Path | None = None) -> Store:
        """Open ``path``, or the file that the pointer names. Raises StoreError when there is none."""
        if path is not None:
            return cls(path)
        named = published_path()
        try:
            return cls(named)
        except StoreError:
            newer = published_path()  # another process may have published in the meantime, and removed this one
            if newer == named:
                raise
            return cls(newer)

    def frame(self, sql: str, parameters: Sequence[Any] = ()) -> pd.DataFrame:
        """Rows of a query; values go in by ``parameters`` only (``?`` marks)."""
        with self._lock:
            cursor = self._connection.cursor()
        try:
            return cursor.execute(sql, list(parameters)).df()
        finally:
            cursor.close()

    def value(self, sql: str, parameters: Sequence[Any] = ()) -> Any:
        """The first cell of a query, None when it has no row."""
        frame = self.frame(sql, parameters)
        return None if frame.empty else frame.iat[0, 0]

    def small(self, name: str) -> pd.DataFrame:
        """A whole small table, read once an opening, its texts as Python's own: who takes them shares them. Not to be changed
        by who gets it."""
        if name not in self._small:
            frame = self.frame(" ".join(("SELECT * FROM", identifier(name))))
            for column, kind in frame.dtypes.items():
                if isinstance(kind, pd.StringDtype):
                    frame[column] = pd.Series(frame[column].to_numpy(object), dtype=object)
            self._small[name] = frame
        return self._small[name]

    def once(self, key: Hashable, make: Callable[[], Made]) -> Made:
        """What ``make`` works out from small tables, kept under ``key`` for the next queries: the last few of them."""
        found = self._made.get(key)
        if found is None:
            found = self._made[key] = make()
            for oldest in list(self._made)[:-_MOST_MADE]:
                self._made.pop(oldest, None)
        return found

    def close(self) -> None:
        self._connection.close()

    def __enter__(self) -> Store:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def published_path(where: Path | None = None) -> Path:
    """The file that the pointer names. Raises StoreError when nothing is published."""
    where = where or folder()
    former = ""
    with contextlib.suppress(OSError, UnicodeDecodeError):
        while (name := (where / _POINTER).read_text(encoding="utf-8").strip()) != former:
            if (where / name).is_file():
                return where / name
            former = name  # removed since it was read: another process has published, the pointer names a newer one
    raise StoreError("La base de figures n'est pas encore construite. Lancez « python -m cpts_analytics build --store ».")


def data_version(data: Path = DATA) -> str:
    """12 hexadecimal characters that name this state of the shipped figures."""
    try:
        return hashlib.sha256((data / PACKAGE).read_bytes()).hexdigest()[:12]
    except OSError as error:
        raise StoreError(f"Les figures livrées manquent : « {data / PACKAGE} » ne se lit pas. "
                         "Reprenez le dossier data/ du projet, ou lancez « build --from DOSSIER ».") from error


def publish(tables: Mapping[str, Any], data_version: str, where: Path | None = None,
            progress: Callable[[str], None] = lambda _: None) -> Path:
    """Write ``tables`` to a new file, their rows in the order given, and publish it atomically.

    A table is a DataFrame, an Arrow table, or a function that makes one when its turn comes (and is free after it). The
    former store stays readable and pointed to until the new one is complete; any failure (full disk, kill) leaves it
    untouched.
    """
    where = where or folder()
    final = where / f"store-{data_version}-{LAYOUT_VERSION}.duckdb"
    mark = uuid.uuid4().hex[:8]
    building, pointer = where / f"{final.stem}.{mark}.building", where / f"{_POINTER}.{mark}"
    try:
        where.mkdir(parents=True, exist_ok=True)
        _write(building, tables, data_version, progress)
        with _switching(where):
            os.replace(building, final)
            pointer.write_text(final.name, encoding="utf-8")
            os.replace(pointer, where / _POINTER)
            _sweep(where, final)
    except (OSError, duckdb.Error, sqlite3.Error) as error:
        raise StoreError(f"La base de figures n'a pas pu être écrite dans « {where} » : {error}. "
                         "L'ancienne reste en place ; libérez de la place ou vérifiez les droits, puis recommencez.") from error
    finally:
        for leftover in (building, building.with_name(building.name + ".wal"), pointer):
            with contextlib.suppress(OSError):
                leftover.unlink()
    return final


@contextlib.contextmanager
def _switching(where: Path) -> Iterator[None]:
    """One process at a time: else one would remove the file that another has just pointed to.

    SQLite's lock is held by every system in the same way, and falls with the process that holds it.
    """
    lock = sqlite3.connect(where / _LOCK, timeout=_SECONDS_TO_WAIT, isolation_level=None)
    try:
        lock.execute("BEGIN EXCLUSIVE")
        yield
    finally:
        lock.close()


def _sweep(where: Path, current: Path) -> None:
    """Remove the former files, which processes that have them open keep reading, and what a killed build has left."""
    for old in (*where.glob("store-*.duckdb"), *where.glob("*.building*")):
        with contextlib.suppress(OSError):  # another process may have finished with it in the meantime
            abandoned = time.time() - old.stat().st_mtime > _ABANDONED_AFTER
            if old != current and (abandoned or old.suffix == ".duckdb"):
                old.unlink()


def is_published(data_version: str, where: Path | None = None) -> bool:
    """Whether the pointer names a store made of this version of the data, in today's layout."""
    with contextlib.suppress(StoreError):
        return published_path(where).name == f"store-{data_version}-{LAYOUT_VERSION}.duckdb"
    return False


def _write(path: Path, tables: Mapping[str, Any], data_version: str, progress: Callable[[str], None]) -> None:
    connection = duckdb.connect(str(path), config={**_CLOSED, "memory_limit": "1GB"})
    try:
        for name, table in tables.items():
            progress(name)
            with _registered(connection, table() if callable(table) else table):
                connection.execute(" ".join(("CREATE TABLE", identifier(name), "AS SELECT * FROM given")))
        connection.execute("CREATE TABLE about AS SELECT ? AS data_version, ? AS layout_version",
                           [data_version, LAYOUT_VERSION])
        connection.execute("CHECKPOINT")
    finally:
        connection.close()


def identifier(name: str) -> str:
    """A table or column name of the program, quoted for SQL. Raises StoreError for anything but a plain word."""
    if not re.fullmatch(r"[a-z][a-z0-9_]*", name):
        raise StoreError(f"« {name[:80]} » n'est pas un nom de table ou de colonne.")
    return f'"{name}"'


@contextlib.contextmanager
def _registered(connection: duckdb.DuckDBPyConnection, table: Any) -> Iterator[None]:
    connection.register("given", table)
    try:
        yield
    finally:
        connection.unregister("given")
