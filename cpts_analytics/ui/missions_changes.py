"""« Ce qui a changé depuis la dernière réunion »: every write since a date, who, why, and what it was before."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

import streamlit as st

from cpts_analytics.journal.aci import Change, Indicator, Measure, WorkingGroup, called, periods
from cpts_analytics.journal.aci.register import MOST_CHANGES
from cpts_analytics.journal.failures import PARIS
from cpts_analytics.ui import missions_history, missions_words
from cpts_analytics.ui.markup import Markup, draw, tag
from cpts_analytics.ui.missions_read import Here, register
from cpts_analytics.views.numbers import count_words, typeset

MOST = 200


def show(here: Here) -> None:
    """Since the last meeting of a group, or since a date that one chooses."""
    meetings = sorted({one.date for group in register().find(WorkingGroup, cpts_id=here.overview.cpts.id)
                       for one in group.record.meetings if one.date < here.today}, reverse=True)
    since = meetings[0] if meetings else here.today - dt.timedelta(days=90)
    st.header("Ce qui a changé depuis la dernière réunion", anchor=False)
    chosen = st.date_input("Depuis le", since, max_value=here.today, format="DD/MM/YYYY", key=f"changes-since-{since}", width=220,
                           help="La dernière réunion d'un groupe de travail, sinon trois mois")
    if not meetings:
        draw(tag("p", typeset("Aucune réunion passée n'est notée : les trois derniers mois sont montrés. Les réunions se notent "
                              "dans « Contrat et CPTS »."), cls="cpts-ask"))
    start = dt.datetime.combine(chosen or since, dt.time.min, PARIS).astimezone(dt.UTC)
    found = register().changes(start, about=_ours(here))
    if not found:
        st.info("Rien n'a été écrit depuis.")
        return
    authors = sorted({change.latter.author for change in found})
    least = "au moins " if len(found) == MOST_CHANGES else ""
    told = f"{least.capitalize()}{count_words(len(found), 'écriture')}, par {', '.join(authors)}."
    indicators = {one.indicator.id: one.indicator.record for line in here.overview.lines for one in line.indicators}
    draw(tag("p", typeset(told), cls="cpts-extra"),
         tag("div", *(_one(indicators, change) for change in found[:MOST])))
    if len(found) > MOST:
        older = f"… et {least}{count_words(len(found) - MOST, 'autre')}, plus anciennes : choisissez une date plus proche."
        draw(tag("p", typeset(older), cls="cpts-extra"))


def _ours(here: Here) -> dict[str, set[int]]:
    """What a record of this contract, or of its CPTS, belongs to."""
    seen = here.overview
    return {"indicator_id": {one.indicator.id for line in seen.lines for one in line.indicators},
            "mission_id": {line.mission.id for line in seen.lines}, "contract_id": {seen.contract.id},
            "cpts_id": {seen.cpts.id}, "id": {seen.cpts.id, seen.contract.id}}


def _one(indicators: Mapping[int, Indicator], change: Change) -> Markup:
    record = change.latter.record
    name = called(record)
    if isinstance(record, Measure):
        indicator = indicators[record.indicator_id]
        name = f"{indicator.label}, {periods.words(record.period)}"
        if change.former is None:
            name += f" : {missions_words.value(record, indicator)}"
    reason = f" ; motif : {change.latter.reason}" if change.latter.reason else ""
    return tag("div", tag("strong", typeset(name)), " ", tag("span", change.what, cls="cpts-badge"), " ",
               tag("span", typeset(f"{missions_words.written(change.latter)}{reason}"), cls="cpts-small"),
               missions_history.changes(record, change.former.record if change.former and not change.latter.removed else None),
               cls="cpts-version")
