"""A journal of its own for each test of a screen."""

from __future__ import annotations

from pathlib import Path

import pytest


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder where this test's journal lies."""
    monkeypatch.setenv("CPTS_HOME", str(tmp_path))
    monkeypatch.delenv("CPTS_DATABASE_URL", raising=False)
    return tmp_path
