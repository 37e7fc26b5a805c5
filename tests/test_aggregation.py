"""How parts are put together: cases that fit on a sheet of paper, and laws that any parts obey."""

from __future__ import annotations

import dataclasses

import numpy as np
import pandas as pd
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from cpts_analytics import aggregation
from cpts_analytics.aggregation import Combined, Parts, combine
from cpts_analytics.model import Aggregation, Indicator, Polarity, Status, VerdictRule

SUM, RATIO = Aggregation.SUM, Aggregation.RATIO
Row = tuple[float, float, str, float]  # numerator, denominator, status, inhabitants
NOTHING = float("nan")


def parts_of(rows: list[Row]) -> Parts:
    columns = list(zip(*rows, strict=True))
    return Parts(np.array(columns[0], float), np.array(columns[1], float),
                 aggregation.status_codes(pd.Series(columns[2])), np.array(columns[3], float))


def together(rows: list[Row], kind: Aggregation) -> Combined:
    """All rows as one group."""
    return combine(parts_of(rows), np.zeros(len(rows), dtype=int), 1, kind)


def status(whole: Combined, group: int = 0) -> Status:
    return aggregation.STATUSES[whole.status[group]]


def indicator(kind: Aggregation, **more: object) -> Indicator:
    given_fields: dict[str, object] = {
        "key": "k", "label": "L", "unit": "u", "theme": "supply", "polarity": Polarity.NEUTRAL,
        "verdict": VerdictRule.NONE, "reads": ("x",), "definition": "d", "formula": "f", "lecture": "l", **more}
    return Indicator(aggregation=kind, **given_fields)  # type: ignore[arg-type]


def value(whole: Combined, kind: Aggregation, **more: object) -> float:
    return float(aggregation.values(whole.numerator, whole.denominator, indicator(kind, **more))[0])


def test_a_ratio_is_the_sum_of_numerators_over_the_sum_of_denominators() -> None:
    # 1 GP for 1,000 inhabitants (10 per 10,000) and 3 for 9,000 (3.33): 4 for 10,000, not the mean 6.67.
    whole = together([(1, 1000, "ok", 1000), (3, 9000, "ok", 9000)], RATIO)
    assert (status(whole), value(whole, RATIO, scale=10_000.0)) == (Status.OK, pytest.approx(4.0))


def test_a_weighted_mean_follows_its_weights() -> None:
    # APL 2 with 300 standardised inhabitants, APL 5 with 100: (600 + 500) / 400 = 2.75.
    whole = together([(600, 300, "ok", 310), (500, 100, "ok", 90)], Aggregation.WEIGHTED_MEAN)
    assert value(whole, Aggregation.WEIGHTED_MEAN) == pytest.approx(2.75)


def test_growth_is_that_of_the_sums() -> None:
    # 100 → 64 and 100 → 64 over 2 years: (128 / 200)^(1/2) − 1 = −20 % a year.
    whole = together([(64, 100, "ok", 64), (64, 100, "ok", 64)], Aggregation.COMPOUND_GROWTH)
    assert value(whole, Aggregation.COMPOUND_GROWTH, scale=100.0, years=2) == pytest.approx(-20.0)


def test_a_count_with_a_hidden_part_is_at_least() -> None:
    whole = together([(4, NOTHING, "ok", 10), (NOTHING, NOTHING, "suppressed", 990)], SUM)
    assert (status(whole), whole.numerator[0]) == (Status.PARTIAL, 4)  # shown even at 1 % of the inhabitants
    assert (whole.coverage_communes[0], whole.coverage_population[0]) == (1, 10)


@pytest.mark.parametrize(("covered", "expected", "insufficient"), [
    (900, Status.PARTIAL, False),  # 90 % exactly: shown
    (899, Status.SUPPRESSED, True),  # just below: not shown
    (1000, Status.PARTIAL, False),  # the hidden commune has no inhabitant
])
def test_a_ratio_is_shown_from_ninety_percent_of_inhabitants(covered: int, expected: Status, insufficient: bool) -> None:
    whole = together([(9, 90, "ok", covered), (NOTHING, NOTHING, "suppressed", 1000 - covered)], RATIO)
    assert (status(whole), bool(whole.insufficient[0])) == (expected, insufficient)


def test_the_reason_is_that_of_most_inhabitants() -> None:
    rows: list[Row] = [(1, 10, "ok", 10), (NOTHING, NOTHING, "not_loaded", 500), (NOTHING, NOTHING, "suppressed", 300),
                       (NOTHING, NOTHING, "not_published", 190)]
    assert status(together(rows, RATIO)) == Status.NOT_LOADED
    assert status(together(rows[2:], RATIO)) == Status.SUPPRESSED


def test_zero_is_a_value() -> None:
    whole = together([(0, 500, "ok", 500), (0, 700, "ok", 700)], RATIO)
    assert (status(whole), value(whole, RATIO)) == (Status.OK, 0.0)


def test_a_ratio_without_denominator_is_not_applicable() -> None:
    nobody: list[Row] = [(0, 0, "not_applicable", 0), (0, 0, "not_applicable", 0)]
    assert status(together(nobody, RATIO)) == Status.NOT_APPLICABLE
    assert status(together([(0, 0, "ok", 0)], RATIO)) == Status.NOT_APPLICABLE


def test_a_commune_without_object_is_covered_and_changes_nothing() -> None:
    whole = together([(2, 100, "ok", 100), (0, 0, "not_applicable", 0)], RATIO)
    assert (status(whole), whole.coverage_communes[0], whole.denominator[0]) == (Status.OK, 2, 100)


@pytest.mark.parametrize(("statuses", "expected"), [
    (["ok", "estimated"], Status.ESTIMATED), (["estimated", "partial"], Status.PARTIAL), (["ok", "partial"], Status.PARTIAL),
    (["ok", "ok"], Status.OK), (["ok", "not_applicable"], Status.OK)])
def test_the_weakest_status_is_that_of_the_whole(statuses: list[str], expected: Status) -> None:
    assert status(together([(1, 10, text, 10) for text in statuses], SUM)) == expected


def test_groups_are_kept_apart_and_an_empty_group_has_nothing() -> None:
    parts = parts_of([(1, 10, "ok", 10), (2, 10, "ok", 10), (4, 10, "ok", 10)])
    whole = combine(parts, np.array([0, 2, 0]), 3, SUM)
    assert whole.numerator.tolist() == [5, 0, 2]
    assert [status(whole, group) for group in range(3)] == [Status.OK, Status.NOT_APPLICABLE, Status.OK]


def test_levels_of_codes() -> None:
    codes = pd.Series(["75101", "75120", "75121", "75056", "13201", "13216", "13217", "69381", "69389", "69380", "69123",
                       "2A004", "97101"])
    level = aggregation.local_level(codes)
    assert codes[level == "arrondissement_municipal"].tolist() == ["75101", "75120", "13201", "13216", "69381", "69389"]


# Laws, whatever the parts.

_counts = st.integers(0, 10_000).map(float)
_people = st.integers(0, 50_000).map(float)
_valued = st.tuples(_counts, st.integers(1, 50_000).map(float), st.sampled_from(["ok", "estimated", "partial"]), _people)
_hidden = st.tuples(st.just(NOTHING), st.just(NOTHING), st.sampled_from(["suppressed", "not_published", "not_loaded"]),
                    _people)
_empty = st.tuples(st.just(0.0), st.just(0.0), st.just("not_applicable"), st.just(0.0))
_rows = st.lists(st.one_of(_valued, _hidden, _empty), min_size=1, max_size=8)
_kinds = st.sampled_from([SUM, RATIO])


def same(one: Combined, other: Combined) -> bool:
    return all(np.array_equal(getattr(one, field.name), getattr(other, field.name))
               for field in dataclasses.fields(Combined))


@given(rows=_rows, kind=_kinds, seed=st.randoms())
def test_the_order_of_parts_changes_nothing(rows: list[Row], kind: Aggregation, seed: object) -> None:
    shuffled = list(rows)
    seed.shuffle(shuffled)  # type: ignore[attr-defined]
    assert same(together(rows, kind), together(shuffled, kind))


@given(rows=_rows, hidden=_hidden, kind=_kinds)
def test_a_hidden_part_more_never_raises_the_coverage(rows: list[Row], hidden: Row, kind: Aggregation) -> None:
    before, after = together(rows, kind), together([*rows, hidden], kind)
    assert after.coverage_communes[0] == before.coverage_communes[0]
    assert after.coverage_population[0] == before.coverage_population[0]
    assert after.numerator[0] == before.numerator[0]
    assert status(after) != Status.OK  # and the whole cannot pass for complete


@given(rows=st.lists(_valued, min_size=1, max_size=8))
def test_a_ratio_lies_between_those_of_its_parts(rows: list[Row]) -> None:
    ratios = [row[0] / row[1] for row in rows]
    found = value(together(rows, RATIO), RATIO)
    assert min(ratios) - 1e-9 <= found <= max(ratios) + 1e-9


@given(rows=_rows, labels=st.lists(st.integers(0, 2), min_size=8, max_size=8), kind=_kinds)
def test_merging_groups_is_putting_their_sums_together(rows: list[Row], labels: list[int], kind: Aggregation) -> None:
    groups = np.array(labels[:len(rows)])
    apart, whole = combine(parts_of(rows), groups, 3, kind), together(rows, kind)
    for field in ("numerator", "denominator", "coverage_communes", "coverage_population"):
        assert getattr(apart, field).sum() == getattr(whole, field)[0]


@given(rows=_rows)
def test_a_status_with_a_value_has_a_part_with_a_value(rows: list[Row]) -> None:
    assume(status(together(rows, RATIO)).has_value)
    assert any(Status(row[2]).has_value for row in rows)
    assert together(rows, RATIO).denominator[0] > 0


@given(rows=_rows)
def test_full_coverage_is_never_partial_unless_a_part_is(rows: list[Row]) -> None:
    whole = together(rows, SUM)
    if whole.coverage_communes[0] == len(rows):
        assert (status(whole) == Status.PARTIAL) == any(row[2] == "partial" for row in rows)
    else:
        assert status(whole) not in (Status.OK, Status.ESTIMATED)
