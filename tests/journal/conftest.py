"""A journal of its own for each test, in a folder that does not exist yet."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from cpts_analytics.journal import Journal


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "new" / "home"
    monkeypatch.setenv("CPTS_HOME", str(folder))
    monkeypatch.delenv("CPTS_DATABASE_URL", raising=False)
    return folder


@pytest.fixture
def journal(home: Path) -> Iterator[Journal]:
    with Journal.open() as opened:
        yield opened
