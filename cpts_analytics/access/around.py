"""The communes around a territory."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pandas as pd

from cpts_analytics.access.by_distance import Places, minutes
from cpts_analytics.access.country import lands, on_sphere
from cpts_analytics.access.parameters import parameters
from cpts_analytics.statistics.distance import EARTH_RADIUS_KM
from cpts_analytics.territory import Geography, touching
from cpts_analytics.territory.contiguity import outside


def neighbours(codes: Iterable[str], geography: Geography) -> tuple[str, ...]:
    """Communes around a territory: touching it, or with their centre within the ring (20 minutes) of one of its own; on
    the same land only, for who practises across the sea or where no road leads does not serve the territory.

    Codes sorted; Paris, Lyon and Marseille as in ``territory.touching``.
    """
    members = set(codes)
    everywhere = list(geography.codes)
    here, there = geography.rows(sorted(members)), geography.rows(sorted(set(everywhere) - members))
    origin, destination = _pairs_within(here, there, geography)
    found: set[str] = set()
    if len(origin):
        places = Places.of(everywhere, geography)
        near = minutes(places[origin], places[destination]) <= parameters().ring_minutes
        found = set(geography.codes[destination[near]])
    return outside(_joined(found | set(touching(members, geography)), here, geography), members, geography)


def _joined(found: set[str], here: np.ndarray, geography: Geography) -> set[str]:
    """Those of ``found`` that a road joins to one of the rows ``here``."""
    starts, targets = geography.links
    one = np.repeat(np.arange(len(geography.codes)), np.diff(starts))
    land = lands(geography.codes, pd.DataFrame({"code": geography.codes[one], "neighbour": geography.codes[targets]}))
    own = np.unique(land[here])
    return {code for code in found if land[geography.positions[code]] in own}


def _pairs_within(here: np.ndarray, there: np.ndarray, geography: Geography) -> tuple[np.ndarray, np.ndarray]:
    """Pairs of rows no farther apart than the ring at the highest speed: all others need no time computed."""
    if not len(here) or not len(there):
        return np.empty(0, dtype=int), np.empty(0, dtype=int)
    found = parameters()
    reach_km = found.ring_minutes / found.pace.min() / found.detour
    chord = 2 * np.sin(reach_km / EARTH_RADIUS_KM / 2) * 1.001
    from scipy.spatial import cKDTree  # here: what only opens the app need not wait for it

    points = on_sphere(geography.column("lon"), geography.column("lat"))
    trees = [cKDTree(points[rows]) for rows in (here, there)]
    pairs = trees[0].query_ball_tree(trees[1], chord)
    origin = np.repeat(here, [len(near) for near in pairs])
    return origin, there[np.concatenate([np.array(near, dtype=int) for near in pairs])]
