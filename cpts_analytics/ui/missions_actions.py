"""Action sheets of a mission: the gap that they answer, who leads, steps that are ticked, budget, status."""

from __future__ import annotations

import dataclasses

import streamlit as st

from cpts_analytics.errors import JournalError
from cpts_analytics.journal.aci import ActionSheet, Kept, WorkingGroup
from cpts_analytics.missions import NOT_TYPED, MissionLine, euros
from cpts_analytics.ui import messages, missions_editor, missions_history, missions_write
from cpts_analytics.ui.markup import draw, plain, tag
from cpts_analytics.ui.missions_read import Here, register
from cpts_analytics.views.numbers import typeset


def show(here: Here, line: MissionLine) -> None:
    """Each sheet in a frame of its own."""
    st.subheader("Fiches action", anchor=False)
    if not line.actions:
        draw(tag("p", "Aucune fiche action\u00a0: une fiche dit l'écart auquel elle répond, qui la pilote, ses étapes, "
                      "son budget.",
                 cls="cpts-extra"))
        return
    labels = {one.indicator.id: one.indicator.record.label for one in line.indicators}
    try:
        groups = {kept.id: kept.record.name for kept in register().find(WorkingGroup, cpts_id=here.overview.cpts.id)}
    except JournalError as error:
        messages.warn(str(error))
        groups = {}
    for kept in line.actions:
        _sheet(here, kept, labels, groups)


def _sheet(here: Here, kept: Kept[ActionSheet], labels: dict[int, str], groups: dict[int, str]) -> None:
    action = kept.record
    dates = " – ".join(f"{day:%d/%m/%Y}" if day else "…" for day in (action.starts, action.ends)) \
        if action.starts or action.ends else "dates non renseignées"
    facts = (f"groupe pilote : {groups.get(action.group_id or 0, NOT_TYPED)}", dates, f"budget : {euros(action.budget_eur)}",
             *([f"avec {', '.join(action.partners)}"] if action.partners else []))
    moved = [labels[number] for number in action.indicator_ids if number in labels]
    with st.container(border=True, key=f"action-{kept.id}"):
        draw(tag("p", tag("strong", action.title), " ", tag("span", action.status.label, cls="cpts-badge")),
             tag("p", typeset(" · ".join(facts)), cls="cpts-ask"),
             *([tag("p", typeset(f"Répond à : {action.gap}"), cls="cpts-extra")] if action.gap else []),
             *([tag("p", typeset(f"Indicateurs visés : {' ; '.join(moved)}"), cls="cpts-extra")] if moved else []))
        for place, step in enumerate(action.steps):
            due = f" (pour le {step.due:%d/%m/%Y})" if step.due else ""
            late = " : en retard" if step.due and not step.done and step.due < here.today else ""
            st.checkbox(plain(typeset(f"{step.label}{due}{late}")), step.done, key=f"step-{kept.id}-{kept.version}-{place}",
                        on_change=_tick, args=(kept, place))
        with st.container(horizontal=True, gap="small"):
            st.button("Modifier", key=f"action-edit-{kept.id}", icon=":material/edit:", on_click=missions_editor.change,
                      args=(kept, here))
            with st.popover("Historique", icon=":material/history:", key=f"action-history-{kept.id}"):
                missions_history.show(kept.id)
            st.button("Supprimer", key=f"action-remove-{kept.id}", type="tertiary", on_click=missions_editor.remove,
                      args=(kept, f"Fiche action « {action.title} »"))


def _tick(kept: Kept[ActionSheet], place: int) -> None:
    steps = tuple(dataclasses.replace(step, done=not step.done) if here == place else step
                  for here, step in enumerate(kept.record.steps))
    done = missions_write.attempt(lambda who: register().change(
        kept.id, dataclasses.replace(kept.record, steps=steps), expected_version=kept.version, author=who,
        reason="étape cochée" if steps[place].done else "étape décochée"))
    if done is not None:
        missions_write.offer_undo(done, kept)
