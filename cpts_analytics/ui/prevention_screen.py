"""Prévention on screen: coverages against their objectives, what is missing in persons, and since when."""

from __future__ import annotations

import dataclasses

import pandas as pd
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from cpts_analytics import sources
from cpts_analytics.indicators import registry
from cpts_analytics.model import Indicator, Role, Status, Territory
from cpts_analytics.ui import cache, charts, crisis_screen, frame, state, tables
from cpts_analytics.ui.cards import RichCard, cards
from cpts_analytics.ui.markup import draw, tag
from cpts_analytics.ui.prevention_read import AGES, Prevention, coverages, curves, departements, read
from cpts_analytics.views import palette, places, states
from cpts_analytics.views.cards import figure_card
from cpts_analytics.views.charts import Chart, series
from cpts_analytics.views.numbers import NBSP, count_words, number, percent, period_words, signed, typeset

QUESTION = "Est-on assez vacciné et dépisté ici, et où en est la grippe ?"
DEPARTEMENT, COVERAGE, DEFAULT = "departement", "couverture", "vaccination_flu_65_plus"
CARDS = (DEFAULT, "vaccination_flu_at_risk_under_65", "vaccination_hpv_girls_2_doses_16", "vaccination_hpv_boys_2_doses_16",
         "colorectal_screening")
FEWEST_YEARS = 3
NOT_HERE = states.STATUS_WORDS[Status.NOT_PUBLISHED]
NAME, OWN, REGION, OBJECTIVE, GAP, PERSONS, PERIOD = ("Couverture ou participation", "Département (%)", "Région (%)",
                                                     "Objectif (%)", "Écart (points)", "Personnes de plus", "Année")


def place() -> DeltaGenerator:
    """The place of the band and title, above what is chosen below."""
    return st.container()


def chosen(territory: Territory) -> Prevention:
    """The département whose published values are shown: a choice (address: ``departement``) only when there are several."""
    names = departements(territory)
    code = next(iter(names))
    if len(names) > 1:
        code = state.choice(DEPARTEMENT, list(names), default=code, label="Département",
                            labels={key: f"{name} ({key})" for key, name in names.items()})
    return read(territory, code)


def answer(here: Prevention) -> str:
    """Flu vaccination against its objective, in persons; then the last week of flu."""
    return cache.of_territory(f"prevention answer {here.key}", here.territory, lambda: _answer(here))


def _answer(here: Prevention) -> str:
    item, own = registry()[DEFAULT], here.latest(DEFAULT)
    where = places.inside(here.departement.full_name)
    if own is None:
        text = f"La couverture contre la grippe des 65 ans et plus n'est pas publiée {where}"
    else:
        text = f"{_vaccinated(own)} {where}, {gap_words(here, item)}"
    return typeset(f"{text}. {crisis_screen.latest_words(here)}".strip())


def _vaccinated(own: dict) -> str:
    value = percent(float(own["value"]), 1)
    return f"En {period_words(str(own['period']))}, {value} des 65 ans et plus sont vaccinés contre la grippe"


def gap_words(here: Prevention, item: Indicator) -> str:
    """« 19,9 points sous l'objectif de 75 %, soit environ 45 900 personnes de plus à vacciner »; empty without objective."""
    gap, people = here.gap(item), here.people_missing(item)
    if gap is None:
        return ""
    if gap >= 0:
        return f"{item.threshold_label} atteint ({signed(gap, 1)} {'point' if gap < 2 else 'points'})"
    text = f"{count_points(-gap)} sous l'{item.threshold_label}"
    return f"{text}, soit environ {count_words(round(people, -2), 'personne')} de plus à vacciner" if people else text


def count_points(gap: float) -> str:
    return f"{number(gap, 1)}{NBSP}{'point' if gap < 2 else 'points'}"


def values(here: Prevention) -> None:
    """Five cards, at the level of the département, each with its gap to the objective."""
    draw(tag("p", tag("span", f"Valeurs {places.of(here.departement.full_name)}", cls="cpts-badge"), " ", typeset(
        "Connu par département ou par région seulement : rien n'est ramené au territoire, ni comparé par un verdict.")))
    made = cache.of_territory(f"prevention cards {here.key}", here.territory, lambda: [_card(here, key) for key in CARDS])
    cards(made, heading="Vaccinations et dépistage")


def _card(here: Prevention, key: str) -> RichCard:
    item = registry()[key]
    card = figure_card(item, here.of(key), sources.records())
    own = here.latest(key)
    said = gap_words(here, item) if own is not None and card.known else ""
    unit = card.unit.removeprefix("% ") if card.known else card.unit
    value = f"{card.value_text}{NBSP}%" if card.known else card.value_text
    return RichCard(dataclasses.replace(card, value_text=value, unit=unit),
                    (f"{said[:1].upper()}{said[1:]}",) if said else ())


def objectives(here: Prevention) -> None:
    """Every coverage beside its objective and the région; where the objectives are stated; how to read."""
    frame.section("Quel écart à l'objectif, et combien de personnes ?", anchor="objectifs")
    table = cache.of_territory(f"prevention table {here.key}", here.territory, lambda: objective_table(here))
    tables.table(table, name=f"Prévention {here.departement.name}",
                 indicators=(*(item.key for item in coverages()), AGES),
                 height=38 + 35 * len(table))
    item = registry()[DEFAULT]
    own, people = here.latest(DEFAULT), here.people(DEFAULT)
    if own is not None and people:
        draw(tag("p", typeset(
            f"Lecture : {_vaccinated(own).replace('En ', 'en ', 1)} {places.inside(here.departement.full_name)}, où ils sont "
            f"environ {number(round(people, -2))} (2022) : {gap_words(here, item)}. « Personnes de plus » n'est dit que pour les "
            "publics dont le nombre est connu par âge. « — » : non publié à cette échelle, ou sans objectif chiffré.")))
    stated = dict.fromkeys(item.references[-1] for item in coverages() if item.threshold is not None)
    draw(tag("ul", *(tag("li", typeset(f"{line}.")) for line in stated)))


def objective_table(here: Prevention) -> pd.DataFrame:
    """A row a coverage, at the last year that the département (else the région) has, or that it is not published."""
    lines = []
    for item in coverages():
        own, region = here.latest(item.key), here.latest(item.key, Role.REGION)
        row = own or region
        same = region if own is None or (region is not None and region["period"] == own["period"]) else None
        missing = here.people_missing(item)
        lines.append({NAME: item.label, OWN: _rounded(own), REGION: _rounded(same), OBJECTIVE: item.threshold,
                      GAP: None if here.gap(item) is None else round(here.gap(item) or 0.0, 1),
                      PERSONS: None if missing is None else float(round(missing, -2)),
                      "Public": item.unit.removeprefix("% "),
                      PERIOD: NOT_HERE if row is None else period_words(str(row["period"]))})
    table = pd.DataFrame(lines, columns=[NAME, OWN, REGION, OBJECTIVE, GAP, PERSONS, "Public", PERIOD])
    return table.astype(dict.fromkeys((OWN, REGION, OBJECTIVE, GAP, PERSONS), "Float64"))


def _rounded(row: dict | None) -> float | None:
    return None if row is None else round(float(row["value"]), 1)


def trend(here: Prevention) -> None:
    """One coverage year after year (address: ``couverture``), with its objective."""
    frame.section("Depuis quand, et dans quel sens ?", anchor="tendance")
    known = [item for item in coverages() if _years(here, item) >= FEWEST_YEARS]
    if not known:
        frame.empty(f"Aucune série n'est publiée {places.inside(here.departement.full_name)}.")
        return
    keys = [item.key for item in known]
    key = state.choice(COVERAGE, keys, default=DEFAULT, label="Couverture vaccinale",
                       labels={item.key: item.label for item in known})
    item = registry()[key]
    chart = cache.of_territory(f"prevention trend {here.key} {key}", here.territory, lambda: trend_chart(here, item))
    left, right = st.columns([3, 2], gap="medium")
    with left:
        charts.show(chart, key=f"trend-{key}")
    with right:
        draw(tag("p", typeset(f"{item.definition} Une année absente n'est pas un zéro : elle n'a pas été publiée.")))
        draw(tag("h3", "Ce qu'on ne peut pas en conclure"), tag("ul", *(tag("li", typeset(limit)) for limit in item.limits)))
        with st.popover("La série en table"):
            tables.table(_series(here, item), name=f"Série {item.label} {here.departement.name}", indicators=(key,))


def _years(here: Prevention, item: Indicator) -> int:
    return int(here.of(item.key).dropna(subset=["value"])["period"].nunique())


def trend_chart(here: Prevention, item: Indicator) -> Chart:
    """The département in accent, its région in grey, the objective as a dashed line."""
    rows = here.of(item.key)
    own = rows[(rows["role"] == Role.TERRITORY) & rows["value"].notna()].sort_values("period")
    title = f"{item.label}{NBSP}: "
    told = [f"{percent(float(value), 1)} en {period}" for value, period in zip(own["value"], own["period"], strict=True)]
    title += f"de {told[0]} à {told[-1]}" if len(told) > 1 else "connu pour la région seulement"
    names = {Role.TERRITORY.value: here.departement.name, Role.REGION.value: here.region.name}
    chart = series(item, rows.assign(area_name=rows["role"].map(names)), typeset(title), (0.0, 100.0) if item.threshold else None)
    if item.threshold:
        chart["layout"]["shapes"] = [{"type": "line", "xref": "paper", "x0": 0, "x1": 1, "yref": "y", "y0": item.threshold,
                                      "y1": item.threshold, "line": {"color": palette.INK, "dash": "dash", "width": 1}}]
        chart["layout"]["annotations"].append({
            "text": item.threshold_label, "x": 0, "xref": "paper", "xanchor": "left", "y": item.threshold, "yref": "y",
            "yanchor": "bottom", "showarrow": False, "font": {"color": palette.INK, "size": 12}})
    return chart


def _series(here: Prevention, item: Indicator) -> pd.DataFrame:
    rows = here.of(item.key)
    rows = rows[rows["value"].notna()]
    wide = rows.pivot_table(index="period", columns="area_name", values="value", aggfunc="first").round(1).reset_index()
    return wide.rename(columns={"period": PERIOD, **{name: f"{str(name)[:1].upper()}{str(name)[1:]} (%)"
                                                      for name in wide.columns if name != "period"}})


def note_keys() -> tuple[str, ...]:
    """Every indicator of the screen."""
    return (*(item.key for item in coverages()), *(item.key for item in curves()), AGES)
