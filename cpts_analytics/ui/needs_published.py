"""Published needs figures, each at the level where it is known: mortality and its trend, life expectancy, ALD …"""

from __future__ import annotations

import functools

import pandas as pd
import streamlit as st

from cpts_analytics.figures.query import ALL_PERIODS
from cpts_analytics.indicators import of_theme
from cpts_analytics.model import Indicator, Role, Territory
from cpts_analytics.ui import cache, charts, frame, tables
from cpts_analytics.ui.markup import draw, tag
from cpts_analytics.views import states
from cpts_analytics.views.cards import LEVEL_WORDS
from cpts_analytics.views.charts import series
from cpts_analytics.views.numbers import NBSP, is_known, period_words, typeset

GROUPS = (("Mortalité", ("mortality", "death")), ("Espérance de vie", ("life_expectancy",)),
          ("Affections de longue durée", ("ald",)))
OTHERS = "Autres chiffres publiés"
FEWEST_PERIODS = 3

_ROLES = (Role.TERRITORY, Role.EPCI, Role.REST, Role.DEPARTEMENT, Role.REGION, Role.FRANCE)


@functools.cache
def published() -> tuple[Indicator, ...]:
    """The needs indicators that are published, not estimated."""
    return tuple(item for item in of_theme("needs") if not item.estimates_people)


def keys() -> tuple[str, ...]:
    """Their keys."""
    return tuple(item.key for item in published())


def grouped(indicators: tuple[Indicator, ...]) -> dict[str, list[Indicator]]:
    """Title → indicators, in the order of ``GROUPS``; what has no title of its own comes last."""
    found: dict[str, list[Indicator]] = {title: [] for title, _ in GROUPS} | {OTHERS: []}
    for item in indicators:
        words = f"_{item.key}_"
        title = next((title for title, marks in GROUPS if any(f"_{mark}" in words for mark in marks)), OTHERS)
        found[title].append(item)
    return {title: items for title, items in found.items() if items}


def show(territory: Territory) -> None:
    """Nothing when the registry holds none; else a table a group and a line chart where there is a series."""
    if not published():
        return
    frame.section("Qu'est-ce qui est publié, et à quelle échelle ?", anchor="publie")
    draw(tag("p", typeset("Chaque valeur est celle du territoire qu'elle nomme : jamais ramenée à un niveau plus fin.")))
    rows = cache.figures(territory, keys(), ALL_PERIODS)
    for title, items in grouped(published()).items():
        table = level_table(items, rows)
        if table.empty:
            continue
        st.subheader(title, anchor=False)
        for item in items:
            _trend(item, rows)
        tables.table(table, name=f"Publié {title}", indicators=tuple(item.key for item in items))


def level_table(items: list[Indicator], rows: pd.DataFrame) -> pd.DataFrame:
    """The latest period of each figure: a row an area, named with its level."""
    lines = []
    for item in items:
        for role in _ROLES:
            mine = whole(rows[(rows["indicator"] == item.key) & (rows["role"] == role)])
            mine = mine[mine["value"].notna()]
            for _, area in mine.groupby("area", sort=False):
                row = area.sort_values("period").iloc[-1].to_dict()
                lines.append({"Chiffre": item.label, "Valeur de": str(row["area_name"]), "Niveau": LEVEL_WORDS[row["level"]],
                              "Valeur": round(float(row["value"]), item.decimals), "Unité": item.unit,
                              "Précision": states.state_words(row, item) or _interval(row, item),
                              "Période": period_words(str(row["period"]))})
    return pd.DataFrame(lines)


def _interval(row: dict, item: Indicator) -> str:
    from_to = [row.get("lower"), row.get("upper")]
    return states.range_words(*map(float, from_to), item.decimals) if all(map(is_known, from_to)) else ""


def whole(rows: pd.DataFrame) -> pd.DataFrame:
    """The rows without a breakdown."""
    return rows[rows["breakdown"].fillna("") == ""]


def _trend(item: Indicator, rows: pd.DataFrame) -> None:
    mine = whole(rows[(rows["indicator"] == item.key) & rows["role"].isin([role.value for role in _ROLES])])
    mine = mine[mine["value"].notna() & (mine["role"] != Role.REST)]
    periods = sorted(mine["period"].unique())
    if len(periods) < FEWEST_PERIODS:
        return
    first, last = period_words(str(periods[0])), period_words(str(periods[-1]))
    charts.show(series(item, mine, f"{item.label}{NBSP}: de {first} à {last}"), key=f"trend-{item.key}")
