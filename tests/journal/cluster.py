"""A private PostgreSQL for the tests: made in a temporary folder, reached by a socket in it, stopped at the end."""

from __future__ import annotations

import dataclasses
import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path

import psycopg
import pytest

MISSING = "PostgreSQL is not installed: on Debian and Ubuntu, apt-get install postgresql; make.py test does it"


@dataclasses.dataclass
class Cluster:
    """A running cluster. Its programs refuse to run as root: root hands them to another account."""

    folder: Path
    programs: Path
    made: set[str] = dataclasses.field(default_factory=set)

    @classmethod
    def start_new(cls) -> Cluster:
        """Make and start a cluster; skips the test with a clear word where there is no PostgreSQL."""
        programs = _programs()
        if programs is None:
            pytest.skip(MISSING)
        folder = Path(tempfile.mkdtemp(prefix="cpts-pg-"))
        cluster = cls(folder, programs)
        if os.geteuid() == 0:
            shutil.chown(folder, _other_account())
        cluster.run("initdb", "-D", str(folder / "data"), "-A", "trust", "-U", "tests", "-E", "UTF8", "--locale=C", "--no-sync")
        cluster.start()
        return cluster

    def start(self) -> None:
        settings = f"-c listen_addresses= -c unix_socket_directories={self.folder} -c fsync=off -c max_connections=200"
        self.run("pg_ctl", "-D", str(self.folder / "data"), "-l", str(self.folder / "log"), "-w", "-o", settings, "start")

    def stop(self) -> None:
        self.run("pg_ctl", "-D", str(self.folder / "data"), "-m", "immediate", "-w", "stop")

    def remove(self) -> None:
        self.stop()
        shutil.rmtree(self.folder, ignore_errors=True)

    def url(self, database: str) -> str:
        return f"postgresql://tests@/{database}?host={self.folder}"

    def empty_database(self, name: str = "journal") -> str:
        """The address of a database with nothing in it; making one takes time, so that it is emptied instead."""
        with psycopg.connect(f"host={self.folder} user=tests dbname=postgres", autocommit=True) as connection:
            if name not in self.made:
                connection.execute(f"CREATE DATABASE {name}")  # type: ignore[arg-type]
                self.made.add(name)
            connection.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [name])
        with psycopg.connect(f"host={self.folder} user=tests dbname={name}", autocommit=True) as connection:
            connection.execute("DROP SCHEMA public CASCADE")
            connection.execute("CREATE SCHEMA public")
        return self.url(name)

    def run(self, program: str, *arguments: str) -> None:
        as_other: Sequence[str] = ("runuser", "-u", _other_account(), "--") if os.geteuid() == 0 else ()
        done = subprocess.run([*as_other, str(self.programs / program), *arguments], cwd=self.folder, text=True,
                              stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
        if done.returncode:
            raise RuntimeError(f"{program}: {done.stderr}")


def _programs() -> Path | None:
    """The folder of initdb and pg_ctl, of the newest version."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    on_path = shutil.which("initdb")
    if found:
        return found[-1].parent
    return Path(on_path).resolve().parent if on_path else None


def _other_account() -> str:
    names = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in names else "nobody"
