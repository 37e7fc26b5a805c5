"""Et si… on screen: the scenario beside today, who gains and where, how sure that is."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from cpts_analytics import access
from cpts_analytics.model import Territory
from cpts_analytics.ui import access_wait, cache, class_map, frame, state, tables, whatif_cards, whatif_form, whatif_state
from cpts_analytics.ui import whatif_read as reading
from cpts_analytics.ui.access_read import KEYS as APL_KEYS
from cpts_analytics.ui.access_read import our_mean
from cpts_analytics.ui.access_words import MODEL_BADGE
from cpts_analytics.ui.cards import cards
from cpts_analytics.ui.markup import draw, joined, tag
from cpts_analytics.ui.whatif_cards import SIMULATION
from cpts_analytics.ui.whatif_state import WhatIf
from cpts_analytics.views.numbers import NBSP, count_words, is_known, number, signed, typeset

QUESTION = "Et si un professionnel arrivait, partait, ou qu'un lieu ouvrait ?"
KEYS = (*(key for key in APL_KEYS if not key.endswith("_change")), "gp_over_65_share", "population")
RESULT = "resultat"
SHOWN_ROWS = 300
MOST_NAMED = 3
NOTHING_YET = ("Ajoutez un changement : une arrivée, un départ, des retraites, une maison de santé, une pharmacie qui ferme. "
               "Vous verrez ce que l'APL deviendrait, commune par commune, et qui y gagne.")


def place() -> DeltaGenerator:
    """The place of the band and title, above what is chosen below."""
    return st.container()


def read(territory: Territory) -> WhatIf | None:
    """The scenario and its results; None while the travel times are being made, which is said."""
    model = access_wait.model(territory)
    return None if model is None else whatif_state.read(territory, model)


def choose(here: WhatIf) -> None:
    """The form, then the changes made."""
    whatif_form.form(here)
    whatif_form.actions(here)


def answer(here: WhatIf | None) -> str:
    """What the scenario does, in a sentence for each service it touches; today's figures when there is none."""
    if here is None:
        return ""
    if not here.scenario.actions:
        return cache.of_territory(f"what if today {here.model.source.state}", here.territory, lambda: _today(here))
    return typeset(" ".join(sentences(here)))


def sentences(here: WhatIf) -> list[str]:
    """One for the APL of each profession, one for the minutes of each service; a place that changes nothing is said."""
    found = [_short(here, key, one.sentence) for key, one in access.summaries(here.model, here.outcome).items()]
    found += [_short(here, key, access.minutes_sentence(here.model, one, here.scenario)) if key not in here.outcome.apl else
              access.minutes_sentence(here.model, one) for key, one in here.outcome.minutes.items()]
    silent = [key for key in here.scenario.services if key not in here.outcome.apl and key not in here.outcome.minutes]
    found += [f"{access.SERVICES[key].label} : ce qui ouvre compense ce qui ferme, aucun temps de trajet ne change."
              for key in silent]
    return found


def _short(here: WhatIf, key: str, sentence: str) -> str:
    """The sentence; the changes that it begins with are counted when they are many: they are listed under it."""
    changes = sum(action.service == key for action in here.scenario.actions)
    if changes <= MOST_NAMED:
        return sentence
    return f"Avec ces {changes} changements : {sentence.partition(f'{NBSP}: ')[2]}"


def _today(here: WhatIf) -> str:
    rows, made = here.model.rows(here.territory.members), here.model.profession("gp")
    before, people = made.published[rows], here.model.inhabitants[rows]
    known = np.isfinite(before) & (made.weights[rows] > 0)
    if not known.any():
        return "L'APL n'est pas publiée ici : un changement se simule, sans point de départ."
    mean = float(np.average(before[known], weights=made.weights[rows][known]))
    under = float(people[known & (before < 2.5)].sum())
    live = "habitants vivent" if under >= 2 else "habitant vit"
    return (f"Aujourd'hui, l'APL moyenne aux médecins généralistes est de {number(mean, 2)} ({made.year}) et "
            f"{number(under)} {live} dans une commune sous 2,5 : ajoutez un changement pour voir ce qu'elle deviendrait.")


def result(here: WhatIf) -> None:
    """Cards, map and table of one result of the scenario."""
    if not here.scenario.actions:
        frame.empty(NOTHING_YET)
        return
    found = reading.results(here)
    if not found:
        return
    key = next(iter(found))
    if len(found) > 1:
        key = state.choice(RESULT, list(found), default=key, label="Résultat montré",
                           labels={name: one.label for name, one in found.items()})
    shown = found[key]
    access_wait.source(here.model, tag("span", SIMULATION, cls="cpts-badge"), joined(" "), tag("strong", access.NOT_ZONING),
                       joined(" "))
    if shown.apl is not None:
        cards(_cards(here, shown), heading="Aujourd'hui et avec le scénario")
    _map_and_table(here, shown)
    if shown.apl is not None:
        _uncertainty(here, shown.apl)


def _cards(here: WhatIf, shown: reading.Shown) -> list:
    assert shown.apl is not None
    outcome = shown.apl
    return whatif_cards.apl_cards(outcome, access.summary(here.model, here.scenario, outcome),
                                  our_mean(here.model, here.territory, outcome.service.key))


def _map_and_table(here: WhatIf, shown: reading.Shown) -> None:
    frame.section("Qui gagne, qui perd, et où ?", anchor="changement")
    left, right = st.columns([1, 1], gap="medium")
    made = cache.of_territory(f"{here.name} map {shown.key}", here.territory, lambda: reading.change_map(here, shown).view())
    with left:
        class_map.show(made, lambda: reading.change_map(here, shown).picture(), key="et-si-carte")
    with right:
        _table(here, shown)


def _table(here: WhatIf, shown: reading.Shown) -> None:
    name = f"Simulation, {shown.label}"
    if shown.apl is not None:
        outcome = shown.apl
        whole = cache.of_territory(f"{here.name} table {shown.key}", here.territory, lambda: reading.apl_table(here, outcome))
        crossing = reading.CROSSING in whole and whole[reading.CROSSING].ne("").any()
        hidden = [reading.LOW, reading.HIGH, reading.CODE, *([] if crossing else [reading.CROSSING])]
        lines = whole.drop(columns=hidden, errors="ignore")
        formats = _apl_formats(lines, outcome)
    else:
        assert shown.minutes is not None
        whole = lines = reading.minutes_table(here, shown.minutes)
        formats = {column: _writer(0) for column in lines if pd.api.types.is_numeric_dtype(lines[column])}
    outside = int((whole[reading.PERIMETER] == reading.OUTSIDE).sum())
    draw(tag("p", typeset(f"{count_words(len(whole) - outside, 'commune')} du territoire, "
                          f"{count_words(outside, 'commune')} hors du territoire qui change"
                          f"{'nt' if outside >= 2 else ''} aussi."), cls="cpts-year"))
    if len(lines) > SHOWN_ROWS:
        st.caption(f"Les {SHOWN_ROWS} premières lignes sur {number(len(lines))}.")
    st.dataframe(lines.head(SHOWN_ROWS).style.format(formats), hide_index=True, placeholder="—", alt=name,
                 height=min(430, 38 + 35 * max(len(lines), 1)), key=f"whatif-table-{shown.key}",
                 column_config=_headers(lines))  # type: ignore[arg-type]
    tables.downloads(whole, name=name, indicators=KEYS)


def _headers(lines: pd.DataFrame) -> dict[str, object]:
    """Short headers: the long ones are those of the files."""
    short = {reading.CHANGE: "Écart", reading.AFTER: "Simulée", reading.CROSSING: "Seuil 2,5", MODEL_BADGE: "Modèle"}
    numeric = {column: st.column_config.NumberColumn(short.get(column, column.replace("APL publiée", "APL")), help=column)
               for column in lines if pd.api.types.is_numeric_dtype(lines[column])}
    texts = {column: st.column_config.TextColumn(short.get(column, column)) for column in lines if column not in numeric}
    return {**numeric, **texts, reading.COMMUNE: st.column_config.TextColumn(reading.COMMUNE, width=140)}


def _apl_formats(lines: pd.DataFrame, outcome: access.AplOutcome) -> dict[str, Callable[[float], str]]:
    decimals = reading.decimals_of(outcome)
    formats = {column: _writer(decimals) for column in lines if pd.api.types.is_numeric_dtype(lines[column])}
    formats[reading.INHABITANTS] = _writer(0)
    formats[reading.CHANGE] = lambda cell: signed(float(cell), decimals + 1) if is_known(cell) else ""
    return formats


def _writer(decimals: int) -> Callable[[float], str]:
    return lambda cell: number(float(cell), decimals) if is_known(cell) else ""


def _uncertainty(here: WhatIf, outcome: access.AplOutcome) -> None:
    """How sure that is."""
    found = access.summary(here.model, here.scenario, outcome)
    said = here.model.calibration(outcome.service.key).said
    draw(tag("h3", "Quelle confiance ?"),
         tag("ul", *(tag("li", typeset(text)) for text in (*found.caveats, said.failures, said.activity))))
