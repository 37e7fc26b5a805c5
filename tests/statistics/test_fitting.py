"""Iterative proportional fitting against the published example of Bishop, Fienberg and Holland, and by property."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cpts_analytics.statistics import MarginsError, NotConvergedError, StatisticsError, iterative_proportional_fitting

# Bishop, Fienberg and Holland 1975: women by age and marital status, one year brought to the margins of the next
# (seed and margins as in example 9.14 of the SAS/IML guide; fitted table to two decimals).
SEED = [[1306, 83, 0], [619, 765, 3], [263, 1194, 9], [173, 1372, 28],
        [171, 1393, 51], [159, 1372, 81], [208, 1350, 108], [1116, 4100, 2329]]
AGES = [1412, 1402, 1450, 1541, 1681, 1532, 1662, 7644]
STATUSES = [3988, 11702, 2634]
FITTED = [[1325.27, 86.73, 0.00], [615.56, 783.39, 3.05], [253.94, 1187.18, 8.88], [165.13, 1348.55, 27.32],
          [173.41, 1454.71, 52.87], [147.21, 1308.12, 76.67], [202.33, 1352.28, 107.40], [1105.16, 4181.04, 2357.81]]


def test_the_published_example():
    made = iterative_proportional_fitting(SEED, {(0,): AGES, (1,): STATUSES})
    assert np.abs(made.table - FITTED).max() < 0.006
    assert made.rounds > 1 and made.largest_gap <= 1e-6
    assert made.table[0, 2] == 0  # a zero of the seed stays


def test_the_fitted_table_is_the_only_one_of_its_form():
    """Row factor × column factor × seed, with the margins: there is but one such table, however it was found."""
    made = iterative_proportional_fitting(SEED, {(0,): AGES, (1,): STATUSES})
    assert made.table.sum(axis=1) == pytest.approx(AGES, rel=1e-6)
    assert made.table.sum(axis=0) == pytest.approx(STATUSES, rel=1e-6)
    factors = made.table[1:] / np.array(SEED)[1:]
    assert np.linalg.matrix_rank(factors, tol=1e-9) == 1


def test_a_flat_seed_gives_independence():
    made = iterative_proportional_fitting(np.ones((2, 3)), {(0,): [30, 70], (1,): [20, 30, 50]})
    assert made.table.tolist() == [pytest.approx([6, 9, 15]), pytest.approx([14, 21, 35])]


@settings(deadline=None)
@given(st.integers(0, 10**6))
def test_known_margins_of_three_dimensions_are_reproduced(seed):
    random = np.random.default_rng(seed)
    truth, start = random.uniform(1, 1000, (4, 2, 5)), random.uniform(0.5, 2, (4, 2, 5))
    margins = {(0,): truth.sum(axis=(1, 2)), (0, 1): truth.sum(axis=2), (1, 2): truth.sum(axis=0)}
    made = iterative_proportional_fitting(start, margins)
    assert made.table.sum(axis=2) == pytest.approx(margins[0, 1], rel=1e-6)
    assert made.table.sum(axis=0) == pytest.approx(margins[1, 2], rel=1e-6)
    # odds ratios between cells that share every margin's classes but one pair are those of the seed
    def odds(table):
        return table[0, 0, 0] * table[1, 0, 1] / (table[0, 0, 1] * table[1, 0, 0])
    assert odds(made.table) == pytest.approx(odds(start), rel=1e-6)


def test_a_margin_of_zero_empties_its_cells():
    made = iterative_proportional_fitting(np.ones((2, 2)), {(0,): [0, 10], (1,): [4, 6]})
    assert made.table.tolist() == [[0, 0], pytest.approx([4, 6])]


def test_the_seed_is_not_changed():
    start = np.ones((2, 2))
    iterative_proportional_fitting(start, {(0,): [1, 10]})
    assert start.tolist() == [[1, 1], [1, 1]]


@pytest.mark.parametrize(("start", "margins", "message"), [
    (np.ones((2, 2)), {(0,): [10, 20], (1,): [10, 21]}, "se contredisent, 30 contre 31"),
    (np.ones((2, 2, 2)), {(0, 1): [[1, 2], [3, 4]], (1, 2): [[2, 2], [3, 4]]}, "se contredisent, 6 contre 7"),
    ([[1, 1], [0, 0]], {(0,): [5, 5]}, r"5 attendu à la place \(1,\)"),
    (np.ones((2, 2)), {(0,): [1, 2, 3]}, "trouvé les dimensions"),
    (np.ones((2, 2)), {(2,): [1, 2]}, "entre 0 et 1"),
    (np.ones((2, 2)), {}, "aucune marge"),
])
def test_margins_that_cannot_be_met_are_refused_by_name(start, margins, message):
    with pytest.raises(MarginsError, match=message):
        iterative_proportional_fitting(start, margins)


def test_negative_or_missing_cells_are_refused():
    with pytest.raises(StatisticsError, match="seed : trouvé -1"):
        iterative_proportional_fitting([[-1, 1]], {(0,): [1]})
    with pytest.raises(StatisticsError, match="valeur manquante"):
        iterative_proportional_fitting([[1, 1]], {(0,): [np.nan]})


def test_zeros_that_make_the_margins_out_of_reach_are_said_with_what_was_reached():
    # the only cell of row 0 is in column 0, which may hold 1 only
    with pytest.raises(NotConvergedError, match="inaccessibles") as caught:
        iterative_proportional_fitting([[1, 0], [1, 1]], {(0,): [5, 5], (1,): [1, 9]}, most_rounds=50)
    assert caught.value.fitted.rounds == 50
    assert caught.value.fitted.largest_gap > 0.1
