"""The frame of every page: styles, navigation, band, title that is a question, sentence that answers, note."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import pandas as pd
import streamlit as st

from cpts_analytics.ui import cache, messages, state
from cpts_analytics.ui.band import band
from cpts_analytics.ui.markup import draw, plain, tag
from cpts_analytics.ui.messages import empty, fault, guarded
from cpts_analytics.views.notes import DISCLAIMER
from cpts_analytics.views.numbers import typeset

__all__ = ["band", "dress", "empty", "fault", "guarded", "navigation", "note", "page", "section"]

ICON = Path(__file__).parent / "static_src" / "icon.svg"
"""The mark of the tab: a file of ours, for a named icon would be fetched from outside."""

_STYLE = Path(__file__).parent / "static_src" / "app.css"
_FRENCH = "<script>document.documentElement.lang = 'fr';</script>"


def dress() -> None:
    """Styles, and the language of the document, which the browser reads aloud and hyphenates by."""
    st.html(_STYLE)
    with st.sidebar:  # out of the way: an empty element of the page would leave a gap above the band
        st.html(_FRENCH, unsafe_allow_javascript=True)


def navigation(pages: Mapping[str, Sequence[st.Page]]) -> None:
    """The sidebar: sections and links that carry the territory, so that every link is a whole address."""
    shared = state.parameters()
    with st.sidebar:
        draw(tag("p", "CPTS Analytics", cls="cpts-brand"))
        for section_name, members in pages.items():
            draw(tag("p", section_name, cls="cpts-nav-section"))
            for member in members:
                st.page_link(member, query_params=shared)


def page(question: str, answer: str = "") -> None:
    """Band, what there is to say, the title (the page's only h1) and the sentence that answers it."""
    band(state.territory())
    messages.show()
    st.title(plain(typeset(question)), anchor=False)
    if answer:
        draw(tag("p", typeset(answer), cls="cpts-answer"))


def section(title: str, anchor: str = "") -> None:
    """A heading of the second level; ``anchor`` makes it a place that a link leads to."""
    st.header(plain(typeset(title)), anchor=anchor or False)


def note(keys: Iterable[str], rows: pd.DataFrame | None = None) -> None:
    """The note at the bottom of a page: sources with their dates, and the rest behind a press."""
    papers = cache.note(keys, rows)
    with st.container(key="cpts-note"):
        draw(tag("h2", "Sources"), tag("ul", *(tag("li", line) for line in papers.sources)))
        parts = (("Niveaux", papers.levels), ("Couverture", papers.coverage), ("Méthodes", papers.methods),
                 ("À ne pas conclure", papers.do_not_conclude))
        inside = [part for title, lines in parts if lines
                  for part in (tag("h3", title), tag("ul", *(tag("li", line) for line in lines)))]
        if inside:
            draw(tag("details", tag("summary", "Niveaux, couverture, méthodes, limites"), *inside))
        draw(tag("p", DISCLAIMER, cls="cpts-disclaimer"))
