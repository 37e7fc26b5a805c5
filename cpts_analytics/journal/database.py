"""One opened database: its connections, its transactions, and every refusal turned into a sentence.

SQLite: write-ahead log, so that readers and the writer do not wait for each other; a write takes the
lock from its first instruction, so that it never fails half-way; ``synchronous = FULL``, so that what
was acknowledged is on the disk. PostgreSQL: plain transactions; rows that decide are read for update.
"""

from __future__ import annotations

import random
import sqlite3
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import URL, Connection, Engine, create_engine, event
from sqlalchemy.exc import IntegrityError, NoSuchModuleError
from sqlalchemy.orm import Session, sessionmaker

from cpts_analytics.errors import JournalError
from cpts_analytics.journal import location, migrate
from cpts_analytics.journal.failures import REFUSALS, unavailable

Result = TypeVar("Result")

ATTEMPTS = 30
"""How often a write is tried when another one took the same name or number at the same moment.

Only PostgreSQL needs it: of several writes that clash one goes through each time, the others begin again.
"""


class Database:
    """Transactions over one engine. Threads may share it. ``step``: an older migration to stop at, for backups."""

    def __init__(self, url: URL, *, wait_seconds: float, step: str = migrate.PRESENT) -> None:
        self.place = location.shown(url)
        is_sqlite = url.get_backend_name() == "sqlite"
        if is_sqlite:
            location.make_file(Path(str(url.database)))
        try:
            self.engine: Engine = create_engine(url, pool_pre_ping=not is_sqlite)
        except (ImportError, NoSuchModuleError) as error:
            raise JournalError("Le pilote de PostgreSQL n'est pas installé : installez le paquet psycopg, ou retirez "
                               "CPTS_DATABASE_URL pour garder le journal dans un fichier.") from error
        writing = self.engine.execution_options(journal_writes=True)
        reading = self.engine if is_sqlite else self.engine.execution_options(isolation_level="REPEATABLE READ")
        self._reader = sessionmaker(reading)
        self._writer = sessionmaker(writing)
        try:
            if is_sqlite:
                _prepare_sqlite(self.engine, wait_seconds)
            migrate.to_step(writing, self.place, step)
        except REFUSALS as error:
            self.close()
            raise unavailable(error, self.place) from error
        except BaseException:
            self.close()
            raise

    def read(self, work: Callable[[Session], Result]) -> Result:
        """What ``work`` finds, all of it as of one moment."""
        try:
            with self._reader() as session:
                return work(session)
        except REFUSALS as error:
            raise unavailable(error, self.place) from error

    def write(self, work: Callable[[Session], Result]) -> Result:
        """What ``work`` returns, once it is on the disk; all of it is kept, or nothing."""
        for attempt in range(1, ATTEMPTS + 1):
            try:
                with self._writer.begin() as session:
                    return work(session)
            except REFUSALS as error:
                if attempt == ATTEMPTS or not _clashed(error):
                    raise unavailable(error, self.place) from error
                time.sleep(random.uniform(0, 0.005 * attempt))
        raise AssertionError("unreachable")

    def close(self) -> None:
        self.engine.dispose()


def _clashed(error: Exception) -> bool:
    """Whether a write came to nothing because of another one: the same name or number taken, or each waiting for the
    other (PostgreSQL ends one of the two). It may then begin again, and sees what the other has done."""
    return isinstance(error, IntegrityError) or \
        getattr(getattr(error, "orig", None), "sqlstate", None) in ("40001", "40P01")


def _prepare_sqlite(engine: Engine, wait_seconds: float) -> None:
    @event.listens_for(engine, "connect")
    def settings(connection: sqlite3.Connection, _: Any) -> None:
        connection.isolation_level = None  # transactions are begun below, not guessed by the driver
        for pragma in (f"busy_timeout = {int(wait_seconds * 1000)}", "foreign_keys = ON", "synchronous = FULL"):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        writes = connection.get_execution_options().get("journal_writes")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    _switch_to_wal(engine, wait_seconds)


def _switch_to_wal(engine: Engine, wait_seconds: float) -> None:
    """Write-ahead log, once for the life of the file. SQLite does not wait by itself for this change."""
    deadline = time.monotonic() + wait_seconds
    while True:
        connection = engine.raw_connection()
        try:
            cursor = connection.cursor()
            cursor.execute("PRAGMA journal_mode = WAL")
            cursor.close()
            return
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or time.monotonic() > deadline:
                raise
            time.sleep(0.02)
        finally:
            connection.close()
