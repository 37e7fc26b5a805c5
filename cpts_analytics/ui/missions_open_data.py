"""Indicators that open data know fill themselves, and say their level; a press brings them up to date."""

from __future__ import annotations

import streamlit as st

from cpts_analytics.journal.aci import DataSource, periods
from cpts_analytics.missions import IndicatorLine, open_figures
from cpts_analytics.ui import cache, messages, missions_words, missions_write
from cpts_analytics.ui.markup import draw, tag
from cpts_analytics.ui.missions_read import Here, register
from cpts_analytics.views.numbers import count_words, typeset


def show(here: Here, one: IndicatorLine) -> None:
    """Where the figures come from and of which level, for an indicator that the open data fill."""
    indicator = one.indicator.record
    if indicator.source is not DataSource.OPEN_DATA or not indicator.open_data_key:
        return
    last = one.last.record if one.last else None
    said = "aucune valeur connue pour l'instant." if last is None else (
        f"{missions_words.value(last, indicator)} en {periods.words(last.period)}, échelle : {last.level or 'votre territoire'}.")
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        draw(tag("p", tag("span", "Données ouvertes", cls="cpts-badge"), typeset(f" {said}"), cls="cpts-extra"))
        st.button("Mettre à jour", key=f"open-data-{one.indicator.id}", on_click=update, args=(here,),
                  help="Toutes les mesures tirées des données ouvertes ; celles que quelqu'un a saisies ou validées restent.")


def update(here: Here) -> None:
    """Bring every open figure of the contract up to date (for a callback)."""
    written = fill(here)
    if written is not None:
        messages.saved(f"Données ouvertes : {count_words(written, 'mesure')} {'écrites' if written > 1 else 'écrite'}."
                       if written else "Données ouvertes : tout est à jour.")


def fill(here: Here) -> int | None:
    """How many measures were written; None when it was refused, which is said."""
    territory = here.territory or here.shown
    return missions_write.attempt(lambda who: open_figures.fill(register(), here.overview.contract.id, cache.store(), territory,
                                                                author=who))
