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
from cpts_analytics.views.cards import lecture
from cpts_analytics.views.charts import Chart, series
from cpts_analytics.views.numbers import NBSP, is_known, number, period_words, range_words, typeset

GROUPS = (("Mortalité", ("mortality_",)), ("Espérance de vie", ("life_expectancy",)),
          ("Affections de longue durée", ("ald_",)), ("Maladies du cœur et AVC, par intercommunalité", ("epci_",)))
"""Title → how the keys of its indicators begin."""

OTHERS = "Autres chiffres publiés"
FEWEST_PERIODS, MOST_TRENDS = 3, 2
_SHORT = r"^(?:département|région) (?:de l'|de la |des |du |de |d')?"

_ROLES = (Role.TERRITORY, Role.EPCI, Role.BASSIN_DE_VIE, Role.REST, Role.DEPARTEMENT, Role.REGION, Role.FRANCE)


@functools.cache
def published() -> tuple[Indicator, ...]:
    """The needs indicators that are published, not estimated."""
    return tuple(item for item in of_theme("needs") if not item.estimates_people)


def keys() -> tuple[str, ...]:
    """Their keys."""
    return tuple(item.key for item in published())


def grouped(indicators: tuple[Indicator, ...]) -> dict[str, list[Indicator]]:
    """Title → indicators, in the order of ``GROUPS``; what has no title of its own comes last."""
    found: dict[str, list[Indicator]] = {title: [] for title in (*(title for title, _ in GROUPS), OTHERS)}
    for item in indicators:
        title = next((title for title, begins in GROUPS if item.key.startswith(begins)), OTHERS)
        found[title].append(item)
    return {title: items for title, items in found.items() if items}


def show(territory: Territory) -> tuple[str, ...]:
    """A table a group, and lines where there is a series. Gives back the keys shown; nothing is drawn for none."""
    made = cache.of_territory("needs published", territory, lambda: _tables(territory))
    if not made:
        return ()
    frame.section("Qu'est-ce qui est publié, et à quelle échelle ?", anchor="publie")
    draw(tag("p", typeset("Chaque valeur est celle du territoire que nomme sa colonne : elle n'est jamais ramenée à un niveau "
                          "plus fin.")))
    shown: list[str] = []
    for title, (items, table, trends, told) in made.items():
        st.subheader(title, anchor=False)
        _trends(trends)
        keys_shown = tuple(item.key for item in items)
        tables.table(table, name=f"Publié {title}", indicators=keys_shown, height=388 if len(table) > 10 else None)
        if told:
            draw(tag("p", told))
        shown += keys_shown
    return tuple(shown)


def _tables(territory: Territory) -> dict[str, tuple[list[Indicator], pd.DataFrame, dict[str, Chart], str]]:
    if not published():
        return {}
    rows = cache.figures(territory, keys(), ALL_PERIODS)
    made = {}
    for title, items in grouped(published()).items():
        known = [item for item in items if not _latest(item, rows).empty]
        if known:
            made[title] = known, level_table(known, rows), trends_of(known, rows), reading(known, rows)
    return made


_NOT_HERE = "non publié à cette échelle"


def level_table(items: list[Indicator], rows: pd.DataFrame) -> pd.DataFrame:
    """A row a figure, at its latest period; a column an area, that bears its name and level."""
    found = {item.key: _latest(item, rows) for item in items}
    ranked = [(_ROLES.index(row["role"]), str(row["area_name"])) for table in found.values()
              for row in table.to_dict("records")]
    names = list(dict.fromkeys(name for _, name in sorted(ranked, key=lambda pair: pair[0])))
    lines = []
    for item in items:
        records = found[item.key].to_dict("records")
        values = {str(row["area_name"]): number(float(row["value"]), item.decimals) for row in records}
        lines.append({"Chiffre": item.label, **{heading(name): values.get(name, _NOT_HERE) for name in names},
                      "Unité": item.unit,
                      "Précision": _precision(records[0], item), "Période": period_words(str(records[0]["period"]))})
    table = pd.DataFrame(lines)
    return table if table["Précision"].any() else table.drop(columns="Précision")


def reading(items: list[Indicator], rows: pd.DataFrame) -> str:
    """« Lecture : … » of the first figure, for the nearest area that has it."""
    for item in items:
        nearest = _latest(item, rows).head(1)
        if len(nearest):
            return lecture(item, nearest.assign(role=Role.TERRITORY.value, verdict_against=""))
    return ""


def heading(name: str) -> str:
    """« Département de l'Isère »."""
    return name[:1].upper() + name[1:]


def _latest(item: Indicator, rows: pd.DataFrame) -> pd.DataFrame:
    """The valued rows of a figure at its last period, nearest area first."""
    mine = rows[(rows["indicator"] == item.key) & rows["role"].isin(_ROLES) & rows["value"].notna()]
    mine = whole(mine)
    mine = mine[mine["period"] == mine["period"].max()]
    return mine.assign(rank=mine["role"].map(_ROLES.index)).sort_values("rank", kind="stable")


def _precision(row: dict, item: Indicator) -> str:
    """The interval of the nearest area, or what its figure covers."""
    return _interval(row, item) or states.state_words(row, item)


def _interval(row: dict, item: Indicator) -> str:
    if not (is_known(row.get("lower")) and is_known(row.get("upper"))):
        return ""
    return range_words(float(row["lower"]), float(row["upper"]), item.decimals)


def whole(rows: pd.DataFrame) -> pd.DataFrame:
    """The rows without a breakdown."""
    return rows[rows["breakdown"].fillna("") == ""]


def trends_of(items: list[Indicator], rows: pd.DataFrame) -> dict[str, Chart]:
    """A line chart for each of the first figures that have a series."""
    made: dict[str, Chart] = {}
    for item in items:
        mine = whole(rows[(rows["indicator"] == item.key) & rows["role"].isin(_ROLES) & rows["value"].notna()])
        mine = mine[mine["role"] != Role.REST]
        periods = sorted(mine["period"].unique())
        if len(periods) >= FEWEST_PERIODS and len(made) < MOST_TRENDS:
            first, last = period_words(str(periods[0])), period_words(str(periods[-1]))
            mine = mine.assign(area_name=mine["area_name"].str.replace(_SHORT, "", regex=True))
            made[item.key] = series(item, mine, f"{item.label}{NBSP}: de {first} à {last}")
    return made


def _trends(charts_made: dict[str, Chart]) -> None:
    if charts_made:
        for place, (key, chart) in zip(st.columns(2, gap="medium"), charts_made.items(), strict=False):
            with place:
                charts.show(chart, key=f"trend-{key}")
