"""Besoins de santé on screen: the estimated diseases side by side, then one of them, commune by commune."""

from __future__ import annotations

import dataclasses
import functools

import pandas as pd
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from cpts_analytics import sources
from cpts_analytics.aggregation import INSUFFICIENT
from cpts_analytics.disclosure import HIDDEN_TEXT
from cpts_analytics.indicators import of_theme, registry
from cpts_analytics.model import Indicator, Role, Territory
from cpts_analytics.ui import cache, charts, frame, state, tables
from cpts_analytics.ui.cards import RichCard, cards
from cpts_analytics.ui.markup import draw, tag
from cpts_analytics.views import places, states
from cpts_analytics.views.cards import figure_card
from cpts_analytics.views.chart_parts import Chart
from cpts_analytics.views.charts import comparison_strip
from cpts_analytics.views.estimates import interval, said
from cpts_analytics.views.numbers import NBSP, is_known, number, typeset
from cpts_analytics.views.tables import comparison_table

QUESTION = "Combien de patients, et comparé à qui ?"
DISEASE, DEFAULT = "maladie", "diabetes_type2"
ONE_SENTENCE = "Écart dû à l'âge de la population ; ne dit rien de l'état de santé propre au territoire."
MOST_COMMUNES = 250
MOST_OF_A_KIND = 3

NAME, PATIENTS, BETWEEN, SHARE, SHARE_BETWEEN = ("Maladie", "Patients estimés", "Entre … et …", "Part (%)",
                                                 "Part, entre (%)")
COMMUNE, CODE, EXPECTED = "Commune", "Code Insee", "Patients attendus"

_END = "_estimate"
_BESIDE = (Role.EPCI, Role.BASSIN_DE_VIE, Role.REST, Role.DEPARTEMENT, Role.REGION, Role.FRANCE)


@dataclasses.dataclass(frozen=True)
class Disease:
    """One estimated disease: its key in the address, and its two indicators."""

    key: str
    count: Indicator
    rate: Indicator

    @property
    def keys(self) -> tuple[str, str]:
        return self.count.key, self.rate.key

    @property
    def label(self) -> str:
        return self.count.label


@functools.cache
def diseases() -> dict[str, Disease]:
    """Every disease that the registry estimates, by key, in its order."""
    known = registry()
    return {item.key.removesuffix(_END): Disease(item.key.removesuffix(_END), item, known[f"{item.key}_rate"])
            for item in of_theme("needs") if item.estimates_people and item.key.endswith(_END)}


def keys() -> tuple[str, ...]:
    """The indicators of every disease, read at once."""
    return tuple(key for disease in diseases().values() for key in disease.keys)


def place() -> DeltaGenerator:
    """The place of the band and title, above what is chosen below."""
    return st.container()


def answer(territory: Territory, disease: Disease) -> str:
    """One sentence: how many patients of the chosen disease, between what and what, and beside whom."""
    return cache.of_territory(f"needs answer {disease.key}", territory, lambda: _answer(territory, disease))


def _answer(territory: Territory, disease: Disease) -> str:
    rows = cache.figures(territory, keys())
    count, rate = _own(rows, disease.count.key), _own(rows, disease.rate.key)
    if count is None or not is_known(count["value"]):
        return typeset(f"{disease.label} : {states.value_words(count, disease.count) if count else 'absent de cette version'}.")
    text = f"Environ {number(float(count['value']))} {disease.count.numerator_label}"
    between = interval(count, disease.count)
    text += f" ({between})" if between else ""
    if rate is not None and is_known(rate["value"]):
        text += f", soit {states.value_words(rate, disease.rate)} des habitants"
        beside = [f"{states.value_words(row, disease.rate)} {places.inside(str(row['area_name']))}"
                  for row in _others(rows, disease.rate.key) if row["role"] in (Role.REST, Role.FRANCE)]
        text += f", contre {' et '.join(beside[-2:])}" if beside else ""
    return typeset(f"{text}.")


def chosen(territory: Territory) -> Disease:
    """The table of every disease, what it does not say, then the choice of one (address: ``maladie``)."""
    above = st.container()
    known = diseases()
    key = state.choice(DISEASE, list(known), default=DEFAULT, label="Maladie",
                       labels={key: disease.label for key, disease in known.items()})
    with above:
        draw(tag("p", tag("span", "Estimation", cls="cpts-badge"), " ", typeset(
            f"{ONE_SENTENCE} Personnes repérées par leurs soins, en 2024 : la maladie non dépistée n'y est pas.")))
        table = cache.of_territory("needs overview", territory, lambda: overview(cache.figures(territory, keys())))
        name = "Maladies chroniques estimées"
        st.dataframe(table.style.format(_formats(table)), hide_index=True, placeholder="—", key="needs-overview",
                     alt=name, height="content")
        tables.downloads(table, name=name, indicators=keys())
    return known[key]


def overview(rows: pd.DataFrame) -> pd.DataFrame:
    """A row a disease: patients and share with their intervals, then the shares of the other areas."""
    lines = []
    for disease in diseases().values():
        count, rate = _own(rows, disease.count.key), _own(rows, disease.rate.key)
        line = {NAME: disease.label, PATIENTS: _rounded(count, disease.count), BETWEEN: said(count, disease.count),
                SHARE: _rounded(rate, disease.rate), SHARE_BETWEEN: said(rate, disease.rate)}
        for row in _others(rows, disease.rate.key):
            name = str(row["area_name"])
            line[f"{name[:1].upper()}{name[1:]} (%)"] = _rounded(row, disease.rate)
        lines.append(line)
    table = pd.DataFrame(lines)
    texts = (NAME, BETWEEN, SHARE_BETWEEN)
    return table.astype({column: "Float64" for column in table.columns if column not in texts})


def _formats(table: pd.DataFrame) -> dict[str, object]:
    """Column → how its numbers are written: a share under 0,3 % needs its second decimal."""
    def share(cell: float) -> str:
        return number(float(cell), 2 if float(cell) < 0.3 else 1) if is_known(cell) else ""

    numeric = [column for column in table.columns if table[column].dtype == "Float64"]
    return {column: share for column in numeric} | {PATIENTS: lambda cell: number(float(cell)) if is_known(cell) else ""}


def detail(territory: Territory, disease: Disease) -> pd.DataFrame:
    """One disease: card, shares beside the other areas', communes, what not to conclude. Gives back its rows."""
    rows = cache.figures(territory, disease.keys, likes=True)
    frame.section(f"{disease.label} : combien de patients attendre ?", anchor="maladie")
    left, right = st.columns([2, 3], gap="medium")
    with left:
        cards(cache.of_territory(f"needs cards {disease.key}", territory,
                                 lambda: [_count_card(disease, rows), _rate_card(disease, rows)]), columns=1)
    with right:
        _strip(territory, disease, rows)
    _communes(territory, disease)
    draw(tag("h3", "À ne pas conclure"), tag("ul", *(tag("li", typeset(limit)) for limit in disease.count.limits)))
    return rows


def _count_card(disease: Disease, rows: pd.DataFrame) -> RichCard:
    card = figure_card(disease.count, rows[rows["indicator"] == disease.count.key], sources.records())
    label = f"Patients attendus{NBSP}: {disease.label[:1].lower()}{disease.label[1:]}"
    return RichCard(dataclasses.replace(card, comparator_line="", label=label), _lines(_own(rows, disease.count.key),
                                                                                      disease.count))


def _rate_card(disease: Disease, rows: pd.DataFrame) -> RichCard:
    card = figure_card(disease.rate, rows[rows["indicator"] == disease.rate.key], sources.records())
    return RichCard(dataclasses.replace(card, label="Part des habitants"), _lines(_own(rows, disease.rate.key), disease.rate))


def _lines(row: dict | None, indicator: Indicator) -> tuple[str, ...]:
    """The interval, and what the estimate was made without (overseas: ages alone)."""
    if row is None or not is_known(row["value"]):
        return ()
    method = str(row.get("method") or "")
    without = () if method in ("", HIDDEN_TEXT, INSUFFICIENT) else (f"{method[:1].upper()}{method[1:]}.",)
    return (said(row, indicator), *without)


def _strip(territory: Territory, disease: Disease, rows: pd.DataFrame) -> None:
    made = cache.of_territory(f"needs strip {disease.key}", territory, lambda: _strip_chart(disease, rows))
    if made is None:
        st.info(f"Aucune estimation n'est faite ici{NBSP}: il n'y a rien à comparer.")
        return
    chart, table = made
    charts.show(chart, key=f"strip-{disease.key}")
    draw(tag("p", typeset("Trait fin : intervalle de l'estimation."), cls="cpts-year"))
    with st.popover("Les mêmes chiffres en table"):
        tables.table(table, name=f"Comparaison {disease.label}", indicators=disease.keys)


def _strip_chart(disease: Disease, rows: pd.DataFrame) -> tuple[Chart, pd.DataFrame] | None:
    """The shares side by side and the same as a table; None where nothing is estimated."""
    mine = rows[rows["indicator"] == disease.rate.key]
    own = _own(mine, disease.rate.key)
    if own is None or not is_known(own["value"]):
        return None
    title = f"{disease.label}{NBSP}: {states.value_words(own, disease.rate)} des habitants ({said(own, disease.rate)})"
    return comparison_strip(disease.rate, _of_strip(mine, disease.rate.key), title), comparison_table(disease.rate, mine)


def _of_strip(rows: pd.DataFrame, key: str) -> pd.DataFrame:
    """The territory, the areas beside it, and the like territories as dots without their intervals."""
    others = pd.DataFrame(_others(rows, key), columns=rows.columns)
    like = rows[rows["role"] == Role.LIKE].assign(lower=float("nan"), upper=float("nan"))
    return pd.concat([rows[rows["role"] == Role.TERRITORY], others, like], ignore_index=True)


def _communes(territory: Territory, disease: Disease) -> None:
    table = cache.of_territory(f"communes {disease.key}", territory,
                               lambda: communes(disease, cache.parts(territory, (*disease.keys, "population"))))
    if len(table) < 2:
        return
    st.subheader("Commune par commune", anchor=False)
    draw(tag("p", typeset("Arrondi à la dizaine, ou « moins de 11 ». Reflète l'âge des habitants, pas les patients de la "
                          "commune.")))
    tables.table(table, name=f"{disease.label} par commune", indicators=disease.keys, height=318, most=MOST_COMMUNES)
    st.page_link("pages/carte.py", label="Voir ces communes sur la carte", icon=":material/map:",
                 query_params={**state.parameters(), "indicateur": disease.rate.key})


def communes(disease: Disease, parts: pd.DataFrame) -> pd.DataFrame:
    """One row a commune, most patients first: to the nearest ten, the words of the state where there is no number."""
    counts = parts[parts["indicator"] == disease.count.key].to_dict("records")
    rates = {row["area"]: row for row in parts[parts["indicator"] == disease.rate.key].to_dict("records")}
    people = parts[parts["indicator"] == "population"].set_index("area")["value"]
    table = pd.DataFrame({
        COMMUNE: [str(row["area_name"]) for row in counts],
        EXPECTED: [_rounded(row, disease.count) for row in counts],
        BETWEEN: [said(row, disease.count) for row in counts],
        SHARE: [_rounded(rates.get(row["area"]), disease.rate) for row in counts],
        "Habitants": [people.get(row["area"]) for row in counts],
        CODE: [str(row["area"]) for row in counts]})
    table = table.astype({EXPECTED: "Float64", SHARE: "Float64", "Habitants": "Float64"})
    return table.sort_values([EXPECTED, COMMUNE], ascending=[False, True], na_position="last", ignore_index=True)


def _own(rows: pd.DataFrame, key: str) -> dict | None:
    found = rows[(rows["indicator"] == key) & (rows["role"] == Role.TERRITORY)].to_dict("records")
    return found[-1] if found else None


def _others(rows: pd.DataFrame, key: str) -> list[dict]:
    """The valued rows of the areas to compare to, nearest first, but those that the territory fills.

    Three of a kind at most (a région has many départements); a département only where its rest is not known.
    """
    mine = rows[(rows["indicator"] == key) & rows["value"].notna()].to_dict("records")
    own = next((row["denominator"] for row in mine if row["role"] == Role.TERRITORY), None)
    beside = {role: [row for row in mine if row["role"] == role and row["denominator"] != own] for role in _BESIDE}
    if beside[Role.REST]:
        beside[Role.DEPARTEMENT] = []
    return [row for role in _BESIDE if len(beside[role]) <= MOST_OF_A_KIND for row in beside[role]]


def _rounded(row: dict | None, indicator: Indicator) -> float | None:
    return round(float(row["value"]), indicator.decimals) if row is not None and is_known(row["value"]) else None
