"""Choosing, composing and keeping a territory: a dialog that any page opens from the band."""

from __future__ import annotations

import streamlit as st

from cpts_analytics.model import Territory

_OPEN = "cpts_editor_open"


def open_editor(territory: Territory) -> None:
    """Open the dialog on this territory (for a callback)."""
    st.session_state[_OPEN] = True


def show_if_open() -> None:
    """Draw the dialog when it is open."""
