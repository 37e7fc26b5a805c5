"""Gaps × needs: thirds of access by thirds of need. Describes communes, not people."""

from __future__ import annotations

import dataclasses

import numpy as np
import pandas as pd

from cpts_analytics.access.country import ScenarioError
from cpts_analytics.statistics import weighted_quantile

NOT_PEOPLE = "Décrit des communes, pas des personnes."
SHIFT = 0.10


@dataclasses.dataclass(frozen=True, kw_only=True)
class Limits:
    """Values that part communes into thirds of inhabitants: at the first or under: low; over the second: high."""

    access: tuple[float, float]
    need: tuple[float, float]


@dataclasses.dataclass(frozen=True, kw_only=True, eq=False)
class Crossing:
    """``access_third, need_third``: 0 low, 1 middle, 2 high, −1 unknown, by commune (n). ``listed`` (bool, n): need high and
    access low. ``communes, inhabitants`` (3 × 3): rows need low to high, columns access low to high. ``unknown``: inhabitants
    of communes where one of the two is missing."""

    limits: Limits
    access_third: np.ndarray
    need_third: np.ndarray
    listed: np.ndarray
    communes: np.ndarray
    inhabitants: np.ndarray
    unknown: float

    @property
    def cell(self) -> np.ndarray:
        """3 × need third + access third; −1 where one is unknown."""
        known = (self.access_third >= 0) & (self.need_third >= 0)
        return np.where(known, 3 * self.need_third + self.access_third, -1)


def thirds(access: np.ndarray, need: np.ndarray, population: np.ndarray) -> Limits:
    """Limits that part the inhabitants of these communes (those of France, as a rule) into thirds. Raises ScenarioError."""
    found = [tuple(float(limit) for limit in weighted_quantile(values, population, [1 / 3, 2 / 3])) for values in (access, need)]
    if not all(np.isfinite(limit) for pair in found for limit in pair):
        raise ScenarioError("Un des deux indicateurs n'a de valeur dans aucune commune\u00a0: il ne peut pas être croisé.")
    return Limits(access=(found[0][0], found[0][1]), need=(found[1][0], found[1][1]))


def cross(access: np.ndarray, need: np.ndarray, population: np.ndarray, limits: Limits, *,
          low_access_is: str = "low") -> Crossing:
    """Place communes (n) in the 3 × 3 table. ``low_access_is="high"``: access measured by minutes, where more is worse."""
    if low_access_is not in ("low", "high"):
        raise ValueError(f"low_access_is: {low_access_is!r}; expected 'low' or 'high'")
    access_third = _third(access, limits.access)
    if low_access_is == "high":
        access_third = np.where(access_third >= 0, 2 - access_third, -1)
    need_third = _third(need, limits.need)
    known = (access_third >= 0) & (need_third >= 0)
    people = np.nan_to_num(population)
    cells = (3 * need_third + access_third)[known]
    return Crossing(limits=limits, access_third=access_third, need_third=need_third,
                    listed=known & (need_third == 2) & (access_third == 0),
                    communes=np.bincount(cells, minlength=9).reshape(3, 3),
                    inhabitants=np.bincount(cells, weights=people[known], minlength=9).reshape(3, 3),
                    unknown=float(people[~known].sum()))


def _third(values: np.ndarray, limits: tuple[float, float]) -> np.ndarray:
    found = np.where(values <= limits[0], 0, np.where(values <= limits[1], 1, 2))
    return np.where(np.isfinite(values), found, -1)


def sensitivity(access: np.ndarray, need: np.ndarray, population: np.ndarray, limits: Limits, *,
                low_access_is: str = "low") -> pd.DataFrame:
    """What the list becomes when one threshold moves by 10 %.

    One row a move: ``moved`` ("access" or "need"), ``by`` (−0.1 or 0.1), ``communes, inhabitants`` of the list, and how many
    communes enter and leave (``entering, leaving``), with their rows (``rows_entering, rows_leaving``).
    """
    people = np.nan_to_num(population)
    listed = cross(access, need, population, limits, low_access_is=low_access_is).listed
    lines = []
    for moved in ("access", "need"):
        for by in (-SHIFT, SHIFT):
            shifted = tuple(limit + by * abs(limit) for limit in getattr(limits, moved))
            other = cross(access, need, population, dataclasses.replace(limits, **{moved: shifted}),
                          low_access_is=low_access_is).listed
            entering, leaving = other & ~listed, listed & ~other
            lines.append({"moved": moved, "by": by, "communes": int(other.sum()), "inhabitants": float(people[other].sum()),
                          "entering": int(entering.sum()), "leaving": int(leaving.sum()),
                          "rows_entering": np.flatnonzero(entering), "rows_leaving": np.flatnonzero(leaving)})
    return pd.DataFrame(lines)
