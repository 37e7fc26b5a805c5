"""Scenarios kept under a name: kept with a note and the state of the data, shown again, taken away and brought back."""

from __future__ import annotations

import streamlit as st

from cpts_analytics.access import Scenario
from cpts_analytics.errors import CptsError
from cpts_analytics.journal import KeptScenario
from cpts_analytics.journal.failures import PARIS
from cpts_analytics.model import Territory
from cpts_analytics.ui import author, cache, messages, state, whatif_state
from cpts_analytics.ui.markup import draw, plain, tag
from cpts_analytics.ui.whatif_state import WhatIf
from cpts_analytics.views.numbers import short_date, typeset

NAME, NOTE, WHO, AGAIN, REMOVER = ("whatif-kept-name", "whatif-kept-note", "whatif-kept-author", "whatif-kept-again",
                                   "whatif-kept-remover")
_FAULT = "whatif-kept-fault"
OTHER_DATA = "Les données ont changé depuis : le résultat peut différer de celui d'alors."


def bar(here: WhatIf) -> tuple[KeptScenario, ...]:
    """Two small buttons: keep the scenario, and those that are kept here, given back. A journal that is away is said; the rest
    goes on."""
    kept: tuple[KeptScenario, ...] = ()
    if here.scenario.actions:
        with st.popover("Enregistrer", icon=":material/bookmark_add:"):
            _form(here)
    try:
        kept = cache.journal().scenarios.of(here.territory)
    except CptsError as error:
        st.caption(plain(typeset(f"Les scénarios enregistrés ne peuvent pas être lus. {error} Celui-ci reste dans l'adresse.")))
    if kept:
        with st.popover(f"Scénarios enregistrés ({len(kept)})", icon=":material/bookmarks:"):
            _list(here, kept)
    return kept


def said(here: WhatIf, kept: tuple[KeptScenario, ...]) -> None:
    """Under which name the present scenario is kept, by whom, with what note, and whether the data have changed since."""
    shown = here.scenario.encode()
    for item in kept:
        if here.scenario.actions and item.content == shown:
            draw(tag("p", typeset(f"Scénario « {item.name} », enregistré {_about(item)}"), cls="cpts-year"))
            if item.made_on_other_data(here.model.data_version):
                st.warning(plain(typeset(f"« {item.name} » : {OTHER_DATA[0].lower()}{OTHER_DATA[1:]}")), icon=":material/update:")


def _form(here: WhatIf) -> None:
    with st.form("whatif-kept-form", border=False):
        st.text_input("Nom du scénario", key=NAME, max_chars=120, placeholder="Un médecin de plus à Bourgoin-Jallieu")
        st.text_area("Note (facultatif)", key=NOTE, max_chars=1000, height=68, placeholder="Ce que le groupe en a dit")
        st.text_input("Qui enregistre\u00a0?", value=author.known(), key=WHO, max_chars=120, placeholder="Nom ou fonction",
                      autocomplete="name")
        st.checkbox("Si ce nom existe déjà, en faire une nouvelle version", key=AGAIN)
        if fault := st.session_state.pop(_FAULT, ""):
            st.error(plain(typeset(fault)), icon=":material/error:")
        st.form_submit_button("Enregistrer le scénario", key="whatif-kept-save", type="primary", on_click=_save, args=(here,))


def _save(here: WhatIf) -> None:
    """For the callback: what cannot be kept is said in the form, where everything typed stays."""
    name = " ".join(str(st.session_state.get(NAME) or "").split())
    note = str(st.session_state.get(NOTE) or "").strip()
    try:
        scenarios = cache.journal().scenarios
        former = scenarios.history(here.territory, name)[-1:] if name else ()
        if former and not former[0].removed and not st.session_state.get(AGAIN) and not _same(former[0], here, note):
            st.session_state[_FAULT] = (f"« {former[0].name} » est déjà enregistré ici, {_about(former[0])}. Choisissez un autre "
                                        "nom, ou cochez la case pour en faire une nouvelle version. Rien n'a été changé.")
            return
        kept = scenarios.keep(here.territory, here.scenario, name=name, note=note, data_version=here.model.data_version,
                              author=author.said(st.session_state.get(WHO)))
    except CptsError as error:
        st.session_state[_FAULT] = str(error)
        return
    for key in (NAME, NOTE, AGAIN):
        st.session_state.pop(key, None)
    messages.saved(f"Scénario « {kept.name} » enregistré.")


def _same(former: KeptScenario, here: WhatIf, note: str) -> bool:
    return former.content == here.scenario.encode() and former.note == note


def _list(here: WhatIf, kept: tuple[KeptScenario, ...]) -> None:
    version = cache.store().data_version
    for place, item in enumerate(kept):
        with st.container(key=f"whatif-kept-{place}", gap="small"):
            draw(tag("p", tag("strong", item.name), typeset(f", {_about(item)}"), cls="cpts-line"))
            if item.made_on_other_data(version):
                st.caption(plain(typeset(OTHER_DATA)))
            with st.container(horizontal=True, gap="small"):
                st.button("Charger", key=f"whatif-kept-load-{place}", on_click=_load, args=(here, item), icon=":material/upload:")
                st.button("Retirer", key=f"whatif-kept-remove-{place}", on_click=_remove, args=(here.territory, item),
                          type="tertiary", icon=":material/delete:")
    st.text_input("Qui êtes-vous\u00a0? (pour retirer)", value=author.known(), key=REMOVER, max_chars=120,
                  placeholder="Nom ou fonction", autocomplete="name")


def _load(here: WhatIf, item: KeptScenario) -> None:
    """Put a kept scenario in the address; the one that was there can be taken back."""
    state.hold_text(whatif_state.SCENARIO, item.content)
    if here.scenario.actions and here.scenario.encode() != item.content:
        messages.offer(f"« {item.name} » est chargé à la place du scénario qui était là.", "Reprendre l'autre",
                       whatif_state.keep, (here.scenario,))


def _remove(territory: Territory, item: KeptScenario) -> None:
    try:
        cache.journal().scenarios.remove(territory, item.name, author=author.said(st.session_state.get(REMOVER)))
    except CptsError as error:
        messages.warn(str(error))
    else:
        messages.offer(f"Le scénario « {item.name} » est retiré.", "Annuler", _bring_back, (territory, item))


def _bring_back(territory: Territory, item: KeptScenario) -> None:
    try:
        cache.journal().scenarios.keep(territory, Scenario.decode(item.content), name=item.name, note=item.note,
                                       data_version=item.data_version, author=author.known() or item.author)
    except CptsError as error:
        messages.warn(str(error))
    else:
        messages.saved(f"Scénario « {item.name} » de retour.")


def _about(item: KeptScenario) -> str:
    """« par Camille le 22/11/2026 (version 2) : note »."""
    version = f" (version {item.version})" if item.version > 1 else ""
    day = short_date(item.created_at.astimezone(PARIS).date())
    return f"par {item.author} le {day}{version}" + (f" : {item.note}" if item.note else "")
