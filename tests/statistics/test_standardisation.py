"""Standardised rates against the example that Fay and Feuer published, and by hand."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cpts_analytics.statistics import (
    EUROPEAN_STANDARD_2013,
    StatisticsError,
    directly_standardised_rate,
    european_standard,
    expected_events,
    poisson_interval,
    ratio_to_reference,
    standardised_ratio,
)

# Fleiss 1981, p. 249: Down's syndrome by age of the mother, Michigan 1950-1964; births of order 1 and of order 5 on.
BIRTHS = [[230061, 329449, 114920, 39487, 14208, 3052], [327, 30666, 123419, 149919, 104088, 34392]]
CASES = [[107, 141, 60, 40, 39, 25], [0, 8, 63, 112, 262, 295]]
ALL_BIRTHS = [319933, 931318, 786511, 488235, 237863, 61313]


def test_the_european_standard_sums_to_one_hundred_thousand():
    assert len(EUROPEAN_STANDARD_2013) == 21
    assert sum(EUROPEAN_STANDARD_2013.values()) == 100_000
    # the 19 bands that Public Health England publishes, 0-4 and 90+ taken together
    assert european_standard((0, *range(5, 95, 5))).tolist() == [
        5000, 5500, 5500, 5500, 6000, 6000, 6500, 7000, 7000, 7000, 7000, 6500, 6000, 5500, 5000, 4000, 2500, 1500,
        1000]


def test_wider_bands_of_the_standard():
    assert european_standard((0, 15, 65)).tolist() == [16_000, 64_500, 19_500]


def test_births_of_order_five_on_are_those_of_fay_and_feuer():
    # R package dsrTest, vignette: 75.52901 (67.70212 to 188.30017) per 100,000, gamma method
    made = directly_standardised_rate(CASES[1], BIRTHS[1], ALL_BIRTHS)
    assert (made.value, made.lower, made.upper) == pytest.approx((75.52901, 67.70212, 188.30017), abs=6e-6)


def test_several_territories_at_once():
    # R package epitools, ageadjust.direct: 92.3 per 100,000 for births of order 1
    made = directly_standardised_rate(CASES, BIRTHS, ALL_BIRTHS)
    assert made.value.tolist() == pytest.approx([92.30, 75.53], abs=0.006)


def test_the_standard_itself_has_its_own_crude_rate():
    cases = np.array([136, 396, 411, 428, 628, 530])
    made = directly_standardised_rate(cases, ALL_BIRTHS, ALL_BIRTHS)
    crude = poisson_interval(2529)  # 2,529 cases of 2,825,173 births
    assert made.value == pytest.approx(1e5 * 2529 / 2_825_173)
    # with equal weights the gamma interval is the exact Poisson one
    wanted = (1e5 * crude.lower / 2_825_173, 1e5 * crude.upper / 2_825_173)
    assert (made.lower, made.upper) == pytest.approx(wanted, rel=1e-3)


def test_no_event_has_a_rate_of_zero_and_an_upper_limit():
    made = directly_standardised_rate([0, 0], [1000, 1000], [1, 1], scale=1)
    # one band of 2,000 people in effect: 3.689 / 2000
    assert (made.value, made.lower) == (0, 0)
    assert made.upper == pytest.approx(3.689 / 2000, rel=1e-3)


def test_a_band_that_is_missing_or_empty_gives_no_rate():
    assert np.isnan(directly_standardised_rate([1, np.nan], [10, 10], [1, 1]).upper)
    assert np.isnan(directly_standardised_rate([1, 0], [10, 0], [1, 1]).value)


@settings(deadline=None)
@given(st.lists(st.tuples(st.integers(0, 400), st.integers(500, 10**6), st.integers(1, 7000)), min_size=1, max_size=21))
def test_a_standardised_rate_lies_between_its_limits_and_between_its_bands(bands):
    events, population, standard = map(np.array, zip(*bands, strict=True))
    made = directly_standardised_rate(events, population, standard, scale=1)
    assert 0 <= made.lower <= made.value <= made.upper
    rates = events / population
    assert rates.min() - 1e-12 <= made.value <= rates.max() + 1e-12


def test_expected_events_and_ratio_by_hand():
    # 1,000 people at 1 %, 500 at 4 %: 10 + 20 = 30 expected; 45 observed: 1.5
    awaited = expected_events([1000, 500], [0.01, 0.04])
    assert awaited == pytest.approx(30)
    assert standardised_ratio(45, awaited).value == pytest.approx(1.5)


def test_standardised_ratio_is_the_published_one():
    # 30 cases for 15.21 expected: 1.33 to 2.82, worked example of Biological Effects of Low Level Exposures
    # (1992), by exact tables;
    # 137 for 24.19893, Welsh nickel workers (R, poisson.test): 5.66
    made = standardised_ratio([30, 137], [15.21, 24.19893])
    assert made.value.tolist() == pytest.approx([1.972, 5.661], abs=6e-4)
    assert (made.lower[0], made.upper[0]) == pytest.approx((1.33, 2.82), abs=0.006)
    assert "indirecte" in made.method


def test_nothing_expected_gives_no_ratio():
    assert np.isnan(standardised_ratio(0, 0).upper)


def test_ratio_to_a_reference():
    made = ratio_to_reference(directly_standardised_rate(CASES[1], BIRTHS[1], ALL_BIRTHS), 75.52901 / 2)
    assert (made.value, made.lower, made.upper) == pytest.approx((2, 1.79275, 4.98617), abs=1e-4)


@pytest.mark.parametrize(("call", "message"), [
    (lambda: directly_standardised_rate([1, 2], [10, 10], [1, 1, 1]), "3 tranches d'âge"),
    (lambda: directly_standardised_rate([1, 2], [10, 0], [1, 1]), "0 habitant dans une tranche"),
    (lambda: european_standard((0, 12)), "parmi"),
    (lambda: european_standard((15, 65)), "à partir de 0"),
])
def test_impossible_numbers_are_refused_by_name(call, message):
    with pytest.raises(StatisticsError, match=message):
        call()
