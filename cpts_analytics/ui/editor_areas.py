"""The editor's first way: an area that exists (intercommunalité, bassin de vie …), or one of the two examples."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from cpts_analytics.journal import EXAMPLES
from cpts_analytics.model import Level, Territory
from cpts_analytics.territory import resolve
from cpts_analytics.ui import address, cache, draft

LEVELS = {"epci": (Level.EPCI, "Intercommunalité"), "bassin-de-vie": (Level.BASSIN_DE_VIE, "Bassin de vie"),
          "departement": (Level.DEPARTEMENT, "Département"), "region": (Level.REGION, "Région")}
"""First word of a SPEC → level and its name on screen."""

REPLACE, ADD = "Remplacer le territoire", "Ajouter à ses communes"


def show(done: Callable[[Territory, str], None]) -> None:
    """An area by its level and name: it replaces the draft, or its communes are added to it."""
    word = st.segmented_control("Niveau", list(LEVELS), default="epci", required=True, key="editor-level",
                                format_func=lambda one: LEVELS[one][1]) or "epci"
    level, label = LEVELS[word]
    options = cache.area_options(level)
    st.selectbox(label, list(options), index=None, format_func=options.__getitem__, key=f"editor-area-{word}",
                 placeholder="Tapez les premières lettres du nom…")
    how = st.segmented_control("Que faire de ses communes\u00a0?", [REPLACE, ADD], default=REPLACE, required=True,
                               key="editor-area-how")
    st.button("Prendre ce territoire" if how == REPLACE else "Ajouter ces communes", key="editor-area-take",
              on_click=_take, args=(word, how), disabled=st.session_state.get(f"editor-area-{word}") is None)
    st.markdown("**Ou l'un des deux exemples** (périmètres non officiels)")
    with st.container(horizontal=True, gap="small"):
        for number, example in enumerate(EXAMPLES):
            st.button(example.name, key=f"editor-example-{number}", on_click=_example, args=(number,))


def _take(word: str, how: str) -> None:
    code, geography = st.session_state.get(f"editor-area-{word}"), cache.geography()
    if code is None:
        return
    area = resolve(f"{word}:{code}", geography)
    draft.attempt(lambda: area if how == REPLACE else draft.edited(add=area.members))


def _example(number: int) -> None:
    draft.attempt(lambda: address.example(number))
