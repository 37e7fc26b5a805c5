"""Every deadline of the contract, meetings of the groups, proofs and steps to come, in the order of their dates."""

from __future__ import annotations

import dataclasses
import datetime as dt

import streamlit as st

from cpts_analytics.journal.aci import ProofKind, WorkingGroup
from cpts_analytics.ui import missions_words
from cpts_analytics.ui.markup import Markup, draw, tag
from cpts_analytics.ui.missions_read import Here, register
from cpts_analytics.views.numbers import typeset


@dataclasses.dataclass(frozen=True)
class Due:
    """One thing that has a date. ``date`` is None when what it is counted from is not typed."""

    date: dt.date | None
    what: str
    kind: str
    said: str = ""
    done: bool = False
    late: bool = False


def show(here: Here) -> None:
    """What comes, then what is done."""
    items = sorted(dues(here), key=lambda one: one.date or dt.date.max)
    waiting = [one for one in items if not one.done]
    st.header("À venir", anchor=False)
    draw(_table(waiting, here.today) if waiting else tag("p", "Aucune échéance."))
    done = [one for one in items if one.done]
    if done:
        with st.expander(f"Passées ou faites ({len(done)})", key="calendar-done"):
            draw(_table(list(reversed(done)), here.today))


def dues(here: Here) -> list[Due]:
    """Deadlines of the contract, meetings, proofs to bring, steps of action sheets. Raises JournalError."""
    seen = here.overview
    found = [Due(item.date, item.label, "contrat", item.sentence + (
        f" Alerte à {item.alarm} mois." if item.alarm else ""), item.done, item.late) for item in seen.deadlines]
    for group in register().find(WorkingGroup, cpts_id=seen.cpts.id):
        found += [Due(one.date, f"{group.record.name} : {one.title or 'réunion'}", "réunion", done=one.date < here.today)
                  for one in group.record.meetings]
    for line in seen.lines:
        for action in line.actions:
            found += [Due(step.due, f"{action.record.title} : {step.label}", "étape", done=step.done,
                          late=not step.done and step.due < here.today) for step in action.record.steps if step.due]
        for one in line.indicators:
            found += [Due(proof.due, f"Preuve : {one.indicator.record.label}, {missions_words.period(kept.record)}", "preuve",
                          f"à joindre par {proof.who}", late=proof.due < here.today)
                      for kept in one.measures for proof in kept.record.proofs if proof.kind is ProofKind.TO_COME and proof.due]
    return found


def _table(items: list[Due], today: dt.date) -> Markup:
    rows = [tag("tr", tag("th", f"{one.date:%d/%m/%Y}" if one.date else "date à renseigner", scope="row"),
                tag("td", tag("span", one.kind, cls="cpts-badge")),
                tag("td", typeset(one.what), " ", tag("span", typeset(one.said), cls="cpts-small cpts-below")),
                tag("td", _when(one, today), cls="cpts-unfavourable" if one.late else "")) for one in items]
    return tag("table", tag("thead", tag("tr", *(tag("th", head, scope="col") for head in ("Date", "Nature", "Quoi", "Quand")))),
               tag("tbody", *rows), cls="cpts-table cpts-dues")


def _when(one: Due, today: dt.date) -> str:
    if one.late:
        return f"▼ dépassée {missions_words.days_to(one.date, today)}" if one.date else ""
    return "" if one.date is None or one.done else missions_words.days_to(one.date, today)
