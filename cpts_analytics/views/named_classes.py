"""Classes that are not those of one indicator: a change around nothing, and two indicators at once.

Beside ``MapClasses`` (one indicator's values in at most six), they have their labels and colours given one by one.
"""

from __future__ import annotations

import dataclasses

import numpy as np

from cpts_analytics.views import palette
from cpts_analytics.views.map_classes import NOT_PUBLISHED, PATTERNS, LegendEntry, special_colour
from cpts_analytics.views.numbers import NBSP, number, signed

NOTHING = 1e-6
"""A change smaller than this is none."""

NONE_LABEL = "pas de changement"


@dataclasses.dataclass(frozen=True)
class NamedClasses:
    """Class i is called ``labels[i]``; ``without``: what is said of a commune that has no class."""

    labels: tuple[str, ...]
    colours: tuple[str, ...]
    unit: str
    without: str

    def legend(self, indices: np.ndarray) -> tuple[LegendEntry, ...]:
        """Every class, with its number of communes, then those without."""
        counts = np.bincount(np.asarray(indices, dtype=np.int64), minlength=256)
        entries = [LegendEntry(i, label, self.colours[i], "plain", int(counts[i])) for i, label in enumerate(self.labels)]
        if counts[NOT_PUBLISHED]:
            entries.append(LegendEntry(NOT_PUBLISHED, self.without, special_colour(NOT_PUBLISHED), PATTERNS[NOT_PUBLISHED],
                                       int(counts[NOT_PUBLISHED])))
        return tuple(entries)

    def colour(self, index: int) -> str:
        return self.colours[index] if index < len(self.colours) else special_colour(index)


@dataclasses.dataclass(frozen=True)
class ChangeClasses:
    """Seven classes around nothing, from the worst (0) by none (3) to the best (6); only the sides that occur are named.

    ``limits``: two sizes of change; ``better``: 1 where more is better, −1 where less is (minutes).
    """

    limits: tuple[float, float]
    unit: str
    decimals: int
    better: int = 1
    without: str = "non publié à cette échelle"

    def indices(self, change: np.ndarray) -> np.ndarray:
        """Changes (NaN: none is known) → uint8 numbers of classes."""
        size = 1 + np.searchsorted(np.asarray(self.limits), np.abs(change), side="left")
        signs = np.sign(change) * self.better
        found = np.where(np.abs(change) < NOTHING, 3, 3 + signs * size)
        return np.where(np.isfinite(change), found, NOT_PUBLISHED).astype(np.uint8)

    def legend(self, indices: np.ndarray) -> tuple[LegendEntry, ...]:
        """Best first; a side on which nothing happens is left out."""
        seen = set(np.unique(indices).tolist())
        sides = [side for side in (range(6, 3, -1), range(3, 2, -1), range(2, -1, -1)) if seen.intersection(side) or 3 in side]
        whole = NamedClasses(tuple(map(self._label, range(7))), palette.DIVERGING, self.unit, self.without).legend(indices)
        special = tuple(entry for entry in whole if entry.index > 6)
        return (*(whole[index] for side in sides for index in side), *special)

    def colour(self, index: int) -> str:
        return palette.DIVERGING[index] if index < 7 else special_colour(index)

    def _label(self, index: int) -> str:
        if index == 3:
            return NONE_LABEL
        size, sign = abs(index - 3), self.better * (1 if index > 3 else -1)
        low, high = (signed(sign * limit, self.decimals) for limit in self.limits)
        return {1: f"jusqu'à {low}", 2: f"de {low} à {high}", 3: f"au-delà de {high}"}[size]


def change_classes(change: np.ndarray, steps: tuple[tuple[float, float], ...], unit: str, *, decimals: int,
                   better: int = 1) -> ChangeClasses:
    """Classes whose limits are the first of ``steps`` that part these changes (a limit rounded as one would say it)."""
    known = np.abs(change[np.isfinite(change)])
    most = float(known.max()) if len(known) else 0.0
    limits = next((pair for pair in steps if pair[1] >= 0.6 * most), steps[-1])
    return ChangeClasses(limits, unit, decimals, better)


def two_way(need: tuple[str, ...], access: tuple[str, ...], unit: str) -> NamedClasses:
    """Nine classes: cell 3 × need + access. ``need, access``: words of the thirds, low to high."""
    labels = tuple(f"besoin {one}{NBSP}; accès {other}" for one in need for other in access)
    return NamedClasses(labels, palette.TWO_WAY, unit, "une des deux valeurs manque")


def limit_words(limits: tuple[float, float], decimals: int) -> tuple[str, str, str]:
    """The thirds between two limits: « 2,1 ou moins », « de 2,1 à 3,5 », « plus de 3,5 »."""
    low, high = (number(limit, decimals) for limit in limits)
    return f"{low} ou moins", f"de {low} à {high}", f"plus de {high}"
