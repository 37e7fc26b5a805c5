"""French forms of numbers, units, dates and periods: the only place where a number becomes text.

A missing number is never printed: every function here refuses None, NaN and infinities, so that a
hole always goes through the words of ``states``.
"""

from __future__ import annotations

import datetime as dt
import math
import re
from decimal import ROUND_HALF_UP, Decimal

from cpts_analytics.model import Indicator

THOUSANDS = "\u202f"  # narrow no-break space
NBSP = "\u00a0"
MINUS = "\u2212"
MONTHS = (
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
)

_SINGULAR = {
    "habitants": "habitant",
    "personnes": "personne",
    "patients": "patient",
    "places": "place",
    "lieux": "lieu",
    "communes": "commune",
    "consultations": "consultation",
    "euros": "euro",
    "minutes": "minute",
    "établissements": "établissement",
    "naissances": "naissance",
    "points": "point",
    "bénéficiaires": "bénéficiaire",
    "professionnels": "professionnel",
    "services": "service",
    "équipements": "équipement",
    "ménages": "ménage",
    "familles": "famille",
    "médecins": "médecin",
    "pharmacies": "pharmacie",
    "foyers": "foyer",
    "actes": "acte",
    "laboratoires": "laboratoire",
}


def number(x: float, decimals: int = 0) -> str:
    """``12345.6, 1`` → ``12 345,6``. Halves are rounded away from zero, as people do by hand.

    Raises ValueError for None, NaN and infinities.
    """
    rounded = _rounded(x, decimals)
    text = f"{abs(rounded):,.{decimals}f}".replace(",", THOUSANDS).replace(".", ",")
    return (MINUS if rounded < 0 else "") + text


def decimals_of(*values: float, most: int = 2) -> int:
    """As many decimals as these numbers hold, ``most`` at most: 0 for 12.0, 1 for 12.5 and 3.0 together."""
    return next((count for count in range(most) if all(abs(round(value, count) - value) < 1e-9 for value in values)), most)


def signed(x: float, decimals: int = 0) -> str:
    """As ``number``, with its sign always written, but for zero: ``+1,5``, ``−0,3``, ``0,0``."""
    text = number(x, decimals)
    return f"+{text}" if _rounded(x, decimals) > 0 else text


def percent(x: float, decimals: int = 0) -> str:
    """``96.2`` → ``96 %`` (x is already in percent)."""
    return f"{number(x, decimals)}{NBSP}%"


def value_with_unit(value: float, indicator: Indicator) -> str:
    """The value in the indicator's decimals, then its unit, singular below two: ``1,5 consultation par an``."""
    return f"{number(value, indicator.decimals)}{NBSP}{unit_for(value, indicator.unit)}"


def unit_for(value: float, unit: str) -> str:
    """The unit agreed with the value: French is singular below two (``0 habitant``, ``1,9 place``)."""
    first, space, rest = unit.partition(" ")
    name, slash, per = first.partition("/")
    if abs(float(value)) < 2:
        name = _SINGULAR.get(name, name)
    return name + slash + per + space + rest


def count_words(count: float, singular: str, plural: str = "") -> str:
    """``(54, "commune")`` → ``54 communes``; the plural is the singular + s unless it is given."""
    word = singular if abs(float(count)) < 2 else (plural or f"{singular}s")
    return f"{number(count)}{NBSP}{word}"


def range_words(lower: float, upper: float, decimals: int = 0) -> str:
    """``entre 4 100 et 4 900``."""
    return f"entre {number(lower, decimals)} et {number(upper, decimals)}"


def period_words(period: str) -> str:
    """A period of the long table in French, ready after « en »: ``2021–2023``, ``novembre 2024``,
    ``semaine 48 de 2024``. Raises ValueError for anything else."""
    if re.fullmatch(r"\d{4}", period):
        return period
    if match := re.fullmatch(r"(\d{4})/(\d{4})", period):
        return f"{match[1]}–{match[2]}"
    if match := re.fullmatch(r"(\d{4})-W(\d{2})", period):
        return f"semaine {int(match[2])} de {match[1]}"
    if (match := re.fullmatch(r"(\d{4})-(\d{2})", period)) and 1 <= int(match[2]) <= 12:
        return f"{MONTHS[int(match[2]) - 1]} {match[1]}"
    raise ValueError(f"not a period of the long table: {period!r}")


def date_words(day: str | dt.date) -> str:
    """``2025-01-01`` → ``1er janvier 2025``; a year or a year and month stay what they are."""
    if isinstance(day, str):
        if re.fullmatch(r"\d{4}(-\d{2})?", day):
            return period_words(day)
        try:
            return date_words(dt.date.fromisoformat(day))
        except ValueError:
            return day  # a vintage in the producer's own words, e.g. « données 2023 »
    return f"{'1er' if day.day == 1 else day.day} {MONTHS[day.month - 1]} {day.year}"


def short_date(day: dt.date) -> str:
    """``21/11/2026``."""
    return day.strftime("%d/%m/%Y")


def typeset(text: str) -> str:
    """French spaces that do not break, in a sentence typed with plain ones: ``12 %``, ``1 000``, ``« x »``."""
    text = re.sub(r"(?<=\d) (?=\d{3}\b)", THOUSANDS, text)
    return re.sub(r" (?=[%:;?!»€])|(?<=«) ", NBSP, text)


def is_known(x: object) -> bool:
    """Whether x is a finite number (None, NaN, NA and infinities are not)."""
    try:
        return math.isfinite(float(x))  # type: ignore[arg-type]
    except (TypeError, ValueError):
        return False


def _rounded(x: float, decimals: int) -> Decimal:
    if not is_known(x):
        raise ValueError(f"a missing number cannot be written: {x!r}")
    exact = round(float(x), 9)  # without the noise of a division: 4.385 must not be read as 4.38499…
    rounded = Decimal(repr(exact)).quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)
    return abs(rounded) if rounded == 0 else rounded
