"""Where would the next one serve most? Rankings by criteria that are shown; none is called the best."""

from __future__ import annotations

import streamlit as st

from cpts_analytics import access
from cpts_analytics.access import Criterion, NextPosts, Scenario
from cpts_analytics.ui import cache, frame, state, tables, whatif_form, whatif_state
from cpts_analytics.ui.access_read import PROFESSIONS, apl_key
from cpts_analytics.ui.access_words import capital
from cpts_analytics.ui.markup import draw, plain, tag
from cpts_analytics.ui.whatif_state import WhatIf
from cpts_analytics.views.numbers import count_words, typeset

SERVICE, POSTS, CRITERION, RANKED = "suivant", "postes", "critere", "rang"
CRITERIA = {"seuil": (Criterion.LIFTED, "Habitants passant le seuil"), "moins": (Criterion.WORST, "Gain des moins bien pourvus"),
            "ages": (Criterion.OLDER, "Gain des 75 ans et plus"), "tous": (Criterion.TERRITORY, "Gain de tous")}
"""Value of the address → criterion and words."""

HEADERS = {"rank": "Rang", "name": "Commune", "inside": "Périmètre", "lifted": "Habitants passant le seuil",
           "worst_gain": "Gain des moins bien pourvus", "older_gain": "Gain des 75 ans et plus",
           "territory_gain": "Gain de tous", "reached": "Habitants qui gagnent", "code": "Code Insee"}
SHOWN_ROWS = 60
TITLE = "Où le prochain servirait-il le plus ?"


def show(here: WhatIf) -> None:
    """The choices (all in the address), what is suggested, the ranking of each post, the button that takes it."""
    frame.section(TITLE, anchor="prochain")
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        with st.container(width="content"):
            service = state.choice(SERVICE, PROFESSIONS, default="gp", label="Prochain professionnel",
                                   labels={key: capital(access.SERVICES[key].one) for key in PROFESSIONS})
        with st.container(width="content"):
            posts = int(state.choice(POSTS, ("1", "2", "3", "4", "5"), default="1", label="Combien ?"))
        with st.container(width="content"):
            criterion = state.choice(CRITERION, list(CRITERIA), default="seuil", label="Classer d'abord par",
                                     labels={key: words for key, (_, words) in CRITERIA.items()})
    found = cache.of_territory(f"next {service} {posts} {criterion} {here.name}", here.territory,
                               lambda: _found(here, service, posts, criterion))
    _suggestion(here.scenario, found)
    _ranking(found)


def _found(here: WhatIf, service: str, posts: int, criterion: str) -> NextPosts:
    return access.next_posts(here.model, service, here.territory.members, whatif_form.ring(here.territory), posts=posts,
                             scenario=here.scenario, criterion=CRITERIA[criterion][0])


def _suggestion(scenario: Scenario, found: NextPosts) -> None:
    names = [step.name for step in found.steps]
    order = f"{names[0]} vient en tête de ce classement" if len(names) == 1 else \
        "un par un, chacun placé une fois les précédents arrivés : " + ", puis ".join(names)
    first = found.steps[0].ranking.iloc[0]
    why = (f" : {_people(float(first['lifted']))} le seuil"
           if float(first["lifted"]) > 0 else " : personne n'y passerait le seuil, le gain des moins bien pourvus départage")
    text = f"Selon ce critère, {order}{why if found.criterion is Criterion.LIFTED and len(names) == 1 else ''}."
    if scenario.actions:
        text += " Le scénario ci-dessus est supposé réalisé."
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        draw(tag("p", typeset(text), cls="cpts-answer"))
        st.button("Mettre dans le scénario", key="whatif-take", on_click=whatif_state.keep, args=(found.scenario,),
                  icon=":material/playlist_add:", width="content")


@st.fragment
def _ranking(found: NextPosts) -> None:
    """The ranking of one of the posts, and the criteria in words."""
    step = found.steps[0]
    if len(found.steps) > 1:
        options = list(range(len(found.steps)))
        chosen = st.segmented_control("Classement pour le poste", options, default=0, required=True, key="whatif-rank",
                                      format_func=lambda place: f"{place + 1}. {found.steps[place].name}")
        step = found.steps[chosen or 0]
    table = step.ranking.rename(columns=HEADERS)[list(HEADERS.values())]
    table["Périmètre"] = table["Périmètre"].map({True: "territoire", False: "alentours"})
    for header in ("Habitants passant le seuil", "Gain des moins bien pourvus", "Gain des 75 ans et plus", "Gain de tous",
                   "Habitants qui gagnent"):
        table[header] = table[header].round().astype("Int64")
    tables.table(table, most=SHOWN_ROWS, name=f"{plain(TITLE)} {access.SERVICES[found.service].label}",
                 indicators=(apl_key(found.service), "population", "population_75_plus"), height=318)
    draw(tag("ul", *(tag("li", typeset(text)) for text in found.criteria), cls="cpts-list"))


def _people(count: float) -> str:
    return f"{count_words(count, 'habitant')} du territoire {'passeraient' if count >= 2 else 'passerait'}"
