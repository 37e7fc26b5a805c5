"""The store: one read-only DuckDB file that the screens, the command line and notebooks read.

It is built beside, then published under a name made of the digest of its inputs, with a pointer: a
process that has the old file open keeps reading it, a kill in the middle leaves the old one in place.
Nothing is downloaded and nothing outside the file can be reached by a query.
"""

from __future__ import annotations

import contextlib
import os
import re
import threading
import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd

from cpts_analytics.errors import StoreError

ROOT = Path(__file__).resolve().parent.parent
DATA = Path(os.environ.get("CPTS_DATA", ROOT / "data"))
"""The figures that the project ships (Parquet and ``datapackage.json``)."""

LAYOUT_VERSION = 1
"""Raised when the tables of the store change: an older file is then built again."""

_CLOSED = {"enable_external_access": "false", "autoinstall_known_extensions": "false",
           "autoload_known_extensions": "false", "threads": "2"}
_POINTER = "current"


def folder() -> Path:
    """Where the store's files lie: ``CPTS_STORE``, else ``.cache`` beside the package."""
    return Path(os.environ.get("CPTS_STORE", ROOT / ".cache"))


class Store:
    """A read-only opening of one published file. One connection; a cursor for each query, so threads may share it."""

    def __init__(self, path: Path) -> None:
        try:
            self._connection = duckdb.connect(str(path), read_only=True, config=dict(_CLOSED))
        except duckdb.Error as error:
            raise StoreError(f"La base de figures « {path.name} » ne s'ouvre pas. Reconstruisez-la par "
                             f"« python -m cpts_analytics build --store ». ({type(error).__name__})") from error
        self.path = path
        self._lock = threading.Lock()
        self.data_version = str(self.value("SELECT data_version FROM about"))

    @classmethod
    def open(cls, path: Path | None = None) -> Store:
        """Open ``path``, or the file that the pointer names. Raises StoreError when there is none."""
        return cls(path or published_path())

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

    def close(self) -> None:
        self._connection.close()

    def __enter__(self) -> Store:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def published_path(where: Path | None = None) -> Path:
    """The file that the pointer names. Raises StoreError when nothing is published."""
    where = where or folder()
    with contextlib.suppress(OSError):
        path = where / (where / _POINTER).read_text(encoding="utf-8").strip()
        if path.is_file():
            return path
    raise StoreError("La base de figures n'est pas encore construite. Lancez « python -m cpts_analytics build --store ».")


def publish(tables: Mapping[str, Any], data_version: str, where: Path | None = None,
            orders: Mapping[str, Sequence[str]] | None = None,
            progress: Callable[[str], None] = lambda _: None) -> Path:
    """Write ``tables`` (name → DataFrame or Arrow table) to a new file and publish it atomically.

    ``orders`` gives, for a table, the columns of its physical order. The former store stays readable and
    pointed to until the new one is complete; any failure (full disk, kill) leaves it untouched.
    """
    where = where or folder()
    orders = orders or {}
    where.mkdir(parents=True, exist_ok=True)
    final = where / f"store-{data_version}-{LAYOUT_VERSION}.duckdb"
    building = where / f"{final.stem}.{uuid.uuid4().hex[:8]}.building"
    try:
        _write(building, tables, orders, data_version, progress)
        os.replace(building, final)
        pointer = where / f"{_POINTER}.{uuid.uuid4().hex[:8]}"
        pointer.write_text(final.name, encoding="utf-8")
        os.replace(pointer, where / _POINTER)
    except (OSError, duckdb.Error) as error:
        raise StoreError(f"La base de figures n'a pas pu être écrite dans « {where} » : {error}. "
                         "L'ancienne reste en place ; libérez de la place ou vérifiez les droits, puis recommencez.") from error
    finally:
        for leftover in (building, building.with_name(building.name + ".wal")):
            leftover.unlink(missing_ok=True)
    for old in where.glob("store-*.duckdb"):
        if old != final:
            with contextlib.suppress(OSError):
                old.unlink()  # processes that have it open keep reading it
    return final


def is_published(data_version: str, where: Path | None = None) -> bool:
    """Whether the pointer names a store made of this version of the data, in today's layout."""
    with contextlib.suppress(StoreError):
        return published_path(where).name == f"store-{data_version}-{LAYOUT_VERSION}.duckdb"
    return False


def _write(path: Path, tables: Mapping[str, Any], orders: Mapping[str, Sequence[str]], data_version: str,
           progress: Callable[[str], None]) -> None:
    connection = duckdb.connect(str(path), config={**_CLOSED, "preserve_insertion_order": "false"})
    try:
        for name, table in tables.items():
            progress(name)
            order = [identifier(column) for column in orders.get(name, ())]
            with _registered(connection, table):
                connection.execute(" ".join(("CREATE TABLE", identifier(name), "AS SELECT * FROM given",
                                             *(("ORDER BY", ", ".join(order)) if order else ()))))
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
