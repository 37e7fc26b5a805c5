"""Enhanced two-step floating catchment areas (E2SFCA), as sparse matrices.

weight(i, j): the staircase of the decay at the minutes of the trip; where these are estimated, what it is worth on average
over the minutes that they may really be (``Blur``): Σ over steps of (weight − next weight) × Φ((limit − t) ÷ (share × t)).
reach(j) = Σ_i demand(i) × weight(i, j); access(i) = Σ_j weight(i, j) × supply(j) / reach(j).
References: Luo & Qi 2009, Health & Place 15; Drees, APL.
"""

from __future__ import annotations

import dataclasses
import functools

import numpy as np
import scipy.sparse as sparse

from cpts_analytics.access.pairs import Trips
from cpts_analytics.access.parameters import Blur, Decay


def weight(minutes: np.ndarray, decay: Decay) -> np.ndarray:
    """Weight of trips of so many minutes: a falling staircase, 0 beyond its last step."""
    limits, weights = np.array(decay, dtype=float).T
    return np.append(weights, 0.0)[np.searchsorted(limits, minutes, side="left")]


def blurred_weight(minutes: np.ndarray, decay: Decay, blur: Blur) -> np.ndarray:
    """Expected weight of trips whose minutes (above 0) are estimated; 0 below the floor. Falls as the minutes grow."""
    from scipy.special import ndtr  # here: what only opens the app need not wait for it

    limits, levels = np.array(decay, dtype=float).T
    found = np.zeros(len(minutes))
    for limit, drop in zip(limits, levels - np.append(levels[1:], 0.0), strict=True):
        found += drop * ndtr((limit / minutes - 1) / blur.share)
    found[found < blur.floor] = 0.0
    return found


def farthest(decay: Decay, blur: Blur | None) -> float:
    """Minutes beyond which no trip has a weight, to a hundredth above."""
    if blur is None:
        return decay[-1][0]
    tried = np.arange(decay[-1][0], 3 * decay[-1][0], 0.01)
    return float(tried[np.count_nonzero(blurred_weight(tried, decay, blur))])


def weights(trips: Trips, decay: Decay, blur: Blur | None = None) -> sparse.csr_array:
    """Matrix (from, to) of the weights of all trips within reach, in single precision: millions of them stay in memory, and
    they stand for no more than seven digits. ``blur``: None where the minutes are known."""
    near = trips.up_to(farthest(decay, blur))
    found = weight(near.minutes, decay) if blur is None else blurred_weight(near.minutes, decay, blur)
    return sparse.csr_array((found.astype(np.float32), (near.origin, near.destination)), shape=(trips.places, trips.places))


@dataclasses.dataclass(frozen=True, eq=False)
class Catchment:
    """Who reaches whom (``weights``), and who needs (``demand``, n): the supply may change, these do not.

    ``is_symmetric``: the weights there are those back; then they are kept once.
    """

    weights: sparse.csr_array
    demand: np.ndarray
    is_symmetric: bool = False

    @functools.cached_property
    def _to(self) -> sparse.csc_array:
        """The same by destination: one place's catchment is one column."""
        if self.is_symmetric:
            return sparse.csc_array((self.weights.data, self.weights.indices, self.weights.indptr), shape=self.weights.shape)
        return self.weights.tocsc()

    @functools.cached_property
    def reach(self) -> np.ndarray:
        """Demand within reach of each place (n), each inhabitant by the weight of the trip."""
        return self._to.T @ self.demand

    def access(self, supply: np.ndarray) -> np.ndarray:
        """Supply per demand that each place has access to (n): the two steps."""
        ratio = np.divide(supply, self.reach, out=np.zeros(len(supply)), where=self.reach > 0)
        return self.weights @ ratio

    def gives(self, places: np.ndarray) -> sparse.csc_array:
        """Access that one unit of supply at each of these places (columns) gives to each place (n rows)."""
        found = self._to[:, places].astype(float)
        reach = self.reach[places]
        found.data *= np.repeat(np.divide(1.0, reach, out=np.zeros(len(reach)), where=reach > 0), np.diff(found.indptr))
        return found

    def of_one(self, place: int, supply: float = 1.0) -> tuple[np.ndarray, np.ndarray]:
        """(rows, change of access) when ``supply`` is added at one place: what a full computation would add."""
        start, end = self._to.indptr[place], self._to.indptr[place + 1]
        rows, values = self._to.indices[start:end], self._to.data[start:end]
        if not self.reach[place] > 0:
            return rows[:0], values[:0]
        return rows, values * (supply / self.reach[place])

    def change(self, added: dict[int, float]) -> np.ndarray:
        """Change of access everywhere (n) when supply is added (or taken, negative) at places."""
        total = np.zeros(len(self.demand))
        for place, supply in added.items():
            rows, gain = self.of_one(place, supply)
            total[rows] += gain
        return total
