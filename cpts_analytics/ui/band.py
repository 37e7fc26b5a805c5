"""The band at the top of every page: which territory, of when, and what can be done with it."""

from __future__ import annotations

import streamlit as st

from cpts_analytics.errors import LinkError
from cpts_analytics.indicators import registry
from cpts_analytics.journal import EXAMPLE_LABEL
from cpts_analytics.model import Territory
from cpts_analytics.ui import cache, state, tables, territory_editor
from cpts_analytics.ui.markup import Markup, draw, plain, tag
from cpts_analytics.ui.whole_table import whole_table
from cpts_analytics.views.numbers import count_words, short_date


def band(territory: Territory) -> None:
    """Name, communes, inhabitants, date of the perimeter, badges; Changer, Copier le lien, Exporter."""
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="cpts-band"):
        draw(_facts(territory))
        with st.container(horizontal=True, gap="small", width="content", key="cpts-band-actions"):
            st.button("Changer", key="band-change", on_click=territory_editor.open_editor, args=(territory,),
                      help="Choisir, composer ou garder un territoire")
            _link(territory)
            _export(territory)
    territory_editor.show_if_open()


def _facts(territory: Territory) -> Markup:
    profile = cache.profile(territory)
    facts = (count_words(profile.communes, "commune"), count_words(profile.population, "habitant"),
             f"périmètre au {short_date(territory.valid_from)}")
    badges = [EXAMPLE_LABEL] if territory.example else []
    if territory.kept_id is not None and state.is_draft(territory):
        badges.append("modifié, pas encore enregistré")
    return tag("p", tag("strong", territory.name), *(tag("span", fact, cls="cpts-fact") for fact in facts),
               *(tag("span", badge, cls="cpts-badge") for badge in badges), cls="cpts-band-facts")


def _link(territory: Territory) -> None:
    with st.popover("Copier le lien", key="band-link"):
        try:
            st.code(state.link(territory), language=None, wrap_lines=True)
        except LinkError as error:
            st.warning(plain(str(error)))
            return
        st.caption("Lien vivant\u00a0: ces chiffres peuvent changer. Il contient les codes des communes, la date du périmètre et "
                   "la version des données\u00a0; il s'ouvre dans un autre navigateur.")


def _export(territory: Territory) -> None:
    with st.popover("Exporter", key="band-export"):
        st.caption("Tous les indicateurs du territoire et de ses comparateurs, avec les sources.")
        tables.downloads(lambda: whole_table(cache.figures(territory)),
                         name=f"Indicateurs {territory.name}", indicators=tuple(registry()))
