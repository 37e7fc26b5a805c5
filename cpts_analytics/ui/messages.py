"""What must be said to the user: kept until it is read, so that a rerun does not wipe it away."""

from __future__ import annotations

import contextlib
import logging
from collections.abc import Callable, Iterator
from typing import Any

import streamlit as st

from cpts_analytics.errors import CptsError
from cpts_analytics.ui.markup import draw, plain, tag
from cpts_analytics.views.numbers import typeset

_KEY, _OFFER, _SAVED = "cpts_messages", "cpts_offer", "cpts_saved"
_LOG = logging.getLogger(__name__)
_UNEXPECTED = ("Un imprévu a empêché d'afficher cette page ; rien de ce que vous avez enregistré n'est perdu. Rechargez "
               "la page, ou revenez à un territoire d'exemple. Le détail est dans le journal du serveur.")


def warn(text: str) -> None:
    """Say that something could not be done as asked, under the band, until the user hides it."""
    _add("warning", text)


def inform(text: str) -> None:
    """Say something quietly, under the band, until the user hides it."""
    _add("info", text)


def saved(text: str) -> None:
    """Say quietly, at the next drawing of a page, that something is done; goes away by itself."""
    st.session_state[_SAVED] = typeset(text)


def offer(text: str, label: str, act: Callable[..., None], args: tuple[Any, ...] = ()) -> None:
    """Say that something is done, with a button (``label``) that does ``act`` and hides the words."""
    st.session_state[_OFFER] = (typeset(text), label, act, args)


def forget() -> None:
    """Forget what was said: it was about a territory that is left."""
    st.session_state.pop(_KEY, None)
    st.session_state.pop(_OFFER, None)


def show() -> None:
    """Draw what is to be said, each with a button that hides it."""
    if said := st.session_state.pop(_SAVED, ""):
        st.toast(plain(said), icon=":material/check:")
    if _OFFER in st.session_state:
        text, label, act, args = st.session_state[_OFFER]
        with st.container(horizontal=True, vertical_alignment="center", gap="small", key="cpts-offer"):
            draw(tag("p", text, cls="cpts-fact"))
            st.button(typeset(label), key="cpts-offer-act", on_click=_take, args=(act, args), icon=":material/undo:",
                      type="tertiary")
            st.button("Masquer", key="cpts-offer-hide", on_click=_take, args=(None, ()), type="tertiary")
    waiting: list[tuple[str, str]] = st.session_state.get(_KEY, [])
    for number, (kind, text) in enumerate(waiting):
        with st.container(horizontal=True, vertical_alignment="center", key=f"cpts-message-{number}"):
            (st.warning if kind == "warning" else st.info)(plain(text))
            st.button("Masquer", key=f"cpts-hide-{number}", on_click=_hide, args=(kind, text), type="tertiary")


def fault(error: CptsError) -> None:
    """Show an error's sentence where the thing should have been."""
    st.error(plain(typeset(str(error))), icon=":material/error:")


def empty(text: str) -> None:
    """Say what a place will hold, and how to fill it."""
    st.info(plain(typeset(text)))


@contextlib.contextmanager
def guarded() -> Iterator[None]:
    """A screen inside: an error becomes a French sentence and a way out, never a traceback."""
    try:
        yield
    except CptsError as error:
        fault(error)
        _way_out()
    except Exception:
        _LOG.exception("a screen failed")
        st.error(plain(typeset(_UNEXPECTED)), icon=":material/error:")
        _way_out()


def _way_out() -> None:
    st.markdown("[Revenir à l'accueil](/)")


def _add(kind: str, text: str) -> None:
    waiting = st.session_state.setdefault(_KEY, [])
    item = (kind, typeset(text))
    if item not in waiting:
        waiting.append(item)


def _take(act: Callable[..., None] | None, args: tuple[Any, ...]) -> None:
    st.session_state.pop(_OFFER, None)
    if act is not None:
        act(*args)


def _hide(kind: str, text: str) -> None:
    waiting = st.session_state.get(_KEY, [])
    if (kind, text) in waiting:
        waiting.remove((kind, text))
