"""Quantiles and fifths of areas weighted by their inhabitants."""

from __future__ import annotations

import dataclasses
from typing import Any

import numpy as np

from cpts_analytics.statistics.checks import FloatArray, StatisticsError, not_negative, numbers, unwrapped

QUANTILE_METHOD = "quantile pondéré (plus petite valeur qui atteint la part), v1"
FIFTHS_METHOD = "cinquièmes pondérés (zone placée selon son milieu, ex aequo ensemble), v1"


@dataclasses.dataclass(frozen=True, kw_only=True)
class Fifths:
    """The fifth of each area and what the fifths hold.

    ``fifth``: shape of the values, 1 (lowest values) to 5 (highest), NaN where value or weight is missing.
    ``upper_values``: highest value of each fifth, five numbers, NaN for an empty one. ``weight_shares``: share of
    the weights in each fifth, five numbers that sum to 1.
    """

    fifth: FloatArray
    upper_values: FloatArray
    weight_shares: FloatArray
    method: str


def weighted_quantile(values: Any, weights: Any, probabilities: Any) -> Any:
    """The value below or at which a given share of the inhabitants live (unit of the values).

    Formula: smallest v such that Σ weights(values ≤ v) ≥ probability × Σ weights.
    Reads: ``values`` and ``weights``, one dimension, same length; ``probabilities`` in [0, 1], a number or a list.
    Lecture: "un habitant sur dix vit dans une commune où l'APL vaut 2,1 au plus."
    Method: inverse of the weighted distribution; no interpolation, so the answer is a value that some area has.
    Limits: areas without value or weight are left out; NaN when none is left.
    References: Hyndman and Fan 1996, The American Statistician 50, definition 1.

    Raises:
        StatisticsError: lengths that differ, a negative weight, a probability outside [0, 1].
    """
    chances = numbers("probabilities", probabilities)
    if np.any(~((chances >= 0) & (chances <= 1))):
        raise StatisticsError("probabilities : trouvé un nombre hors de [0, 1] ; attendu des parts.")
    known, weight = _known(values, weights)
    kept = weight > 0
    if not kept.any():
        return unwrapped(np.full(chances.shape, np.nan))
    return unwrapped(np.asarray(np.quantile(known[kept], chances, weights=weight[kept], method="inverted_cdf")))


def lowest_tenth_limit(values: Any, weights: Any) -> float:
    """The highest value found among the tenth of inhabitants who live where values are lowest (unit of the values).

    Formula: :func:`weighted_quantile` at 0.1; an area is in the lowest tenth when its value ≤ the limit.
    Reads: ``values`` and ``weights`` of all areas of the country, one dimension.
    Lecture: "le dixième des habitants les moins bien pourvus vit là où l'APL vaut 2,1 au plus."
    Method: the area that straddles the tenth is in it, so the tenth holds 10 % of inhabitants or a little more.
    Limits: one very large area can make "a little" large. References: those of :func:`weighted_quantile`.

    Raises:
        StatisticsError: lengths that differ, a negative weight.
    """
    return float(weighted_quantile(values, weights, 0.1))


def weighted_fifths(values: Any, weights: Any) -> Fifths:
    """In which fifth of the population each area stands when areas are ordered by value (1 to 5).

    Formula: fifth = ⌈5 × (weights below + half of the weights at this value) / Σ weights⌉.
    Reads: ``values`` and ``weights`` (inhabitants), one dimension, same length.
    Lecture: "le cinquième 5 réunit les communes les plus défavorisées où vit un habitant sur cinq."
    Method: an area that straddles two fifths goes, whole, to the one that holds its middle inhabitant: no area is
    cut, and no direction is favoured. Areas of equal value stay together, whatever their order. A middle exactly on
    a boundary goes to the lower fifth.
    Limits: a fifth holds 20 % of the inhabitants give or take one area (or one group of equal values).
    References: none; the rule is declared here.

    Raises:
        StatisticsError: lengths that differ, a negative weight.
    """
    value, weight = _same_length(values, weights)
    present = ~(np.isnan(value) | np.isnan(weight))
    fifth = np.full(value.shape, np.nan)
    levels, place = np.unique(value[present], return_inverse=True)
    held = np.bincount(place, weights=weight[present], minlength=len(levels))
    total = held.sum()
    if total > 0:
        middle = np.cumsum(held) - held / 2
        fifth[present] = np.clip(np.ceil(5 * middle / total), 1, 5)[place]
    upper = [value[fifth == k].max() if np.any(fifth == k) else np.nan for k in range(1, 6)]
    shares = [weight[fifth == k].sum() / total if total > 0 else np.nan for k in range(1, 6)]
    return Fifths(fifth=fifth, upper_values=np.array(upper, dtype=float), weight_shares=np.array(shares, dtype=float),
                  method=FIFTHS_METHOD)


def _same_length(values: Any, weights: Any) -> tuple[FloatArray, FloatArray]:
    value, weight = numbers("values", values), not_negative("weights", weights)
    if value.ndim != 1 or value.shape != weight.shape:
        raise StatisticsError(f"values, weights : trouvé les dimensions {value.shape} et {weight.shape} ; "
                              "attendu deux listes de même longueur.")
    return value, weight


def _known(values: Any, weights: Any) -> tuple[FloatArray, FloatArray]:
    value, weight = _same_length(values, weights)
    present = ~(np.isnan(value) | np.isnan(weight))
    return value[present], weight[present]
