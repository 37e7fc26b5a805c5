"""French forms of the numbers, money and dates that the sentences of this room hold."""

from __future__ import annotations

import datetime as dt
import math

from cpts_analytics.journal.failures import day, french

NOT_TYPED = "non renseigné"
NOT_MEASURED = "non mesuré"
_THIN = "\u202f"

__all__ = ["NOT_TYPED", "day", "euros", "french", "number", "percent"]


def number(value: float | None, decimals: int = 1) -> str:
    """``12 345,6``; zeros after the decimal point are left out; ``non renseigné`` for None."""
    if value is None or not math.isfinite(value):
        return NOT_TYPED
    rounded = round(value + math.copysign(1e-9, value), decimals) + 0.0
    text = f"{abs(rounded):,.{decimals}f}".rstrip("0").rstrip(".") if decimals else f"{abs(rounded):,.0f}"
    sign = "\u2212" if rounded < 0 else ""  # −0,01 is 0 once rounded
    return sign + text.replace(",", _THIN).replace(".", ",")


def euros(value: float | None) -> str:
    """``12 345 €``, with cents when there are some; ``non renseigné`` for None."""
    if value is None:
        return NOT_TYPED
    cents = abs(value - round(value)) >= 0.005
    text = f"{abs(value):,.2f}" if cents else f"{abs(round(value)):,d}"
    sign = "\u2212" if value < 0 and text.strip("0.,") else ""
    return sign + text.replace(",", _THIN).replace(".", ",") + "\u00a0€"


def percent(value: float | None, decimals: int = 0) -> str:
    """``45 %``."""
    return NOT_TYPED if value is None else f"{number(value, decimals)}\u00a0%"


def date(value: dt.date | None) -> str:
    """``31/12/2026``, or ``non renseigné``."""
    return NOT_TYPED if value is None else day(value)
