"""Exports that cannot bite: no formula starts in a spreadsheet, no path hides in a file's name."""

from __future__ import annotations

import re
import unicodedata

import pandas as pd

DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n")
"""A text cell that begins with one of these may be read as a formula by a spreadsheet."""

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_RESERVED = {"con", "prn", "aux", "nul", *(f"{name}{n}" for name in ("com", "lpt") for n in range(1, 10))}


def safe_text(text: str) -> str:
    """The text as a cell: an apostrophe before what a spreadsheet could run; control characters left out.

    Leading blanks do not hide a formula: they are looked through. Full-width signs count too.
    """
    cleaned = _CONTROL.sub("", text)
    first = unicodedata.normalize("NFKC", cleaned.lstrip(" \u00a0\u202f\ufeff"))[:1]
    return f"'{cleaned}" if first in DANGEROUS and first else cleaned


def safe_frame(frame: pd.DataFrame) -> pd.DataFrame:
    """A copy whose text cells and headers are safe; numbers stay numbers, also negative ones."""
    result = frame.copy()
    for place in range(result.shape[1]):
        if not pd.api.types.is_numeric_dtype(result.iloc[:, place]):
            cells = [safe_text(cell) if isinstance(cell, str) else cell for cell in result.iloc[:, place]]
            result.isetitem(place, pd.Series(cells, index=result.index, dtype="object"))
    result.columns = [safe_text(str(column)) for column in result.columns]
    return result


def safe_filename(stem: str, extension: str, limit: int = 80) -> str:
    """``("Médecins / CAPI", "csv")`` → ``medecins-capi.csv``: letters, digits and hyphens, on any system."""
    plain = unicodedata.normalize("NFKD", stem.replace("œ", "oe").replace("Œ", "OE")).encode("ascii", "ignore").decode()
    name = re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")[:limit].strip("-")
    if not name or name in _RESERVED:
        name = f"export-{name}".strip("-")
    if not re.fullmatch(r"[a-z0-9]{1,8}", extension):
        raise ValueError(f"not a file extension: {extension!r}")
    return f"{name}.{extension}"
