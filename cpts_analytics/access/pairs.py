"""Which communes are within reach of each other: a compact table, and the trips that it stands for."""

from __future__ import annotations

import dataclasses

import numpy as np

from cpts_analytics.access.country import Country
from cpts_analytics.access.parameters import Setting, parameters
from cpts_analytics.statistics.distance import EARTH_RADIUS_KM


@dataclasses.dataclass(frozen=True, kw_only=True, eq=False)
class Pairs:
    """Unordered pairs of rows of the country (one < other), and their distance as the crow flies.

    ``starts`` (n + 1): the pairs of row i are ``starts[i]:starts[i + 1]``. ``routed``: minutes in tenths given by a routing
    engine, there and back (pairs, 2), or one of the marks ``NO_WAY``, ``NO_ANSWER``, ``NOT_ASKED``; None without an engine.
    """

    starts: np.ndarray  # int64
    other: np.ndarray  # uint16, or uint32 beyond 65,535 places
    metres: np.ndarray  # uint16 up to 65 km
    routed: np.ndarray | None = None

    @property
    def bytes(self) -> int:
        arrays = (self.starts, self.other, self.metres, *(() if self.routed is None else (self.routed,)))
        return sum(array.nbytes for array in arrays)

    @property
    def one(self) -> np.ndarray:
        return np.repeat(np.arange(len(self.starts) - 1, dtype=np.int32), np.diff(self.starts))

    @property
    def is_symmetric(self) -> bool:
        """Whether the way back takes as long as the way there: always, but for an engine."""
        return self.routed is None

    def minutes(self, country: Country, setting: Setting, way: int, chosen: np.ndarray | slice = slice(None)) -> np.ndarray:
        """Minutes of the chosen pairs, there (``way`` 0) or back (1); the engine's where it has answered, inf where it knows
        no way."""
        one, other = self.one[chosen], self.other[chosen].astype(np.int32)
        estimated = country.minutes(one, other, self.metres[chosen] / 1000, setting)
        return estimated if self.routed is None else _routed(self.routed[chosen, way], estimated)


@dataclasses.dataclass(frozen=True, kw_only=True, eq=False)
class Trips:
    """Minutes from row to row, both ways and within each commune; every pair that is not here is out of reach."""

    origin: np.ndarray  # int32
    destination: np.ndarray
    minutes: np.ndarray  # float64, never 0
    places: int

    def up_to(self, minutes: float) -> Trips:
        """Those that take no longer."""
        kept = self.minutes <= minutes
        return Trips(origin=self.origin[kept], destination=self.destination[kept], minutes=self.minutes[kept],
                     places=self.places)


NO_WAY, NO_ANSWER, NOT_ASKED, MOST_TENTHS = 65535, 65534, 65533, 65532
"""Marks of ``Pairs.routed``: the engine knows no way; it has not answered; it was not asked. And the most that it can say."""


def build(country: Country, far: np.ndarray) -> Pairs:
    """All pairs within ``pairs.minutes`` at the faster setting; to the rows ``far``, within ``pairs.far_minutes``.

    ``far``: bool by row, the places that hold a farther-reaching service.
    """
    found = parameters()
    reach, far_reach = ((limit - found.terminal_minutes) / found.shortest_minute_per_km
                        for limit in (found.pair_minutes, found.far_minutes))
    from scipy.spatial import cKDTree  # here: what only opens the app need not wait for it

    tree = cKDTree(country.on_sphere)
    near = tree.query_pairs(_chord(reach), output_type="ndarray")
    one, other = near.min(axis=1), near.max(axis=1)
    holders = np.flatnonzero(far)
    if len(holders):
        held = cKDTree(country.on_sphere[holders])
        found_far = tree.sparse_distance_matrix(held, _chord(far_reach), output_type="coo_matrix")
        distant = found_far.data > _chord(reach)
        start, end = found_far.row[distant].astype(np.int64), holders[found_far.col[distant]]
        both = np.unique(np.minimum(start, end) * len(country.codes) + np.maximum(start, end))
        one = np.concatenate([one, both // len(country.codes)])
        other = np.concatenate([other, both % len(country.codes)])
    joined = country.land[one] == country.land[other]
    one, other = one[joined], other[joined]
    order = np.lexsort((other, one))
    one, other = one[order], other[order]
    metres = np.rint(country.km(one, other) * 1000)
    return Pairs(starts=np.searchsorted(one, np.arange(len(country.codes) + 1)),
                 other=other.astype(_smallest(len(country.codes))), metres=metres.astype(_smallest(metres.max(initial=0))))


def trips(pairs: Pairs, country: Country, setting: Setting, longest: float = np.inf) -> Trips:
    """The trips that the pairs stand for, no longer than ``longest`` minutes; the engine's minutes where it has answered."""
    one, other = pairs.one, pairs.other.astype(np.int32)
    there = pairs.minutes(country, setting, 0)
    back = there if pairs.is_symmetric else pairs.minutes(country, setting, 1)
    own = np.arange(len(country.codes), dtype=np.int32)
    parts = [(one, other, there), (other, one, back), (own, own, country.within(setting))]
    kept = [minutes <= longest for *_, minutes in parts]
    return Trips(**{name: np.concatenate([part[place][keep] for part, keep in zip(parts, kept, strict=True)])
                    for place, name in enumerate(("origin", "destination", "minutes"))}, places=len(country.codes))


def _routed(tenths: np.ndarray, estimated: np.ndarray) -> np.ndarray:
    minutes = np.maximum(tenths / 10, 0.1)
    return np.where((tenths == NO_ANSWER) | (tenths == NOT_ASKED), estimated, np.where(tenths == NO_WAY, np.inf, minutes))


def _smallest(most: float) -> type[np.uint16] | type[np.uint32]:
    return np.uint16 if most < 2**16 else np.uint32


def _chord(km: float) -> float:
    """Straight line through a sphere of radius 1 under ``km`` on the ground."""
    return float(2 * np.sin(km / EARTH_RADIUS_KM / 2) * (1 + 1e-9))
