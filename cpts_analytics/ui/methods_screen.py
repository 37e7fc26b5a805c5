"""Sources et méthodes on screen: a list to search, and the whole of one thing beside it."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import pandas as pd
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from cpts_analytics import indicators, sources
from cpts_analytics.model import Indicator, Source, Territory
from cpts_analytics.ui import cache, glossary, state, tables
from cpts_analytics.ui import methods_reference as reference
from cpts_analytics.ui.glossary import holds
from cpts_analytics.ui.markup import Markup, draw, plain, tag
from cpts_analytics.ui.methods_rules import LICENCE_LINES, LICENCE_PAGE, rules
from cpts_analytics.views.cards import lecture
from cpts_analytics.views.notes import source_line
from cpts_analytics.views.numbers import NBSP, count_words, typeset

QUESTION = "D'où viennent ces chiffres, et que valent-ils ?"
SEARCH, VIEW, INDICATOR, SOURCE = "recherche", "vue", "indicateur", "source"
VIEWS = {"indicateurs": "Indicateurs", "sources": "Sources", "regles": "Règles", "glossaire": "Glossaire",
         "licences": "Licences"}
LONGEST_SEARCH = 80

_FIRST = "density_gp"
_TYPED, _HELD = "methods-search", "methods-search-held"
_LIST_HEIGHT = 460


def place() -> DeltaGenerator:
    """The place of the band and title: filled last, so that what a choice has to say stands there."""
    return st.container()


def answer() -> str:
    """How much there is, and of which version."""
    records = sources.records().values()
    producers = {record.producer for record in records}
    return (f"{count_words(len(records), 'jeu', 'jeux')} de données ouvertes de {count_words(len(producers), 'producteur')}, "
            f"{count_words(len(indicators.registry()), 'indicateur')}, ramenés aux communes de 2025. Version des données{NBSP}: "
            f"{cache.store().data_version}.")


def asked_for() -> tuple[str, str]:
    """The words looked for and the list shown, chosen in one row above the rest."""
    left, right = st.columns([2, 3], gap="large", vertical_alignment="bottom")
    with left:
        words = _searched()
    with right:
        return words, state.choice(VIEW, list(VIEWS), default="indicateurs", label="Partie", labels=VIEWS)


def _searched() -> str:
    """Held by the address parameter ``recherche``."""
    asked = st.query_params.get(SEARCH, "")[:LONGEST_SEARCH]
    if _TYPED not in st.session_state or asked != st.session_state.get(_HELD):
        st.session_state[_TYPED] = asked
    typed = st.text_input("Chercher un indicateur, une source ou un mot", key=_TYPED, max_chars=LONGEST_SEARCH,
                          type="search", placeholder="infirmier, revenu, EHPAD…") or ""
    if typed != asked:
        if typed:
            st.query_params[SEARCH] = typed
        else:
            del st.query_params[SEARCH]
    st.session_state[_HELD] = typed
    return typed


def found(asked: str) -> None:
    """Where the words looked for occur, when something is looked for."""
    if not asked.strip():
        return
    counts = (count_words(len(reference.indicator_table(asked)), "indicateur"),
              count_words(len(reference.source_table(asked)), "source"),
              count_words(len(_rules(asked)), "règle"),
              count_words(len(glossary.matching(asked)), "terme du glossaire", "termes du glossaire"))
    draw(tag("p", f"«{NBSP}{asked}{NBSP}»{NBSP}: {', '.join(counts)}.", cls="cpts-year"))


def show(name: str, asked: str, territory: Territory) -> None:
    """One of ``VIEWS``."""
    if name == "indicateurs":
        _indicators(asked, territory)
    elif name == "sources":
        _sources(asked)
    elif name == "regles":
        _all_rules(asked)
    elif name == "glossaire":
        _terms(asked)
    else:
        _licences()


def _indicators(asked: str, territory: Territory) -> None:
    table = reference.indicator_table(asked)
    known = indicators.registry()
    labels = {key: f"{record.label} ({record.unit})" for key, record in known.items()}
    left, right = st.columns([2, 3], gap="large")
    with right:
        key = state.choice(INDICATOR, list(known), default=_FIRST, label="Indicateur", labels=labels)
        _indicator(known[key], territory)
    with left:
        _list(table, INDICATOR, key, "Aucun indicateur ne contient ces mots.")
        tables.downloads(reference.indicator_papers(), name="Indicateurs", indicators=tuple(known))


def _list(table: pd.DataFrame, name: str, key: str, nothing: str) -> None:
    """The table whose rows choose ``name``; the chosen row is marked."""
    draw(tag("p", f"{count_words(len(table), 'ligne')}. Choisissez une ligne pour en voir la fiche.", cls="cpts-year"))
    if table.empty:
        st.info(nothing)
        return
    keys = table[reference.KEY].tolist()
    place, rows = f"methods-list-{name}", [keys.index(key)] if key in keys else []
    st.session_state[place] = {"selection": {"rows": rows, "columns": [], "cells": []}}
    st.dataframe(table, hide_index=True, key=place, height=min(_LIST_HEIGHT, 38 + 35 * len(table)),
                 on_select=_picker(place, name, keys), selection_mode="single-row", alt=f"Liste{NBSP}: {VIEWS[f'{name}s']}")


def _picker(place: str, name: str, keys: list[str]) -> Callable[[], None]:
    def pick() -> None:
        rows = st.session_state[place]["selection"]["rows"]
        if rows:
            st.session_state[f"choice-{name}"] = keys[rows[0]]
    return pick


def _indicator(indicator: Indicator, territory: Territory) -> None:
    st.header(indicator.label, anchor=indicator.key)
    _facts(reference.indicator_facts(indicator, cache.periods(indicator.key)))
    example = lecture(indicator, cache.figures(territory, (indicator.key,)))
    if example:
        draw(tag("p", example, cls="cpts-lecture"))
    _lines("À ne pas conclure", indicator.limits)
    records = sources.records()
    st.subheader("Jeux de données lus", anchor=False)
    for key in indicator.reads:
        draw(tag("p", source_line(records[key]), " ", _page(records[key])))
        st.button(f"Voir la fiche{NBSP}: {records[key].title}", key=f"open-{key}", on_click=_open_source, args=(key,),
                  type="tertiary", icon=":material/description:")
    st.subheader("Les mêmes chiffres sans écran", anchor=False)
    st.code(f"python -m cpts_analytics figures --territory {territory.spec[:80]} --indicator {indicator.key} "
            "--comparators --format table", language=None, wrap_lines=True)


def _open_source(key: str) -> None:
    st.session_state[f"choice-{VIEW}"] = "sources"
    st.session_state[f"choice-{SOURCE}"] = key


def _open_indicator(key: str) -> None:
    st.session_state[f"choice-{VIEW}"] = "indicateurs"
    st.session_state[f"choice-{INDICATOR}"] = key


def _sources(asked: str) -> None:
    table = reference.source_table(asked)
    everything = reference.source_table()
    labels = {row[reference.KEY]: f"{row[reference.DATASET]} ({row[reference.PRODUCER]})"
              for row in everything.to_dict("records")}
    left, right = st.columns([2, 3], gap="large")
    with right:
        keys = list(labels)
        key = state.choice(SOURCE, keys, default=keys[0], label="Jeu de données", labels=labels)
        _source(sources.records()[key])
    with left:
        _list(table, SOURCE, key, "Aucune source ne contient ces mots.")
        tables.downloads(reference.source_papers(), name="Sources", indicators=tuple(indicators.registry()))


def _source(source: Source) -> None:
    st.header(source.title, anchor=source.key)
    _facts(reference.source_facts(source))
    draw(tag("p", _page(source)))
    _lines("Limites connues", source.limits)
    _lines("Ce que ce jeu ne couvre pas", reference.gap_lines(source))
    passages = cache.store().small("passages")
    mine = passages[passages["source"] == source.key].to_dict("records")
    _lines("Passage aux communes de 2025", [reference.passage_words(mine[0] if mine else None)])
    st.subheader("Colonnes lues", anchor=False)
    st.table(reference.column_table(source).map(plain), border="horizontal", hide_index=True,
             alt=f"Colonnes lues dans {source.title}")
    users = [record for record in indicators.registry().values() if source.key in record.reads]
    st.subheader("Indicateurs qui le lisent", anchor=False)
    if not users:
        draw(tag("p", reference.unread_words(source)))
    else:
        with st.popover(count_words(len(users), "indicateur")):
            for record in users[:40]:
                st.button(f"{record.label} ({record.unit})", key=f"read-{record.key}", on_click=_open_indicator,
                          args=(record.key,), type="tertiary")
            if len(users) > 40:
                draw(tag("p", f"et {count_words(len(users) - 40, 'autre')}, dans la liste des indicateurs"))


def _page(source: Source) -> Markup:
    return tag("a", f"Page du producteur{NBSP}({source.producer})", href=source.page, target="_blank", rel="noopener")


def _all_rules(asked: str) -> None:
    chosen = _rules(asked)
    if not chosen:
        st.info("Aucune règle ne contient ces mots.")
    for title, lines in chosen:
        st.header(title, anchor=False)
        draw(tag("ul", *(tag("li", line) for line in lines)))
        if "2025" in title:
            tables.table(reference.passage_table(cache.store().small("passages")), name="Passage aux communes de 2025",
                         indicators=tuple(indicators.registry()))


def _rules(asked: str) -> list[tuple[str, tuple[str, ...]]]:
    return [(title, lines) for title, lines in rules() if holds(" ".join((title, *lines)), asked)]


def _terms(asked: str) -> None:
    terms = glossary.matching(asked)
    if not terms:
        st.info("Aucun mot du glossaire ne contient ces mots.")
        return
    words = [f"**{plain(term.word)}**" + (f" {plain(term.full)}" if term.full else "") for term in terms]
    st.table(pd.DataFrame({"Mot": words, "En clair": [plain(term.means) for term in terms]}), border="horizontal",
             hide_index=True, alt="Glossaire")


def _licences() -> None:
    st.header("Licences et réutilisation", anchor=False)
    draw(*(tag("p", line) for line in LICENCE_LINES),
         tag("p", tag("a", "Texte de la Licence Ouverte 2.0", href=LICENCE_PAGE, target="_blank", rel="noopener")))
    st.header("Sous quelle licence est chaque jeu", anchor=False)
    papers = reference.source_table()
    for licence, rows in papers.groupby(reference.LICENCE, sort=False):
        draw(tag("h3", f"{licence} ({count_words(len(rows), 'jeu', 'jeux')})"),
             tag("ul", *(tag("li", f"{producer}{NBSP}: {', '.join(titles)}")
                         for producer, titles in rows.groupby(reference.PRODUCER)[reference.DATASET])))
    st.header("Version des données", anchor=False)
    draw(tag("p", typeset(f"{cache.store().data_version} : les douze premiers signes de l'empreinte des tables livrées. Un "
                          "lien la porte, et dit si les données ont changé depuis.")))


def _facts(facts: Iterable[tuple[str, str]]) -> None:
    """Label and text, one under the other."""
    labels, texts = zip(*facts, strict=True)
    st.table(pd.DataFrame({"Ce qui est dit": [f"**{plain(label)}**" for label in labels],
                           "Texte": [plain(text) for text in texts]}),
             border="horizontal", hide_index=True, hide_header=True)


def _lines(title: str, lines: Iterable[str]) -> None:
    lines = [typeset(line) for line in lines]
    if lines:
        st.subheader(title, anchor=False)
        draw(tag("ul", *(tag("li", line) for line in lines)))
