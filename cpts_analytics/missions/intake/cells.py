"""Cells of a table read as our values; each fault is a French sentence without the place, which the caller knows."""

from __future__ import annotations

import re
from typing import TypeVar

from cpts_analytics.journal.aci import Choice
from cpts_analytics.missions.words import french
from cpts_analytics.territory.text import normalise

C = TypeVar("C", bound=Choice)
_EMPTY = {"", "-", "–", "—", "nc", "n/c", "nd", "non renseigné", "nr", "n/a", "na"}
_PLAIN = re.compile(r"[+-]?\d+(?:\.\d+)?(?:e[+-]?\d+)?", re.IGNORECASE)


class CellError(ValueError):
    """A cell cannot be read: what was found and what was expected, in French."""


def text(cell: str) -> str:
    """The text; the apostrophe that an export puts before a dangerous sign is taken off again."""
    return cell[1:] if re.match(r"'\s*[=+\-@＝＋－＠]", cell) else cell


def number(cell: str) -> float | None:
    """``1 234,5``, ``12.5``, ``45 %``, ``1 200 €`` → a number; empty, ``-``, ``NC`` → None. Raises CellError."""
    bare = cell.strip().casefold()
    if bare in _EMPTY:
        return None
    signs = re.sub(r"[\s\u00a0\u202f'’]", "", bare).rstrip("%€").replace("\u2212", "-")
    if "," in signs and "." in signs:  # the last one is the decimal mark
        mark = "," if signs.rindex(",") > signs.rindex(".") else "."
        signs = signs.replace("." if mark == "," else ",", "")
    signs = signs.replace(",", ".")
    if signs.count(".") > 1 or not _PLAIN.fullmatch(signs):
        raise CellError(french(f"« {cell[:40]} » n'est pas un nombre ; écrivez par exemple 12,5."))
    return float(signs)


def whole(cell: str) -> int | None:
    """A whole number. Raises CellError."""
    value = number(cell)
    if value is None:
        return None
    if value != int(value):
        raise CellError(french(f"« {cell[:40]} » n'est pas un nombre entier."))
    return int(value)


def choice(kind: type[C], cell: str) -> C | None:
    """A member by its French words or its key, whatever the case and accents; None when empty. Raises CellError."""
    if cell.strip().casefold() in _EMPTY:
        return None
    key = normalise(cell)
    for member in kind:
        if key in (normalise(member.label), normalise(member.value)):
            return member
    raise CellError(french(f"« {cell[:40]} » n'est pas dans la liste : {', '.join(member.label for member in kind)}."))
