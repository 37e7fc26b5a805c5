"""The plan of the house, and what its walls are made of: modules parsed, never run.

The rooms stand from left to right; rooms on one line do not import each other. ``app.py``, ``make.py`` and
``__main__.py`` stand outside: they may import any room, and no room imports them.
"""

from __future__ import annotations

import ast
import dataclasses
import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
PACKAGE = "cpts_analytics"
ROOMS: tuple[tuple[str, ...], ...] = (
    ("model", "errors"),
    ("discovery",),
    ("sources",),
    ("store",),
    ("contours",),
    ("statistics", "disclosure"),
    ("aggregation",),
    ("territory",),
    ("access",),
    ("indicators",),
    ("figures",),
    ("build",),
    ("journal",),
    ("missions",),
    ("diagnosis",),
    ("sharing",),
    ("views",),
    ("exports",),
    ("ui",),
    ("pages",),
    ("commands",),
)
RANK = {room: rank for rank, rooms in enumerate(ROOMS) for room in rooms}
OUTSIDE = "outside"
_DOTTED = re.compile(rf"{PACKAGE}(\.\w+)+")


@dataclasses.dataclass(frozen=True)
class Module:
    """One Python file: where it is, the room that it stands in, and its tree."""

    path: Path
    room: str
    tree: ast.Module
    lines: int

    @classmethod
    def read(cls, path: Path, root: Path = ROOT) -> Module:
        text = path.read_text(encoding="utf-8")
        parts = path.relative_to(root).with_suffix("").parts
        if parts[0] == "pages":
            room = "pages"
        elif parts[0] == PACKAGE and len(parts) > 1 and parts[1] not in ("__init__", "__main__"):
            room = parts[1]
        else:
            room = OUTSIDE
        return cls(path=path.relative_to(root), room=room, tree=ast.parse(text), lines=len(text.splitlines()))

    @property
    def dotted(self) -> tuple[str, ...]:
        """Its dotted name, a package being its folder's."""
        parts = self.path.with_suffix("").parts
        return parts[:-1] if parts[-1] == "__init__" else parts

    def imports(self) -> Iterator[tuple[int, str]]:
        """Line and dotted name of everything that it imports, at any depth, relative imports made absolute.

        The dotted name of one of our modules written as text counts too: that is how modules are imported by name.
        """
        package = self.dotted if self.path.name == "__init__.py" else self.dotted[:-1]
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Import):
                yield from ((node.lineno, alias.name) for alias in node.names)
            elif isinstance(node, ast.ImportFrom):
                base = ".".join((*package[:len(package) - node.level + 1], *([node.module] if node.module else []))) \
                    if node.level else str(node.module)
                yield from ((node.lineno, f"{base}.{alias.name}") for alias in node.names)
            elif isinstance(node, ast.Constant) and isinstance(node.value, str) and _DOTTED.fullmatch(node.value):
                yield node.lineno, node.value


def modules(root: Path = ROOT) -> list[Module]:
    """Every Python file of the program (not of its tests)."""
    paths = [*root.glob("app.py"), *(root / "pages").rglob("*.py"), *(root / PACKAGE).rglob("*.py")]
    return [Module.read(path, root) for path in sorted(paths)]


def wrong_way_imports(module: Module) -> list[str]:
    """Imports of ``module`` that do not look left, each as a sentence."""
    if module.room != OUTSIDE and module.room not in RANK:
        return [f"{module.path}: « {module.room} » is no room of the house; its rooms are {list(RANK)}."]
    faults = []
    for line, name in module.imports():
        head, _, rest = name.partition(".")
        if head in ("app", "make") or name.startswith(f"{PACKAGE}.__main__"):
            faults.append(f"{module.path}:{line} imports {name}, which stands outside.")
            continue
        room = rest.partition(".")[0] if head == PACKAGE else head if head == "pages" else ""
        if not room or room.startswith("__") or module.room in (OUTSIDE, room):
            continue
        if room not in RANK:
            faults.append(f"{module.path}:{line} imports {name}, which is in no room.")
        elif RANK[room] >= RANK[module.room]:
            faults.append(f"{module.path}:{line} ({module.room}) imports {name}: "
                          f"{room} is not to the left of {module.room}.")
    return faults


def functions(module: Module) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(module.tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def texts(module: Module) -> Iterator[tuple[int, str]]:
    """Line and value of every text of the module that is not a docstring."""
    documented = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    docstrings = {id(node.body[0].value) for node in ast.walk(module.tree)
                  if isinstance(node, documented) and node.body and isinstance(node.body[0], ast.Expr)}
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docstrings:
            yield node.lineno, node.value
