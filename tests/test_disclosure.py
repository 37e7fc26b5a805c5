"""The small-number rule, as a table of cases; and an attacker who subtracts."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cpts_analytics.disclosure import DisclosureError, Kind, protect, protect_frame, secondary_suppression
from cpts_analytics.model import Status

FEW = "moins de 11"


@pytest.mark.parametrize(("kind", "count", "value", "text", "status"), [
    (Kind.HEALTH_COUNT, 0, 0, "0", Status.OK),
    (Kind.HEALTH_COUNT, 1, None, FEW, Status.SUPPRESSED),
    (Kind.HEALTH_COUNT, 10, None, FEW, Status.SUPPRESSED),
    (Kind.HEALTH_COUNT, 11, 11, "11", Status.OK),
    (Kind.HEALTH_COUNT, 12345, 12345, "12\u202f345", Status.OK),
    (Kind.HEALTH_COUNT, None, None, "non publié à cette échelle", Status.NOT_PUBLISHED),
    (Kind.HEALTH_COUNT, math.nan, None, "non publié à cette échelle", Status.NOT_PUBLISHED),
    (Kind.SENSITIVE_HEALTH_COUNT, 0, None, FEW, Status.SUPPRESSED),
    (Kind.SENSITIVE_HEALTH_COUNT, 11, 11, "11", Status.OK),
    (Kind.COMMUNE_ESTIMATE, 0, 0, "0", Status.ESTIMATED),
    (Kind.COMMUNE_ESTIMATE, 0.3, None, FEW, Status.SUPPRESSED),
    (Kind.COMMUNE_ESTIMATE, 10.9, None, FEW, Status.SUPPRESSED),
    (Kind.COMMUNE_ESTIMATE, 11.0, 10, "10", Status.ESTIMATED),
    (Kind.COMMUNE_ESTIMATE, 25, 30, "30", Status.ESTIMATED),
    (Kind.COMMUNE_ESTIMATE, 1234.9, 1230, "1\u202f230", Status.ESTIMATED),
    (Kind.TERRITORY_ESTIMATE, 4567.4, 4567, "4\u202f567", Status.ESTIMATED),
    (Kind.PUBLIC_COUNT, 3, 3, "3", Status.OK),
    (Kind.PUBLIC_COUNT, 2.5, 2.5, "2,5", Status.OK),
])
def test_what_is_shown_of_a_count(kind, count, value, text, status):
    made = protect(count, kind=kind)
    assert (made.value, made.text, made.status) == (value, text, status)


def test_the_rule_is_on_when_nothing_is_asked():
    assert protect(7).text == FEW


@pytest.mark.parametrize("count", [-1, math.inf])
def test_a_count_that_cannot_be_one_is_refused(count):
    with pytest.raises(DisclosureError, match="attendu un nombre positif ou nul"):
        protect(count)


@pytest.mark.parametrize(("parts", "hidden", "total_hidden"), [
    ([20, 30, 40], [], False),  # nothing to hide
    ([5, 30, 40], [0, 1], False),  # one hidden part follows from the total: the smallest other one goes too
    ([5, 8, 40], [0, 1], False),  # two hidden parts that hold 13 together protect each other
    ([2, 3, 40, 50], [0, 1, 2], False),  # together 5 people, still fewer than 11
    ([5, 0, 40], [0, 2], False),  # a zero protects nothing while another part can
    ([5, 0], [0, 1], True),  # nothing else to hide: the total goes
    ([5], [0], True),
    ([5, math.nan, 40], [0], False),  # a part that nobody knows protects already
    ([0, 0, 40], [], False),
])
def test_what_a_total_would_give_away(parts, hidden, total_hidden):
    made = secondary_suppression(parts)
    assert np.flatnonzero(made.hidden).tolist() == hidden
    assert made.total_hidden is total_hidden


@settings(deadline=None)
@given(st.lists(st.integers(0, 60), min_size=1, max_size=12))
def test_whoever_subtracts_what_is_shown_never_finds_fewer_than_eleven_people(parts):
    made = secondary_suppression(parts)
    shown = [count for count, secret in zip(parts, made.hidden, strict=True) if not secret]
    assert not [count for count in shown if 1 <= count <= 10]
    if made.hidden.any() and not made.total_hidden:
        assert made.hidden.sum() >= 2
        assert sum(parts) - sum(shown) >= 11


@settings(deadline=None)
@given(st.lists(st.floats(0, 1e6), min_size=2, max_size=30))
def test_rounding_keeps_order(counts):
    shown = [protect(count, kind=Kind.COMMUNE_ESTIMATE).value for count in sorted(counts) if count >= 11]
    assert shown == sorted(shown)
    assert all(value % 10 == 0 for value in shown)


def frame() -> pd.DataFrame:
    return pd.DataFrame({
        "area": ["a", "b", "c", "d", "e"], "departement": ["1", "1", "1", "2", "2"],
        "numerator": [4.0, 20.0, 90.0, 15.0, np.nan], "denominator": [100.0, 200.0, 300.0, 400.0, 500.0],
        "value": [4.0, 10.0, 30.0, 3.75, np.nan], "status": ["ok", "ok", "ok", "ok", "not_published"]})


def test_a_table_tells_neither_the_count_nor_the_rate_that_would_give_it_back():
    made = protect_frame(frame())
    assert made["numerator"].isna().tolist() == made["value"].isna().tolist() == [True, False, False, False, True]
    assert made["numerator_text"].tolist() == [FEW, "20", "90", "15", ""]
    assert made["status"].tolist() == ["suppressed", "ok", "ok", "ok", "not_published"]
    assert made["denominator"].tolist() == [100, 200, 300, 400, 500]


def test_parts_of_a_published_total_are_protected_from_subtraction():
    made = protect_frame(frame(), within=["departement"])
    assert made["numerator_text"].tolist() == [FEW, "masqué (secret statistique)", "90", "15", ""]
    assert made["status"].tolist() == ["suppressed", "suppressed", "ok", "ok", "not_published"]
    assert not made["total_hidden"].any()


def test_a_total_of_too_few_people_is_to_be_hidden_too():
    small = pd.DataFrame({"departement": ["1", "1"], "numerator": [2.0, 3.0]})
    assert protect_frame(small, within=["departement"])["total_hidden"].all()


def test_estimates_of_communes_are_rounded_and_the_table_given_is_not_changed():
    before = frame()
    made = protect_frame(before, kind=Kind.COMMUNE_ESTIMATE, dependent=["value"])
    assert made["numerator"].iloc[1:4].tolist() == [20, 90, 20]
    pd.testing.assert_frame_equal(before, frame())


def test_a_missing_column_is_named():
    with pytest.raises(DisclosureError, match="persons"):
        protect_frame(frame(), count="persons")
