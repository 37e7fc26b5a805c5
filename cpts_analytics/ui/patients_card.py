"""The card of an estimated number of patients: its interval, its share of the inhabitants, and the share elsewhere."""

from __future__ import annotations

import dataclasses

import pandas as pd

from cpts_analytics import sources
from cpts_analytics.indicators import registry
from cpts_analytics.model import Role
from cpts_analytics.ui.cards import RichCard
from cpts_analytics.views import states
from cpts_analytics.views.cards import figure_card
from cpts_analytics.views.estimates import said
from cpts_analytics.views.numbers import NBSP, is_known

_BESIDE = (Role.REST, Role.FRANCE)


def patients_card(key: str, rows: pd.DataFrame, label: str = "") -> RichCard:
    """``key``: the estimated count; ``rows`` hold it and its share (``key`` + ``_rate``). A count is compared by its share."""
    record, rate = registry()[key], registry()[f"{key}_rate"]
    counts, shares = (rows[rows["indicator"] == item.key].to_dict("records") for item in (record, rate))
    own, share = _own(counts), _own(shares)
    lines = [said(own, record)] if own and is_known(own["value"]) else []
    if share and is_known(share["value"]):
        lines.append(f"{states.value_words(share, rate)} des habitants")
    beside = [f"{row['area_name']}{NBSP}{states.value_words(row, rate)}" for row in shares
              if row["role"] in _BESIDE and is_known(row["value"])]
    card = figure_card(record, rows[rows["indicator"] == key], sources.records())
    return RichCard(dataclasses.replace(card, label=label or card.label, comparator_line=" · ".join(beside)), tuple(lines))


def _own(rows: list[dict]) -> dict | None:
    return next((row for row in reversed(rows) if row["role"] == Role.TERRITORY), None)
