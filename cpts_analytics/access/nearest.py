"""Minutes to the nearest place, and how many live beyond so many minutes."""

from __future__ import annotations

import numpy as np

from cpts_analytics.access.pairs import Trips


def nearest_minutes(trips: Trips, held: np.ndarray, land: np.ndarray) -> np.ndarray:
    """Minutes from each row to the nearest of the rows ``held`` (bool, n).

    inf: none within reach of the trips, though a road leads to one; NaN: none on this land, the sea is between.
    """
    found = np.full(len(held), np.inf)
    useful = held[trips.destination]
    np.minimum.at(found, trips.origin[useful], trips.minutes[useful])
    served = np.isin(land, np.unique(land[held]))
    return np.where(served, found, np.nan)


def beyond(minutes: np.ndarray, limit: float, people: np.ndarray) -> float:
    """How many of ``people`` (n) live farther than ``limit`` minutes; those whose minutes are not computed are left out."""
    return float(np.nansum(np.where(minutes > limit, people, 0.0)))


def mean_minutes(minutes: np.ndarray, people: np.ndarray) -> float:
    """Mean minutes of an inhabitant, over those for whom a place is within reach; NaN when there are none."""
    kept = np.isfinite(minutes) & (people > 0)
    return float(np.average(minutes[kept], weights=people[kept])) if kept.any() else float("nan")
