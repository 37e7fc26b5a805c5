"""Minutes by car estimated from distances, until a routing engine is configured.

minutes = great circle × detour ÷ speed, the speed being that of the density classes at both ends; a trip
inside a commune has a length made from its area, so it is never 0. Parameters and where they come from:
``parameters.toml``. Limits: no relief, no road, no congestion; points across the sea (another
overseas département, Corsica and the mainland) have no time: NaN, "traversée maritime : non calculé";
the islands of a mainland département are told apart from it by the table of pairs only (``country``).
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable
from typing import Any

import numpy as np

from cpts_analytics.access.parameters import parameters
from cpts_analytics.statistics import great_circle_km
from cpts_analytics.territory import Geography


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
