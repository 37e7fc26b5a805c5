"""Whether two orderings agree, each area by its inhabitants."""

from __future__ import annotations

from typing import Any

import numpy as np

from cpts_analytics.statistics.checks import FloatArray, StatisticsError, not_negative, numbers

SPEARMAN_METHOD = "corrélation des rangs pondérée (Spearman), v1"


def weighted_ranks(values: Any, weights: Any) -> FloatArray:
    """Rank of each value: the weight below it, plus half of the weight at it.

    Formula: Σ weights(values < v) + ½ Σ weights(values = v). Reads: one dimension, same length, none missing.
    Lecture: "un habitant sur deux vit sous ce rang." Method: equal values share a rank. Limits: none.
    References: with equal weights, the mid-rank less one half.
    """
    value, weight = numbers("values", values), not_negative("weights", weights)
    _, place = np.unique(value, return_inverse=True)
    held = np.bincount(place, weights=weight)
    return (np.cumsum(held) - held / 2)[place]


def weighted_spearman(first: Any, second: Any, weights: Any) -> float:
    """How far two measures order areas in the same way, inhabitants counting (−1 to 1; NaN with fewer than two values).

    Formula: Pearson's correlation, weighted, of the :func:`weighted_ranks` of both.
    Reads: three arrays of one dimension and length; areas where one is missing or the weight is 0 are left out.
    Lecture: "0,77 : les deux mesures classent les habitants de façon voisine, sans plus."
    Method: above. Limits: says nothing of the levels. References: Spearman 1904; weights as frequencies.

    Raises:
        StatisticsError: lengths that differ, a negative weight.
    """
    one, other, weight = numbers("first", first), numbers("second", second), not_negative("weights", weights)
    if not one.shape == other.shape == weight.shape or one.ndim != 1:
        raise StatisticsError(f"first, second, weights : trouvé les dimensions {one.shape}, {other.shape} et {weight.shape} ; "
                              "attendu trois listes de même longueur.")
    kept = ~(np.isnan(one) | np.isnan(other) | np.isnan(weight)) & (weight > 0)
    weight = weight[kept]
    if kept.sum() < 2:
        return float("nan")
    ranks = [weighted_ranks(values[kept], weight) for values in (one, other)]
    left, right = (rank - np.average(rank, weights=weight) for rank in ranks)
    spread = np.sqrt(np.sum(weight * left**2) * np.sum(weight * right**2))
    return float(np.sum(weight * left * right) / spread) if spread > 0 else float("nan")
