"""Finds SQL that could carry what somebody typed: text put together out of anything but the program's own words.

A query may be joined from constants, from UPPER_CASE names, from numbers (``int``, ``len``), from local names and
private functions that only ever hold such texts, and from ``identifier(name)``, which refuses all but plain names.
Everything else (parameters of public functions, attributes, results of other calls) must be bound as ``?``.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from tests.contracts.house import Module, functions

RUN = {"execute", "executemany", "executescript", "exec_driver_sql", "sql", "frame", "read_sql"}
QUERY_BUILDERS = {"select", "insert", "update", "delete", "union_all", "exists"}
HARMLESS_CALLS = {"int", "len", "identifier"}
CONSTANT = re.compile(r"_*[A-Z][A-Z0-9_]*")
Function = ast.FunctionDef | ast.AsyncFunctionDef


def typed_into_sql(module: Module) -> list[str]:
    """Each call of ``module`` that runs a text which is not wholly the program's own, as a sentence."""
    return list(_Reading(module).faults())


class _Reading:
    def __init__(self, module: Module) -> None:
        self.module = module
        self.by_name = {function.name: function for function in functions(module)}
        self.scope: dict[int, Function] = {}
        for function in functions(module):  # ast.walk goes outside in: the innermost function wins
            self.scope.update((id(node), function) for node in ast.walk(function) if node is not function)

    def faults(self) -> Iterator[str]:
        runners = RUN | {name for name, function in self.by_name.items() if _parameter(function, "sql") is not None}
        if "sqlalchemy.text" in (name for _, name in self.module.imports()):
            runners.add("text")
        if "duckdb" in (name for _, name in self.module.imports()):
            runners.add("query")
        for node in ast.walk(self.module.tree):
            if not isinstance(node, ast.Call) or _called(node) not in runners:
                continue
            given = _argument(node, self.by_name.get(_called(node)))
            if given is not None and not self.own(given, frozenset()):
                yield (f"{self.module.path}:{node.lineno} {_called(node)}({ast.unparse(given)[:90]}): "
                       "not wholly the program's own text; bind it as a parameter or pass it through identifier()")

    def own(self, node: ast.expr, seen: frozenset[tuple[int, str]]) -> bool:
        """Whether ``node`` can only hold the program's own words."""
        match node:
            case ast.Constant():
                return True
            case ast.Name(id=name):
                return bool(CONSTANT.fullmatch(name)) or self._own_name(node, name, seen)
            case ast.Attribute(attr=name):
                return bool(CONSTANT.fullmatch(name))
            case ast.JoinedStr(values=parts) | ast.List(elts=parts) | ast.Tuple(elts=parts):
                return all(self.own(part, seen) for part in parts)
            case ast.FormattedValue(value=value) | ast.Starred(value=value) | ast.Subscript(value=value):
                return self.own(value, seen)
            case ast.BinOp(left=left, op=ast.Mult(), right=right):
                return self.own(left, seen) or self.own(right, seen)
            case ast.BinOp(left=left, right=right) | ast.IfExp(body=left, orelse=right):
                return self.own(left, seen) and self.own(right, seen)
            case ast.GeneratorExp(elt=value) | ast.ListComp(elt=value):
                return self.own(value, seen)
            case ast.Call():
                return self._own_call(node, seen)
        return False

    def _own_call(self, node: ast.Call, seen: frozenset[tuple[int, str]]) -> bool:
        name = _called(node)
        if name in HARMLESS_CALLS | QUERY_BUILDERS:
            return True
        if name in ("join", "format") and isinstance(node.func, ast.Attribute):
            values = [*node.args, *(keyword.value for keyword in node.keywords)]
            return self.own(node.func.value, seen) and all(self.own(value, seen) for value in values)
        if name == "text" and node.args:
            return self.own(node.args[0], seen)
        if isinstance(node.func, ast.Attribute) and isinstance(node.func.value, ast.Call):  # select(…).where(…)
            return _called(node.func.value) not in ("join", "format") and self._own_call(node.func.value, seen)
        function = self.by_name.get(name) if isinstance(node.func, ast.Name) else None
        return function is not None and self._own_result(function, None, seen)

    def _own_result(self, function: Function, position: int | None, seen: frozenset[tuple[int, str]]) -> bool:
        key = (id(function), f"return {position}")
        if key in seen:
            return True
        results = [node.value for node in ast.walk(function)
                   if isinstance(node, ast.Return) and node.value is not None]
        if position is not None:
            results = [value.elts[position] if isinstance(value, ast.Tuple) else value for value in results]
        return bool(results) and all(self.own(value, seen | {key}) for value in results)

    def _own_name(self, node: ast.Name, name: str, seen: frozenset[tuple[int, str]]) -> bool:
        function = self.scope.get(id(node))
        while function is not None:
            key = (id(function), name)
            if key in seen:
                return True
            held = list(self._held(function, name, seen | {key}))
            if _parameter(function, name) is not None:
                held.append(name == "sql" or self._own_at_every_call(function, name, seen | {key}))
            if held:
                return all(held)
            function = self.scope.get(id(function))
        return False

    def _held(self, function: Function, name: str, seen: frozenset[tuple[int, str]]) -> Iterator[bool]:
        """For everything that ``function`` puts into its local ``name``: whether it is our own."""
        for node in ast.walk(function):
            match node:
                case ast.Assign(targets=[target], value=value):
                    yield from self._bound(target, value, name, seen)
                case ast.AnnAssign(target=ast.Name(id=found), value=value) if found == name and value is not None:
                    yield self.own(value, seen)
                case ast.AugAssign(target=ast.Name(id=found), value=value) if found == name:
                    yield self.own(value, seen)
                case ast.For(target=target, iter=value) | ast.comprehension(target=target, iter=value):
                    yield from self._bound(target, value, name, seen)
                case ast.Call(func=ast.Attribute(value=ast.Name(id=found), attr="append" | "extend"), args=[value]):
                    if found == name:
                        yield self.own(value, seen)
                case ast.withitem(optional_vars=ast.Name(id=found)) if found == name:
                    yield False

    def _bound(self, target: ast.expr, value: ast.expr, name: str,
               seen: frozenset[tuple[int, str]]) -> Iterator[bool]:
        if isinstance(target, ast.Name) and target.id == name:
            yield self.own(value, seen)
        elif isinstance(target, ast.Tuple):
            for position, part in enumerate(target.elts):
                if isinstance(part, ast.Name) and part.id == name:
                    yield self._own_position(value, position, seen)

    def _own_position(self, value: ast.expr, position: int, seen: frozenset[tuple[int, str]]) -> bool:
        if isinstance(value, ast.Tuple) and position < len(value.elts):
            return self.own(value.elts[position], seen)
        if isinstance(value, ast.Call) and isinstance(value.func, ast.Name) and value.func.id in self.by_name:
            return self._own_result(self.by_name[value.func.id], position, seen)
        if isinstance(value, ast.Call) and isinstance(value.func, ast.Attribute) and value.func.attr == "items":
            return self.own(value.func.value, seen)
        return self.own(value, seen)

    def _own_at_every_call(self, function: Function, name: str, seen: frozenset[tuple[int, str]]) -> bool:
        """A private function's parameter is our own when every call of the module gives our own."""
        position = _parameter(function, name)
        if not function.name.startswith("_") or position is None:
            return False
        calls = [node for node in ast.walk(self.module.tree)
                 if isinstance(node, ast.Call) and _called(node) == function.name]
        given = [next((keyword.value for keyword in call.keywords if keyword.arg == name),
                      call.args[position] if position < len(call.args) else None) for call in calls]
        return bool(given) and all(value is None or self.own(value, seen) for value in given)


def _called(node: ast.Call) -> str:
    return node.func.attr if isinstance(node.func, ast.Attribute) else node.func.id \
        if isinstance(node.func, ast.Name) else ""


def _parameter(function: Function, name: str) -> int | None:
    """Position of a parameter as a caller counts (``self`` left out); a keyword-only one stands at the end."""
    names = [arg.arg for arg in (*function.args.posonlyargs, *function.args.args)]
    names = [found for found in names if found not in ("self", "cls")]
    names += [arg.arg for arg in function.args.kwonlyargs]
    return names.index(name) if name in names else None


def _argument(node: ast.Call, function: Function | None) -> ast.expr | None:
    position = (_parameter(function, "sql") if function else None) or 0
    for keyword in node.keywords:
        if keyword.arg in ("sql", "query", "statement"):
            return keyword.value
    return node.args[position] if position < len(node.args) else None
