"""Nothing yet: what these screens will hold, and the few fields with which a contract begins."""

from __future__ import annotations

import dataclasses
import datetime as dt
from typing import Any

import streamlit as st

from cpts_analytics.errors import CptsError, JournalError
from cpts_analytics.journal.aci import Amendment, AmendmentScope, Batch, Contract, Cpts, FieldError, Kept, Mission
from cpts_analytics.missions import NOT_TYPED, MissionRule, mission_rules, texts
from cpts_analytics.model import Territory
from cpts_analytics.ui import author, cache, messages, missions_read, missions_write, state, territory_words
from cpts_analytics.ui.markup import draw, tag
from cpts_analytics.ui.missions_fields import FIRST, LAST, fault, whole_of
from cpts_analytics.ui.missions_read import Here, register
from cpts_analytics.views.numbers import count_words, typeset

_KEY, _FAULTS = "begin", "begin-faults"
_PRESENT = "present"
HOLDS = (
    "Le contrat et ses missions, avec leurs échéances comptées depuis la signature.",
    "Les indicateurs que votre contrat fixe : valeur de départ, cibles, valeur de la CPTS et valeur de la CPAM, preuves.",
    "Les euros du contrat : part fixe due, part variable en jeu et acquise. Un montant que personne n'a saisi reste « non "
    "renseigné ».",
    "La saisie du soir, le relevé à coller dans le compte rendu, et l'historique de chaque valeur.")


def empty(here: Here) -> None:
    """What the page will hold, and how to begin."""
    draw(tag("section", tag("h2", "Ce que cette page contiendra"), tag("ul", *(tag("li", typeset(line)) for line in HOLDS)),
             cls="cpts-standouts"))
    st.header("Commencer", anchor=False)
    form(here)


def form(here: Here) -> None:
    """Territory and text, then the contract; missions proposed by the text, none imposed."""
    with st.container(border=True, key="begin"):
        territory = _territory(here)
        left, right = st.columns(2, gap="small")
        known = texts()
        keys = list(reversed(known))
        rules = left.selectbox("Texte signé", keys, format_func=lambda key: known[key].short, key=f"{_KEY}-rules",
                               help="Un contrat garde les règles du texte sous lequel il a été signé.")
        later = [one for one in known.values() if one.amendment and one.date > known[rules].date]
        adhered = {one.amendment: right.date_input(f"Adhésion à l'{str(one.amendment).replace('-', ' ')} (vide si aucune)", None,
                                                   min_value=FIRST, max_value=LAST, format="DD/MM/YYYY",
                                                   key=f"{_KEY}-{one.amendment}") for one in later}
        draw(tag("p", typeset(f"Source des règles : {known[rules].source}."), cls="cpts-ask"))
        _contract(here, territory, rules, adhered)


def _territory(here: Here) -> Territory:
    try:
        kept = {f"kept-{one.kept_id}": one for one in cache.journal().territories()}
    except JournalError:
        kept = {}
    options: dict[str, Territory] = dict(kept)
    if here.shown.kept_id is None:
        options = {_PRESENT: here.shown, **kept}
    default = f"kept-{here.shown.kept_id}" if here.shown.kept_id is not None else _PRESENT
    keys = list(options)

    def words(key: str) -> str:
        one = options[key]
        size = count_words(len(one.members), "commune")
        return f"Enregistrer le territoire affiché ({one.name}, {size})" if key == _PRESENT else f"{one.name} ({size})"

    chosen = st.selectbox("Territoire de la CPTS", keys, index=keys.index(default) if default in keys else 0, format_func=words,
                          key=f"{_KEY}-territory", help="Un autre territoire\u00a0: « Changer », en haut de la page.")
    return options[chosen or keys[0]]


def _contract(here: Here, territory: Territory, rules: str, adhered: dict[Any, dt.date | None]) -> None:
    faults: dict[str, str] = st.session_state.get(_FAULTS, {})
    profile = missions_read.profile_of(territory)
    year = max(profile.population_years) if profile else None
    fault(faults.get("", ""))
    with st.form("begin-form", border=False):
        name, title = st.columns(2, gap="small")
        name.text_input("Nom de la CPTS", "" if territory.kept_id is None else territory.name, key=f"{_KEY}-name", max_chars=120)
        with name:
            fault(faults.get("name", ""))
        title.text_input("Intitulé du contrat", "ACI", key=f"{_KEY}-title", max_chars=200)
        signed, people, when, size = st.columns(4, gap="small")
        signed.date_input("Date de signature", None, min_value=FIRST, max_value=LAST, format="DD/MM/YYYY", key=f"{_KEY}-signed")
        people.text_input("Population retenue par le contrat", key=f"{_KEY}-population", max_chars=12, placeholder=NOT_TYPED)
        when.text_input("Année de cette population", key=f"{_KEY}-population_year", max_chars=4, placeholder=NOT_TYPED)
        size.selectbox("Classe de taille du contrat", [None, 1, 2, 3, 4], key=f"{_KEY}-size_class",
                       index=0, format_func=lambda one: NOT_TYPED if one is None else f"taille {one}")
        for column, field in ((signed, "signed"), (people, "population"), (when, "population_year"), (size, "size_class")):
            with column:
                fault(faults.get(field, ""))
        if profile is not None:
            draw(tag("p", typeset(f"D'après l'Insee : {count_words(profile.population, 'habitant')} ({year}), "
                                  f"{territory_words.size_words(profile.size)}. Le contrat fait foi."), cls="cpts-ask"))
        proposed = mission_rules(*_signed(rules, adhered))
        st.pills("Missions du contrat", [one.key for one in proposed], selection_mode="multi", key=f"{_KEY}-missions-{rules}",
                 default=[one.key for one in proposed if one.kind.value == "socle"],
                 format_func={one.key: one.short for one in proposed}.__getitem__,
                 help="Les missions socle sont déjà choisies\u00a0; les autres le sont si le contrat les prévoit.")
        missions_write.who_and_why(f"{_KEY}-", asked=False, held={})
        st.form_submit_button("Enregistrer le contrat", type="primary", key=f"{_KEY}-save", on_click=_save,
                              args=(here, territory, rules, adhered))


def _signed(rules: str, adhered: dict[Any, dt.date | None]) -> tuple[Contract, tuple[Amendment, ...]]:
    known = {one.amendment: one for one in texts().values() if one.amendment}
    return Contract(cpts_id=0, title="", rules=rules), tuple(
        Amendment(contract_id=0, scope=AmendmentScope.NATIONAL, title=known[key].title, key=key, date=known[key].date,
                  adhered=date) for key, date in adhered.items() if date is not None)


def _save(here: Here, territory: Territory, rules: str, adhered: dict[Any, dt.date | None]) -> None:
    given = st.session_state
    author.said(given[f"{_KEY}-author"])
    given[_FAULTS] = {}
    try:
        name = str(given[f"{_KEY}-name"] or "").strip()
        if not name:
            raise FieldError("name", "Donnez le nom de la CPTS.")
        blank, amendments = _signed(rules, adhered)
        contract = dataclasses.replace(
            blank, title=str(given[f"{_KEY}-title"] or "ACI"), signed=given[f"{_KEY}-signed"],
            population=whole_of(given[f"{_KEY}-population"], "population"),
            population_year=whole_of(given[f"{_KEY}-population_year"], "population_year"), size_class=given[f"{_KEY}-size_class"])
        rules_ = [one for one in mission_rules(blank, amendments) if one.key in (given[f"{_KEY}-missions-{rules}"] or [])]
        owner = next((one for one in here.cpts if one.record.name == name), None)
        kept = _kept_territory(territory, name)
        made = register().together(lambda batch: _add(batch, (owner, name, kept), contract, amendments, rules_),
                                   author=author.known(), reason="nouveau contrat")
    except FieldError as error:
        given[_FAULTS] = {error.field if error.field in ("name", "signed", "population", "population_year", "size_class")
                          else "": str(error)}
    except CptsError as error:
        given[_FAULTS] = {"": str(error)}
    else:
        state.remember(kept)
        state.turn(missions_read.CONTRACT, str(made.id))
        state.turn("vue", "ensemble")
        messages.saved("Contrat enregistré.")


def _kept_territory(territory: Territory, name: str) -> Territory:
    """The territory as it is kept; the present one is kept under the name of the CPTS."""
    if territory.kept_id is not None:
        return territory
    fresh = dataclasses.replace(territory, name=name, example=False, official=False, kept_id=None, kept_version=None)
    return cache.journal().keep(fresh, author=author.known(), reason="territoire du contrat ACI")


def _add(batch: Batch, whose: tuple[Kept[Cpts] | None, str, Territory], contract: Contract,
         amendments: tuple[Amendment, ...], rules: list[MissionRule]) -> Kept[Contract]:
    owner, name, territory = whose
    cpts = owner or batch.add(Cpts(name=name, territory_id=territory.kept_id))
    made = batch.add(dataclasses.replace(contract, cpts_id=cpts.id))
    for amendment in amendments:
        batch.add(dataclasses.replace(amendment, contract_id=made.id))
    for rank, rule in enumerate(rules):
        batch.add(Mission(contract_id=made.id, title=rule.title, key=rule.key, kind=rule.kind, rank=rank))
    return made
