"""Gaps × needs: thirds of inhabitants, the list, and what it becomes when a threshold moves."""

from __future__ import annotations

import numpy as np
import pytest

from cpts_analytics.access import Limits, ScenarioError, cross, sensitivity, thirds

ACCESS = np.array([1.0, 2.0, 3.0, 4.0, 5.0, np.nan])
NEED = np.array([9.0, 8.0, 7.0, 2.0, 1.0, 5.0])
PEOPLE = np.array([100.0, 100.0, 100.0, 100.0, 200.0, 50.0])
LIMITS = Limits(access=(2.0, 4.0), need=(4.0, 7.5))


def test_thirds_hold_a_third_of_the_inhabitants():
    """600 inhabitants with an access: 200 live at 2 or under, 400 at 4 or under. Need: 650; 216.7 at 2 or … by hand: 1 (200),
    2 (300) ≥ 216.7; 5 (350), 7 (450) ≥ 433.3."""
    limits = thirds(ACCESS, NEED, PEOPLE)
    assert limits == Limits(access=(2.0, 4.0), need=(2.0, 7.0))


def test_cells_by_hand():
    found = cross(ACCESS, NEED, PEOPLE, LIMITS)
    assert found.cell.tolist() == [6, 6, 4, 1, 2, -1]
    assert found.listed.tolist() == [True, True, False, False, False, False]
    assert found.inhabitants.tolist() == [[0, 100, 200], [0, 100, 0], [200, 0, 0]]
    assert found.communes.sum() == 5 and found.unknown == 50


def test_minutes_are_worse_when_there_are_more():
    found = cross(ACCESS, NEED, PEOPLE, LIMITS, low_access_is="high")
    assert not found.listed.any()
    assert cross(-ACCESS, NEED, PEOPLE, Limits(access=(-4.0, -2.0), need=LIMITS.need), low_access_is="high").listed.tolist() == [
        True, False, False, False, False, False]  # −2 is at the limit: the middle third


def test_thresholds_that_move_by_ten_percent():
    """Access limit 2.0 → 1.8: the second commune leaves; → 2.2: the same list. Need limit 7.5 → 6.75: the third is not low in
    access; → 8.25: the second (8.0) leaves."""
    moved = sensitivity(ACCESS, NEED, PEOPLE, LIMITS)
    assert moved[["moved", "by", "communes", "entering", "leaving"]].values.tolist() == [
        ["access", -0.1, 1, 0, 1], ["access", 0.1, 2, 0, 0], ["need", -0.1, 2, 0, 0], ["need", 0.1, 1, 0, 1]]
    assert moved["inhabitants"].tolist() == [100, 200, 200, 100]
    assert moved["rows_leaving"].iat[0].tolist() == [1]


def test_an_indicator_without_values_cannot_be_crossed():
    with pytest.raises(ScenarioError, match="ne peut pas être croisé"):
        thirds(np.full(3, np.nan), np.arange(3.0), np.ones(3))
