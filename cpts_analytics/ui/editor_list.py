"""The editor's second way: a list typed or pasted, or a file. What is not understood is asked back."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import streamlit as st

from cpts_analytics.errors import CptsError
from cpts_analytics.model import Territory
from cpts_analytics.territory import Candidate, Parsed, of_codes, parse_file, parse_list
from cpts_analytics.ui import cache, draft, territory_words
from cpts_analytics.ui.markup import plain
from cpts_analytics.views.numbers import count_words, typeset

_MOST_ASKED = 40
_LIST, _FILE = "editor-list", "editor-file"


def show(done: Callable[[Territory, str], None]) -> None:
    """A text or a file, what was found in it, what is asked back, and what to do with it."""
    text, file = st.columns(2)
    with text:
        st.text_area("Noms ou codes Insee, séparés par des virgules ou des lignes", key=_LIST, height=140,
                     placeholder="Bourgoin-Jallieu, 38085, Saint-Savin (38)…")
        st.button("Lire la liste", key="editor-read-list", on_click=_read_list)
    with file:
        st.file_uploader("Fichier CSV ou XLSX, 5\u00a0Mo au plus", type=["csv", "txt", "tsv", "xlsx"], key=_FILE)
        st.button("Lire le fichier", key="editor-read-file", on_click=_read_file)
    read = draft.current().read
    if read is not None:
        _result(read)


def _read_list() -> None:
    text = str(st.session_state.get(_LIST) or "")
    _read("la liste", lambda near: parse_list(text, cache.geography(), near=near))


def _read_file() -> None:
    uploaded = st.session_state.get(_FILE)
    if uploaded is None:
        draft.current().fault = "Choisissez d'abord un fichier CSV ou XLSX."
        return
    content = uploaded.getvalue()
    _read(f"« {uploaded.name} »", lambda near: parse_file(uploaded.name, content, cache.geography(), near=near))


def _read(origin: str, parse: Callable[[Sequence[str]], Parsed]) -> None:
    here = draft.current()
    here.fault, here.conflict = "", None
    for key in [key for key in st.session_state if str(key).startswith(("editor-which-", "editor-meant-"))]:
        del st.session_state[key]
    try:
        here.read, here.read_from = parse(here.territory.members), origin
    except CptsError as error:
        here.read, here.fault = None, str(error)
        return
    if not (here.read.found or here.read.ambiguous or here.read.unknown):
        here.read, here.fault = None, "Aucun nom ni code de commune n'a été lu : écrivez-en au moins un."


def _result(read: Parsed) -> None:
    geography = cache.geography()
    found = f"{count_words(len(read.found), 'commune')} : {territory_words.names_words(read.found, geography)}." \
        if read.found else "Aucune commune reconnue pour l'instant."
    st.markdown(plain(typeset(f"Lu dans {draft.current().read_from} : {found}")))
    for note in read.notes:
        st.caption(plain(note))
    if read.ambiguous:
        st.markdown("**Plusieurs communes portent ce nom\u00a0: laquelle\u00a0?**")
    for number, entry in enumerate(read.ambiguous[:_MOST_ASKED]):
        _ask(f"editor-which-{number}", entry.text, entry.candidates)
    if read.unknown:
        st.markdown("**Noms ou codes non reconnus** (les autres sont gardés)")
    for number, missed in enumerate(read.unknown[:_MOST_ASKED]):
        if missed.suggestions:
            _ask(f"editor-meant-{number}", missed.text, missed.suggestions)
        else:
            st.markdown(plain(typeset(f"« {missed.text} » : aucune commune proche. Vérifiez l'orthographe ou donnez le code.")))
    left = max(0, len(read.ambiguous) - _MOST_ASKED) + max(0, len(read.unknown) - _MOST_ASKED)
    if left:
        st.caption(f"{count_words(left, 'autre entrée', 'autres entrées')} à préciser\u00a0: corrigez la liste et lisez-la de "
                   "nouveau.")
    with st.container(horizontal=True, gap="small"):
        st.button("Remplacer par ces communes", key="editor-list-replace", type="primary", on_click=_use, args=(False,))
        st.button("Ajouter ces communes", key="editor-list-add", on_click=_use, args=(True,))
        st.button("Oublier cette lecture", key="editor-list-forget", type="tertiary", on_click=_forget)


def _ask(key: str, text: str, candidates: Sequence[Candidate]) -> None:
    labels = {one.code: one.label + (f", autrefois {one.former_name}" if one.former_name else "") for one in candidates}
    st.selectbox(f"«\u00a0{plain(text)}\u00a0»", list(labels), index=None, format_func=labels.__getitem__, key=key,
                 placeholder="Ne pas ajouter")


def _use(add: bool) -> None:  # noqa: FBT001 (given by the button that was pressed)
    here, geography = draft.current(), cache.geography()
    if here.read is None:
        return
    answers = [st.session_state.get(f"{prefix}{number}") for prefix in ("editor-which-", "editor-meant-")
               for number in range(_MOST_ASKED)]
    codes = [*here.read.found, *(answer for answer in answers if answer)]
    draft.attempt(lambda: draft.edited(add=codes) if add else of_codes(codes, geography))
    if not here.fault:
        here.read = None


def _forget() -> None:
    draft.current().read = None
