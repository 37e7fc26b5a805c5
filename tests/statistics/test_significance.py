"""p-values against scipy's own exact tests; Benjamini-Hochberg against its authors' example and a naive version."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from cpts_analytics.statistics import (
    StatisticsError,
    benjamini_hochberg,
    binomial_p_value,
    poisson_interval,
    poisson_p_value,
)

# Benjamini and Hochberg 1995, section 4.1: 15 comparisons, the four smallest kept at 5 %.
THROMBOLYSIS = [0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.3240, 0.4262, 0.5719,
                0.6528, 0.7590, 1.000]


def test_the_example_of_benjamini_and_hochberg_keeps_four_of_fifteen():
    shuffled = np.random.default_rng(3).permutation(15)
    made = benjamini_hochberg(np.array(THROMBOLYSIS)[shuffled])
    assert sorted(shuffled[made.rejected]) == [0, 1, 2, 3]
    assert made.comparisons == 15


def test_a_comparison_that_was_not_made_does_not_count():
    made = benjamini_hochberg([*THROMBOLYSIS, np.nan, np.nan])
    assert made.comparisons == 15
    assert made.rejected.sum() == 4 and not made.rejected[-2:].any()
    assert np.isnan(made.adjusted[-2:]).all()


def test_no_comparison_at_all():
    assert benjamini_hochberg([np.nan]).comparisons == 0


@settings(deadline=None)
@given(st.lists(st.floats(0, 1), min_size=1, max_size=30), st.floats(0.01, 0.5))
def test_step_up_written_out_gives_the_same(p_values, q):
    order = sorted(range(len(p_values)), key=lambda place: p_values[place])
    kept = 0
    for rank, place in enumerate(order, start=1):
        if p_values[place] * len(p_values) / rank <= q * (1 + 1e-12):
            kept = rank
    made = benjamini_hochberg(p_values, q)
    assert set(np.flatnonzero(made.rejected)) == set(order[:kept])


@settings(deadline=None)
@given(st.lists(st.floats(0, 1), min_size=1, max_size=30))
def test_adjusted_p_values_are_those_of_scipy(p_values):
    np.testing.assert_allclose(benjamini_hochberg(p_values).adjusted, stats.false_discovery_control(p_values), rtol=1e-12)


@settings(deadline=None)
@given(st.lists(st.floats(0, 1), min_size=2, max_size=30))
def test_a_smaller_p_value_is_never_dropped_while_a_larger_one_is_kept(p_values):
    made = benjamini_hochberg(p_values)
    order = np.argsort(p_values)
    assert np.all(np.diff(made.adjusted[order]) >= -1e-15)
    assert np.all(made.adjusted >= np.array(p_values) - 1e-15)


@pytest.mark.parametrize(("count", "expected"), [(5, 10), (0, 3), (11, 800 * 0.02), (137, 24.19893), (30, 30), (0, 0)])
def test_poisson_p_value_is_twice_the_smaller_tail(count, expected):
    tails = sum(stats.poisson.pmf(k, expected) for k in range(count + 1)), stats.poisson.sf(count - 1, expected)
    assert poisson_p_value(count, expected).p_value == pytest.approx(min(1, 2 * min(tails)), rel=1e-9)


def test_poisson_by_hand():
    # no event where 3 are expected: 2 e^-3 = 0.0996
    assert poisson_p_value(0, 3).p_value == pytest.approx(0.0996, abs=5e-5)


@pytest.mark.parametrize(("successes", "n", "share"), [(682, 925, 0.75), (0, 12, 0.3), (12, 12, 0.3), (3, 4, 0.5),
                                                       (1, 1, 0.0), (0, 5, 1.0), (5, 5, 1.0)])
def test_binomial_p_value_is_twice_the_smaller_of_scipys_one_sided_tests(successes, n, share):
    tails = [stats.binomtest(successes, n, share, alternative=side).pvalue for side in ("less", "greater")]
    assert binomial_p_value(successes, n, share).p_value == pytest.approx(min(1, 2 * min(tails)), rel=1e-9)


def test_missing_stays_missing():
    assert np.isnan(poisson_p_value([1, np.nan], 2).p_value).tolist() == [False, True]
    assert np.isnan(binomial_p_value(1, 2, np.nan).p_value)


@settings(deadline=None)
@given(st.integers(0, 9), st.floats(0.05, 40))
def test_below_five_percent_exactly_where_the_exact_interval_leaves_the_reference_out(count, expected):
    made = poisson_interval(count)
    if min(abs(expected - made.lower), abs(expected - made.upper)) > 1e-9:
        assert (poisson_p_value(count, expected).p_value < 0.05) == (not made.lower <= expected <= made.upper)


@pytest.mark.parametrize(("call", "message"), [
    (lambda: benjamini_hochberg([0.1, 1.2]), r"hors de \[0, 1\]"),
    (lambda: benjamini_hochberg([0.1], q=5), r"hors de \[0, 1\]"),
    (lambda: benjamini_hochberg(0.1), "attendu une liste"),
    (lambda: poisson_p_value(-1, 2), "count : trouvé -1"),
    (lambda: binomial_p_value(3, 2, 0.5), "entre 0 et 1"),
])
def test_impossible_numbers_are_refused_by_name(call, message):
    with pytest.raises(StatisticsError, match=message):
        call()
