"""Data files of this folder, read strictly: what is missing, unknown or of the wrong kind stops with file and field."""

from __future__ import annotations

import dataclasses
import datetime as dt
import tomllib
import types
import typing
from pathlib import Path
from typing import Any, TypeVar

from cpts_analytics.errors import DiscoveryError

T = TypeVar("T")


def content(path: Path) -> dict[str, Any]:
    """The file's own tables. Raises DiscoveryError."""
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise DiscoveryError(f"{path}: cannot be read as TOML ({error}).") from error


def record(path: Path, kind: type[T], given: Any, where: str = "") -> T:
    """A frozen dataclass made of a table of the file. Raises DiscoveryError with file and field."""
    if not isinstance(given, dict):
        raise DiscoveryError(f"{path}: {where or kind.__name__} must be a table.")
    hints = typing.get_type_hints(kind)
    known = {item.name: item for item in dataclasses.fields(kind)}  # type: ignore[arg-type]
    spelled = {name.rstrip("_"): name for name in known}  # ``from`` is a word of Python: its field is ``from_``
    place = f"{where}." if where else ""
    found = {}
    for key, value in given.items():
        if key not in spelled:
            raise DiscoveryError(f"{path}: field {place}{key} is unknown; expected one of {', '.join(spelled)}.")
        found[spelled[key]] = _value(path, f"{place}{key}", hints[spelled[key]], value)
    for name, item in known.items():
        if name not in found and item.default is dataclasses.MISSING:
            raise DiscoveryError(f"{path}: field {place}{name.rstrip('_')} is missing.")
    return kind(**found)


def _value(path: Path, where: str, hint: Any, value: Any) -> Any:
    if isinstance(hint, types.UnionType):
        hint = next(part for part in typing.get_args(hint) if part is not type(None))
    if typing.get_origin(hint) is tuple:
        inner = typing.get_args(hint)[0]
        if not isinstance(value, list):
            raise DiscoveryError(f"{path}: field {where} must be a list.")
        return tuple(_value(path, f"{where}[{place}]", inner, part) for place, part in enumerate(value, 1))
    if dataclasses.is_dataclass(hint):
        return record(path, hint, value, where)  # type: ignore[arg-type]
    if issubclass(hint, str) and hint is not str:
        try:
            return hint(value)
        except ValueError as error:
            raise DiscoveryError(f"{path}: field {where}: {error}; expected one of {', '.join(hint)}.") from error
    right = isinstance(value, int | float) and not isinstance(value, bool) if hint in (int, float) else (
        isinstance(value, hint) and not isinstance(value, dt.datetime))
    if not right or (hint is str and not value.strip()) or (hint is int and value != int(value)):
        raise DiscoveryError(f"{path}: field {where} must be a {hint.__name__}, not {value!r}.")
    return float(value) if hint is float else value
