"""The editor's third way: communes one by one, by a click on the map or by their names."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from cpts_analytics.model import Territory
from cpts_analytics.territory import touching
from cpts_analytics.ui import cache, draft
from cpts_analytics.ui.assets import DATA_FOLDER
from cpts_analytics.ui.map_area import TERRITORY, drawn_area
from cpts_analytics.ui.map_component import commune_map
from cpts_analytics.ui.map_view import Bounds, MapView
from cpts_analytics.views import palette
from cpts_analytics.views.map_classes import LegendEntry
from cpts_analytics.views.numbers import count_words

_MOST_DRAWN = 1_200
_TOO_VAST = ("Ce territoire compte trop de communes pour être composé une par une\u00a0: partez d'une intercommunalité, d'un "
             "bassin de vie ou d'une liste.")
_ADD, _REMOVE = "editor-add", "editor-remove"


def show(done: Callable[[Territory, str], None]) -> None:
    """Fields to add and remove by name, then the map, where a click adds or removes."""
    here, options = draft.current(), cache.commune_options()
    geography = cache.geography()
    members = here.territory.members
    if len(members) > _MOST_DRAWN:
        st.info(_TOO_VAST)
        return
    near = set(geography.departements({*members, *touching(members, geography)}))
    outside = [code for code in options if code not in set(members) and geography.departement(code) in near]
    inside = sorted(members, key=options.__getitem__)
    add, remove = st.columns(2)
    add.multiselect(f"Ajouter ({count_words(len(near), 'département')} alentour)", outside, key=_ADD, on_change=_add,
                    format_func=options.__getitem__, placeholder="Tapez un nom de commune…", select_all=False,
                    help="Pour une commune plus lointaine, écrivez-la dans «\u00a0Liste ou fichier\u00a0».")
    remove.multiselect(f"Retirer ({count_words(len(members), 'commune')})", inside, key=_REMOVE, on_change=_remove,
                       format_func=options.__getitem__, placeholder="Tapez un nom de commune…", select_all=False)
    _map(here.territory)


def _map(territory: Territory) -> None:
    geography = cache.geography()
    area = drawn_area(territory, TERRITORY, geography, DATA_FOLDER)
    if not area.fine or len(area.codes) > _MOST_DRAWN:
        st.info("Ce territoire est trop vaste pour la carte\u00a0: ajoutez et retirez des communes par leur nom.")
        return
    members = set(territory.members)
    classes = bytes(0 if code in members else 1 for code in area.codes)
    legend = (LegendEntry(0, "dans le territoire", palette.RAMPS["supply"][2], "plain", len(members)),
              LegendEntry(1, "hors du territoire", palette.GROUND, "plain", len(area.codes) - len(members)))
    view = MapView(scope="territory", codes=area.codes, classes=classes, legend=legend, members=territory.members,
                   departements=area.departements, bounds=_steady(area.bounds), mode="edit", fullscreen=False,
                   title="Quelles communes composent le territoire ? Un clic ajoute ou retire une commune.",
                   attribution="Contours : IGN, Admin Express")
    event = commune_map(view, key="editor-commune-map")
    if event is None or event.kind == "point":
        return
    if event.kind == "no_webgl":
        st.info("Ce navigateur ne peut pas dessiner la carte\u00a0: ajoutez et retirez des communes par leur nom, ci-dessus.")
    elif event.code in geography:
        _toggle(event.code)
        st.rerun(scope="fragment")


def _steady(bounds: Bounds) -> Bounds:
    """The extent with some ground around; while one clicks it stays what it was, so that the map does not jump."""
    here = draft.current()
    if here.map_bounds is None or here.map_turn != here.turn:
        west, south, east, north = bounds
        margin = 0.25 * max(east - west, north - south)
        here.map_bounds, here.map_turn = (west - margin, south - margin, east + margin, north + margin), here.turn
    return here.map_bounds


def _toggle(code: str) -> None:
    here = draft.current()
    inside = code in here.territory.members
    draft.attempt(lambda: draft.edited(remove=[code]) if inside else draft.edited(add=[code]))
    here.map_turn = here.turn


def _add() -> None:
    codes = list(st.session_state[_ADD])
    draft.attempt(lambda: draft.edited(add=codes))
    st.session_state[_ADD] = []


def _remove() -> None:
    codes = list(st.session_state[_REMOVE])
    draft.attempt(lambda: draft.edited(remove=codes))
    st.session_state[_REMOVE] = []
