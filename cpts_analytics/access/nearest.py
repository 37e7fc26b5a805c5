"""Minutes to the nearest place, and how many live beyond so many minutes."""

from __future__ import annotations

import numpy as np

from cpts_analytics.access.country import Country
from cpts_analytics.access.pairs import Pairs
from cpts_analytics.access.parameters import Setting

_NEAREST_TRIED = 8
"""Beyond the table of pairs, the nearest places as the crow flies whose minutes are compared."""


def nearest_minutes(pairs: Pairs, places: np.ndarray, country: Country, setting: Setting) -> np.ndarray:
    """Minutes from each row to the nearest place; ``places`` (n): how many each row has. NaN where only the sea leads to one,
    or where a routing engine knows no way to those within reach of the pairs.

    Within a commune the nearest of several places is nearer than one. Where none is within reach of the pairs, the eight
    nearest as the crow flies on the same land are compared.
    """
    held = np.asarray(places) > 0
    found = np.where(held, country.within(setting, np.asarray(places, dtype=float)), np.inf)
    one, other = pairs.one, pairs.other.astype(np.int32)
    shut = np.zeros(len(found), dtype=bool)
    for way, (origin, destination) in enumerate(((one, other), (other, one))):
        useful = np.flatnonzero(held[destination])
        minutes = pairs.minutes(country, setting, way, useful)
        np.minimum.at(found, origin[useful], minutes)
        shut[origin[useful[np.isinf(minutes)]]] = True
    found[shut & np.isinf(found)] = np.nan  # the engine was asked: as the crow flies is no answer then
    for land in np.unique(country.land[np.isinf(found)]):
        here, there = np.flatnonzero((country.land == land) & np.isinf(found)), np.flatnonzero(held & (country.land == land))
        found[here] = _far(here, there, country, setting) if len(there) else np.nan
    return found


def _far(here: np.ndarray, places: np.ndarray, country: Country, setting: Setting) -> np.ndarray:
    from scipy.spatial import cKDTree  # here: what only opens the app need not wait for it

    tried = min(_NEAREST_TRIED, len(places))
    _, near = cKDTree(country.on_sphere[places]).query(country.on_sphere[here], k=tried)
    origin, destination = np.repeat(here, tried), places[np.asarray(near).ravel()]
    return country.minutes(origin, destination, country.km(origin, destination), setting).reshape(len(here), tried).min(axis=1)


def beyond(minutes: np.ndarray, limit: float, people: np.ndarray) -> float:
    """How many of ``people`` (n) live farther than ``limit`` minutes; those whose minutes are not computed are left out."""
    return float(np.nansum(np.where(minutes > limit, people, 0.0)))


def mean_minutes(minutes: np.ndarray, people: np.ndarray) -> float:
    """Mean minutes of an inhabitant, over those for whom a place is within reach; NaN when there are none."""
    kept = np.isfinite(minutes) & (people > 0)
    return float(np.average(minutes[kept], weights=people[kept])) if kept.any() else float("nan")
