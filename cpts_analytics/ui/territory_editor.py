"""Choosing, composing and keeping a territory: a dialog that any page opens from the band."""

from __future__ import annotations

import streamlit as st

from cpts_analytics.errors import JournalError
from cpts_analytics.model import Territory
from cpts_analytics.ui import (
    cache,
    draft,
    editor_areas,
    editor_keep,
    editor_kept,
    editor_list,
    editor_map,
    messages,
    state,
    territory_words,
)
from cpts_analytics.ui.markup import draw, plain, tag
from cpts_analytics.views.numbers import count_words, typeset

_OPEN = "cpts_editor_open"
WAYS = {"areas": "Intercommunalité, bassin de vie", "list": "Liste ou fichier", "map": "Carte et communes",
        "keep": "Garder sous un nom", "kept": "Territoires gardés"}
_CONTENT = {"areas": editor_areas.show, "list": editor_list.show, "map": editor_map.show, "keep": editor_keep.show,
         "kept": editor_kept.show}


def open_editor(territory: Territory) -> None:
    """Open the dialog on this territory (for a callback)."""
    draft.start(territory)
    st.session_state[_OPEN] = True


def show_if_open() -> None:
    """Draw the dialog when it is open."""
    if st.session_state.get(_OPEN):
        _dialog()


def _close() -> None:
    st.session_state[_OPEN] = False


def _apply() -> None:
    _show(draft.current().territory)
    _close()


@st.dialog("Choisir ou composer le territoire", width="large", on_dismiss=_close)
def _dialog() -> None:
    if not st.session_state.get(_OPEN):
        st.rerun()
    with messages.guarded():
        _summary()
        st.session_state.setdefault("editor-way", "areas")
        way = st.segmented_control("Comment\u00a0?", list(WAYS), required=True,
                                   format_func=WAYS.__getitem__, key="editor-way", label_visibility="collapsed")
        _CONTENT[way or "areas"](_done)


def _done(chosen: Territory, said: str) -> None:
    """Something was kept or opened: show it on the page, close, and say so."""
    _show(chosen)
    messages.saved(said)
    _close()


def _show(chosen: Territory) -> None:
    """Show a territory on the pages, and offer the way back."""
    state.remember(chosen)
    former = state.previous()
    if former is not None and former != chosen:
        messages.offer(f"Territoire affiché : « {chosen.name} ».", f"Revenir à « {former.name} »", state.undo)


def _summary() -> None:
    here = draft.current()
    profile, geography = cache.profile(here.territory), cache.geography()
    facts = (count_words(profile.communes, "commune"), count_words(profile.population, "habitant"),
             territory_words.size_words(profile.size))
    warnings = [territory_words.apart_words(profile, geography), *_overlaps(here.territory)]
    with st.container(border=True, key="editor-summary"):
        draw(tag("p", tag("strong", here.territory.name), *(tag("span", fact, cls="cpts-fact") for fact in facts),
                 cls="cpts-band-facts"),
             *(tag("p", typeset(line), cls="cpts-extra") for line in warnings if line))
        with st.container(horizontal=True, gap="small"):
            st.button("Voir ce territoire", type="primary", key="editor-apply", on_click=_apply,
                      help="Les pages montrent ce territoire")
            st.button("Annuler le dernier changement", key="editor-undo", on_click=draft.step_back,
                      disabled=not here.former, icon=":material/undo:",
                      help=f"Revenir à «\u00a0{here.former[-1].name}\u00a0»" if here.former else None)
    if here.fault:
        st.warning(plain(typeset(here.fault)))


def _overlaps(territory: Territory) -> list[str]:
    try:
        found = cache.journal().overlaps(territory.members, territory.kept_id)
    except JournalError as error:
        return [str(error)]
    return territory_words.overlap_words(found, cache.geography())
