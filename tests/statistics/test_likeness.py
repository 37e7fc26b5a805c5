"""Resemblance: a small table worked out by hand."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from cpts_analytics.statistics import StatisticsError, resemblance

# Means 2 and 20, population standard deviations √2 = 1.41421 and √200 = 14.1421.
CANDIDATES = pd.DataFrame({"rural": [0.0, 1, 2, 3, 4], "age": [0.0, 10, 20, 30, 40], "flat": 7.0},
                          index=["e", "d", "c", "b", "a"])


def test_distance_by_hand():
    made = resemblance(CANDIDATES, pd.Series({"rural": 1, "age": 30}), variables=["rural", "age"])
    # c: (2−1)/1.41421 = 0.7071 and (20−30)/14.1421 = −0.7071: distance 1
    assert made.distances["c"] == pytest.approx(1)
    # d: 0 and −20/14.1421: 1.41421; b: 2/1.41421 and 0: the same
    assert made.distances["d"] == made.distances["b"] == pytest.approx(1.41421, abs=1e-5)
    assert made.variables == ("rural", "age") and made.dropped == {} and made.left_out == ()


def test_nearest_first_and_ties_by_code():
    made = resemblance(CANDIDATES, pd.Series({"rural": 2}), variables=["rural"])
    assert list(made.distances.index) == ["c", "b", "d", "a", "e"]


def test_a_variable_that_the_territory_misses_is_dropped_for_all_and_said():
    made = resemblance(CANDIDATES, pd.Series({"rural": 2, "age": np.nan}), variables=["rural", "age"])
    assert made.variables == ("rural",)
    assert made.dropped == {"age": "missing_for_target"}
    assert made.distances["a"] == pytest.approx(1.41421, abs=1e-5)


def test_a_variable_that_does_not_vary_is_dropped_and_said():
    made = resemblance(CANDIDATES, pd.Series({"rural": 2, "flat": 9}), variables=["rural", "flat"])
    assert made.dropped == {"flat": "no_spread"}


def test_a_candidate_that_misses_a_variable_is_left_out_and_said():
    holed = CANDIDATES.assign(age=[0.0, 10, np.nan, 30, 40])
    made = resemblance(holed, pd.Series({"rural": 1, "age": 30}), variables=["rural", "age"])
    assert made.left_out == ("c",) and "c" not in made.distances.index
    # a variable that is not used does not leave anybody out
    assert resemblance(holed, pd.Series({"rural": 1}), variables=["rural"]).left_out == ()


def test_the_unit_of_a_variable_does_not_matter():
    target = pd.Series({"rural": 1.3, "age": 28.0})
    one = resemblance(CANDIDATES, target, variables=["rural", "age"]).distances
    in_percent = CANDIDATES.assign(rural=CANDIDATES["rural"] * 100)
    other = resemblance(in_percent, pd.Series({"rural": 130.0, "age": 28.0}), variables=["rural", "age"]).distances
    pd.testing.assert_series_equal(one, other)


def test_no_candidate_gives_no_distance():
    assert resemblance(CANDIDATES.iloc[:0], pd.Series({"rural": 1}), variables=["rural"]).distances.empty


@pytest.mark.parametrize(("variables", "frame", "message"), [
    (["unknown"], CANDIDATES, "attendu des colonnes parmi"),
    (["age"], CANDIDATES, "aucune ne permet de comparer"),
    (["rural"], pd.concat([CANDIDATES, CANDIDATES]), "le code e figure deux fois"),
])
def test_what_cannot_be_compared_is_refused_by_name(variables, frame, message):
    with pytest.raises(StatisticsError, match=message):
        resemblance(frame, pd.Series({"rural": 1.0}), variables=variables)
