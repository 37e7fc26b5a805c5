"""Writing in somebody's name: who and why, undo offered, every refusal a sentence."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

import streamlit as st

from cpts_analytics.errors import CptsError
from cpts_analytics.journal.aci import Kept, called
from cpts_analytics.ui import author, messages
from cpts_analytics.ui.missions_read import register

Made = TypeVar("Made")
WHO = "Qui saisit\u00a0?"


def who_and_why(key: str, *, asked: bool, held: Mapping[str, Any]) -> None:
    """The author, proposed once known, and, with ``asked``, the reason of the change."""
    if author.known() and not st.session_state.get(f"{key}author", "?"):
        st.session_state[f"{key}author"] = author.known()  # said elsewhere since the field was drawn
    who, why = st.columns(2) if asked else (st.container(), None)
    who.text_input(WHO, str(held.get(f"{key}author") or author.known()), key=f"{key}author", max_chars=120,
                   placeholder="Nom ou fonction", autocomplete="name")
    if why is not None:
        why.text_input("Motif du changement", str(held.get(f"{key}reason") or ""), key=f"{key}reason", max_chars=400,
                       placeholder="Chiffre corrigé par la CPAM")


def present() -> None:
    """Who is speaking, for the buttons that write at once."""
    st.session_state["missions-author"] = author.known()
    with st.popover(f"Saisie par\u00a0: {author.known()}" if author.known() else WHO, icon=":material/person:",
                    key="missions-who"):
        st.text_input(WHO, key="missions-author", max_chars=120, placeholder="Nom ou fonction",
                      autocomplete="name", on_change=_said, help="Chaque écriture garde son auteur et sa date.")


def attempt(write: Callable[[str], Made]) -> Made | None:
    """What ``write`` gives, in the name of who is speaking; None when it was refused, which is said."""
    try:
        return write(author.known())
    except CptsError as error:
        messages.warn(str(error))
        return None


def offer_undo(kept: Kept[Any], former: Kept[Any] | None) -> None:
    """Say that a record is kept, with a way back to what was before."""
    if former is not None and former.version == kept.version:
        messages.saved("Rien n'a changé.")
        return
    messages.offer(f"{called(kept.record)} : enregistré.", "Annuler", undo, (kept, former))


def undo(kept: Kept[Any], former: Kept[Any] | None) -> None:
    """Back to the former version; a new record is removed. The history keeps everything."""
    if former is None:
        done: object = attempt(lambda who: register().remove(kept, author=who, reason="annulation"))
    else:
        done = attempt(lambda who: register().restore(kept, former.version, author=who,
                                                      reason=f"retour à la version {former.version}"))
    if done is not None:
        messages.saved("Annulé\u00a0: ce qu'il y avait avant est de retour.")


def _said() -> None:
    author.said(st.session_state.get("missions-author"))


def said(key: str) -> None:
    """Remember the author typed in the form whose fields begin with ``key``."""
    author.said(st.session_state.get(f"{key}author"))
