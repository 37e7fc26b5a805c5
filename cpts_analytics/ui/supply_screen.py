"""Offre de soins on screen: every profession in one table, then one of them in detail, then what is known above."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from cpts_analytics import sources
from cpts_analytics.model import Role, Territory
from cpts_analytics.ui import cache, charts, state, supply_detail, supply_figures, tables
from cpts_analytics.ui.cards import RichCard, cards
from cpts_analytics.ui.glossary import explained
from cpts_analytics.ui.markup import Markup, draw, tag
from cpts_analytics.ui.supply_catalogue import (
    DEFAULT,
    Offer,
    absent,
    liberal_keys,
    liberals,
    offers,
    overview_keys,
)
from cpts_analytics.ui.supply_figures import OFFER, Overview
from cpts_analytics.views import states
from cpts_analytics.views.cards import PLACES, figure_card
from cpts_analytics.views.charts import comparison_strip
from cpts_analytics.views.numbers import NBSP, is_known, number, typeset
from cpts_analytics.views.tables import comparison_table

QUESTION = "Qui soigne ici, et que manque-t-il ?"
PROFESSION, DEPARTEMENT = "profession", "departement"
MOST_COMMUNES = 1000
MOST_SIDE_BY_SIDE = 3

_TABLE = "supply-overview"


def place() -> DeltaGenerator:
    """The place of the band and title, above what is chosen below: so that what a choice has to say stands there."""
    return st.container()


def answer(territory: Territory) -> str:
    """One sentence with numbers about every profession of the territory."""
    return supply_figures.answer(offers().values(), cache.figures(territory, overview_keys()))


def chosen(territory: Territory) -> Offer:
    """The table of all professions, then the choice of one: by its row, or by the list (address: ``profession``)."""
    above, below = st.container(), st.container()
    known = offers()
    with below:
        slug = state.choice(PROFESSION, list(known), default=DEFAULT, label="Profession, structure ou places",
                            labels={offer.slug: offer.choice for offer in known.values()})
    with above:
        _overview(supply_figures.overview(known.values(), cache.figures(territory, overview_keys())), slug)
    return known[slug]


def _overview(found: Overview, slug: str) -> None:
    st.session_state[_TABLE] = {"selection": {"rows": [found.slugs.index(slug)], "columns": [], "cells": []}}
    style = found.numbers.style.format({column: _words(texts) for column, texts in found.words.items()})
    st.dataframe(style, hide_index=True, placeholder="—", key=_TABLE, height=318,
                 alt="Toutes les professions et structures du territoire",
                 on_select=_pick, selection_mode="single-row-required",
                 column_config=_columns(found.numbers))  # type: ignore[arg-type]
    with st.container(horizontal=True, vertical_alignment="center"):
        tables.downloads(found.numbers, name="Offre de soins", indicators=overview_keys())
        draw(tag("p", tag("span", PLACES, cls="cpts-badge"), typeset(
            " Les professionnels sont comptés par lieu d'exercice, non par personne : qui exerce en deux endroits compte "
            "deux fois."), cls="cpts-year"))


def _written(decimals: int) -> Callable[[object], str]:
    return lambda value: number(float(value), decimals) if is_known(value) else ""  # type: ignore[arg-type]


def _words(texts: object) -> object:
    return lambda value: texts.get(value, "") if is_known(value) else ""  # type: ignore[attr-defined]


def _columns(frame: pd.DataFrame) -> dict[str, object]:
    text = {name: st.column_config.TextColumn(name) for name in frame.columns if frame[name].dtype != "Float64"}
    return {**text, OFFER: st.column_config.TextColumn(OFFER, width=190),
            supply_figures.COUNT: st.column_config.NumberColumn(
                supply_figures.COUNT, help="Lieux d'exercice, établissements ou places."),
            supply_figures.RATE: st.column_config.NumberColumn(
                supply_figures.RATE, help="Pour le nombre d'habitants dit par la colonne « Rapporté à »."),
            supply_figures.GAP: st.column_config.NumberColumn(
                supply_figures.GAP, help="Lieux, établissements ou places de plus (+) ou de moins (−) qu'avec le taux de la "
                                         "référence.")}


def _pick() -> None:
    rows = st.session_state[_TABLE]["selection"]["rows"]
    if rows:
        st.session_state[f"choice-{PROFESSION}"] = list(offers())[rows[0]]


def detail(territory: Territory, offer: Offer) -> pd.DataFrame:
    """One profession: where it is, its figures beside the others', communes without, table by commune.

    Gives back the figure rows that it shows, for the note.
    """
    rows = cache.figures(territory, offer.keys, likes=True)
    parts = cache.parts(territory, tuple(dict.fromkeys((offer.presence_key, offer.count_key, offer.rate_key, "population"))))
    without = supply_detail.communes_without(offer, parts)
    st.header(offer.question, anchor=False)
    draw(tag("p", supply_detail.situation(offer, rows, without), " ", without.text, cls="cpts-answer"))
    left, right = st.columns([2, 3], gap="medium")
    with left:
        _cards(offer, rows)
    with right:
        _strip(territory, offer, rows)
    _communes(offer, parts, without)
    return rows


def _cards(offer: Offer, rows: pd.DataFrame) -> None:
    records = sources.records()
    own = rows[(rows["indicator"] == offer.count_key) & (rows["role"] == Role.TERRITORY)].to_dict("records")
    count = states.full_words(own[0], offer.count) if own else ""
    shown = [RichCard(figure_card(offer.rate, _of(rows, offer.rate_key), records), extra=(count,) if count else ())]
    if offer.without_key:
        shown.append(RichCard(figure_card(offer.without, _of(rows, offer.without_key), records)))
    cards(shown, columns=1)
    for text in supply_detail.ratio_words(rows):
        draw(tag("p", text, cls="cpts-year"))


def _strip(territory: Territory, offer: Offer, rows: pd.DataFrame) -> None:
    shown = _of(rows, offer.rate_key)
    if not shown["value"].notna().any():
        st.info(f"Aucun taux n'est publié ici{NBSP}: il n'y a rien à comparer.")
        return
    charts.show(comparison_strip(offer.rate, shown, supply_detail.strip_title(offer, shown)), key=f"strip-{offer.slug}")
    with st.container(horizontal=True):
        with st.popover("Quels territoires semblables ?"):
            draw(tag("p", supply_detail.likes_words(cache.likes(territory))))
        with st.popover("Les mêmes chiffres en table"):
            tables.table(comparison_table(offer.rate, shown), name=f"Comparaison {offer.label}",
                         indicators=(offer.rate_key,))


def _communes(offer: Offer, parts: pd.DataFrame, without: supply_detail.Communes) -> None:
    if without.total < 2:
        return
    left, right = st.columns([2, 3], gap="medium")
    with left:
        st.subheader("Communes qui n'en ont pas", anchor=False)
        if not without.without:
            draw(tag("p", without.text))
        else:
            draw(tag("p", "De la plus peuplée à la moins peuplée."))
            tables.table(_first(without.table), name=f"Communes sans {offer.label}",
                         indicators=(offer.presence_key, "population"))
    with right:
        st.subheader("Commune par commune", anchor=False)
        access = " L'accès est mesuré par l'APL." if offer.has_apl else ""
        draw(tag("p", typeset(f"Taux pour {offer.per}. Une commune qui n'en a pas n'est pas un désert : il peut y en avoir tout "
                              f"près.{access}"), title=explained("APL") if access else ""))
        tables.table(_first(supply_detail.commune_by_commune(offer, parts)), name=f"{offer.label} par commune",
                     indicators=(offer.count_key, offer.rate_key))


def _first(table: pd.DataFrame) -> pd.DataFrame:
    """At most a thousand rows on a page, and that is said."""
    if len(table) > MOST_COMMUNES:
        st.caption(f"Les {number(MOST_COMMUNES)} premières lignes sur {number(len(table))}.")
    return table.head(MOST_COMMUNES)


def by_departement(territory: Territory) -> None:
    """Liberal professionals, known by département only."""
    rows = cache.figures(territory, liberal_keys())
    parts = cache.profile(territory).departements
    names = {part.code: part.name for part in parts}
    st.header("Connu par département seulement", anchor="par-departement")
    draw(tag("p", typeset(
        "Professionnels libéraux, en personnes, d'après l'Assurance maladie. Ces chiffres ne se répartissent pas entre les "
        "communes : aucune carte de communes n'en est faite. Les lignes « Ensemble » sont des sommes d'autres lignes.")))
    draw(_departements(territory))
    codes = list(names)
    if len(codes) > MOST_SIDE_BY_SIDE:
        codes = [state.choice(DEPARTEMENT, codes, default=codes[0], label="Département", labels=names)]
    areas = [(code, f"{names[code]} ({code})") for code in codes]
    table = supply_figures.departement_table(liberals(), rows, areas)
    style = table.style.format({name: _written(0 if name.startswith("Effectif") else 1) for name in table.columns
                                if table[name].dtype == "Float64"})
    name = "Professionnels libéraux par département"
    st.dataframe(style, hide_index=True, placeholder="—", height=388, alt=name, key="supply-liberal", column_config={
        supply_figures.PROFESSION: st.column_config.TextColumn(supply_figures.PROFESSION, width=190)})
    tables.downloads(table, name=name, indicators=liberal_keys())


def _departements(territory: Territory) -> Markup:
    """« Valeur du département de l'Isère », with its share of the territory's inhabitants when there are several."""
    parts = cache.profile(territory).departements
    geography = cache.geography()
    badges = []
    for part in parts[:12]:
        share = f" · {number(part.share_of_territory_pct)}{NBSP}% des habitants" if len(parts) > 1 else ""
        name = geography.area(part.level, part.code).of_name
        badges.append(tag("span", f"Valeur du département {name}{share}", cls="cpts-badge"))
    return tag("p", *badges)


def missing() -> None:
    """Types that Insee publishes and that this copy does not hold: a visible line, not a hole."""
    items = absent()
    if not items:
        return
    st.header("Absent de cette version", anchor=False)
    draw(tag("p", typeset(
        "L'Insee publie aussi ces types d'équipements par commune, mais la copie dont les chiffres sont tirés ne les contient "
        "pas : ici, l'absence ne veut pas dire zéro.")))
    with_liberal = [item.label for item in items if item.liberal]
    without = [item.label for item in items if not item.liberal]
    draw(tag("dl", tag("dt", "Absents par commune, connus par département (table ci-dessus)"),
             tag("dd", ", ".join(with_liberal)),
             tag("dt", "Absents à toutes les échelles"), tag("dd", ", ".join(without)), cls="cpts-list"))


def _of(rows: pd.DataFrame, key: str) -> pd.DataFrame:
    return rows[rows["indicator"] == key]
