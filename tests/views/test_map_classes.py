"""Classes of a map: limits, labels, one byte a commune, legends."""

import numpy as np
import pandas as pd
import pytest

from cpts_analytics.model import Aggregation
from cpts_analytics.views import map_classes as mc
from tests.views.frames import classes, indicator


def texts(given: mc.MapClasses) -> list[str]:
    return [label.replace("\u202f", " ") for label in given.labels]


def test_declared_limits_and_their_words():
    given = classes()
    assert given.limits == (2.5, 3.5)
    assert texts(given) == ["moins de 2,5", "de 2,5 à 3,5", "3,5 et plus"]


def test_a_value_equal_to_a_limit_is_above_it():
    values = pd.Series([0.0, 2.4999, 2.5, 3.4, 3.5, 99.0])
    assert classes().indices(values, pd.Series(["ok"] * 6)).tolist() == [0, 0, 1, 1, 2, 2]


def test_what_is_not_a_number_has_its_own_byte():
    statuses = pd.Series(["suppressed", "not_published", "not_loaded", "not_applicable", "ok", "partial"])
    indices = classes().indices(pd.Series([np.nan, 3.0, np.nan, np.nan, np.nan, 3.0]), statuses)
    assert indices.dtype == np.uint8
    assert indices.tolist() == [
        mc.SUPPRESSED,
        mc.NOT_PUBLISHED,
        mc.NOT_LOADED,
        mc.NOT_APPLICABLE,
        mc.INSUFFICIENT_INDEX,
        1,
    ]
    assert len(indices.tobytes()) == 6


def test_the_legend_counts_communes_and_sets_states_apart():
    statuses = pd.Series(["ok", "ok", "ok", "suppressed", "suppressed", "not_loaded"])
    given = classes()
    legend = given.legend(given.indices(pd.Series([1.0, 2.0, 9.0, np.nan, np.nan, np.nan]), statuses))
    assert [(entry.label, entry.communes, entry.pattern) for entry in legend] == [
        ("moins de 2,5", 2, "plain"),
        ("de 2,5 à 3,5", 0, "plain"),
        ("3,5 et plus", 1, "plain"),
        ("masqué (secret statistique)", 2, "hatched"),
        ("absent de cette version", 1, "crossed"),
    ]


def test_quantiles_hold_about_as_many_communes_each():
    values = pd.Series(np.linspace(10, 60, 1001))
    given = mc.map_classes(indicator(aggregation=Aggregation.WEIGHTED_MEAN), values)
    counts = np.bincount(given.indices(values, pd.Series(["ok"] * 1001)))
    assert len(counts) == 5 and counts.min() > 150 and counts.max() < 250


def test_limits_do_not_depend_on_the_territory():
    france = pd.Series(np.linspace(1, 100, 500))
    assert mc.map_classes(indicator(), france) == mc.map_classes(indicator(), france.sample(frac=1, random_state=1))


def test_zeros_of_a_count_are_a_class_apart_the_palest():
    values = pd.Series([0.0] * 300 + list(np.linspace(1, 50, 700)))
    given = mc.map_classes(indicator(), values)
    assert given.zero_class and given.labels[0] == "0 (aucun)" and len(given.labels) == 6
    assert given.indices(pd.Series([0.0, 1.0]), pd.Series(["ok", "ok"])).tolist() == [0, 1]


def test_zeros_of_a_mean_or_a_growth_are_values_like_others():
    values = pd.Series([0.0] * 300 + list(np.linspace(-5, 50, 700)))
    assert not mc.map_classes(indicator(), values).zero_class
    mean = indicator(aggregation=Aggregation.WEIGHTED_MEAN)
    assert not mc.map_classes(mean, values.clip(lower=0)).zero_class


def test_whole_counts_are_said_with_both_ends():
    count = indicator(aggregation=Aggregation.SUM, decimals=0, map_classes=(1, 2, 5, 10, 30))
    given = mc.map_classes(count, pd.Series([0.0, 1.0, 3.0, 7.0, 20.0, 400.0]))
    assert texts(given) == ["0 (aucun)", "1", "de 2 à 4", "de 5 à 9", "de 10 à 29", "30 et plus"]
    assert given.indices(pd.Series([0.0, 1, 4, 5, 29, 30]), pd.Series(["ok"] * 6)).tolist() == [0, 1, 2, 3, 4, 5]


def test_two_counts_are_said_one_or_the_other():
    count = indicator(aggregation=Aggregation.SUM, decimals=0, map_classes=(1, 3, 5))
    assert texts(mc.map_classes(count, pd.Series([0.0, 9.0]))) == ["0 (aucun)", "1 ou 2", "3 ou 4", "5 et plus"]


def test_large_limits_are_written_in_french():
    count = indicator(aggregation=Aggregation.SUM, decimals=0, map_classes=(500, 2000))
    given = mc.map_classes(count, pd.Series([120.0, 800.0, 5000.0]))
    assert texts(given) == ["moins de 500", "de 500 à 1 999", "2 000 et plus"]


def test_small_limits_are_not_rounded_away():
    given = mc.map_classes(indicator(decimals=0, map_classes=(0.05, 0.5)), pd.Series([0.01, 0.1, 1.0]))
    assert texts(given) == ["moins de 0,05", "de 0,05 à 0,5", "0,5 et plus"]


@pytest.mark.parametrize("values", [[], [np.nan, np.nan], [3.0, 3.0, 3.0], [0.0, 0.0]])
def test_few_or_no_values_still_make_a_map(values):
    given = mc.map_classes(indicator(), pd.Series(values, dtype=float))
    assert 1 <= len(given.labels) <= 6
    assert len(given.indices(pd.Series(values, dtype=float), pd.Series(["ok"] * len(values), dtype=object))) == len(
        values
    )


def test_never_more_than_six_classes():
    with pytest.raises(ValueError, match="1 to 6"):
        mc.map_classes(indicator(map_classes=(1, 2, 3, 4, 5, 6)), pd.Series([0.5, 7.0]))
