"""Intervals against published tables, against scipy's own implementation, and by their properties."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import optimize, stats

from cpts_analytics.statistics import (
    StatisticsError,
    estimate_interval,
    poisson_interval,
    rate_interval,
    scaled,
    wilson_interval,
)

# 95 % limits of a Poisson count, as printed in textbooks (Garwood's exact limits).
EXACT = {0: (0.0, 3.689), 1: (0.0253, 5.572), 2: (0.242, 7.225), 3: (0.619, 8.767), 4: (1.090, 10.242),
         5: (1.623, 11.668), 6: (2.202, 13.059), 7: (2.814, 14.423), 8: (3.454, 15.763), 9: (4.115, 17.085)}
EXACT_FROM_TEN = {10: (4.795, 18.390), 30: (20.24, 42.83), 196: (169.52, 225.444), 1000: (938.97, 1063.94)}

# Newcombe 1998, Statistics in Medicine 17, table I, method 3.
NEWCOMBE = [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)]


@pytest.mark.parametrize(("count", "limits"), EXACT.items())
def test_below_ten_events_the_limits_are_the_exact_ones_of_the_tables(count, limits):
    made = poisson_interval(count)
    assert (made.lower, made.upper) == pytest.approx(limits, abs=6e-4)
    assert "v1" in made.method


@pytest.mark.parametrize(("count", "limits"), EXACT_FROM_TEN.items())
def test_from_ten_events_byar_is_within_two_thousandths_of_the_exact_limits(count, limits):
    made = poisson_interval(count)
    assert made.lower == pytest.approx(limits[0], rel=0.002)
    assert made.upper == pytest.approx(limits[1], rel=0.002)


def test_byar_of_one_hundred_events_is_that_of_an_independent_program():
    # The Ruby gem "byar", with z = 1.96: 100 observed for 90 expected gives 0.9040199 and 1.3514261.
    made = poisson_interval(100)
    assert made.lower / 90 == pytest.approx(0.9040199, abs=2e-5)
    assert made.upper / 90 == pytest.approx(1.3514261, abs=2e-5)


@pytest.mark.parametrize("count", [1, 4, 9])
def test_exact_limits_solve_their_definition(count):
    """P(X ≥ k) = 2.5 % at the lower limit and P(X ≤ k) = 2.5 % at the upper: found by root search."""
    low = optimize.brentq(lambda mean: stats.poisson.sf(count - 1, mean) - 0.025, 1e-9, 60)
    high = optimize.brentq(lambda mean: stats.poisson.cdf(count, mean) - 0.025, 1e-9, 60)
    made = poisson_interval(count)
    assert (made.lower, made.upper) == pytest.approx((low, high), rel=1e-6)


def test_a_missing_count_stays_missing_and_the_others_are_not_touched():
    made = poisson_interval([1, np.nan, 30])
    assert np.isnan(made.lower).tolist() == np.isnan(made.upper).tolist() == [False, True, False]
    assert made.upper[2] == pytest.approx(42.83, abs=0.005)


@pytest.mark.parametrize(("call", "message"), [
    (lambda: poisson_interval(-1), "count : trouvé -1"),
    (lambda: poisson_interval([3, -2]), "count : trouvé -2"),
    (lambda: poisson_interval(3, confidence=95), "confidence : trouvé 95"),
    (lambda: poisson_interval(["beaucoup"]), "attendu des nombres"),
    (lambda: poisson_interval(np.inf), "infinie"),
    (lambda: wilson_interval(5, 4), "successes : trouvé 5 pour n = 4"),
    (lambda: rate_interval(3, -10), "population : trouvé -10"),
    (lambda: rate_interval(3, 0), "0 habitant avec des événements"),
])
def test_impossible_numbers_are_refused_by_name(call, message):
    with pytest.raises(StatisticsError, match=message):
        call()


def test_rate_by_hand():
    # 30 events for 15,210 inhabitants: 30 / 1.521 = 19.72 per 10,000; exact limits 20.24 and 42.83, divided likewise.
    made = rate_interval(30, 15_210, scale=10_000)
    assert made.value == pytest.approx(19.72, abs=0.005)
    assert (made.lower, made.upper) == pytest.approx((13.31, 28.16), abs=0.01)


def test_a_rate_without_inhabitants_is_not_applicable():
    assert np.isnan(rate_interval([0, 2], [0, 100]).upper).tolist() == [True, False]


@pytest.mark.parametrize(("successes", "n", "lower", "upper"), NEWCOMBE)
def test_wilson_gives_the_published_limits(successes, n, lower, upper):
    made = wilson_interval(successes, n)
    assert (made.lower, made.upper) == pytest.approx((lower, upper), abs=5.1e-5)


def test_wilson_agrees_with_scipy_over_many_shares():
    cases = [(k, n) for n in (1, 2, 7, 40, 1000) for k in {0, 1, n // 3, n - 1, n} if k <= n]
    made = wilson_interval([k for k, _ in cases], [n for _, n in cases], confidence=0.9)
    for place, (k, n) in enumerate(cases):
        other = stats.binomtest(k, n).proportion_ci(confidence_level=0.9, method="wilson")
        assert (made.lower[place], made.upper[place]) == pytest.approx((other.low, other.high), abs=1e-9)


def test_nobody_observed_has_no_share():
    made = wilson_interval([0, 1], [0, 2])
    assert np.isnan([made.value[0], made.lower[0], made.upper[0]]).all()
    assert made.value[1] == 0.5


def test_another_unit_multiplies_value_and_limits():
    made = scaled(wilson_interval(81, 263), 100)
    assert (made.lower, made.upper) == pytest.approx((25.53, 36.62), abs=0.006)


@settings(deadline=None)
@given(st.integers(0, 10**7), st.floats(0.5, 0.999))
def test_a_count_lies_between_its_limits(count, confidence):
    made = poisson_interval(count, confidence)
    assert 0 <= made.lower <= count <= made.upper


@settings(deadline=None)
@given(st.integers(0, 10**6))
def test_one_event_more_moves_both_limits_up(count):
    # across the change of method too
    made = poisson_interval([count, count + 1])
    assert made.lower[0] <= made.lower[1]
    assert made.upper[0] < made.upper[1]


@settings(deadline=None)
@given(st.integers(1, 5000), st.data())
def test_wilson_limits_surround_the_share_and_narrow_with_more_people(n, data):
    successes = data.draw(st.integers(0, n))
    few, many = wilson_interval(successes, n), wilson_interval(10 * successes, 10 * n)
    assert 0 <= few.lower <= few.value <= few.upper <= 1
    assert many.upper - many.lower < few.upper - few.lower


def test_an_estimate_without_error_of_its_own_has_poissons_interval():
    made, chance = estimate_interval([0, 3, 250], 0.0), poisson_interval([0, 3, 250])
    assert made.lower == pytest.approx(chance.lower, abs=1e-9) and made.upper == pytest.approx(chance.upper)


def test_the_error_of_the_method_and_chance_add_up_in_square():
    # 10 000 people, 10 %: half-widths 1.96 × 1 000 and about 1.96 × 100, so 1 970 together.
    made = estimate_interval(10_000, 0.10)
    assert (made.lower, made.upper) == pytest.approx((8_030, 11_970), abs=3)
    assert estimate_interval(50, 0.9).lower == 0  # nobody is fewer than nobody
    assert "v1" in made.method
    with pytest.raises(StatisticsError):
        estimate_interval(5, -0.1)


@settings(deadline=None)
@given(st.floats(0, 1e6), st.floats(0, 1), st.floats(0, 1))
def test_the_interval_of_an_estimate_holds_it_and_widens_with_the_error(people, first, second):
    small, large = (estimate_interval(people, error) for error in sorted((first, second)))
    slack = 1e-6 * max(people, 1.0)
    assert large.lower <= small.lower + slack and small.lower <= people + slack
    assert people <= small.upper + slack and small.upper <= large.upper + slack


@pytest.mark.parametrize("people", [5e-324, 1e-12, 1e-6, 1e-3])
def test_hardly_anybody_has_the_limits_of_nobody(people):
    made = poisson_interval(people)
    assert made.lower == pytest.approx(0, abs=1e-6) and made.upper == pytest.approx(3.689, abs=0.4)
