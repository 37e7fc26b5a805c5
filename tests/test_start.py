"""What the app does without until somebody asks for it: every library counts in the start and in the memory."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from alembic.script import ScriptDirectory

from cpts_analytics.journal import Journal, migrate

ROOT = Path(__file__).parents[1]

LATE = ("alembic", "docx", "folium", "geopandas", "matplotlib", "openpyxl", "pyogrio", "pyproj", "scipy.spatial", "scipy.stats",
        "typst")
"""Libraries of the build, of the exports, of migrations, of single screens."""

STARTED = """
import sys
import cpts_analytics.ui.home
import cpts_analytics.ui.frame
from cpts_analytics.indicators import registry
from cpts_analytics.journal import Journal
registry()
with Journal.open() as journal:
    journal.territories()
print([name for name in sys.argv[1:] if name in sys.modules])
"""


def test_the_first_screen_needs_none_of_the_late_libraries(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CPTS_HOME", str(tmp_path))
    monkeypatch.setenv("CPTS_DATABASE_URL", "")
    Journal.open().close()  # the first opening migrates
    done = subprocess.run([sys.executable, "-c", STARTED, *LATE], cwd=ROOT, env=dict(os.environ), capture_output=True, text=True,
                          check=True)
    assert done.stdout.strip() == "[]", done.stdout


def test_the_last_step_is_the_head_of_the_migrations() -> None:
    assert ScriptDirectory(str(migrate.FOLDER)).get_heads() == [migrate.LAST]
