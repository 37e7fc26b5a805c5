"""The contracts of the house: who may import whom, how long files may be, what pages may hold. No exceptions."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from tests.contracts.house import OUTSIDE, PACKAGE, Module, functions, modules, texts, wrong_way_imports

MODULES = modules()
PAGES = [module for module in MODULES if module.room == "pages"]
STATISTICAL_ROOMS = ("statistics", "disclosure", "aggregation", "access", "indicators")
NOT_IN_PAGES = {"pandas", "numpy", "duckdb", "sqlalchemy", "sqlite3", "plotly", "folium", "matplotlib", "geopandas",
                "shapely", "altair", "pydeck"}
VAGUE_NAMES = {"utils", "util", "helpers", "helper", "common", "misc", "tools", "stuff"}
SQL = re.compile(r"\b(SELECT\b.+\bFROM|INSERT\s+INTO|UPDATE\b.+\bSET|DELETE\s+FROM|CREATE\s+TABLE)\b", re.S)
HTML = re.compile(r"</?[a-zA-Z][\w-]*(\s[^<>]*)?/?>")


def faults(found: list[str]) -> None:
    assert not found, "\n" + "\n".join(found)


def test_every_room_looks_only_to_its_left() -> None:
    faults([fault for module in MODULES for fault in wrong_way_imports(module)])


def test_streamlit_is_imported_only_on_screen() -> None:
    screen = ("ui", "pages")
    faults([f"{module.path}:{line} imports {name}" for module in MODULES for line, name in module.imports()
            if name.split(".")[0] == "streamlit" and module.room not in screen and module.path.name != "app.py"])


def test_the_page_files_are_short_and_hold_no_machinery() -> None:
    found = [f"{page.path} has {page.lines} lines; a page stays under 80" for page in PAGES if page.lines >= 80]
    for page in PAGES:
        found += [f"{page.path}:{line} imports {name}" for line, name in page.imports()
                  if name.split(".")[0] in NOT_IN_PAGES]
        found += [f"{page.path}:{line} holds SQL" for line, text in texts(page) if SQL.search(text)]
        found += [f"{page.path}:{line} holds HTML" for line, text in texts(page) if HTML.search(text)]
        found += [f"{page.path}:{node.lineno} uses {node.attr}" for node in ast.walk(page.tree)
                  if isinstance(node, ast.Attribute) and node.attr in ("session_state", "html")]
        found += [f"{page.path}:{node.lineno} uses session_state" for node in ast.walk(page.tree)
                  if isinstance(node, ast.Name | ast.alias) and "session_state" in ast.unparse(node)]
    faults(found)


def test_the_frame_is_short() -> None:
    faults([f"{module.path} has {module.lines} lines; the frame stays under 60" for module in MODULES
            if module.path.name == "app.py" and module.lines >= 60])


def test_nobody_writes_raw_html_through_markdown() -> None:
    faults([f"{module.path}:{node.value.lineno}" for module in MODULES for node in ast.walk(module.tree)
            if isinstance(node, ast.keyword) and node.arg == "unsafe_allow_html"])


def test_modules_are_things_and_stay_small() -> None:
    found = [f"{module.path} has {module.lines} lines; split it before 300" for module in MODULES
             if module.lines >= 300]
    found += [f"{module.path}: name it after the thing that it is" for module in MODULES
              if VAGUE_NAMES & {part.strip("_") for part in module.dotted}]
    faults(found)


def test_functions_take_at_most_five_positional_parameters() -> None:
    found = []
    for module in MODULES:
        for function in functions(module):
            names = [arg.arg for arg in (*function.args.posonlyargs, *function.args.args)]
            own = [name for name in names if name not in ("self", "cls")]
            if len(own) > 5:
                found.append(f"{module.path}:{function.lineno} {function.name}({', '.join(own)})")
    faults(found)


def test_statistics_and_indicators_say_what_they_compute() -> None:
    found = []
    for module in MODULES:
        if module.room not in STATISTICAL_ROOMS:
            continue
        if not ast.get_docstring(module.tree) and module.lines:
            found.append(f"{module.path}: no docstring")
        found += [f"{module.path}:{node.lineno} {node.name}: no docstring" for node in module.tree.body
                  if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_")
                  and not ast.get_docstring(node)]
    faults(found)


def _module(folder: Path, path: str, text: str) -> Module:
    file = folder / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")
    return Module.read(file, folder)


@pytest.mark.parametrize(("path", "text", "seen"), [
    ("figures/table.py", "from cpts_analytics.ui import cache", True),
    ("figures/table.py", "from cpts_analytics import ui", True),
    ("figures/table.py", "def f():\n    import cpts_analytics.build", True),
    ("figures/table.py", "from ..views import cards", True),
    ("figures/table.py", "importlib.import_module('cpts_analytics.views.cards')", True),
    ("figures/table.py", "from cpts_analytics.__main__ import main", True),
    ("statistics/rate.py", "from cpts_analytics import disclosure", True),
    ("model.py", "from cpts_analytics.errors import CptsError", True),
    ("attic.py", "", True),
    ("figures/table.py", "from cpts_analytics.attic import old", True),
    ("figures/table.py", "from .query import rows", False),
    ("figures/table.py", "from cpts_analytics import __version__", False),
    ("figures/table.py", "from ..store import Store", False),
    ("__main__.py", "from cpts_analytics import ui, build", False),
])
def test_the_reading_of_imports_sees_what_looks_right(tmp_path: Path, path: str, text: str, seen: bool) -> None:
    module = _module(tmp_path, f"{PACKAGE}/{path}", text)
    assert bool(wrong_way_imports(module)) is seen


def test_pages_stand_at_the_right_end(tmp_path: Path) -> None:
    page = _module(tmp_path, "pages/map.py", "from cpts_analytics.ui import band\nimport pages.other")
    room = _module(tmp_path, f"{PACKAGE}/ui/band.py", "import pages.map")
    frame = _module(tmp_path, "app.py", "import pages.map")
    assert wrong_way_imports(page) == []
    assert len(wrong_way_imports(room)) == 1
    assert frame.room == OUTSIDE and wrong_way_imports(frame) == []
