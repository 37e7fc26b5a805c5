"""Periods of measures: ``2025``, ``2025-S1``, ``2025-T2``, ``2025-03``; read from the ways in which people write them."""

from __future__ import annotations

import calendar
import datetime as dt
import functools
import re
import unicodedata

from cpts_analytics.errors import JournalError
from cpts_analytics.journal.aci.choices import Frequency
from cpts_analytics.journal.failures import french

_MONTHS = ("janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre",
           "décembre")
_CANONICAL = re.compile(r"(\d{4})(?:-(S[12]|T[1-4]|0[1-9]|1[0-2]))?")
_FIRST_YEAR, _LAST_YEAR = 2000, 2100


@functools.lru_cache(maxsize=4096)
def canonical(text: str) -> str:
    """``2025``, ``2025-S1``, ``2025-T2`` or ``2025-03`` out of "T2 2025", "mars 2025", "03/2025", "2025-3" …

    Raises JournalError with what can be written.
    """
    bare = " ".join("".join(sign for sign in unicodedata.normalize("NFKD", text.casefold())
                            if not unicodedata.combining(sign)).split())
    found = _read(bare)
    if found is None or not _FIRST_YEAR <= int(found[:4]) <= _LAST_YEAR:
        raise JournalError(french(f"La période « {text[:40]} » ne se lit pas. Écrivez par exemple 2025, S1 2025, "
                                  "T2 2025 ou mars 2025."))
    return found


def _read(bare: str) -> str | None:
    if re.fullmatch(r"\d{4}", bare):
        return bare
    for pattern in (r"(?P<kind>[st])\s*(?P<number>\d)[\s\-/]*(?P<year>\d{4})",
                    r"(?P<year>\d{4})[\s\-/]*(?P<kind>[st])\s*(?P<number>\d)",
                    r"(?P<number>\d)(?:er|e|eme|nd)?\s*(?P<kind>semestre|trimestre)\s*(?P<year>\d{4})"):
        match = re.fullmatch(pattern, bare)
        if match:
            kind, number = match["kind"][0].upper(), int(match["number"])
            return f"{match['year']}-{kind}{number}" if 1 <= number <= (2 if kind == "S" else 4) else None
    match = re.fullmatch(r"(\d{4})[\s\-/](\d{1,2})", bare) or re.fullmatch(r"(?P<m>\d{1,2})[\s\-/](?P<y>\d{4})", bare)
    if match:
        year, month = (match["y"], match["m"]) if match.groupdict() else match.groups()
        return f"{year}-{int(month):02d}" if 1 <= int(month) <= 12 else None
    match = re.fullmatch(r"([a-z]+)\.?\s*(\d{4})", bare)
    if match:
        plain = [unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode() for name in _MONTHS]
        named = [place for place, name in enumerate(plain, 1) if len(match[1]) >= 3 and name.startswith(match[1])]
        return f"{match[2]}-{named[0]:02d}" if len(named) == 1 else None
    return None


@functools.lru_cache(maxsize=4096)
def bounds(period: str) -> tuple[dt.date, dt.date]:
    """First and last day of a canonical period. Raises JournalError when it is not one."""
    match = _CANONICAL.fullmatch(period)
    if not match:
        raise JournalError(french(f"La période « {period[:40]} » ne se lit pas."))
    year, part = int(match[1]), match[2] or ""
    if not part:
        first, last = 1, 12
    elif part[0] == "S":
        first, last = 6 * int(part[1]) - 5, 6 * int(part[1])
    elif part[0] == "T":
        first, last = 3 * int(part[1]) - 2, 3 * int(part[1])
    else:
        first = last = int(part)
    return dt.date(year, first, 1), dt.date(year, last, calendar.monthrange(year, last)[1])


def end(period: str) -> dt.date:
    """The last day of a canonical period."""
    return bounds(period)[1]


def completed(frequency: Frequency, today: dt.date) -> str:
    """The last period of this rhythm that had ended the day before ``today``."""
    year, month = (today.year, today.month - 1) if today.month > 1 else (today.year - 1, 12)
    if frequency is Frequency.MONTH:
        return f"{year}-{month:02d}"
    if frequency is Frequency.QUARTER:
        return f"{year}-T{month // 3}" if month >= 3 else f"{year - 1}-T4"
    if frequency is Frequency.HALF:
        return f"{year}-S{month // 6}" if month >= 6 else f"{year - 1}-S2"
    return str(today.year - 1)


def words(period: str) -> str:
    """``2025``, ``1er semestre 2025``, ``2e trimestre 2025``, ``mars 2025``."""
    match = _CANONICAL.fullmatch(period)
    if not match or not match[2]:
        return period
    year, part = match.groups()
    if part[0] in "ST":
        rank = "1er" if part[1] == "1" else f"{part[1]}e"
        return f"{rank} {'semestre' if part[0] == 'S' else 'trimestre'} {year}"
    return f"{_MONTHS[int(part) - 1]} {year}"
