"""The editor's fourth way: the territory under a name, with its dates, its author and its shared communes."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Callable

import streamlit as st

from cpts_analytics.journal import ConflictError
from cpts_analytics.model import SharedCommune, Territory
from cpts_analytics.territory import name_of
from cpts_analytics.ui import author, cache, draft
from cpts_analytics.ui.markup import plain
from cpts_analytics.views.numbers import short_date, typeset

VERSION, NEW = "version", "new"
_FIRST, _LAST = dt.date(2015, 1, 1), dt.date(2100, 12, 31)
_MOST_SHARED = 40
_MOST_OFFERED = 1_200


def show(done: Callable[[Territory, str], None]) -> None:
    """Shared communes, then the form. What somebody else changed meanwhile is shown, never overwritten unseen."""
    here = draft.current()
    territory = here.territory
    if here.conflict is not None:
        _conflict(here.conflict, done)
    how = _how(territory)
    _shared(territory, here.turn)
    with st.form(f"editor-keep-{here.turn}", border=False):
        st.text_input("Nom du territoire", value=_proposed(territory, how), max_chars=120, key="keep-name",
                      placeholder="CPTS du Pays…")
        since, until = st.columns(2)
        since.date_input("Périmètre valable à partir du", value=_from(territory), min_value=_FIRST, max_value=_LAST,
                         format="DD/MM/YYYY", key="keep-from")
        until.date_input("Jusqu'au (laissez vide sans date de fin)", value=territory.valid_to, min_value=_FIRST,
                         max_value=_LAST, format="DD/MM/YYYY", key="keep-to")
        who, why = st.columns(2)
        who.text_input("Qui enregistre\u00a0?", value=author.known(), max_chars=120, key="keep-author",
                       placeholder="Nom ou fonction", autocomplete="name")
        why.text_input("Motif (facultatif)", max_chars=400, key="keep-reason", placeholder="Deux communes ont rejoint la CPTS")
        st.form_submit_button("Enregistrer", type="primary", key="keep-submit", on_click=_keep, args=(how, done))


def _how(territory: Territory) -> str:
    if territory.kept_id is None:
        return NEW
    words = {VERSION: f"Nouvelle version de «\u00a0{territory.name}\u00a0»", NEW: "Un autre territoire"}
    return st.segmented_control("Enregistrer comme", list(words), default=VERSION, required=True,
                                format_func=words.__getitem__, key=f"keep-how-{territory.kept_id}") or VERSION


def _proposed(territory: Territory, how: str) -> str:
    made = territory.example or (territory.kept_id is None
                                 and territory.name == name_of(territory.members, cache.geography()))
    return "" if made or (how == NEW and territory.kept_id is not None) else territory.name


def _from(territory: Territory) -> dt.date:
    return territory.valid_from if territory.kept_id is not None else dt.datetime.now(dt.UTC).date()


def _shared(territory: Territory, turn: int) -> None:
    """Communes that another CPTS covers too: a note, and how many inhabitants are this one's."""
    if len(territory.members) > _MOST_OFFERED:
        return
    options = {code: cache.geography().name(code) for code in territory.members}
    marked = [one.code for one in territory.shared]
    with st.expander("Communes partagées avec une autre CPTS", expanded=bool(marked), key="keep-shared"):
        st.multiselect("Communes partagées", list(options), default=marked, format_func=options.__getitem__,
                       key=f"keep-shared-{turn}", placeholder="Aucune", select_all=False, max_selections=_MOST_SHARED,
                       help="Les chiffres d'une commune partagée restent ceux de la commune entière.")
        for one in territory.shared:
            note, people = st.columns([2, 1])
            note.text_input(f"{options.get(one.code, one.code)}\u00a0: note", value=one.note, max_chars=400,
                            key=f"keep-note-{one.code}", placeholder="Quartiers nord avec la CPTS voisine")
            people.number_input(f"{options.get(one.code, one.code)}\u00a0: habitants de votre CPTS", value=one.population,
                                min_value=0, max_value=10_000_000, step=1, key=f"keep-people-{one.code}",
                                placeholder="non renseigné")
        st.button("Marquer ces communes", key="keep-mark", on_click=_mark, args=(turn,))


def _mark(turn: int) -> None:
    draft.change(_with_shared(draft.current().territory, st.session_state.get(f"keep-shared-{turn}", [])))


def _with_shared(territory: Territory, codes: list[str]) -> Territory:
    known = {one.code: one for one in territory.shared}
    shared = []
    for code in sorted(codes):
        note = st.session_state.get(f"keep-note-{code}", known[code].note if code in known else "")
        people = st.session_state.get(f"keep-people-{code}", known[code].population if code in known else None)
        shared.append(SharedCommune(code=code, note=str(note or "").strip(), population=people))
    return dataclasses.replace(territory, shared=tuple(shared))


def _keep(how: str, done: Callable[[Territory, str], None]) -> None:
    here, given = draft.current(), st.session_state
    author.said(given["keep-author"])
    territory = _with_shared(here.territory, given.get(f"keep-shared-{here.turn}", [one.code for one in here.territory.shared]))
    territory = dataclasses.replace(
        territory, name=str(given["keep-name"] or "").strip() or " ", valid_from=given["keep-from"] or _from(territory),
        valid_to=given["keep-to"], example=False, official=False,
        kept_id=territory.kept_id if how == VERSION else None,
        kept_version=territory.kept_version if how == VERSION else None)
    reason = str(given["keep-reason"] or "")
    _write(territory, territory.kept_version, reason, done)


def _write(territory: Territory, expected: int | None, reason: str, done: Callable[[Territory, str], None]) -> None:
    kept: list[Territory] = []

    def write() -> Territory:
        kept.append(cache.journal().keep(territory, author=author.known(), reason=reason, expected_version=expected))
        return kept[0]

    draft.attempt(write)
    if kept:
        done(kept[0], f"« {kept[0].name} » est enregistré (version {kept[0].kept_version}).")


def _conflict(error: ConflictError, done: Callable[[Territory, str], None]) -> None:
    theirs = error.theirs.territory
    mine_only = set(error.mine.members) - set(theirs.members)
    theirs_only = set(theirs.members) - set(error.mine.members)
    st.markdown(plain(typeset(
        f"Version enregistrée : « {theirs.name} », {len(theirs.members)} communes, périmètre au "
        f"{short_date(theirs.valid_from)}. La vôtre : {len(error.mine.members)} communes, dont {len(mine_only)} absentes de "
        f"l'autre ; il lui en manque {len(theirs_only)}.")))
    with st.container(horizontal=True, gap="small"):
        st.button("Prendre la version enregistrée", key="keep-take-theirs", on_click=draft.change, args=(theirs,))
        if not error.theirs.removed:
            st.button("Enregistrer la mienne par-dessus", key="keep-mine", on_click=_write,
                      args=(error.mine, error.theirs.version, "par-dessus une version plus récente", done))
