"""Verdicts: each case worked out by hand."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cpts_analytics.statistics import (
    MIN_EVENTS,
    StatisticsError,
    gap_units,
    gap_verdict,
    interval_verdict,
    one_unit_pct,
    poisson_interval,
    threshold_verdict,
)


@pytest.mark.parametrize(("value", "reference", "verdict"), [
    (11.5, 10, "higher"), (8.5, 10, "lower"), (10.5, 10, "close"), (10, 10, "close"),
    (3.3, 3.0, "higher"),  # exactly 10 %, though 3.3 − 3.0 is a little less than 0.3 for a computer
    (2.7, 3.0, "lower"),
    (0.0, 0.0, "close"), (0.2, 0.0, "higher"),
    (-0.9, -1.0, "higher"),  # a fall that is 10 % smaller
    (np.nan, 3.0, "not_comparable"), (3.0, np.nan, "not_comparable"),
])
def test_practical_gap(value, reference, verdict):
    assert gap_verdict(value, reference).verdict == verdict
    assert str(gap_verdict(value, reference)) == verdict


@pytest.mark.parametrize(("value", "reference", "numerator", "verdict", "why"), [
    # 5 places, 5.0 against 4.6 (+9 %): with 6 it would be +30 %
    (5.0, 4.6, 5, "inconclusive", "one_unit_changes_it"),
    # 5 places, 5.0 against 4.0 (+25 %): with 4 it would be 0 %
    (5.0, 4.0, 5, "inconclusive", "one_unit_changes_it"),
    # 5 places, 5.0 against 2.0: with 4 still +100 %
    (5.0, 2.0, 5, "higher", "gap_reached"),
    # 100 places, +2 %: 99 or 101 are +1 % and +3 %
    (10.2, 10.0, 100, "close", "gap_not_reached"),
    # 60 places, −20 %: with 61, −18.7 %
    (8.0, 10.0, 60, "lower", "gap_reached"),
])
def test_one_unit_that_changes_the_word_makes_it_inconclusive(value, reference, numerator, verdict, why):
    made = gap_verdict(value, reference, numerator=numerator)
    assert (made.verdict, made.reason) == (verdict, why)
    assert made.one_unit_pct == pytest.approx(100 / numerator)


def test_nobody_at_all_is_lower_only_where_one_arrival_would_not_be_enough():
    # 0 place for 70,000 inhabitants, 9 per 10,000 elsewhere: one arrival would make 0.14 per 10,000
    assert gap_verdict(0, 9, numerator=0, unit_value=10_000 / 70_000).verdict == "lower"
    # 0 place for 1,100 inhabitants: one arrival would make 9.1
    assert gap_verdict(0, 9, numerator=0, unit_value=10_000 / 1_100).verdict == "inconclusive"
    # what one place is worth is not known
    assert gap_verdict(0, 9, numerator=0).verdict == "inconclusive"
    # none here, none there
    assert gap_verdict(0, 0, numerator=0, unit_value=1).verdict == "close"


def test_verdicts_of_a_column_are_those_of_its_rows():
    values, numerators = [5.0, 5.0, 10.2, np.nan], [5, 50, 100, 3]
    column = gap_verdict(values, 4.0, numerator=numerators).verdict
    rows = [gap_verdict(value, 4.0, numerator=n).verdict for value, n in zip(values, numerators, strict=True)]
    assert column.tolist() == rows == ["inconclusive", "higher", "higher", "not_comparable"]


def test_gap_in_percent_of_the_reference():
    assert gap_verdict([12, 3], [10, 4]).gap_pct.tolist() == pytest.approx([20, -25])


def test_one_unit_in_percent():
    assert one_unit_pct([5, 40]).tolist() == [20, 2.5]
    assert np.isnan(one_unit_pct(0))


def test_gap_in_places():
    # 20 GPs for 30,000 inhabitants; 8 per 10,000 elsewhere would make 24
    assert gap_units(20, 30_000, 8, scale=10_000) == pytest.approx(-4)
    assert np.isnan(gap_units(20, np.nan, 8))


@pytest.mark.parametrize(("lower", "upper", "reference", "events", "verdict"), [
    (30, 57, 25, 42, "higher"), (30, 57, 60, 42, "lower"), (30, 57, 40, 42, "inconclusive"),
    (30, 57, 30, 42, "inconclusive"),  # the limit itself belongs to the interval
    (4.8, 18.4, 2, 10, "too_few"), (5.5, 19.7, 2, 11, "higher"),
    (np.nan, 57, 40, 42, "not_comparable"), (30, 57, 40, np.nan, "not_comparable"),
])
def test_interval_against_a_fixed_reference(lower, upper, reference, events, verdict):
    assert interval_verdict(lower, upper, reference, events).verdict == verdict


def test_nobody_where_thirty_were_expected_is_a_finding():
    none = poisson_interval(0)
    assert interval_verdict(none.lower, none.upper, 30, 0).verdict == "too_few"
    assert interval_verdict(none.lower, none.upper, 30, 0, expected=30).verdict == "lower"
    assert interval_verdict(none.lower, none.upper, 4, 0, expected=4).verdict == "too_few"


def test_just_below_the_least_number_of_events_only_a_half_or_a_double_could_be_seen():
    """The reason given for the limit: the interval of 10 events (4.8 to 18.4) holds all from half to 1.8 times."""
    few = poisson_interval(MIN_EVENTS - 1)
    assert few.lower < 0.5 * (MIN_EVENTS - 1)
    assert few.upper > 1.8 * (MIN_EVENTS - 1)


@pytest.mark.parametrize(("value", "verdict"), [
    (2.49, "lower"), (2.5, "close"), (2.51, "higher"), (0.1 + 2.4, "close"), (np.nan, "not_comparable")])
def test_official_threshold_is_strict(value, verdict):
    assert threshold_verdict(value, 2.5).verdict == verdict


@pytest.mark.parametrize(("call", "message"), [
    (lambda: gap_verdict(1, 2, gap_pct=0), "gap_pct : trouvé 0"),
    (lambda: gap_verdict(1, 2, numerator=-1), "numerator : trouvé -1"),
    (lambda: interval_verdict(3, 2, 1, 20), "limite basse au-dessus"),
    (lambda: interval_verdict(1, 2, 1, -20), "events : trouvé -20"),
])
def test_impossible_numbers_are_refused_by_name(call, message):
    with pytest.raises(StatisticsError, match=message):
        call()


@settings(deadline=None)
@given(st.floats(0.1, 100), st.floats(0.1, 100), st.integers(1, 10**6))
def test_counting_a_unit_never_turns_one_direction_into_the_other(value, reference, numerator):
    without = gap_verdict(value, reference).verdict
    assert gap_verdict(value, reference, numerator=numerator).verdict in (without, "inconclusive")
