"""Minutes from communes to the nearest place of a kind, anywhere in France: what the pathways ask of the room ``access``.

The one place where a pathway gets its times: by distance (``access.minutes``), until a finer model answers instead.
"""

from __future__ import annotations

import dataclasses
import functools
from collections.abc import Iterable

import numpy as np
import scipy.sparse
import scipy.spatial

from cpts_analytics import access
from cpts_analytics.statistics.distance import EARTH_RADIUS_KM
from cpts_analytics.territory import Geography

BRIDGED = ("17161", "17140", "85163")
"""A commune of each island that a road reaches (Ré, Oléron, Noirmoutier): they touch nothing, and are no island by car."""


def minutes_to_nearest(codes: Iterable[str], offering: Iterable[str], geography: Geography) -> np.ndarray:
    """Minutes by car from the centre of each commune to the nearest of those that offer (float, in the order of ``codes``).

    ``offering``: the communes and arrondissements of all France with at least one place, those of a territory and those around
    it alike. A commune that offers is answered by the trip within it at most. NaN: nothing on its land, the sea would have to
    be crossed.
    """
    here, there = geography.rows(codes), geography.rows(sorted(set(offering)))
    land = lands(geography)
    everywhere = _places(geography, land)
    found = np.full(len(here), np.nan)
    for one in np.unique(land[here]):
        mine, near = np.flatnonzero(land[here] == one), there[land[there] == one]
        if len(near):
            found[mine] = _nearest(everywhere, here[mine], near)
    return found


@functools.lru_cache(maxsize=4)
def lands(geography: Geography) -> np.ndarray:
    """The number of the land of each row of ``geography.communes``: communes that touch are on one, from one to the next."""
    starts, targets = geography.links
    size = len(geography.codes)
    graph = scipy.sparse.csr_matrix((np.ones(len(targets), dtype=np.int8), targets, starts), shape=(size, size))
    _, number = scipy.sparse.csgraph.connected_components(graph, directed=False)
    mainland = int(np.bincount(number).argmax()) if size else 0
    bridged = [number[geography.positions[code]] for code in BRIDGED if code in geography]
    return np.where(np.isin(number, bridged), mainland, number)


def _places(geography: Geography, land: np.ndarray) -> access.Places:
    """Every commune; one whose area is not published (Mayotte, communes born again in 2024 and 2025) has the median area."""
    places = access.Places.of(geography.codes, geography)
    typical = float(np.nanmedian(places.area_km2))
    return dataclasses.replace(places, land=land, area_km2=np.nan_to_num(places.area_km2, nan=typical))


def _nearest(everywhere: access.Places, here: np.ndarray, there: np.ndarray) -> np.ndarray:
    """The least minutes from each row of ``here`` to any of ``there``, all on one land.

    The nearest as the crow flies bounds the time; only what the highest speed can reach within that bound is looked at.
    """
    settings = access.parameters()
    tree = scipy.spatial.cKDTree(_on_sphere(everywhere, there))
    points = _on_sphere(everywhere, here)
    closest = there[tree.query(points)[1]]
    bound = access.minutes(everywhere[here], everywhere[closest])
    reach_km = bound / settings.pace.min() / settings.detour
    chord = 2 * np.sin(np.clip(reach_km / EARTH_RADIUS_KM / 2, 0, np.pi / 2)) * 1.001 + 1e-9
    candidates = tree.query_ball_point(points, chord)
    sizes = np.array([len(near) for near in candidates])
    flat = there[np.concatenate([np.asarray(near, dtype=np.int64) for near in candidates])]
    times = access.minutes(everywhere[np.repeat(here, sizes)], everywhere[flat])
    return np.minimum.reduceat(times, np.concatenate([[0], np.cumsum(sizes)[:-1]]))


def _on_sphere(places: access.Places, rows: np.ndarray) -> np.ndarray:
    lon, lat = np.radians(places.lon[rows]), np.radians(places.lat[rows])
    return np.column_stack([np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)])
