"""Who is speaking: said once in a session, then proposed wherever the journal asks for an author."""

from __future__ import annotations

import streamlit as st

_KEY = "cpts_author"


def known() -> str:
    """The name or function that was last given; empty when nobody has said it yet."""
    return str(st.session_state.get(_KEY, ""))


def said(name: object) -> str:
    """Remember who speaks; gives the name back as text."""
    st.session_state[_KEY] = str(name or "").strip()
    return known()
