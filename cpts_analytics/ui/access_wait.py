"""The access model for a screen, and what is said while its travel times are being made, or asked of a routing engine."""

from __future__ import annotations

import streamlit as st

from cpts_analytics import access
from cpts_analytics.model import Territory
from cpts_analytics.ui import cache
from cpts_analytics.ui.markup import Markup, draw, plain, tag
from cpts_analytics.views.numbers import typeset

LOOK_AGAIN_SECONDS = 1.0


def model(territory: Territory) -> access.Access | None:
    """The model, with the routing engine's minutes around the territory when one is configured and has answered.

    None while the travel times are made in the background, or could not be: the screen then says so here.
    """
    status = access.start_pairs(cache.store())
    if status.state == "ready":
        asked = cache.travel(territory)
        if asked is None:
            return cache.access_model()
        found = asked.model
        if not asked.done:
            _asking(territory)
        return found
    if status.state == "failed":
        st.error(plain(typeset(status.words)), icon=":material/error:")
    else:
        _waiting()
    return None


def source(model: access.Access, *before: Markup) -> None:
    """After ``before``, on one line: which travel times are shown, and why not the engine's when it was to serve."""
    draw(tag("p", *before, tag("span", model.source.words, cls="cpts-badge")))
    if model.source.warning:
        st.warning(plain(typeset(model.source.warning)))


@st.fragment(run_every=LOOK_AGAIN_SECONDS)
def _waiting() -> None:
    """Looks again every second, alone, then runs the whole page once."""
    status = access.start_pairs(cache.store())
    if status.state in ("ready", "failed"):
        st.rerun()
    st.info(plain(typeset(status.words)), icon=":material/hourglass_top:")


@st.fragment(run_every=LOOK_AGAIN_SECONDS)
def _asking(territory: Territory) -> None:
    """The same while the routing engine is asked: the page is there meanwhile, with the estimate."""
    asked = cache.travel(territory)
    if asked is None or asked.done:
        st.rerun()
    st.info(plain(typeset(access.ASKING)), icon=":material/hourglass_top:")
