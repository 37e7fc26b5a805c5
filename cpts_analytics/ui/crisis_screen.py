"""Crises sanitaires on screen: the weekly flu of the région, its last seasons laid over each other."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from cpts_analytics.indicators import registry
from cpts_analytics.model import Indicator
from cpts_analytics.ui import cache, charts, frame, state, tables
from cpts_analytics.ui.markup import draw, tag
from cpts_analytics.ui.prevention_read import Prevention, curves
from cpts_analytics.views import places
from cpts_analytics.views.cards import lecture
from cpts_analytics.views.numbers import NBSP, number, period_words, typeset
from cpts_analytics.views.seasons import Season, place_of, seasons_chart, seasons_of

CURVE, AGE, DEFAULT = "courbe", "age", "flu_emergency_visits"
AGES = {"tous": "", "0-4": "age=0-4", "5-14": "age=5-14", "15-64": "age=15-64", "65plus": "age=65+"}
AGE_WORDS = {"tous": "Tous âges", "0-4": "0–4 ans", "5-14": "5–14 ans", "15-64": "15–64 ans", "65plus": "65 ans et plus"}
MOST_SEASONS = 6


def latest_words(here: Prevention) -> str:
    """« En semaine 41 de 2025 : 120 cas de grippe pour 100 000 passages aux urgences dans la région … »"""
    rows = _weeks(here, DEFAULT, "")
    if rows.empty:
        return f"La grippe aux urgences n'est pas publiée {places.inside(here.region.full_name)}."
    last, item = rows.iloc[-1], registry()[DEFAULT]
    return (f"Dernière semaine connue, semaine {period_words(str(last['period'])).removeprefix('semaine ')} : "
            f"{number(float(last['value']))} {item.unit} {places.inside(here.region.full_name)}.")


def flu(here: Prevention) -> None:
    """The choice of a curve and of an age, the seasons, how to read them, the same in a table."""
    frame.section(f"Où en est la grippe {places.inside(here.region.full_name)} ?", anchor="grippe")
    known = curves()
    with st.container(horizontal=True):
        key = state.choice(CURVE, [item.key for item in known], default=DEFAULT, label="Mesure",
                           labels={item.key: item.label for item in known})
        item = registry()[key]
        age = state.choice(AGE, list(AGES), default="tous", label="Âge", labels=AGE_WORDS) if item.breakdowns else "tous"
    made = cache.of_territory(f"flu {here.key} {key} {age}", here.territory, lambda: _made(here, item, age))
    if made is None:
        frame.empty(f"{item.label} : non publié {places.inside(here.region.full_name)}. Ce n'est pas un zéro.")
        return
    chart, table, told = made
    left, right = st.columns([3, 2], gap="medium")
    with left:
        charts.show(chart, key=f"flu-{key}-{age}")
    with right:
        draw(tag("p", tag("span", f"Valeurs {places.of(here.region.full_name)}", cls="cpts-badge")), tag("p", told))
        draw(tag("h3", "Ce qu'on ne peut pas en conclure"), tag("ul", *(tag("li", typeset(limit)) for limit in item.limits)))
        with st.popover("Les saisons en table"):
            tables.table(table, name=f"{item.label} {here.region.name} {AGE_WORDS[age]}", indicators=(key,))


def _weeks(here: Prevention, key: str, breakdown: str) -> pd.DataFrame:
    rows = here.weekly
    rows = rows[(rows["indicator"] == key) & (rows["breakdown"].fillna("") == breakdown) & rows["value"].notna()]
    return rows.sort_values("period")


def _made(here: Prevention, item: Indicator, age: str) -> tuple[dict, pd.DataFrame, str] | None:
    rows = _weeks(here, item.key, AGES[age])
    seasons = seasons_of(zip(rows["period"].astype(str), rows["value"].astype(float), strict=True))[-MOST_SEASONS:]
    if not seasons:
        return None
    told = lecture(item, rows[rows["period"] == rows["period"].max()].assign(breakdown=""))
    return seasons_chart(item, seasons, finding(item, seasons, age)), season_table(seasons), told


def finding(item: Indicator, seasons: list[Season], age: str) -> str:
    """The last season that is over: its peak, and how it stands among those shown."""
    over = [season for season in seasons if season.is_over]
    people = "" if age == "tous" else f", {AGE_WORDS[age]}"
    if not over:
        return typeset(f"{item.label}{people} : la saison {seasons[-1].name} commence")
    last = over[-1]
    week, value = last.peak
    higher = sum(season.peak[1] > value for season in over)
    rank = "le plus haut" if not higher else f"le {higher + 1}e plus haut"
    beside = f", {rank} de {len(over)} saisons" if len(over) > 1 else ""
    return typeset(f"{item.label}{people} : en {last.name}, pic à {number(value)} en semaine {int(week[6:])}{beside}")


def season_table(seasons: list[Season]) -> pd.DataFrame:
    """A row a week, a column a season."""
    weeks = sorted({(place_of(period), f"S{int(period[6:])}") for season in seasons for period, _ in season.weeks})
    table = pd.DataFrame({"Semaine": [name for _, name in weeks]})
    for season in seasons:
        held = {place_of(period): value for period, value in season.weeks}
        table[f"Saison{NBSP}{season.name}"] = pd.array([held.get(at) for at, _ in weeks], dtype="Float64").round(0)
    return table
