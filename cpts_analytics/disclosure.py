"""The small-number rule, once, on by default: no figure from health data lets a few people be recognised.

Counts of people under 11 that come from health data are not shown ("moins de 11"), nor is what would let them be
worked out as a total minus the others. Estimates of a commune are rounded to 10. Zero is a value. What is already
public (places of practice, inhabitants) passes as it is, when its kind says so.
"""

from __future__ import annotations

import dataclasses
import enum
import math
from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from cpts_analytics.errors import CptsError
from cpts_analytics.model import Status

SMALLEST_SHOWN = 11
"""Fewest people that a count from health data may show: the rule of the French health data producers."""

ESTIMATE_STEP = 10
"""An estimate of a commune is shown to the nearest ten."""

HIDDEN_TEXT = f"moins de {SMALLEST_SHOWN}"
SECONDARY_TEXT = "masqué (secret statistique)"
UNKNOWN_TEXT = "non publié à cette échelle"


class DisclosureError(CptsError):
    """A count that cannot be one: negative, infinite, not a number; or a table that lacks a column."""


class Kind(enum.StrEnum):
    """What a count counts: decides what may be shown of it."""

    HEALTH_COUNT = "health_count"  # people, from health data: hidden from 1 to 10
    SENSITIVE_HEALTH_COUNT = "sensitive_health_count"  # the same, where even "nobody" tells something: hidden from 0
    COMMUNE_ESTIMATE = "commune_estimate"  # estimated people of a commune: to the nearest 10, or "moins de 11"
    TERRITORY_ESTIMATE = "territory_estimate"  # of a larger area: to the nearest person, or "moins de 11"
    PUBLIC_COUNT = "public_count"  # places, inhabitants: nothing to hide


_ROUNDING = {Kind.COMMUNE_ESTIMATE: ESTIMATE_STEP, Kind.TERRITORY_ESTIMATE: 1}


@dataclasses.dataclass(frozen=True, kw_only=True)
class Disclosed:
    """What may be shown of a count: a value (None when hidden or unknown), its French text, its status."""

    value: float | None
    text: str
    status: Status


@dataclasses.dataclass(frozen=True, kw_only=True)
class Suppression:
    """Which parts of a published total stay hidden.

    ``hidden``: every part that is not shown. ``secondary``: those hidden only to protect another.
    ``total_hidden``: the total must not be shown either (hiding every part is not enough).
    """

    hidden: npt.NDArray[np.bool_]
    secondary: npt.NDArray[np.bool_]
    total_hidden: bool


def protect(count: float | None, *, kind: Kind = Kind.HEALTH_COUNT) -> Disclosed:
    """What may be shown of one count.

    ``count``: people or places, not negative; None or NaN is unknown, which is not the same as hidden.

    Raises:
        DisclosureError: a negative or infinite count.
    """
    if count is None or pd.isna(count):
        return Disclosed(value=None, text=UNKNOWN_TEXT, status=Status.NOT_PUBLISHED)
    if _is_hidden(np.array([count]), kind)[0]:
        return Disclosed(value=None, text=HIDDEN_TEXT, status=Status.SUPPRESSED)
    value = float(_rounded(np.array([count]), kind)[0])
    status = Status.ESTIMATED if kind in _ROUNDING else Status.OK
    return Disclosed(value=value, text=french_count(value), status=status)


def secondary_suppression(parts: Sequence[float], *, kind: Kind = Kind.HEALTH_COUNT) -> Suppression:
    """Which parts to hide so that none follows from the published total minus the others.

    ``parts``: the counts that add up to the total, NaN for an unknown one (which hides as well as a hidden one, but
    whose people are not counted on). Parts are hidden until at least two are and they hold 11 people together: the
    smallest shown ones first, in order where equal. A part of 0 is hidden last.

    Raises:
        DisclosureError: a negative or infinite count.
    """
    counts = np.asarray(parts, dtype=float)
    primary = _is_hidden(counts, kind)
    hidden, unknown = primary.copy(), np.isnan(counts)
    if not primary.any():
        return Suppression(hidden=hidden, secondary=np.zeros_like(hidden), total_hidden=False)
    shown = [place for place in np.argsort(counts, kind="stable") if not hidden[place] and not unknown[place]]
    for place in sorted(shown, key=lambda place: counts[place] == 0):
        if _is_safe(counts, hidden, unknown):
            break
        hidden[place] = True
    return Suppression(hidden=hidden, secondary=hidden & ~primary,
                       total_hidden=not _is_safe(counts, hidden, unknown))


def protect_frame(frame: pd.DataFrame, *, count: str = "numerator", kind: Kind = Kind.HEALTH_COUNT,
                  dependent: Sequence[str] = ("value", "lower", "upper"),
                  within: Sequence[str] = ()) -> pd.DataFrame:
    """A copy of ``frame`` in which nothing tells a small count.

    ``count``: the column of counts, rounded or emptied; ``dependent``: columns that would give it back (a rate of a
    known population), emptied on the same rows, where present. ``within``: the columns that name a published total;
    the rows that share them are its parts, and :func:`secondary_suppression` applies. Adds ``<count>_text`` (French)
    and ``total_hidden`` (the total of these parts must not be shown); ``status`` becomes ``suppressed`` where hidden.
    A row that has no count keeps its status and has an empty text.

    Raises:
        DisclosureError: a column is missing, a count is negative or infinite.
    """
    missing = [name for name in (count, *within) if name not in frame.columns]
    if missing:
        raise DisclosureError(f"Tableau à protéger : colonne(s) {missing} absente(s) ; trouvé {list(frame.columns)}.")
    safe = frame.copy()
    counts = frame[count].to_numpy(dtype=float, na_value=np.nan)
    primary = _is_hidden(counts, kind)
    hidden, total_hidden = primary.copy(), np.zeros(len(frame), dtype=bool)
    if within:
        for places in frame.groupby(list(within), dropna=False, sort=False).indices.values():
            plan = secondary_suppression(counts[places], kind=kind)
            hidden[places], total_hidden[places] = plan.hidden, plan.total_hidden
    shown = _rounded(counts, kind)
    safe[count] = np.where(hidden, np.nan, shown)
    safe[f"{count}_text"] = [
        HIDDEN_TEXT if small else SECONDARY_TEXT if secret else "" if math.isnan(number) else french_count(number)
        for small, secret, number in zip(primary, hidden, shown, strict=True)]
    for name in dependent:
        if name in safe.columns:
            safe[name] = safe[name].where(~hidden)
    if "status" in safe.columns:
        safe["status"] = safe["status"].astype(object).where(~hidden, Status.SUPPRESSED.value)
    safe["total_hidden"] = total_hidden
    return safe


def french_count(value: float) -> str:
    """A count as it is written in French: 12345 → "12 345" (narrow no-break space), 12.5 → "12,5"."""
    written = f"{value:,.0f}" if float(value).is_integer() else f"{value:,.1f}"
    return written.replace(",", "\u202f").replace(".", ",")


def _is_hidden(counts: npt.NDArray[np.float64], kind: Kind) -> npt.NDArray[np.bool_]:
    """True where the count itself is too small to be shown. NaN is False."""
    if np.isinf(counts).any() or np.any(counts < 0):
        raise DisclosureError(f"Effectif : trouvé {counts[np.isinf(counts) | (counts < 0)][0]:g} ; attendu un nombre "
                              "positif ou nul. Vérifiez la source du chiffre.")
    if kind is Kind.PUBLIC_COUNT:
        return np.zeros(counts.shape, dtype=bool)
    small = counts < SMALLEST_SHOWN
    return small if kind is Kind.SENSITIVE_HEALTH_COUNT else small & (counts > 0)


def _rounded(counts: npt.NDArray[np.float64], kind: Kind) -> npt.NDArray[np.float64]:
    step = _ROUNDING.get(kind)
    return np.asarray(counts, dtype=float) if step is None else np.floor(counts / step + 0.5) * step


def _is_safe(counts: npt.NDArray[np.float64], hidden: npt.NDArray[np.bool_], unknown: npt.NDArray[np.bool_]) -> bool:
    people: Any = counts[hidden].sum()
    return bool((hidden | unknown).sum() >= 2 and (unknown.any() or people >= SMALLEST_SHOWN))
