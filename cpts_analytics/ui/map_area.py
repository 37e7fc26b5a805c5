"""Which communes a map draws: the territory with what lies around it, or all of France."""

from __future__ import annotations

import dataclasses
import functools
import math
from pathlib import Path

import numpy as np

from cpts_analytics import contours
from cpts_analytics.model import Level, Territory
from cpts_analytics.territory import Geography, touching
from cpts_analytics.territory.contiguity import outside
from cpts_analytics.ui.map_view import MAINLAND, Bounds

TERRITORY, FRANCE = "territoire", "france"
SCOPES = {TERRITORY: "Territoire et alentours", FRANCE: "France"}
"""Value of the address → words."""

MOST_FINE = 1_200
"""More communes than this are drawn with the light outlines of France: the finer ones would weigh too much."""

_AROUND = ((1.0, 0.35), (0.5, 0.2), (0.2, 0.1))
"""How far around is drawn, as shares of the territory's longer side (across, up): the first that is not too many."""

_LEAST_DEGREES = 0.07  # about 7 km around the smallest territory
_KM_PER_DEGREE = 111.32


@dataclasses.dataclass(frozen=True)
class DrawnArea:
    """Codes that are drawn, sorted. ``fine``: with the finer outlines of ``departements``; ``members`` are outlined."""

    scope: str  # TERRITORY or FRANCE
    codes: tuple[str, ...]
    members: tuple[str, ...]
    departements: tuple[str, ...]
    bounds: Bounds
    fine: bool

    @property
    def counted(self) -> frozenset[str]:
        """The communes that the legend and the sentence count."""
        return frozenset(self.members)


def drawn_area(territory: Territory, scope: str, geography: Geography, data: Path) -> DrawnArea:
    """What the map of this scope draws. Raises StoreError when the outlines are missing."""
    return _france(territory.members, geography) if scope == FRANCE else _around(territory.members, geography, data)


def communes_of_france(geography: Geography) -> tuple[str, ...]:
    """Codes of all communes: Paris, Lyon and Marseille once, as communes."""
    return _communes(geography)


@functools.lru_cache(maxsize=4)
def _communes(geography: Geography) -> tuple[str, ...]:
    return tuple(geography.codes[geography.column("level") == Level.COMMUNE.value])


def _france(members: tuple[str, ...], geography: Geography) -> DrawnArea:
    outlined = members if len(members) <= MOST_FINE else ()
    return DrawnArea(FRANCE, tuple(geography.codes), outlined, (), MAINLAND, fine=False)


@functools.lru_cache(maxsize=64)
def _around(members: tuple[str, ...], geography: Geography, data: Path) -> DrawnArea:
    if len(members) > MOST_FINE:
        rows = geography.rows(members)
        bounds = _extent(geography.column("lon")[rows], geography.column("lat")[rows])
        return DrawnArea(TERRITORY, members, (), (), bounds, fine=False)
    west, south, east, north = contours.outline(data, members).bounds
    codes = members
    for across, up in _AROUND:
        wide = _inside((west, south, east, north), (across, up), geography)
        codes = tuple(sorted({*members, *outside(wide, set(members), geography)}))
        if len(codes) <= MOST_FINE:
            break
    else:
        codes = tuple(sorted({*members, *touching(members, geography)}))
    codes = codes if len(codes) <= MOST_FINE else members
    return DrawnArea(TERRITORY, codes, members, geography.departements(codes), (west, south, east, north), fine=True)


def _inside(bounds: Bounds, shares: tuple[float, float], geography: Geography) -> np.ndarray:
    """Codes whose inner point lies in the box widened by these shares of its longer side."""
    west, south, east, north = bounds
    shrink = math.cos(math.radians((south + north) / 2))
    side = max((east - west) * shrink, north - south)
    across, up = (max(share * side, _LEAST_DEGREES) for share in shares)
    lon, lat = geography.column("lon"), geography.column("lat")
    found = ((lon >= west - across / shrink) & (lon <= east + across / shrink)
             & (lat >= south - up) & (lat <= north + up))
    return geography.codes[found]


def _extent(lon: np.ndarray, lat: np.ndarray) -> Bounds:
    return float(np.nanmin(lon)), float(np.nanmin(lat)), float(np.nanmax(lon)), float(np.nanmax(lat))
