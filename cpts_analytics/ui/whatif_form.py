"""The form of « Et si… »: what happens, where, how many; then the changes made, undone one by one."""

from __future__ import annotations

import streamlit as st

from cpts_analytics import access
from cpts_analytics.access import SERVICES, Action, Kind, ScenarioError
from cpts_analytics.model import Territory
from cpts_analytics.ui import cache, whatif_kept, whatif_state
from cpts_analytics.ui.access_read import PROFESSIONS
from cpts_analytics.ui.access_words import capital
from cpts_analytics.ui.markup import draw, plain, tag
from cpts_analytics.ui.whatif_state import WhatIf
from cpts_analytics.views.numbers import number, typeset

ARRIVES, LEAVES, RETIRES, OPENS, CLOSES = "arrival", "departure", "retirement", "opening", "closing"
EVENTS = {ARRIVES: "Un professionnel arrive", LEAVES: "Un professionnel part", RETIRES: "Retraites après 65 ans",
          OPENS: "Un lieu ouvre (MSP…)", CLOSES: "Un lieu ferme (pharmacie…)"}
PLACES = ("msp", "pharmacy", "emergency", "maternity")
KINDS = {ARRIVES: Kind.ARRIVAL, LEAVES: Kind.DEPARTURE, OPENS: Kind.ARRIVAL, CLOSES: Kind.DEPARTURE, RETIRES: Kind.RETIREMENT}


@st.fragment
def form(here: WhatIf) -> None:
    """One change to add. What it lacks is said under it, and then nothing is added."""
    with st.container(border=True, key="whatif-form"):
        with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
            with st.container(width=225):
                event = st.selectbox("Que se passe-t-il ?", list(EVENTS), format_func=EVENTS.__getitem__, key="whatif-event")
            action = _retirement() if event == RETIRES else _change(here.territory, event)
            pressed = st.button("Ajouter au scénario", type="primary", key="whatif-add", icon=":material/add:", width="content")
        if pressed:
            try:
                whatif_state.keep(whatif_state.added(here, Action(**action)))
            except ScenarioError as error:
                st.error(plain(typeset(f"{error} Rien n'a été ajouté.")), icon=":material/error:")
            else:
                st.rerun()


def _retirement() -> dict:
    with st.container(width=260):
        share = st.number_input("Part qui cesse son activité (%)", value=100, step=10, key="whatif-share",
                                help="De l'accessibilité apportée par les généralistes de plus de 65 ans du territoire. Les "
                                     "60–65 ans n'y sont pas\u00a0; personne ne dit qui partira.")
    return {"kind": Kind.RETIREMENT, "service": "gp", "share": float(share or 0) / 100}


def _change(territory: Territory, event: str) -> dict:
    person = event in (ARRIVES, LEAVES)
    options = PROFESSIONS if person else PLACES if event == OPENS else ("pharmacy", *(key for key in PLACES if key != "pharmacy"))
    with st.container(width=180):
        service = st.selectbox("Profession" if person else "Lieu", options, key=f"whatif-service-{event}",
                               format_func=lambda key: capital(SERVICES[key].one))
    with st.container(width=80):
        posts = st.number_input("Nombre", value=1, step=1, key="whatif-posts")
    with st.container(width=220):
        names = communes(territory)
        commune = st.selectbox("Commune", list(names), format_func=names.__getitem__, key="whatif-commune",
                               help="Du territoire, ou à moins de 20 minutes estimées autour.")
    fte = 100
    if person:
        with st.container(width=105):
            fte = st.number_input("ETP (%)", value=100, step=10, key="whatif-fte",
                                  help="Temps de travail de chacun\u00a0: 100 pour un temps plein, 50 pour un mi-temps.")
    return {"kind": KINDS[event], "service": service, "commune": commune, "posts": int(posts or 0), "fte": (fte or 0) / 100}


def communes(territory: Territory) -> dict[str, str]:
    """Code → name of the communes of the territory, most inhabited first, then of those around."""
    return cache.of_territory("communes and ring", territory, lambda: _communes(territory))


def ring(territory: Territory) -> tuple[str, ...]:
    """Codes around the territory."""
    return cache.of_territory("ring", territory, lambda: access.neighbours(territory.members, cache.geography()))


def _communes(territory: Territory) -> dict[str, str]:
    model, geography = cache.access_model(), cache.geography()
    inside = sorted(model.rows(territory.members), key=lambda row: -model.population[row])
    own = {str(model.codes[row]): str(model.country.names[row]) for row in inside}
    around = model.rows(ring(territory))
    others = {str(model.codes[row]): f"{model.country.names[row]} (alentours, {geography.departement(str(model.codes[row]))})"
              for row in sorted(around, key=lambda row: str(model.country.names[row])) if str(model.codes[row]) not in own}
    return own | others


def actions(here: WhatIf) -> None:
    """The changes of the scenario, each with the button that undoes it, and the assumption that can be changed."""
    scenario = here.scenario
    with st.container(key="whatif-actions", gap="small"):
        for place, action in enumerate(scenario.actions):
            with st.container(horizontal=True, vertical_alignment="center", gap="small"):
                with st.container(width="content"):
                    draw(tag("p", tag("strong", f"{place + 1}."), f" {capital(typeset(action.words(here.model.country)))}",
                             cls="cpts-line"))
                st.button("Retirer", key=f"whatif-undo-{place}", on_click=whatif_state.without, args=(scenario, place),
                          icon=":material/undo:", type="tertiary")
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            if len(scenario.actions) > 1:
                st.button("Tout retirer", key="whatif-clear", type="tertiary", icon=":material/delete_sweep:",
                          on_click=whatif_state.keep, args=(access.Scenario(consultations=scenario.consultations),))
            _assumption(scenario)
            kept = whatif_kept.bar(here)
        whatif_kept.said(here, kept)


def _assumption(scenario: access.Scenario) -> None:
    """How many consultations a full-time GP gives in a year: stated, and editable."""
    said = number(scenario.consultations_per_gp)
    with st.popover(typeset(f"Hypothèse : {said} consultations par généraliste et par an"), icon=":material/tune:"):
        st.session_state[whatif_state.CONSULTATIONS] = int(scenario.consultations_per_gp)
        st.number_input("Consultations d'un généraliste à temps plein en un an", step=100, key=whatif_state.CONSULTATIONS,
                        on_change=whatif_state.assume, args=(scenario,))
        st.caption("Compte pour les arrivées et les départs à venir\u00a0; l'APL publiée reste ce qu'elle est.")
    if fault := whatif_state.fault():
        st.error(plain(typeset(f"{fault} L'hypothèse n'a pas changé.")), icon=":material/error:")
