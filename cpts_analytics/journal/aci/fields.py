"""What a record is made of, read once from its annotations: names, French labels, types; and its two spellings.

``to_row``/``from_row``: a dictionary for the table of its kind. ``to_plain``/``from_plain``: the same in
nothing but text, numbers, booleans, lists and dictionaries, for the history and for JSON.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import enum
import functools
import types
import typing
from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar, cast

from cpts_analytics.model import RecordError

T = TypeVar("T")


@dataclasses.dataclass(frozen=True)
class Field:
    """One field of a record. ``of``: str, int, float, bool, date, an enumeration, or a dataclass."""

    name: str
    label: str  # French
    of: type
    optional: bool  # may be None
    many: bool  # a tuple of ``of``
    required: bool  # has no default


def fields(kind: Any) -> tuple[Field, ...]:
    """The fields of a record's class, in order."""
    return _fields(kind)


@functools.cache
def _fields(kind: Any) -> tuple[Field, ...]:
    hints = typing.get_type_hints(kind, include_extras=True)
    return tuple(_field(item, hints[item.name]) for item in dataclasses.fields(kind))


def label(kind: type, name: str) -> str:
    """The French name of a field."""
    return next(field.label for field in fields(kind) if field.name == name)


def _field(item: dataclasses.Field[Any], hint: Any) -> Field:
    inner, words = typing.get_args(hint)
    optional = isinstance(inner, types.UnionType)
    if optional:
        inner = next(part for part in typing.get_args(inner) if part is not type(None))
    many = typing.get_origin(inner) is tuple
    if many:
        inner = typing.get_args(inner)[0]
    required = item.default is dataclasses.MISSING and item.default_factory is dataclasses.MISSING
    return Field(item.name, words, inner, optional, many, required)


def to_plain(record: Any) -> dict[str, Any]:
    """The record in plain JSON values; dates as ISO texts."""
    return {field.name: _plain(getattr(record, field.name)) for field in fields(type(record))}


def from_plain(kind: type[T], plain: Mapping[str, Any]) -> T:
    """The record that ``to_plain`` spelled; fields unknown to an older spelling take their default.

    Raises RecordError with the field that cannot be read.
    """
    found = {}
    for field, read in _readers(cast(Any, kind)):
        if field.name in plain:
            try:
                found[field.name] = read(plain[field.name])
            except (ValueError, TypeError, KeyError, AttributeError) as error:
                raise RecordError(f"{kind.__name__}.{field.name}: {plain[field.name]!r} ({error})") from error
    try:
        return kind(**found)
    except TypeError as error:
        raise RecordError(f"{kind.__name__}: {error}") from error


def to_row(record: Any) -> dict[str, Any]:
    """The record as values of its table's columns: dates stay dates, what is held in several is plain."""
    row = {}
    for field in fields(type(record)):
        value = getattr(record, field.name)
        if field.many:
            value = _plain(value)
        elif isinstance(value, enum.Enum):
            value = value.value
        row[field.name] = value
    return row


def from_row(kind: Any) -> Callable[[Sequence[Any]], Any]:
    """A reader of the values of the fields of ``kind``, in their order, as its table gives them.

    Thousands of rows are read for one screen: the record is filled in one go, without going through each field.
    """
    return _row_reader(kind)


@functools.cache
def _row_reader(kind: Any) -> Callable[[Sequence[Any]], Any]:
    names = [field.name for field in fields(kind)]
    steps = [(field.name, _of_row(field)) for field in fields(kind)]
    converted = [(name, step) for name, step in steps if step is not None]

    def read(values: Sequence[Any]) -> Any:
        content = dict(zip(names, values, strict=True))
        for name, step in converted:
            if content[name] is not None:
                content[name] = step(content[name])
        record = object.__new__(kind)
        record.__dict__.update(content)
        return record

    return read


def _of_row(field: Field) -> Callable[[Any], Any] | None:
    if field.many:
        several = _reader(field)
        return lambda values: several(values) if values else ()
    if issubclass(field.of, enum.Enum):
        return {member.value: member for member in field.of}.__getitem__
    return None


@functools.cache
def _readers(kind: Any) -> tuple[tuple[Field, Callable[[Any], Any]], ...]:
    return tuple((field, _reader(field)) for field in fields(kind))


def _reader(field: Field) -> Callable[[Any], Any]:
    one = _one(field.of)
    if field.many:
        return lambda values: tuple(one(value) for value in values)
    if field.optional:
        return lambda value: None if value is None else one(value)
    return one


def _one(of: type) -> Callable[[Any], Any]:
    if dataclasses.is_dataclass(of):
        return functools.partial(from_plain, of)
    if issubclass(of, dt.date):
        return lambda value: value if isinstance(value, dt.date) else dt.date.fromisoformat(value)
    if issubclass(of, bool):
        return _boolean
    if issubclass(of, float):
        return _number
    if issubclass(of, int):
        return _integer
    if issubclass(of, enum.Enum):
        return of
    return _text


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError("not a text")
    return value


def _boolean(value: Any) -> bool:
    if not isinstance(value, bool):
        raise TypeError("not a boolean")
    return value


def _number(value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise TypeError("not a number")
    return float(value)


def _integer(value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise TypeError("not a whole number")
    return value


def _plain(value: Any) -> Any:
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    if isinstance(value, enum.Enum):
        return value.value
    if isinstance(value, dt.date):
        return value.isoformat()
    if dataclasses.is_dataclass(value):
        return to_plain(value)
    return value
