"""Classes of a map: by hand for the awkward distributions, by property for the rest."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cpts_analytics.statistics import MOST_CLASSES, StatisticsError, classify, quantile_classes, round_limits

VALUES = st.lists(st.floats(-1e6, 1e6).map(lambda value: round(value, 4)), min_size=1, max_size=200)
INCREASING = st.lists(st.floats(-1e5, 1e5).map(lambda value: round(value, 6)), min_size=1, max_size=5,
                      unique=True).map(sorted)


def significant_digits(limit: float) -> int:
    return len(f"{abs(limit):.10f}".replace(".", "").strip("0"))


def test_a_value_equal_to_a_limit_is_in_the_class_above():
    # "below 2.5" is a class of its own
    assert classify([2.4, 2.5, 9, np.nan], [2.5, 4]).tolist() == [0, 1, 2, -1]


def test_a_uniform_distribution_is_cut_in_fifths_at_round_limits():
    made = quantile_classes(np.arange(1, 1001))
    assert made.limits == (200, 400, 600, 800)
    assert made.counts == (199, 200, 200, 200, 201)


def test_many_zeros_take_one_class_and_the_others_share_the_rest():
    made = quantile_classes([0] * 60 + [1] * 10 + [2] * 10 + [3] * 10 + [4] * 10)
    assert made.limits == (1, 2, 3, 4)
    assert made.counts == (60, 10, 10, 10, 10)


@pytest.mark.parametrize(("values", "limits"), [
    ([], ()), ([np.nan], ()), ([7, 7, 7], ()), ([0, 1], (1,)), ([0, 1, 2, 3, 4], (1, 2, 3, 4)),
    ([0.0] * 90 + [0.1] * 10, (0.1,)),
])
def test_few_distinct_values_are_each_a_class(values, limits):
    assert quantile_classes(values).limits == limits


def test_values_very_close_to_each_other_are_still_told_apart():
    made = quantile_classes([3.14159, 3.14160, 3.14161])
    assert made.counts == (1, 1, 1)


def test_weights_give_classes_that_hold_like_numbers_of_people():
    # 100 people at 1, 100 at 2, 100 at 3, and ten areas of 1 person above
    made = quantile_classes([1, 2, 3, *range(4, 14)], [100, 100, 100, *[1] * 10], steps=3)
    assert made.limits == (2, 3)


@pytest.mark.parametrize(("limits", "said"), [
    ([12.37, 15.81, 18.22], (12, 16, 18)),
    ([0.1234, 0.2871], (0.12, 0.275)),
    ([1243.8, 5310.2], (1200, 5500)),
    ([-0.61, -0.19, 0.17, 0.58], (-0.6, -0.2, 0.2, 0.6)),
    ([2.5], (2.5,)),
    ([1, 2, 3], (1, 2, 3)),
    ([], ()),
])
def test_limits_as_one_would_say_them(limits, said):
    assert round_limits(limits) == said


@settings(deadline=None)
@given(VALUES, st.integers(2, MOST_CLASSES))
def test_every_class_holds_something_and_nothing_is_lost(values, steps):
    made = quantile_classes(values, steps=steps)
    assert len(made.counts) == len(made.limits) + 1 <= steps
    assert all(count > 0 for count in made.counts)
    assert sum(made.counts) == len(values)
    assert len(made.counts) == min(steps, len(set(values))) or len(set(values)) > steps


@settings(deadline=None)
@given(VALUES, st.integers(2, MOST_CLASSES))
def test_counts_are_those_counted_one_by_one(values, steps):
    made = quantile_classes(values, steps=steps)
    edges = [-math.inf, *made.limits, math.inf]
    assert made.counts == tuple(sum(low <= value < high for value in values)
                                for low, high in zip(edges, edges[1:], strict=False))


@settings(deadline=None)
@given(INCREASING)
def test_rounding_keeps_limits_in_order_and_near(limits):
    rounded = round_limits(limits)
    assert all(low < high for low, high in zip(rounded, rounded[1:], strict=False))
    gaps = [high - low for low, high in zip(limits, limits[1:], strict=False)]
    for place, (before, after) in enumerate(zip(limits, rounded, strict=True)):
        near = [*gaps[max(0, place - 1):place + 1]] or [abs(before)]
        if all(limit == int(limit) for limit in limits):
            near.append(6)  # whole limits stay whole
        assert abs(after - before) <= max(near) / 6 + 1e-9


def test_rounded_limits_are_short_on_a_skewed_distribution():
    made = quantile_classes(np.random.default_rng(5).lognormal(3, 1.5, 20_000))
    assert len(made.counts) == 5
    assert all(significant_digits(limit) <= 3 for limit in made.limits)
    assert max(made.counts) < 1.25 * min(made.counts)


@pytest.mark.parametrize(("call", "message"), [
    (lambda: quantile_classes([1, 2], steps=7), "de 2 à 6 classes"),
    (lambda: quantile_classes([1, 2], [1]), "deux listes de même longueur"),
    (lambda: round_limits([2, 1]), "croissantes et distinctes"),
    (lambda: classify([1], [1, 1]), "croissantes et distinctes"),
])
def test_impossible_classes_are_refused_by_name(call, message):
    with pytest.raises(StatisticsError, match=message):
        call()
