"""All communes of France as aligned arrays, each inhabitant once: Paris, Lyon and Marseille by arrondissement."""

from __future__ import annotations

import dataclasses
import functools
from collections.abc import Iterable, Mapping

import numpy as np
import pandas as pd
import scipy.sparse as sparse

from cpts_analytics.access.parameters import Setting, parameters
from cpts_analytics.errors import CptsError
from cpts_analytics.statistics.distance import EARTH_RADIUS_KM


class ScenarioError(CptsError):
    """What was asked of the model cannot be: an unknown commune, posts that are not there …"""


COLUMNS = ("code", "name", "parent_code", "departement_code", "density_class", "population", "area_km2", "lon", "lat")


@dataclasses.dataclass(frozen=True, kw_only=True, eq=False)
class Country:
    """One element a commune or arrondissement, sorted by code. ``land``: places of one land are joined by road."""

    codes: np.ndarray  # text
    names: np.ndarray
    departements: np.ndarray
    density: np.ndarray  # 1 to 7, 0 when it is not known
    population: np.ndarray  # inhabitants, 0 when it is not known
    area_km2: np.ndarray
    lon: np.ndarray
    lat: np.ndarray
    land: np.ndarray  # number of the land
    parts: Mapping[str, tuple[str, ...]]  # a city's code → its arrondissements

    @classmethod
    def of(cls, communes: pd.DataFrame, touching: pd.DataFrame) -> Country:
        """From the tables ``communes`` (``COLUMNS``) and ``touching`` (code, neighbour; one direction or both)."""
        quarters = communes[communes["parent_code"] != ""]
        parts = {str(city): tuple(sorted(group)) for city, group in quarters.groupby("parent_code")["code"]}
        units = communes[~communes["code"].isin(list(parts))].sort_values("code")
        codes = units["code"].to_numpy(object)
        area = units["area_km2"].to_numpy(float, na_value=np.nan)
        return cls(codes=codes, names=units["name"].to_numpy(object),
                   departements=units["departement_code"].to_numpy(object),
                   density=units["density_class"].fillna(0).to_numpy(int),
                   population=np.nan_to_num(units["population"].to_numpy(float, na_value=np.nan)),
                   area_km2=np.where(np.isnan(area), parameters().unknown_area_km2, area),
                   lon=units["lon"].to_numpy(float), lat=units["lat"].to_numpy(float),
                   land=lands(codes, touching), parts=parts)

    @functools.cached_property
    def positions(self) -> Mapping[str, int]:
        return {code: row for row, code in enumerate(self.codes)}

    @functools.cached_property
    def on_sphere(self) -> np.ndarray:
        """Points as unit vectors (n, 3): straight distances between them order as distances on the ground."""
        return on_sphere(self.lon, self.lat)

    def rows(self, codes: Iterable[str]) -> np.ndarray:
        """Rows of codes, sorted; Paris, Lyon and Marseille stand for all their arrondissements. Raises ScenarioError."""
        found: set[int] = set()
        for code in codes:
            for part in self.parts.get(code, (code,)):
                if part not in self.positions:
                    raise ScenarioError(f"La commune « {code[:20]} » n'existe pas : attendu un code de commune de 2025, "
                                        "par exemple 38053.")
                found.add(self.positions[part])
        return np.array(sorted(found), dtype=np.int64)

    def km(self, origin: np.ndarray, destination: np.ndarray) -> np.ndarray:
        """Kilometres as the crow flies between rows."""
        chord = np.linalg.norm(self.on_sphere[origin] - self.on_sphere[destination], axis=1)
        return 2 * EARTH_RADIUS_KM * np.arcsin(np.minimum(chord / 2, 1.0))

    def within(self, setting: Setting, places: np.ndarray | None = None) -> np.ndarray:
        """Minutes of a trip inside each commune, the terminal time included: never 0.

        ``places`` (n): to the nearest of so many places of the commune; one when there are fewer or it is not given.
        """
        found = parameters()
        area = self.area_km2 if places is None else self.area_km2 / np.maximum(places, 1.0)
        km = np.minimum(found.within_factor * np.sqrt(area), found.longest_within_km)
        return found.terminal_minutes + km * found.paces(setting)[self.density]

    def minutes(self, origin: np.ndarray, destination: np.ndarray, km: np.ndarray, setting: Setting) -> np.ndarray:
        """Door-to-door minutes of trips of ``km`` as the crow flies between rows of one land.

        Never less than the shorter of the two trips within the commune of either end.
        """
        found, within = parameters(), self.within(setting)
        pace = found.paces(setting)
        between = km * (found.detour / 2) * (pace[self.density[origin]] + pace[self.density[destination]])
        return np.maximum(between + found.terminal_minutes, np.minimum(within[origin], within[destination]))


def on_sphere(lon: np.ndarray, lat: np.ndarray) -> np.ndarray:
    """Points in degrees (n) as unit vectors (n, 3): straight distances between them order as distances on the ground."""
    x, y = np.radians(lon), np.radians(lat)
    return np.column_stack([np.cos(y) * np.cos(x), np.cos(y) * np.sin(x), np.sin(y)])


def lands(codes: np.ndarray, touching: pd.DataFrame) -> np.ndarray:
    """Number of the land of each code: communes joined by outlines that touch, or by one of the bridges; alone without a road."""
    index = pd.Index(codes)
    bridges = pd.DataFrame(list(parameters().bridges), columns=["code", "neighbour"])
    links = pd.concat([touching[["code", "neighbour"]].astype(object), bridges])
    roadless = list(parameters().roadless)
    links = links[~links["code"].isin(roadless) & ~links["neighbour"].isin(roadless)]
    one, other = index.get_indexer(links["code"]), index.get_indexer(links["neighbour"])
    kept = (one >= 0) & (other >= 0)
    graph = sparse.coo_array((np.ones(int(kept.sum()), dtype=np.int8), (one[kept], other[kept])), shape=(len(codes),) * 2)
    return sparse.csgraph.connected_components(graph, directed=False)[1]
