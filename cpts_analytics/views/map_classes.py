"""Classes of a map: the same limits for every territory, so that a colour means the same everywhere.

The browser and the printed map receive one byte per commune: the number of its class, or one of the
special numbers below for what is not a number.
"""

from __future__ import annotations

import dataclasses
from typing import Protocol

import numpy as np
import pandas as pd

from cpts_analytics import statistics
from cpts_analytics.model import Aggregation, Indicator, Status
from cpts_analytics.views import palette
from cpts_analytics.views.numbers import is_known, number
from cpts_analytics.views.states import INSUFFICIENT, STATUS_WORDS, ZERO_WORDS

SUPPRESSED, NOT_PUBLISHED, NOT_LOADED, NOT_APPLICABLE, INSUFFICIENT_INDEX = 250, 251, 252, 253, 254
OUTSIDE = 255
"""No figure is asked for: the commune belongs to no area that is drawn."""

MAX_CLASSES = 6
QUANTILE_CLASSES = 5
ZERO_SHARE = 0.02
"""Zeros are a class of their own from this share of France's communes on."""

STATUS_INDEX = {
    Status.SUPPRESSED: SUPPRESSED,
    Status.NOT_PUBLISHED: NOT_PUBLISHED,
    Status.NOT_LOADED: NOT_LOADED,
    Status.NOT_APPLICABLE: NOT_APPLICABLE,
}
PATTERNS = {
    SUPPRESSED: "hatched",
    NOT_PUBLISHED: "dotted",
    NOT_LOADED: "crossed",
    NOT_APPLICABLE: "dotted",
    INSUFFICIENT_INDEX: "dotted",
}


@dataclasses.dataclass(frozen=True)
class LegendEntry:
    """One line of a legend. ``pattern``: plain, hatched (hidden), dotted (outline only), crossed (not loaded)."""

    index: int
    label: str
    colour: str
    pattern: str
    communes: int


class Legended(Protocol):
    """What a drawn map asks of its classes: those of one indicator, of a change, or of two indicators at once."""

    @property
    def unit(self) -> str: ...

    def legend(self, indices: np.ndarray) -> tuple[LegendEntry, ...]: ...

    def colour(self, index: int) -> str: ...


@dataclasses.dataclass(frozen=True)
class MapClasses:
    """Inner limits, ascending; class i holds limits[i-1] ≤ value < limits[i] (after the class of zeros, if any)."""

    indicator: str
    limits: tuple[float, ...]
    zero_class: bool
    labels: tuple[str, ...]
    colours: tuple[str, ...]
    unit: str

    def __post_init__(self) -> None:
        if not len(self.labels) == len(self.colours) == len(self.limits) + 1 + self.zero_class <= MAX_CLASSES:
            raise ValueError(f"{self.indicator}: {len(self.labels)} labels for {len(self.limits)} limits")

    def indices(self, values: pd.Series, statuses: pd.Series) -> np.ndarray:
        """Values (NaN: none) and statuses of communes → uint8 numbers of classes; ``.tobytes()`` travels."""
        amounts = pd.to_numeric(values, errors="coerce").to_numpy(dtype=float, na_value=np.nan)
        known = np.isfinite(amounts)
        result = np.searchsorted(np.asarray(self.limits), amounts, side="right") + int(self.zero_class)
        if self.zero_class:
            result = np.where(amounts == 0, 0, result)
        special = statuses.map({status.value: index for status, index in STATUS_INDEX.items()})
        numbers = special.fillna(INSUFFICIENT_INDEX).to_numpy(dtype=np.int64)
        valued = known & special.isna().to_numpy()
        return np.where(valued, result, numbers).astype(np.uint8)

    def legend(self, indices: np.ndarray) -> tuple[LegendEntry, ...]:
        """Every class, with its number of communes, then the special states that occur."""
        counts = np.bincount(np.asarray(indices, dtype=np.int64), minlength=256)
        entries = [
            LegendEntry(i, label, self.colours[i], "plain", int(counts[i])) for i, label in enumerate(self.labels)
        ]
        for status, index in STATUS_INDEX.items():
            if counts[index]:
                entries.append(
                    LegendEntry(index, STATUS_WORDS[status], special_colour(index), PATTERNS[index], int(counts[index]))
                )
        if counts[INSUFFICIENT_INDEX]:
            entries.append(
                LegendEntry(INSUFFICIENT_INDEX, INSUFFICIENT, palette.GROUND, "dotted", int(counts[INSUFFICIENT_INDEX]))
            )
        return tuple(entries)

    def colour(self, index: int) -> str:
        return self.colours[index] if index < len(self.colours) else special_colour(index)


def special_colour(index: int) -> str:
    return palette.SUPPRESSED if index == SUPPRESSED else palette.GROUND


def map_classes(indicator: Indicator, france: pd.Series) -> MapClasses:
    """The classes of an indicator's map from the values of all communes of France (NaN where unknown).

    Declared limits where they mean something, else five classes of equal numbers of communes. Zeros are
    apart, the palest step, when the indicator counts things and enough communes have none.
    """
    values = pd.to_numeric(france, errors="coerce").to_numpy(dtype=float, na_value=np.nan)
    values = values[np.isfinite(values)]
    counts_things = indicator.aggregation in (Aggregation.SUM, Aggregation.RATIO)
    zero = bool(counts_things and len(values) and values.min() >= 0 and (values == 0).mean() >= ZERO_SHARE)
    if indicator.map_classes:
        limits = tuple(sorted(indicator.map_classes))
        zero = zero and limits[0] > 0 and len(limits) + 2 <= MAX_CLASSES
    else:
        limits = _quantile_limits(values[values > 0] if zero else values)
    whole = bool(
        indicator.aggregation is Aggregation.SUM
        and limits
        and (values == np.round(values)).all()
        and all(limit == round(limit) for limit in limits)
    )
    zero = zero and not (whole and limits[0] == 1)  # among whole counts, « less than 1 » is the class of zeros
    labels = _whole_labels(limits, zero=zero) if whole else _labels(limits, indicator.decimals, zero=zero)
    return MapClasses(
        indicator=indicator.key,
        limits=limits,
        zero_class=zero,
        unit=indicator.unit,
        labels=labels,
        colours=palette.ramp(indicator.theme, len(limits) + 1 + zero),
    )


def _quantile_limits(values: np.ndarray) -> tuple[float, ...]:
    return statistics.quantile_classes(values, steps=QUANTILE_CLASSES).limits if len(values) else ()


def _labels(limits: tuple[float, ...], decimals: int, *, zero: bool) -> tuple[str, ...]:
    """``moins de 2,5``, ``de 2,5 à 3,5``, ``3,5 et plus``: a value equal to a limit is in the class above."""
    texts = [number(limit, _decimals(limit, decimals)) for limit in limits]
    if not texts:
        return (ZERO_WORDS, "plus de 0") if zero else ("toutes les valeurs",)
    first = f"moins de {texts[0]}"
    middle = [f"de {low} à {high}" for low, high in zip(texts, texts[1:], strict=False)]
    return (*((ZERO_WORDS,) if zero else ()), first, *middle, f"{texts[-1]} et plus")


def _whole_labels(limits: tuple[float, ...], *, zero: bool) -> tuple[str, ...]:
    """For counts, where « de 2 à 4 » holds both ends: ``1``, ``de 2 à 4``, ``5 et plus``."""
    starts = [int(limit) for limit in limits]
    spans = list(zip(starts, starts[1:], strict=False))
    if zero:
        spans = [(1, starts[0]), *spans]
    labels = [_whole_span(low, high - 1) for low, high in spans]
    first = (ZERO_WORDS,) if zero or starts[0] == 1 else (f"moins de {number(starts[0])}",)
    return (*first, *labels, f"{number(starts[-1])} et plus")


def _whole_span(first: int, last: int) -> str:
    """``3``, ``3 ou 4``, ``de 3 à 9``."""
    if last == first:
        return number(first)
    return f"{number(first)} ou {number(last)}" if last == first + 1 else f"de {number(first)} à {number(last)}"


def _decimals(limit: float, decimals: int) -> int:
    """As few decimals as write the limit exactly, never hiding a part of it (0,05 stays 0,05)."""
    for count in range(decimals + 4):
        if is_known(limit) and abs(round(limit, count) - limit) < 1e-9 * max(1.0, abs(limit)):
            return count
    return decimals + 3
