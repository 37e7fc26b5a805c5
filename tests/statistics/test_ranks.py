"""Weighted rank correlation: by hand, and against scipy where all weigh the same."""

from __future__ import annotations

import numpy as np
import pytest
import scipy.stats

from cpts_analytics.statistics import StatisticsError, weighted_ranks, weighted_spearman


def test_ranks_by_hand():
    """Weights 1, 2, 1 at the values 5, 7, 5: those at 5 hold 2, so rank 1; at 7: 2 below and half of 2 = 3."""
    assert weighted_ranks([5, 7, 5], [1, 2, 1]).tolist() == [1.0, 3.0, 1.0]


@pytest.mark.parametrize("seed", range(5))
def test_equal_weights_give_the_usual_coefficient(seed):
    random = np.random.default_rng(seed)
    one, other = random.integers(0, 9, 40), random.normal(size=40)
    assert weighted_spearman(one, other, np.ones(40)) == pytest.approx(scipy.stats.spearmanr(one, other).statistic, abs=1e-12)


def test_a_weight_of_two_is_the_same_area_twice():
    one, other, weights = np.array([1.0, 4, 2, 8, 5]), np.array([2.0, 1, 7, 9, 3]), np.array([1, 2, 1, 3, 2])
    repeated = [np.repeat(values, weights) for values in (one, other)]
    assert weighted_spearman(one, other, weights) == pytest.approx(scipy.stats.spearmanr(*repeated).statistic, abs=1e-12)


def test_missing_values_and_weights_of_nothing_are_left_out():
    assert weighted_spearman([1, 2, 3, np.nan, 0], [1, 2, 3, 0, 9], [1, 1, 1, 1, 0]) == pytest.approx(1.0)
    assert np.isnan(weighted_spearman([1.0], [1.0], [1.0])) and np.isnan(weighted_spearman([1, 1], [1, 2], [1, 1]))


def test_bad_lengths_and_weights():
    with pytest.raises(StatisticsError, match="même longueur"):
        weighted_spearman([1, 2], [1, 2, 3], [1, 1])
    with pytest.raises(StatisticsError, match="positive"):
        weighted_spearman([1, 2], [1, 2], [1, -1])
