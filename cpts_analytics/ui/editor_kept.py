"""The editor's fifth way: territories kept under a name; their versions; removal, which is undone by one press."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from cpts_analytics.errors import CptsError
from cpts_analytics.journal import KeptVersion
from cpts_analytics.journal.failures import PARIS
from cpts_analytics.model import Territory
from cpts_analytics.ui import author, cache, draft
from cpts_analytics.ui.markup import plain
from cpts_analytics.views.numbers import count_words, short_date, typeset

Done = Callable[[Territory, str], None]


def show(done: Done) -> None:
    """The kept territories, each with what can be done; then those that were removed."""
    journal = cache.journal()
    kept, removed = journal.territories(), journal.removed()
    if not kept and not removed:
        st.info("Aucun territoire gardé pour l'instant\u00a0: composez-en un, puis «\u00a0Garder sous un nom\u00a0».")
    if kept or removed:
        st.text_input("Qui êtes-vous\u00a0? (pour rétablir ou supprimer)", value=author.known(), key="kept-author", max_chars=120,
                      placeholder="Nom ou fonction", autocomplete="name")
    for territory in kept:
        _territory(territory, done)
    if removed:
        st.markdown("**Supprimés** (rien n'est perdu)")
    for version in removed:
        _removed(version, done)
    st.caption(plain(typeset(f"Gardés dans : {journal.place}")))


def _territory(territory: Territory, done: Done) -> None:
    facts = f"{count_words(len(territory.members), 'commune')}, périmètre au {short_date(territory.valid_from)}" \
        + (f" jusqu'au {short_date(territory.valid_to)}" if territory.valid_to else "")
    with st.container(border=True, key=f"kept-{territory.kept_id}"):
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            st.markdown(f"**{plain(territory.name)}** {plain(facts)}")
            st.button("Ouvrir", key=f"kept-open-{territory.kept_id}", on_click=done, args=(territory, f"« {territory.name} »"))
            st.button("Modifier", key=f"kept-edit-{territory.kept_id}", on_click=_edit, args=(territory,),
                      help="Communes, nom et dates\u00a0: puis «\u00a0Garder sous un nom\u00a0»")
            st.button("Supprimer", key=f"kept-remove-{territory.kept_id}", type="tertiary", on_click=_remove, args=(territory,))
        with st.expander(f"Versions ({territory.kept_version})", key=f"kept-versions-{territory.kept_id}"):
            for version in reversed(cache.journal().history(territory.kept_id or 0)):
                _version(version, territory, done)


def _version(version: KeptVersion, present: Territory, done: Done) -> None:
    then = version.territory
    what = "suppression" if version.removed else f"{count_words(len(then.members), 'commune')}, périmètre au " \
        f"{short_date(then.valid_from)}"
    when = version.created_at.astimezone(PARIS)
    line = f"Version {version.version}, {when:%d/%m/%Y %H:%M}, {version.author} : « {then.name} », {what}" \
        + (f" ; {version.reason}" if version.reason else "")
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.markdown(plain(typeset(line)))
        if version.version != present.kept_version and not version.removed:
            st.button("Rétablir", key=f"kept-restore-{then.kept_id}-{version.version}", on_click=_restore,
                      args=(version, present.kept_version, done))


def _removed(version: KeptVersion, done: Done) -> None:
    then = version.territory
    day = version.created_at.astimezone(PARIS).date()
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.markdown(plain(typeset(f"{then.name}, supprimé le {short_date(day)} par {version.author}")))
        st.button("Rétablir", key=f"kept-restore-{then.kept_id}", on_click=_restore, args=(version, version.version, done))


def _edit(territory: Territory) -> None:
    draft.change(territory)
    st.session_state["editor-way"] = "map"


def _remove(territory: Territory) -> None:
    _try(lambda who: cache.journal().remove(territory.kept_id or 0, author=who, reason="",
                                               expected_version=territory.kept_version or 0))


def _restore(version: KeptVersion, expected: int, done: Done) -> None:
    found = _try(lambda who: cache.journal().restore(version.territory.kept_id or 0, version.version, author=who,
                                                        reason=f"retour à la version {version.version}",
                                                        expected_version=expected))
    if isinstance(found, Territory):
        draft.change(found)
        done(found, f"« {found.name} » est rétabli (version {found.kept_version}).")


def _try(write: Callable[[str], object]) -> object:
    """Write in the author's name; an error is said in the editor."""
    here = draft.current()
    here.fault, here.conflict = "", None
    try:
        return write(author.said(st.session_state.get("kept-author")))
    except CptsError as error:
        here.fault = str(error)
        return None
