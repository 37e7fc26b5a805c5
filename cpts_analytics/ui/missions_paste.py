"""Lines pasted from a spreadsheet: read, matched, told line by line, then kept all or nothing."""

from __future__ import annotations

import streamlit as st

from cpts_analytics.ui import missions_intake
from cpts_analytics.ui.missions_read import Here


def show(here: Here) -> None:
    """A place to paste, behind a press."""
    with st.expander("Coller depuis un tableur", key="evening-paste"):
        with st.form("paste-form", border=False):
            st.text_area("Collez les lignes, titres de colonnes compris", key="paste-text", height=120,
                         placeholder="Indicateur\tPériode\tNumérateur\tDénominateur")
            st.form_submit_button("Lire ces lignes", key="paste-read", on_click=_read)
        missions_intake.show(here, "paste")


def _read() -> None:
    missions_intake.paste("paste", str(st.session_state.get("paste-text") or ""))
