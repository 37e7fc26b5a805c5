"""Every indicator of the project can be shown: card, « Lecture », map, chart, table, in every state."""

import dataclasses
import re

import numpy as np
import pandas as pd
import plotly.graph_objects as go
import pytest

from cpts_analytics import indicators, sources
from cpts_analytics.model import Role, Status
from cpts_analytics.views import cards, charts, map_classes, notes, tables
from tests.views.frames import compared

FAULTS = re.compile(r"\bnan\b|\bNone\b|[{}]| {2}| ,| \.|\bde le\b|\bà le\b|dans la France", re.IGNORECASE)


@pytest.mark.parametrize("key", indicators.registry())
def test_an_indicator_can_be_shown(key):
    indicator = indicators.registry()[key]
    for status in Status:
        value = 6.9 if status.has_value else float("nan")
        rows = compared(value=value, status=status.value, lower=value - 1, upper=value + 1)
        card = cards.figure_card(indicator, rows, sources.records())
        words = " ".join(part for part in dataclasses.astuple(card) if isinstance(part, str) and part)
        assert not FAULTS.search(words), words
        assert card.sources and card.value_text and (card.lecture or not status.has_value)
        assert not tables.comparison_table(indicator, rows)["Valeur affichée"].eq("").any()
    values = pd.Series(np.r_[np.zeros(300), np.linspace(0.1, 90, 900)])
    classes = map_classes.map_classes(indicator, values)
    assert len(set(classes.labels)) == len(classes.labels) <= 6
    assert list(classes.limits) == sorted(set(classes.limits))
    assert notes.source_note([indicator], sources.records()).sources


@pytest.mark.parametrize("key", list(indicators.registry())[::20])
def test_an_indicator_can_be_charted(key):
    indicator = indicators.registry()[key]
    go.Figure(charts.comparison_strip(indicator, compared(), indicator.label))
    go.Figure(charts.series(indicator, compared(), indicator.label))


def test_every_role_has_words():
    assert set(tables.ROLE_WORDS) == set(Role)
