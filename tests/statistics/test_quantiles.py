"""Weighted quantiles and fifths against people written out one by one."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cpts_analytics.statistics import StatisticsError, lowest_tenth_limit, weighted_fifths, weighted_quantile

AREAS = st.lists(st.tuples(st.integers(-20, 20), st.integers(1, 50)), min_size=1, max_size=40)


@settings(deadline=None)
@given(AREAS, st.integers(0, 10))
def test_the_quantile_is_that_of_the_people_written_out(areas, tenths):
    people = sorted(value for value, weight in areas for _ in range(weight))
    wanted = people[max(0, math.ceil(tenths * len(people) / 10) - 1)]
    values, weights = zip(*areas, strict=True)
    assert weighted_quantile(values, weights, tenths / 10) == wanted


def test_areas_without_value_or_people_are_left_out():
    assert weighted_quantile([1, np.nan, 3, -9], [1, 100, 1, 0], [0, 1]).tolist() == [1, 3]
    assert np.isnan(weighted_quantile([np.nan], [4], 0.5))


def test_lowest_tenth_by_hand():
    # 100 people: 4 at 1.0, 5 at 1.5, 21 at 2.0, 70 at 4.0. The tenth person lives at 2.0.
    assert lowest_tenth_limit([4.0, 1.5, 1.0, 2.0], [70, 5, 4, 21]) == 2.0


def test_fifths_by_hand():
    # Middles of the people in order: a 10, b 30, c 50, d 70, e 90 of 100.
    made = weighted_fifths([5, 1, 4, 2, 3], [20, 20, 20, 20, 20])
    assert made.fifth.tolist() == [5, 1, 4, 2, 3]
    assert made.weight_shares.tolist() == pytest.approx([0.2] * 5)
    assert made.upper_values.tolist() == [1, 2, 3, 4, 5]


@pytest.mark.parametrize(("weights", "fifths"), [
    # the last area begins at 75 and ends at 100, middle 87.5: fifth 5; the one before runs from 35 to 75, middle 55
    ([10, 25, 40, 25], [1, 2, 3, 5]),
    # straddles 80 from 70 to 88, middle 79: goes whole to fifth 4, and fifth 5 holds 12 %
    ([40, 30, 18, 12], [1, 3, 4, 5]),
    # straddles 80 from 74 to 92, middle 83: goes whole to fifth 5, which holds 26 %
    ([40, 34, 18, 8], [1, 3, 5, 5]),
])
def test_an_area_that_straddles_goes_where_its_middle_inhabitant_is(weights, fifths):
    assert weighted_fifths([1, 2, 3, 4], weights).fifth.tolist() == fifths


def test_areas_of_equal_value_stay_together_whatever_their_order():
    one, other = weighted_fifths([1, 2, 2, 3], [10, 30, 10, 50]), weighted_fifths([3, 2, 1, 2], [50, 10, 10, 30])
    assert one.fifth.tolist() == [1, 2, 2, 4]
    assert other.fifth.tolist() == [4, 2, 1, 2]


def test_missing_areas_have_no_fifth():
    made = weighted_fifths([1, np.nan, 3], [5, 5, np.nan])
    assert np.isnan(made.fifth).tolist() == [False, True, True]


@settings(deadline=None)
@given(AREAS)
def test_each_fifth_holds_a_fifth_give_or_take_one_group_of_equal_areas(areas):
    values, weights = (np.array(column, dtype=float) for column in zip(*areas, strict=True))
    made = weighted_fifths(values, weights)
    largest = max(weights[values == value].sum() for value in values) / weights.sum()
    assert np.all(np.abs(made.weight_shares - 0.2) <= largest + 1e-9)
    assert made.weight_shares.sum() == pytest.approx(1)


@settings(deadline=None)
@given(AREAS)
def test_a_higher_value_is_never_in_a_lower_fifth(areas):
    values, weights = (np.array(column, dtype=float) for column in zip(*areas, strict=True))
    fifth = weighted_fifths(values, weights).fifth
    order = np.argsort(values, kind="stable")
    assert np.all(np.diff(fifth[order]) >= 0)


def test_the_most_deprived_fifth_of_the_hexagone_holds_a_fifth_of_its_inhabitants(open_data):
    index = pd.read_csv(open_data / "social/odisse_fedi_2021_communes.csv.gz", sep=";", dtype={"Commune Code": str},
                        encoding="utf-8-sig").set_index("Commune Code")["EDI"]
    people = pd.read_csv(open_data / "population/insee_populations_legales_2023_communes.csv.gz", sep=";",
                         dtype={"COM": str}, encoding="utf-8-sig").set_index("COM")["PMUN"]
    both = pd.concat([index, people], axis=1, join="inner").dropna()
    made = weighted_fifths(both["EDI"], both["PMUN"])
    assert len(both) > 34_000
    assert made.weight_shares == pytest.approx([0.2] * 5, abs=0.006)  # Toulouse, the largest commune, is 0.8 %
    assert np.all(np.diff(made.upper_values) > 0)


@pytest.mark.parametrize(("call", "message"), [
    (lambda: weighted_fifths([1, 2], [1]), "deux listes de même longueur"),
    (lambda: weighted_fifths([1, 2], [1, -1]), "weights : trouvé -1"),
    (lambda: weighted_quantile([1], [1], 10), r"hors de \[0, 1\]"),
])
def test_impossible_numbers_are_refused_by_name(call, message):
    with pytest.raises(StatisticsError, match=message):
        call()
