"""Classes of a map: limits that one can say, with something in every class."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from cpts_analytics.statistics.checks import FloatArray, StatisticsError, not_negative, numbers

MOST_CLASSES = 6
CLASSES_METHOD = "classes d'effectifs proches, limites arrondies, v1"

_MANTISSAS = (1.0, 2.0, 2.5, 5.0)


@dataclasses.dataclass(frozen=True, kw_only=True)
class Classes:
    """The limits between classes, lowest first, and the number of areas in each class.

    Class *i* holds limits[i−1] ≤ value < limits[i]; there is one class more than limits. ``smallest`` and
    ``largest`` are the extreme values (NaN when there is none).
    """

    limits: tuple[float, ...]
    counts: tuple[int, ...]
    smallest: float
    largest: float
    method: str


def quantile_classes(values: Any, weights: Any = None, steps: int = 5) -> Classes:
    """Classes that hold about as many areas (or weights) each, with rounded limits (unit of the values).

    Formula: the areas in order are cut into ``steps`` parts of like weight, a value never being cut in two; then
    :func:`round_limits`.
    Reads: ``values``, one dimension, NaN left out; ``weights`` (each area counts for 1 when None); ``steps`` 2 to 6.
    Lecture: "moins de 2,5 : 4 210 communes ; de 2,5 à 3,2 : …".
    Method: what a crowded value takes (60 % of zeros, say) is one class, and the others share the rest. When there
    are no more distinct values than steps, each is a class. Rounding is made finer until no class is empty.
    Limits: fewer classes than asked where values are few; rounding moves some areas across a limit.
    References: none; a convention of this project.

    Raises:
        StatisticsError: ``steps`` outside 2 to 6, lengths that differ, a negative weight.
    """
    if not 2 <= steps <= MOST_CLASSES:
        raise StatisticsError(f"steps : trouvé {steps!r} ; attendu de 2 à {MOST_CLASSES} classes.")
    value = numbers("values", values)
    weight = np.ones(value.shape) if weights is None else not_negative("weights", weights)
    if value.ndim != 1 or value.shape != weight.shape:
        raise StatisticsError("values, weights : trouvé des dimensions qui diffèrent ; attendu deux listes de même "
                              "longueur.")
    present = ~(np.isnan(value) | np.isnan(weight)) & (weight > 0)
    value, weight = value[present], weight[present]
    levels, place = np.unique(value, return_inverse=True)
    held = np.bincount(place, weights=weight, minlength=len(levels)).astype(np.float64)
    limits = _roundest(_cuts(levels, held, steps), levels)
    counts = np.bincount(classify(value, limits), minlength=len(limits) + 1)
    return Classes(limits=limits, counts=tuple(int(count) for count in counts),
                   smallest=float(levels[0]) if len(levels) else math.nan,
                   largest=float(levels[-1]) if len(levels) else math.nan, method=CLASSES_METHOD)


def round_limits(limits: Sequence[float]) -> tuple[float, ...]:
    """Limits rounded as one would say them, still in order and still distinct (same unit).

    Formula: each limit goes to the nearest multiple of the largest step among 1, 2, 2.5, 5 × 10^k that is at most
    a third of the distance to its nearest neighbour and, where all limits have one sign, a tenth of the limit.
    Reads: ``limits``, strictly increasing. Whole limits stay whole.
    Lecture: "12,37 · 15,81 · 18,22 deviennent 12 · 16 · 18."
    Method: a limit moves by at most a sixth of the way to its neighbour, so none can meet.
    Limits: a single limit is rounded by its own size alone. References: none.

    Raises:
        StatisticsError: limits that are missing, repeated or out of order.
    """
    exact = _increasing(limits)
    return _rounded(exact, ease=1.0)


def classify(values: Any, limits: Sequence[float]) -> npt.NDArray[np.int64]:
    """The class of each value, 0 for the lowest; −1 where the value is missing (class number).

    Formula: number of limits ≤ value: a value equal to a limit is in the class above, so that "below 2.5" is a class.
    Reads: ``values`` any shape; ``limits`` increasing. Lecture, Method, Limits, References: see
    :func:`quantile_classes`.

    Raises:
        StatisticsError: limits that are missing, repeated or out of order.
    """
    edges = _increasing(limits)
    value = numbers("values", values)
    place = np.searchsorted(edges, value, side="right")
    return np.where(np.isnan(value), -1, place).astype(np.int64)


def _cuts(levels: FloatArray, held: FloatArray, steps: int) -> list[float]:
    """First distinct value of every class but the lowest."""
    cuts: list[float] = []
    start, left = 0, steps
    while left > 1 and start < len(levels) - 1:
        if len(levels) - start <= left:
            stop = start + 1
        else:
            running = np.cumsum(held[start:])
            middles = running - held[start:] / 2
            stop = start + max(1, int(np.searchsorted(middles, running[-1] / left, side="right")))
        if stop >= len(levels):
            break
        cuts.append(float(levels[stop]))
        start, left = stop, left - 1
    return cuts


def _roundest(cuts: list[float], levels: FloatArray) -> tuple[float, ...]:
    """The cuts rounded as far as every class keeps something in it."""
    for ease in (1.0, 0.3, 0.1, 0.01, 0.001):
        limits = _rounded(np.array(cuts, dtype=float), ease=ease)
        if np.all(np.diff(np.searchsorted(levels, limits, side="left"), prepend=0, append=len(levels)) > 0):
            return limits
    return tuple(cuts)


def _rounded(exact: FloatArray, *, ease: float) -> tuple[float, ...]:
    """The limits at the largest steps that fit; ``ease`` below 1 asks for finer steps."""
    whole = bool(np.all(exact == np.round(exact)))
    one_sign = bool(np.all(exact > 0) or np.all(exact < 0))
    gaps = np.diff(exact, prepend=-np.inf, append=np.inf)
    rounded = []
    for place, limit in enumerate(exact):
        room = min(gaps[place], gaps[place + 1]) / 3
        if one_sign or math.isinf(room):
            room = min(room, abs(limit) / 10)
        rounded.append(_to_step(float(limit), _step(room * ease, whole=whole)))
    return tuple(rounded)


def _increasing(limits: Sequence[float]) -> FloatArray:
    edges = numbers("limits", list(limits))
    if edges.ndim != 1 or np.isnan(edges).any() or np.any(np.diff(edges) <= 0):
        raise StatisticsError(f"limits : trouvé {list(limits)} ; attendu des limites croissantes et distinctes.")
    return edges


def _step(room: float, *, whole: bool) -> float:
    """The largest step that fits in ``room``; 0 when rounding is not possible."""
    if not room > 0 or (whole and room < 1):
        return 1.0 if whole else 0.0
    room *= 1 + 1e-12
    power = math.floor(math.log10(room))
    steps = [mantissa * 10.0**exponent for exponent in (power - 1, power) for mantissa in _MANTISSAS]
    return max(step for step in steps if step <= room and not (whole and step != round(step)))


def _to_step(limit: float, step: float) -> float:
    if step == 0:
        return limit
    decimals = max(0, 1 - math.floor(math.log10(step)))
    return round(math.floor(limit / step + 0.5) * step, decimals) + 0.0
