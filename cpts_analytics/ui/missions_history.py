"""Every version of a record: who, when, why, what it was before; any of them is restored by one press."""

from __future__ import annotations

from typing import Any

import streamlit as st

from cpts_analytics.journal.aci import Entry, Kept, differences
from cpts_analytics.ui import missions_write
from cpts_analytics.ui.markup import Markup, draw, tag
from cpts_analytics.ui.missions_fields import told
from cpts_analytics.ui.missions_read import register
from cpts_analytics.ui.missions_words import written
from cpts_analytics.views.numbers import typeset

HIDDEN = ("rank", "mission_id", "indicator_id", "contract_id", "cpts_id", "objective_id", "group_id", "indicator_ids")


def show(entry_id: int) -> None:
    """The versions, latest first. Raises JournalError."""
    versions = register().history(entry_id)
    present = versions[-1]
    for version in reversed(versions):
        former = versions[version.version - 2] if version.version > 1 else None
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            draw(line(version, former))
            if version.version != present.version and not version.removed:
                st.button("Rétablir", key=f"history-{entry_id}-{version.version}", on_click=_restore,
                          args=(present, version.version), help="Une nouvelle version, avec ce contenu")


def line(version: Kept[Any], former: Kept[Any] | None) -> Markup:
    """One version: who, when, why, and each field that changed with its former value."""
    what = "supprimé" if version.removed else "créé" if former is None else "rétabli" if former.removed else "modifié"
    reason = f" ; motif : {version.reason}" if version.reason else ""
    return tag("div", tag("span", typeset(f"Version {version.version}, {what} {written(version)}{reason}"), cls="cpts-small"),
               changes(version.record, former.record if former is not None and not version.removed else None),
               cls="cpts-version")


def changes(latter: Entry, former: Entry | None) -> Markup:
    """« Valeur CPTS : 12 → 13 », a line each."""
    if former is None:
        return tag("span", "")
    found = [one for one in differences(former, latter) if one.field not in HIDDEN]
    return tag("ul", *(tag("li", typeset(f"{one.label} : {told(one.former)} → {told(one.latter)}")) for one in found),
               cls="cpts-list") if found else tag("span", "")


def _restore(present: Kept[Any], version: int) -> None:
    back = missions_write.attempt(lambda who: register().restore(present, version, author=who,
                                                                 reason=f"retour à la version {version}"))
    if back is not None:
        missions_write.offer_undo(back, present)
