"""Numbers, units, dates and periods in French."""

import datetime as dt

import numpy as np
import pandas as pd
import pytest

from cpts_analytics.views import numbers
from tests.views.frames import indicator


@pytest.mark.parametrize(
    ("value", "decimals", "expected"),
    [
        (12345.6, 1, "12\u202f345,6"),
        (1234567, 0, "1\u202f234\u202f567"),
        (999, 0, "999"),
        (-3.25, 1, "\u22123,3"),
        (0.125, 2, "0,13"),
        (2.5, 0, "3"),
        (-0.04, 1, "0,0"),
        (np.float64(4.556), 1, "4,6"),
        (np.int64(30151), 0, "30\u202f151"),
    ],
)
def test_a_number_is_written_as_in_french(value, decimals, expected):
    assert numbers.number(value, decimals) == expected


@pytest.mark.parametrize("hole", [None, float("nan"), float("inf"), pd.NA, pd.NaT, ""])
@pytest.mark.parametrize("write", [numbers.number, numbers.percent, numbers.signed])
def test_a_hole_is_never_written_as_a_number(write, hole):
    with pytest.raises(ValueError, match="missing number"):
        write(hole)


def test_signs_and_percentages():
    assert numbers.signed(1.5, 1) == "+1,5"
    assert numbers.signed(-0.25, 1) == "\u22120,3"
    assert numbers.signed(0.001, 1) == "0,0"
    assert numbers.percent(96.2) == "96\u00a0%"


@pytest.mark.parametrize(
    ("value", "unit", "expected"),
    [
        (1.5, "consultations par an et par habitant", "1,5\u00a0consultation par an et par habitant"),
        (3, "consultations par an et par habitant", "3,0\u00a0consultations par an et par habitant"),
        (0, "lieux d'exercice", "0,0\u00a0lieu d'exercice"),
        (1, "habitants/km²", "1,0\u00a0habitant/km²"),
        (1, "pour 10 000 habitants", "1,0\u00a0pour 10 000 habitants"),
        (-1, "% par an", "\u22121,0\u00a0% par an"),
    ],
)
def test_a_unit_is_singular_below_two(value, unit, expected):
    assert numbers.value_with_unit(value, indicator(unit=unit)) == expected


def test_counts_of_things():
    assert numbers.count_words(1, "commune") == "1\u00a0commune"
    assert numbers.count_words(54, "commune") == "54\u00a0communes"
    assert numbers.count_words(0, "lieu", "lieux") == "0\u00a0lieu"
    assert numbers.count_words(2, "lieu", "lieux") == "2\u00a0lieux"


@pytest.mark.parametrize(
    ("period", "expected"),
    [
        ("2023", "2023"),
        ("2021/2023", "2021–2023"),
        ("2024-11", "novembre 2024"),
        ("2024-W48", "semaine 48 de 2024"),
        ("2024-W02", "semaine 2 de 2024"),
    ],
)
def test_periods(period, expected):
    assert numbers.period_words(period) == expected


@pytest.mark.parametrize("period", ["", "nan", "2024-13", "24", "2024-11-05"])
def test_what_is_not_a_period_is_refused(period):
    with pytest.raises(ValueError, match="not a period"):
        numbers.period_words(period)


def test_dates():
    assert numbers.date_words("2025-01-01") == "1er janvier 2025"
    assert numbers.date_words("2025-08") == "août 2025"
    assert numbers.date_words("2025") == "2025"
    assert numbers.date_words("édition 2025") == "édition 2025"
    assert numbers.short_date(dt.date(2026, 11, 2)) == "02/11/2026"


def test_spaces_before_french_marks_do_not_break():
    assert numbers.typeset("Lecture : « 12 % » pour 10 000 ?") == (
        "Lecture\u00a0: «\u00a012\u00a0%\u00a0» pour 10\u202f000\u00a0?"
    )
    assert numbers.typeset("en 2023 pour 30 communes") == "en 2023 pour 30 communes"


@pytest.mark.parametrize(("values", "expected"), [((12.0,), 0), ((12.5, 3.0), 1), ((0.1 + 0.2,), 1), ((1.25,), 2), ((1 / 3,), 2),
                                                  ((), 0)])
def test_as_many_decimals_as_the_numbers_hold(values: tuple[float, ...], expected: int) -> None:
    assert numbers.decimals_of(*values) == expected
