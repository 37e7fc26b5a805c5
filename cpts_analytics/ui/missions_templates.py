"""Usual indicators of a mission, offered and never imposed; open data fill those that they know."""

from __future__ import annotations

import dataclasses

import streamlit as st

from cpts_analytics.missions import MissionLine, Template, indicator_of, templates
from cpts_analytics.ui import messages, missions_open_data, missions_write
from cpts_analytics.ui.markup import draw, tag
from cpts_analytics.ui.missions_read import Here, register
from cpts_analytics.views.numbers import count_words, typeset


def show(here: Here, line: MissionLine) -> None:
    """The templates that the mission does not have yet, behind a press."""
    there = {one.indicator.record.template for one in line.indicators} | {one.indicator.record.label for one in line.indicators}
    offered = [one for one in templates(line.mission.record.key) if one.key not in there and one.label not in there]
    if not offered:
        return
    with st.popover("Partir d'un modèle", icon=":material/content_copy:", key=f"templates-{line.mission.id}-{len(there)}"):
        draw(tag("p", typeset("Indicateurs usuels, à ajuster : cibles, poids et calcul sont ceux de votre contrat."),
                 cls="cpts-extra"))
        with st.form(f"templates-form-{line.mission.id}", border=False):
            for one in offered:
                st.checkbox(typeset(one.label), key=f"template-{line.mission.id}-{one.key}", help=typeset(_about(one)))
            missions_write.who_and_why(f"templates-{line.mission.id}-", asked=False, held={})
            st.form_submit_button("Ajouter les modèles choisis", type="primary", key=f"templates-add-{line.mission.id}",
                                  on_click=_add, args=(here, line, offered))


def _about(one: Template) -> str:
    giver = "rempli par les données ouvertes" if one.open_data_key else f"à demander à : {one.ask}" if one.ask else "saisi"
    return f"{one.definition} Unité : {one.unit} ; {one.direction.label} ; {giver}."


def _add(here: Here, line: MissionLine, offered: list[Template]) -> None:
    from_form = st.session_state
    chosen = [one for one in offered if from_form.get(f"template-{line.mission.id}-{one.key}")]
    missions_write.said(f"templates-{line.mission.id}-")
    if not chosen:
        messages.warn("Choisissez au moins un modèle.")
        return
    first = len(line.indicators)
    made = [dataclasses.replace(indicator_of(one, line.mission.id), rank=first + place) for place, one in enumerate(chosen)]
    done = missions_write.attempt(lambda who: register().together(lambda batch: batch.add_all(made), author=who,
                                                                  reason="modèles d'indicateurs"))
    if done is not None and any(one.open_data_key for one in chosen):
        missions_open_data.fill(here)
    if done is not None:
        messages.saved(f"{count_words(len(made), 'indicateur')} ajouté{'s' if len(made) > 1 else ''}.")
