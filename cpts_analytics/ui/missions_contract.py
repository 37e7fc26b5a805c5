"""The contract and the life of the CPTS: text, amounts, avenants, missions; groups, membership, other money."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Sequence
from typing import Any

import streamlit as st

from cpts_analytics.journal.aci import (
    Amendment,
    AmendmentScope,
    Fund,
    Kept,
    Membership,
    Mission,
    MissionKind,
    Money,
    WorkingGroup,
)
from cpts_analytics.missions import NOT_TYPED, euros, mission_rules, number, texts
from cpts_analytics.ui import messages, missions_begin, missions_editor, missions_history, missions_members, missions_write, state
from cpts_analytics.ui.markup import Markup, draw, plain, tag
from cpts_analytics.ui.missions_read import Here, register
from cpts_analytics.views.numbers import typeset

PART = "partie"
PARTS = {"contrat": "Contrat", "montants": "Missions et montants", "groupes": "Groupes de travail", "adhesions": "Adhésions",
         "budget": "Autres financements"}


def show(here: Here) -> None:
    """One part at a time."""
    part = state.choice(PART, list(PARTS), default="contrat", label="Partie", labels=PARTS)
    {"contrat": _contract, "montants": _missions, "groupes": _groups, "adhesions": _membership, "budget": _budget}[part](here)


def _contract(here: Here) -> None:
    seen = here.overview
    contract = seen.contract.record
    rows = (("CPTS", seen.cpts.record.name), ("Territoire enregistré", here.territory.name if here.territory else NOT_TYPED),
            ("Texte", f"{seen.text.title}. Source : {seen.text.source}"),
            ("Signature", f"{contract.signed:%d/%m/%Y}" if contract.signed else NOT_TYPED),
            ("Fin", f"{seen.ends:%d/%m/%Y}" if seen.ends else NOT_TYPED),
            ("Population retenue", f"{number(contract.population, 0)} habitants" + (
                f" ({contract.population_year})" if contract.population_year else "") if contract.population else NOT_TYPED),
            ("Taille", seen.size.sentence), ("Note", contract.note or "aucune"))
    draw(tag("table", tag("tbody", *(tag("tr", tag("th", name, scope="row"), tag("td", typeset(text))) for name, text in rows)),
             cls="cpts-table"))
    with st.container(horizontal=True, gap="small"):
        st.button("Modifier le contrat", key="contract-edit", icon=":material/edit:", on_click=missions_editor.change,
                  args=(seen.contract, here))
        st.button("Modifier la CPTS", key="cpts-edit", icon=":material/edit:", on_click=missions_editor.change,
                  args=(seen.cpts, here))
        with st.popover("Historique", icon=":material/history:", key="contract-history"):
            missions_history.show(seen.contract.id)
        if here.shown.kept_id is not None and here.shown.kept_id != seen.cpts.record.territory_id:
            st.button(plain(f"Rattacher « {here.shown.name} »"), key="cpts-territory", on_click=_attach, args=(here,))
    st.subheader("Avenants", anchor=False)
    _rows(here, seen.amendments, _amendment, "Aucun avenant noté.")
    there = {kept.record.key for kept in seen.amendments}
    for text in texts().values():
        if text.amendment and text.amendment not in there and text.date > seen.text.date:
            missions_editor.button(f"Adhésion à : {text.short}", Amendment(
                contract_id=seen.contract.id, scope=AmendmentScope.NATIONAL, title=text.title, key=text.amendment,
                date=text.date), here, key=f"amendment-{text.amendment}")
    local = Amendment(contract_id=seen.contract.id, scope=AmendmentScope.LOCAL, title="")
    missions_editor.button("Ajouter un avenant", local, here, key="amendment-new")
    with st.expander("Ajouter un autre contrat", key="contract-other"):
        missions_begin.form(here)


def _attach(here: Here) -> None:
    kept = here.overview.cpts
    done = missions_write.attempt(lambda who: register().change(
        kept.id, dataclasses.replace(kept.record, territory_id=here.shown.kept_id), expected_version=kept.version,
        author=who, reason="territoire de la CPTS"))
    if done is not None:
        messages.saved("Territoire rattaché à la CPTS.")


def _amendment(kept: Kept[Amendment]) -> tuple[str, str]:
    one = kept.record
    return one.title, " · ".join([one.scope.label,
                                  f"texte du {one.date:%d/%m/%Y}" if one.date else "date du texte non renseignée",
                                  f"adhésion le {one.adhered:%d/%m/%Y}" if one.adhered else "adhésion non renseignée"])


def _missions(here: Here) -> None:
    seen = here.overview
    years = [year.number for year in seen.years] or list(range(1, 6))
    head = tag("tr", tag("th", "Mission", scope="col"), *(tag("th", f"Année {year}", scope="col") for year in years))
    body = []
    for line in seen.lines:
        amounts = {part.year: part for part in line.mission.record.amounts}
        cells = [_amounts(amounts.get(year)) for year in years]
        body.append(tag("tr", tag("th", line.mission.record.title, scope="row"), *cells))
    running = {part.year: part.amount_eur for part in seen.contract.record.running}
    body.append(tag("tr", tag("th", "Crédits de fonctionnement", scope="row"),
                    *(tag("td", euros(running.get(year))) for year in years)))
    draw(tag("p", typeset("Part fixe, puis part variable, telles que le contrat les écrit. Un montant qui n'est pas saisi reste "
                          "« non renseigné » : il n'est jamais deviné."), cls="cpts-extra"),
         tag("div", tag("table", tag("thead", head), tag("tbody", *body), cls="cpts-table cpts-years"), cls="cpts-wide"))
    with st.container(horizontal=True, gap="small"):
        for line in seen.lines:
            st.button(line.rule.short if line.rule else plain(line.mission.record.title), key=f"amounts-{line.mission.id}",
                      icon=":material/edit:", on_click=missions_editor.change, args=(line.mission, here))
        st.button("Crédits de fonctionnement", key="running-edit", icon=":material/edit:", on_click=missions_editor.change,
                  args=(seen.contract, here))
    there = {line.mission.record.key for line in seen.lines}
    st.subheader("Ajouter une mission", anchor=False)
    with st.container(horizontal=True, gap="small"):
        for rule in mission_rules(seen.contract.record, [kept.record for kept in seen.amendments]):
            if rule.key not in there:
                missions_editor.button(rule.short, Mission(contract_id=seen.contract.id, title=rule.title, key=rule.key,
                                                           kind=rule.kind, rank=len(seen.lines)), here, key=f"mission-{rule.key}")
        missions_editor.button("Mission propre au contrat", Mission(
            contract_id=seen.contract.id, title="", kind=MissionKind.OPTIONAL, rank=len(seen.lines)), here, key="mission-own")


def _amounts(part: Any) -> Markup:
    if part is None or (part.fixed_eur is None and part.variable_eur is None):
        return tag("td", tag("span", NOT_TYPED, cls="cpts-small"))
    return tag("td", tag("div", f"fixe {euros(part.fixed_eur)}"), tag("div", f"variable {euros(part.variable_eur)}"))


def _groups(here: Here) -> None:
    titles = {line.mission.id: line.mission.record.title for line in here.overview.lines}

    def words(kept: Kept[WorkingGroup]) -> tuple[str, str]:
        group = kept.record
        coming = [one for one in group.meetings if one.date >= here.today]
        following = f"prochaine réunion le {coming[0].date:%d/%m/%Y} ({coming[0].title or 'sans objet'})" if coming else \
            "aucune réunion à venir"
        return group.name, " · ".join([titles.get(group.mission_id or 0, "sans mission"), following,
                                       ", ".join(group.members) or "aucun membre noté"])

    _rows(here, register().find(WorkingGroup, cpts_id=here.overview.cpts.id), words, "Aucun groupe de travail noté.")
    missions_editor.button("Ajouter un groupe", WorkingGroup(cpts_id=here.overview.cpts.id, name=""), here, key="group-new")


def _membership(here: Here) -> None:
    kept = sorted(register().find(Membership, cpts_id=here.overview.cpts.id),
                  key=lambda one: (-one.record.year, one.record.profession))
    places = missions_members.places(here, (one.record.profession for one in kept))

    def words(kept: Kept[Membership]) -> tuple[str, str]:
        one = kept.record
        return f"{one.profession}, {one.year}", missions_members.facts(one, places, here)

    _rows(here, kept, words, "Aucune adhésion notée\u00a0: un nombre par profession et par année, jamais un nom.")
    blank = Membership(cpts_id=here.overview.cpts.id, year=here.today.year, profession="")
    missions_editor.button("Ajouter une profession", blank, here, key="membership-new")


def _budget(here: Here) -> None:
    titles = {line.mission.id: line.mission.record.title for line in here.overview.lines}

    def words(kept: Kept[Money]) -> tuple[str, str]:
        one = kept.record
        return f"{one.label}, {one.year}", " · ".join([
            one.fund.label, titles.get(one.mission_id or 0, "sans mission"), f"prévu : {euros(one.planned_eur)}",
            f"dépensé : {euros(one.spent_eur)}"])

    lines = sorted(here.overview.money, key=lambda kept: (-kept.record.year, kept.record.fund))
    for year in dict.fromkeys(kept.record.year for kept in lines):
        of_year = [kept.record for kept in lines if kept.record.year == year]
        planned, spent = ([amount for one in of_year if (amount := getattr(one, name)) is not None]
                          for name in ("planned_eur", "spent_eur"))
        draw(tag("p", tag("strong", str(year)), typeset(
            f" : {euros(sum(planned) if planned else None)} prévus, {euros(sum(spent) if spent else None)} dépensés"),
            cls="cpts-extra"))
    _rows(here, lines, words, "Aucun autre financement noté\u00a0: FIR de l'ARS, forfait structure, partenaires.")
    missions_editor.button("Ajouter un financement", Money(cpts_id=here.overview.cpts.id, year=here.today.year, fund=Fund.FIR,
                                                           label=""), here, key="money-new")


def _rows(here: Here, kept: Sequence[Kept[Any]], words: Callable[[Any], tuple[str, str]], nothing: str) -> None:
    """A line each: name, facts, edit, history, remove."""
    if not kept:
        draw(tag("p", nothing, cls="cpts-extra"))
    for one in kept:
        name, facts = words(one)
        with st.container(horizontal=True, vertical_alignment="center", gap="small", key=f"mission-line-r{one.id}"):
            draw(tag("p", tag("strong", typeset(name)), tag("span", typeset(f" {facts}"), cls="cpts-small")))
            st.button("Modifier", key=f"row-edit-{one.id}", on_click=missions_editor.change, args=(one, here))
            with st.popover("Historique", key=f"row-history-{one.id}"):
                missions_history.show(one.id)
            st.button("Supprimer", key=f"row-remove-{one.id}", type="tertiary", on_click=missions_editor.remove, args=(one, name))
