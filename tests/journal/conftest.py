"""A journal of its own for each test, in a folder that does not exist yet, or in a new database of a real PostgreSQL."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from cpts_analytics.journal import Journal
from tests.journal.cluster import Cluster


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "new" / "home"
    monkeypatch.setenv("CPTS_HOME", str(folder))
    monkeypatch.delenv("CPTS_DATABASE_URL", raising=False)
    return folder


@pytest.fixture(scope="session")
def cluster() -> Iterator[Cluster]:
    started = Cluster.start_new()
    yield started
    started.remove()


@pytest.fixture(params=["sqlite", "postgresql"])
def place(request: pytest.FixtureRequest, home: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """Where ``Journal.open()`` goes, also from other processes: the same tests run on both databases."""
    if request.param == "postgresql":
        monkeypatch.setenv("CPTS_DATABASE_URL", request.getfixturevalue("cluster").empty_database())
    return request.param


@pytest.fixture
def journal(place: str) -> Iterator[Journal]:
    with Journal.open() as opened:
        yield opened
