"""The access model for a screen, and what is said while its table of travel times is being made."""

from __future__ import annotations

import streamlit as st

from cpts_analytics import access
from cpts_analytics.ui import cache
from cpts_analytics.ui.markup import plain
from cpts_analytics.views.numbers import typeset

LOOK_AGAIN_SECONDS = 1.0


def model() -> access.Access | None:
    """The model; None while the travel times are made in the background, or could not be: the screen then says so here."""
    status = access.start_pairs(cache.store())
    if status.state == "ready":
        return cache.access_model()
    if status.state == "failed":
        st.error(plain(typeset(status.words)), icon=":material/error:")
    else:
        _waiting()
    return None


@st.fragment(run_every=LOOK_AGAIN_SECONDS)
def _waiting() -> None:
    """Looks again every second, alone, then runs the whole page once."""
    status = access.start_pairs(cache.store())
    if status.state in ("ready", "failed"):
        st.rerun()
    st.info(plain(typeset(status.words)), icon=":material/hourglass_top:")
