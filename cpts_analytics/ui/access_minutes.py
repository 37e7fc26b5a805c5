"""Minutes to the nearest of each service on screen: a range from two settings, no verdict."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from cpts_analytics import access
from cpts_analytics.access import LIMITS
from cpts_analytics.ui import access_tables, access_wait, cache, charts, frame, state, tables
from cpts_analytics.ui.access_read import MINUTES_KEYS, AccessView
from cpts_analytics.ui.access_words import NOBODY, between, capital, nobody, short_range
from cpts_analytics.ui.markup import draw, tag
from cpts_analytics.views.numbers import NBSP, count_words, is_known, typeset
from cpts_analytics.views.ranges import Span, ranges

LIMIT, DEFAULT = "minutes", "10"
NAME = "Minutes jusqu'au service le plus proche"
ONE_POINT = " Une commune est un seul point du modèle : sa part est de 0 ou de 100 %."


def show(view: AccessView) -> None:
    """The choice of 10, 20 or 30 minutes, who is beyond, service by service; nothing as long as there is no model."""
    frame.section("À combien de minutes est le service le plus proche ?", anchor="minutes")
    if view.model is None:
        draw(tag("p", "Les minutes s'affichent ici dès que les temps de trajet sont calculés."))
        return
    limit = int(state.choice(LIMIT, [str(one) for one in LIMITS], default=DEFAULT, label="Au-delà de combien de minutes ?",
                             labels={str(one): f"{one}{NBSP}minutes" for one in LIMITS}))
    access_wait.source(view.model)
    draw(tag("p", typeset(sentence(view.near, limit))))
    left, right = st.columns([2, 3], gap="medium")
    with left:
        charts.show(cache.of_territory(f"minutes chart {limit} {view.travel}", view.territory, lambda: _chart(view.near, limit)),
                    key="minutes-chart")
    with right:
        table = access_tables.near_screen(view.near, limit)
        st.dataframe(table, hide_index=True, placeholder="—", height="content", alt=NAME, key="minutes-table",
                     column_config={**{long: st.column_config.TextColumn(words, help=long)
                                       for long, words in access_tables.SHORT_HEADERS.items()},
                                    access_tables.SERVICE: st.column_config.TextColumn(access_tables.SERVICE, width=150)})
        draw(tag("p", typeset(f"Au-delà de {limit} minutes : habitants, leur part, celle des 75 ans et plus, celle des patients "
                              "diabétiques estimés. Fourchette : deux réglages du modèle, trajet rapide et trajet lent. Aucun "
                              f"jugement n'en est tiré.{ONE_POINT if len(view.territory.members) == 1 else ''}"),
                 cls="cpts-year"))
        tables.downloads(lambda: access_tables.near_whole(view.near), name=NAME,
                         indicators=(*MINUTES_KEYS, "population", "population_75_plus", "diabetes_estimate"))


def sentence(near: pd.DataFrame, limit: int) -> str:
    """« Entre 4 % et 9 % des habitants sont à plus de 10 minutes d'une pharmacie … »: the services, farthest first."""
    if not near["inhabitants"].any():
        return NOBODY
    beyond = near.sort_values(f"share_{limit}_slow", ascending=False, kind="stable")
    beyond = beyond[beyond[f"share_{limit}_slow"] > 0]
    parts = [(between(float(row[f"share_{limit}_fast"]), float(row[f"share_{limit}_slow"]), " %"),
              access.SERVICES[str(key)].of_nearest) for key, row in beyond.iterrows()]
    text = _nobody(near, limit)
    if parts:
        (share, where), *others = parts[:4]
        text = ", ".join([f"{capital(share)} des habitants sont à plus de {limit} minutes {where}",
                          *(f"{other} {elsewhere}" for other, elsewhere in others)]) + "."
    return " ".join([text, *_not_computed(near)]).strip()


def _nobody(near: pd.DataFrame, limit: int) -> str:
    """« Personne n'est à plus de 10 minutes », of the services that are computed only; empty when none is."""
    computed = near[near["not_computed"] < near["inhabitants"]]
    if computed.empty:
        return ""
    of = "" if len(computed) == len(near) else " " + " ni ".join(access.SERVICES[str(key)].of_nearest for key in computed.index)
    return f"{nobody(float(computed['not_computed'].max()))} n'est à plus de {limit} minutes{of}."


def _not_computed(near: pd.DataFrame) -> list[str]:
    """« Traversée maritime : non calculé pour 4 883 habitants (maternité, …). », a sentence a cause."""
    found: dict[str, list[tuple[float, str]]] = {}
    for key, row in near.iterrows():
        for why, people in access.reasons(row).items():
            found.setdefault(why, []).append((people, access.SERVICES[str(key)].one))
    return [f"{why} pour {count_words(max(lines)[0], 'habitant')} ({', '.join(name for _, name in lines)})."
            for why, lines in found.items()]


def _chart(near: pd.DataFrame, limit: int) -> dict:
    spans = []
    for _, row in near.iterrows():
        low, high = float(row[f"share_{limit}_fast"]), float(row[f"share_{limit}_slow"])
        known = is_known(low) and is_known(high)
        words = short_range(low, high, " %") if known else \
            f"non calculé : {access.named(access.reasons(row))}" if row["inhabitants"] else "personne n'habite ici"
        spans.append(Span(str(row["label"]), low if known else None, high if known else None, words))
    return ranges(f"Habitants à plus de {limit} minutes de chaque service", spans, "% des habitants")
