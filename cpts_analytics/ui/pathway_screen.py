"""Parcours on screen: patients to expect, each link of the chain, the communes where one misses, commune by commune."""

from __future__ import annotations

import dataclasses

import pandas as pd
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from cpts_analytics import sources
from cpts_analytics.diagnosis.pathways import FURTHEST_MINUTES, NotCounted, Pathway, pathways
from cpts_analytics.indicators import registry
from cpts_analytics.model import Role, Territory
from cpts_analytics.ui import access_wait, cache, frame, pathway_map, state, tables
from cpts_analytics.ui import pathway_words as words
from cpts_analytics.ui.cards import RichCard, cards
from cpts_analytics.ui.markup import draw, tag
from cpts_analytics.ui.pathway_read import LinkView, PathwayView, read
from cpts_analytics.ui.pathway_tables import CHAIN_SHORT, COMMUNE_SHORT, chain_spans, chain_table, commune_spans, commune_table
from cpts_analytics.ui.patients_card import patients_card
from cpts_analytics.views import states
from cpts_analytics.views.cards import PLACES, figure_card
from cpts_analytics.views.numbers import NBSP, count_words, number, typeset

PATHWAY, REACH = "parcours", "portee"
MOST_COMMUNES = 200


def place() -> DeltaGenerator:
    """The place of the band and title, above what is chosen below."""
    return st.container()


def chosen(territory: Territory) -> PathwayView:
    """The choice of a pathway (address: ``parcours``) and of the reach of each link (``portee_gp`` …), in one row; below,
    that the travel times are being made, as long as they are."""
    known = pathways()
    with st.container(horizontal=True, vertical_alignment="bottom"):
        key = state.choice(PATHWAY, list(known), default=next(iter(known)), label="Parcours",
                           labels={key: pathway.label for key, pathway in known.items()})
        with st.popover("Changer les portées", icon=":material/timer:"):
            reaches = _reaches(known[key])
    return read(territory, known[key], reaches, access_wait.model(territory))


def _reaches(pathway: Pathway) -> dict[str, int]:
    draw(tag("p", typeset("Un maillon manque à une commune qui n'en a pas, quand aucun n'est à sa portée même au réglage "
                          "rapide, en minutes estimées par la route (usage : 10, 20 ou 45).")))
    return {link.key: state.whole_number(f"{REACH}_{link.key}", default=link.reach_minutes, most=FURTHEST_MINUTES,
                                         label=f"{link.label} (min)", help=link.why) for link in pathway.links}


def values(view: PathwayView) -> None:
    """The badges, then a card for the patients and one for each link."""
    times = (view.source.words,) if view.source else ()
    draw(tag("p", *(part for badge in ("Estimation", PLACES, *times)
                    for part in (tag("span", badge, cls="cpts-badge"), " ")),
             typeset("Les consultations hospitalières ne sont pas comptées."),
             *((f" {typeset(view.pathway.remark)}",) if view.pathway.remark else ())))
    made = cache.of_territory(_name("cards", view), view.territory, lambda: _cards(view))
    cards(made, heading="Patients attendus et maillons du parcours")


def _name(what: str, view: PathwayView) -> str:
    """The name of something made from a view: its pathway, its reaches, whether there are times."""
    return f"{what} {view.told}"


def _cards(view: PathwayView) -> list[RichCard]:
    return [patients_card(view.pathway.estimate, view.rows, "Patients attendus"), *(_link_card(view, one) for one in view.links)]


def _link_card(view: PathwayView, one: LinkView) -> RichCard:
    record = one.link.indicators[0]
    card = figure_card(record, view.rows[view.rows["indicator"] == record.key], sources.records())
    value = number(one.places) if one.places is not None else card.value_text
    beside = " · ".join(f"{name}{NBSP}{number(ratio)}" for name, ratio in one.beside.items())
    lines = [f"1 pour {number(one.patients_per_place)} patients attendus"] if one.patients_per_place else []
    lines += [typeset(line) for line in _reach_lines(one)]
    return RichCard(dataclasses.replace(
        card, label=one.link.label, value_text=value, lecture=words.lecture(view, one), caveat="",
        comparator_line=f"patients par lieu{NBSP}: {beside}" if beside else ""), tuple(lines))


def _reach_lines(one: LinkView) -> list[str]:
    """« 3 communes sans, à plus de 20 min », « peut-être 2 communes »: nothing that is not so."""
    if one.times is None:
        return [words.WAITING]
    lines = []
    if one.beyond.codes:
        lines.append(f"{count_words(len(one.beyond.codes), 'commune')} sans, à plus de {one.reach} min")
    if one.perhaps.codes:
        count = len(one.perhaps.codes)
        lines.append(f"et peut-être {count_words(count, 'autre')}" if one.beyond.codes else
                     f"peut-être {count_words(count, 'commune')} sans, à plus de {one.reach} min")
    if one.cut_off.codes:
        lines.append(f"{count_words(len(one.cut_off.codes), 'commune')} : {words.cut_off_words(one.cut_off)}")
    return lines or [f"partout, ou à moins de {one.reach} min"]


def missing(view: PathwayView) -> None:
    """Sentence by sentence, where a link misses."""
    frame.section("Où manque-t-il un maillon ?", anchor="manques")
    if view.source is None:
        draw(tag("p", typeset(words.LATER)))
        return
    lacking, reached = cache.of_territory(_name("sentences", view), view.territory,
                                          lambda: (words.sentences(view), words.reached(view)))
    if lacking:
        draw(tag("ul", *(tag("li", text) for text in lacking)))
    if reached:
        draw(tag("p", reached))


def communes(view: PathwayView) -> None:
    """The map of patients and missing links, and the same by commune in a table."""
    frame.section("Où attendre les patients, et que leur manque-t-il ?", anchor="communes")
    if view.source is None:
        _commune_by_commune(view)
        return
    left, right = st.columns([3, 2], gap="medium")
    with left:
        pathway_map.show(view)
    with right:
        _commune_by_commune(view)


def _ranged(table: pd.DataFrame, spans: dict[str, tuple[str, str]]) -> tuple[pd.DataFrame, tables.OnScreen]:
    """A table for the files, and as it is on screen."""
    return table, tables.ranged(table, spans, MOST_COMMUNES)


def _commune_by_commune(view: PathwayView) -> None:
    table, on_screen = cache.of_territory(_name("communes", view), view.territory,
                                          lambda: _ranged(commune_table(view), commune_spans(view)))
    minutes = (" Minutes : jusqu'au plus proche, communes voisines comprises, du réglage rapide au réglage lent. « Peut-être » : "
               "au-delà de la portée au seul réglage lent.") if view.source else ""
    draw(tag("p", typeset(f"Patients : à la dizaine, ou « moins de 11 ».{minutes}")))
    tables.table(table, most=MOST_COMMUNES, name=f"Parcours {view.pathway.label} par commune", on_screen=on_screen,
                 short=COMMUNE_SHORT, indicators=(*view.pathway.keys, "population"),
                 height=min(460, 38 + 35 * len(table)))


def chain(view: PathwayView) -> None:
    """The links as a table, then what is not counted, then what not to conclude."""
    frame.section("La chaîne en chiffres", anchor="chaine")
    table, on_screen = cache.of_territory(_name("chain", view), view.territory,
                                          lambda: _ranged(chain_table(view), chain_spans(view)))
    minutes = (" Médiane des habitants et maximum : en minutes estimées, du réglage rapide au réglage lent. « Loin » : sans "
               "aucun lieu, et au-delà de la portée même au réglage rapide ; « peut-être » : au seul réglage lent."
               ) if view.source else ""
    draw(tag("p", typeset(f"Patients attendus par lieu : ici, puis ailleurs. « Avec » : communes qui en ont. Portée : en "
                          f"minutes.{minutes}")))
    tables.table(table, name=f"Parcours {view.pathway.label}", indicators=view.pathway.keys, on_screen=on_screen,
                 short=CHAIN_SHORT)
    left, right = st.columns(2, gap="medium")
    with left:
        draw(tag("h3", "Ce qui n'est pas compté"),
             tag("ul", *(tag("li", tag("strong", item.label), typeset(f" : {item.why}{_published(view, item)}"))
                         for item in view.pathway.not_counted)))
    with right:
        limits = dict.fromkeys((*words.DO_NOT_CONCLUDE, *view.pathway.patients.limits))
        draw(tag("h3", "Ce qu'on ne peut pas en conclure"), tag("ul", *(tag("li", typeset(text)) for text in limits)))


def _published(view: PathwayView, item: NotCounted) -> str:
    """« Département de l'Isère : 45 (libéraux, 2024) »."""
    if not item.published:
        return ""
    rows = cache.figures(view.territory, (item.published,))
    found = rows[(rows["role"] == Role.DEPARTEMENT) & rows["value"].notna()].to_dict("records")
    record = registry()[item.published]
    lines = [f"{row['area_name']} : {states.value_words(row, record)} ({row['period']})" for row in found[:3]]
    return f" {' ; '.join(lines)[:1].upper()}{' ; '.join(lines)[1:]}." if lines else ""


def title(view: PathwayView) -> str:
    return cache.of_territory(f"title {view.pathway.key}", view.territory, lambda: words.question(view))


def answer(view: PathwayView) -> str:
    return cache.of_territory(_name("answer", view), view.territory, lambda: words.answer(view))


def note_keys(view: PathwayView) -> tuple[str, ...]:
    """The indicators of the note: those of the chain, and what is known above."""
    return (*view.pathway.keys, *(item.published for item in view.pathway.not_counted if item.published))


