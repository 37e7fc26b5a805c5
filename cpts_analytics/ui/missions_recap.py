"""The recap of the evening, to paste into the minutes: what this author wrote today, out of the journal itself."""

from __future__ import annotations

import datetime as dt

import streamlit as st

from cpts_analytics.journal.aci import Indicator, Kept, Measure
from cpts_analytics.journal.failures import PARIS
from cpts_analytics.missions import recap
from cpts_analytics.ui import author
from cpts_analytics.ui.missions_read import Here, register


def show(here: Here) -> None:
    """The text, with a copy and a download; nothing when nothing was written today."""
    written = tonight(here)
    if not written:
        return
    text = recap(written, author=author.known(), on=here.today)
    with st.expander(f"Relevé pour le compte rendu ({len(written)})", expanded=True, key="evening-recap"):
        st.code(text, language=None, wrap_lines=True)
        st.download_button("Télécharger le relevé", text, f"releve-{here.today:%Y-%m-%d}.txt", "text/plain", key="recap-download",
                           icon=":material/download:", on_click="ignore")


def tonight(here: Here) -> list[tuple[str, Indicator, Measure]]:
    """(mission, indicator, measure) of this contract that the author wrote today and that are still there, in order."""
    midnight = dt.datetime.combine(here.today, dt.time.min, PARIS).astimezone(dt.UTC)
    owners = {line.indicator.id: (mission.mission.record.title, line) for mission in here.overview.lines
              for line in mission.indicators}
    present = {kept.id: kept for _, line in owners.values() for kept in line.measures}
    found: dict[int, Kept[Measure]] = {}
    for change in register().changes(midnight, about={"indicator_id": set(owners)}):
        number = change.latter.id
        if isinstance(change.latter.record, Measure) and change.latter.author == author.known() and number in present:
            found.setdefault(number, present[number])
    rows = [(*owners[kept.record.indicator_id], kept) for kept in reversed(found.values())]
    rank = {mission.mission.record.title: place for place, mission in enumerate(here.overview.lines)}
    return [(title, line.indicator.record, kept.record) for title, line, kept in sorted(rows, key=lambda row: rank[row[0]])]
