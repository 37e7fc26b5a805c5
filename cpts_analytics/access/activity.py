"""What a place of practice really brings: inferred from the APL of the year before, for it is published by no commune.

Part time, age and ways of practising make one place worth half of another. The factors f (1: the activity of the
professions' mean) of the communes that hold places minimise

    Σ_i w_i ((A_i − Σ_j M_ij f_j) ÷ mean(A))² + penalty × Σ_j share_j (f_j − 1)²

A: published APL; M_ij: what the places of j give to i at the same activity everywhere, brought to the mean of A; w: shares
of the standardised population; share: of the supply. Solved as least squares (LSQR, Paige & Saunders 1982, ACM TOMS 8), then
held within bounds. Pure arrays: no figure is read here.
"""

from __future__ import annotations

import dataclasses

import numpy as np
import scipy.sparse as sparse

from cpts_analytics.access.catchment import Catchment
from cpts_analytics.access.parameters import ActivityRule

FOLDS = 5
"""Parts in which the communes are dealt, each left out once."""
_SEED = 1
_TOLERANCE, _MOST_STEPS = 1e-8, 400


@dataclasses.dataclass(frozen=True, kw_only=True, eq=False)
class Inferred:
    """``scale``: what all places bring, over what they would by their count; ``factors`` (m): 1 when nothing is known."""

    scale: float
    factors: np.ndarray

    @property
    def activity(self) -> np.ndarray:
        return self.scale * self.factors


def infer(given: sparse.csc_array, supply: np.ndarray, published: np.ndarray, weights: np.ndarray,
          rule: ActivityRule) -> Inferred:
    """The factors of m places of practice, each with a ``supply`` above 0, from the published values of n communes.

    ``given`` (n, m): what each place gives to each commune; it is not changed. ``published`` (n): NaN where there is none;
    ``weights`` (n): 0 leaves a commune out. All factors are 1 where nothing is published.
    """
    kept = np.isfinite(published) & (weights > 0)
    plain = given @ np.ones(given.shape[1])
    if not (kept.any() and plain[kept] @ weights[kept] > 0 and published[kept] @ weights[kept] > 0):
        return Inferred(scale=1.0, factors=np.ones(len(supply)))
    share = np.sqrt(supply / supply.sum())
    mean = np.average(published[kept], weights=weights[kept])
    scale = mean / np.average(plain[kept], weights=weights[kept])
    row = np.where(kept, np.sqrt(weights / weights[kept].sum()) / mean, 0.0)
    system = given.copy()
    system.data *= row[system.indices]
    system.data *= np.repeat(scale / share, np.diff(system.indptr))
    from scipy.sparse.linalg import lsqr  # here: what only opens the app need not wait for it

    lacking = row * (np.where(kept, published, 0.0) - scale * plain)
    found = lsqr(system, lacking, damp=np.sqrt(rule.penalty), atol=_TOLERANCE, btol=_TOLERANCE, iter_lim=_MOST_STEPS)[0]
    return Inferred(scale=float(scale), factors=np.clip(1 + found / share, rule.lowest, rule.highest))


def activity_of(catchment: Catchment, supply: np.ndarray, published: np.ndarray, weights: np.ndarray,
                rule: ActivityRule) -> np.ndarray:
    """Activity of every place of a country (n): 1 where there is no supply, or nobody to serve."""
    held = _held(catchment, supply)
    found = np.ones(len(supply))
    found[held] = infer(_given(catchment, supply, held), supply[held], published, weights, rule).activity
    return found


def left_out(catchment: Catchment, supply: np.ndarray, published: np.ndarray, weights: np.ndarray,
             rule: ActivityRule) -> np.ndarray:
    """Access (n) of each commune by the factors that the communes of the other folds give; NaN where nothing is published."""
    held = _held(catchment, supply)
    given = _given(catchment, supply, held)
    kept = np.isfinite(published) & (weights > 0)
    fold = np.full(len(supply), -1)
    fold[kept] = np.random.default_rng(_SEED).integers(0, FOLDS, int(kept.sum()))
    found = np.full(len(supply), np.nan)
    for one in range(FOLDS):
        inferred = infer(given, supply[held], np.where(fold == one, np.nan, published), weights, rule)
        found[fold == one] = (given @ inferred.activity)[fold == one]
    return found


def _held(catchment: Catchment, supply: np.ndarray) -> np.ndarray:
    return np.flatnonzero((supply > 0) & (catchment.reach > 0))


def _given(catchment: Catchment, supply: np.ndarray, held: np.ndarray) -> sparse.csc_array:
    given = catchment.gives(held)
    given.data *= np.repeat(supply[held], np.diff(given.indptr))
    return given
