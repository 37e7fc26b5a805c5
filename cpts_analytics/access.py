"""Minutes by car estimated from distances, until a routing engine is configured.

minutes = great circle × detour ÷ speed, the speed being that of the density classes at both ends; a trip
inside a commune has a length made from its area, so it is never 0. Parameters and where they come from:
``access_parameters.toml``. Limits: no relief, no road, no congestion; points across the sea (another
overseas département, Corsica and the mainland) have no time: NaN, "traversée maritime : non calculé";
the islands of a mainland département are not told apart from it.
"""

from __future__ import annotations

import dataclasses
import functools
import tomllib
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import numpy as np
import scipy.spatial

from cpts_analytics.statistics import great_circle_km
from cpts_analytics.territory import Geography, touching
from cpts_analytics.territory.contiguity import outside

_PARAMETERS = Path(__file__).with_name("access_parameters.toml")
_EARTH_RADIUS_KM = 6371.0088


@dataclasses.dataclass(frozen=True, kw_only=True)
class Parameters:
    """The assumptions; ``pace``: minutes for a kilometre of road, by density class (index; 0 = unknown)."""

    version: str
    detour: float
    pace: np.ndarray
    within_factor: float
    ring_minutes: float
    sources: dict[str, str]  # parameter → where it comes from, in French


@functools.cache
def parameters() -> Parameters:
    """The assumptions of ``access_parameters.toml``."""
    table = tomllib.loads(_PARAMETERS.read_text(encoding="utf-8"))
    speeds = [float(table["speed_kmh"][name]) for name in ("unknown", *"1234567")]
    return Parameters(version=table["version"], detour=table["detour"]["factor"], pace=60 / np.array(speeds),
                      within_factor=table["within_commune"]["factor"], ring_minutes=table["ring"]["minutes"],
                      sources={key: part["source"].strip() for key, part in table.items()
                               if isinstance(part, dict) and "source" in part})


@dataclasses.dataclass(frozen=True, eq=False)
class Places:
    """Aligned arrays, one element a place; they broadcast against those of other places."""

    lon: np.ndarray  # degrees
    lat: np.ndarray
    density: np.ndarray  # class 1 to 7 of the commune, 0 when it is not known
    area_km2: np.ndarray  # of the commune
    land: np.ndarray  # text: places of one land are joined by road

    @classmethod
    def of(cls, codes: Iterable[str], geography: Geography) -> Places:
        """The inner points of communes."""
        rows = geography.rows(codes)
        departements = geography.column("departement_code")[rows]
        return cls(geography.column("lon")[rows], geography.column("lat")[rows],
                   np.nan_to_num(geography.column("density_class")[rows]).astype(int),
                   geography.column("area_km2")[rows],
                   np.array([land_of(departement) for departement in departements], dtype=object))

    def __getitem__(self, index: Any) -> Places:
        return Places(self.lon[index], self.lat[index], self.density[index], self.area_km2[index],
                      self.land[index])


def land_of(departement: str) -> str:
    """``"971"`` … for each overseas département, ``"corse"``, else ``"continent"``."""
    return departement if departement.startswith("97") else "corse" if departement in ("2A", "2B") else "continent"


def minutes(origin: Places, destination: Places) -> np.ndarray:
    """Minutes by car from place to place (array in the shape that both broadcast to); NaN across the sea.

    Never less than the shorter of the two trips within the commune of either end.
    """
    found = parameters()
    road = great_circle_km(origin.lon, origin.lat, destination.lon, destination.lat) * found.detour
    between = road * (found.pace[origin.density] + found.pace[destination.density]) / 2
    least = np.minimum(minutes_within(origin), minutes_within(destination))
    return np.where(origin.land == destination.land, np.maximum(between, least), np.nan)


def minutes_within(places: Places) -> np.ndarray:
    """Minutes of a trip inside each place's commune: factor × √area × pace of its density class."""
    found = parameters()
    return found.within_factor * np.sqrt(places.area_km2) * found.pace[places.density]


def neighbours(codes: Iterable[str], geography: Geography) -> tuple[str, ...]:
    """Communes around a territory: touching it, or with their centre within the ring (20 minutes) of one of its own.

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
    return outside(found | set(touching(members, geography)), members, geography)


def _pairs_within(here: np.ndarray, there: np.ndarray, geography: Geography) -> tuple[np.ndarray, np.ndarray]:
    """Pairs of rows no farther apart than the ring at the highest speed: all others need no time computed."""
    if not len(here) or not len(there):
        return np.empty(0, dtype=int), np.empty(0, dtype=int)
    found = parameters()
    reach_km = found.ring_minutes / found.pace.min() / found.detour
    chord = 2 * np.sin(reach_km / _EARTH_RADIUS_KM / 2) * 1.001
    trees = [scipy.spatial.cKDTree(_on_sphere(geography)[rows]) for rows in (here, there)]
    pairs = trees[0].query_ball_tree(trees[1], chord)
    origin = np.repeat(here, [len(near) for near in pairs])
    return origin, there[np.concatenate([np.array(near, dtype=int) for near in pairs])]


def _on_sphere(geography: Geography) -> np.ndarray:
    """Inner points as unit vectors: straight distances between them order as distances on the ground."""
    lon, lat = np.radians(geography.column("lon")), np.radians(geography.column("lat"))
    return np.column_stack([np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)])
