"""Which measure the evening entry is about: chosen from the list, or from an indicator to correct one."""

from __future__ import annotations

import dataclasses

import streamlit as st

from cpts_analytics.journal.aci import Kept, Measure, MeasureState
from cpts_analytics.ui import missions_read, missions_write
from cpts_analytics.ui.missions_read import register

_KEY, _LATER = "missions-target", "missions-later"
Target = tuple[int, str]
"""Number of the indicator; canonical period, empty for the one that comes next."""


def aim(indicator_id: int, period: str) -> None:
    """Open the entry on this indicator and period (for a callback)."""
    st.session_state[_KEY] = (indicator_id, period)
    missions_read.go("saisie")


def chosen() -> Target | None:
    """What was chosen, if anything."""
    return st.session_state.get(_KEY)


def pin(indicator_id: int, period: str) -> None:
    """Stay on this one, even when a colleague writes it meanwhile: what is being typed does not go away."""
    st.session_state[_KEY] = (indicator_id, period)


def forget() -> None:
    """Back to the first of the list."""
    st.session_state.pop(_KEY, None)


def skip(indicator_id: int) -> None:
    """Leave this indicator for later: it goes to the end of tonight's list."""
    st.session_state.pop(_KEY, None)
    later: list[int] = st.session_state.setdefault(_LATER, [])
    st.session_state[_LATER] = [number for number in later if number != indicator_id] + [indicator_id]


def later() -> list[int]:
    """The indicators left for later, in the order in which they were left."""
    return list(st.session_state.get(_LATER, []))


def agree(kept: Kept[Measure]) -> None:
    """Say that the board agrees on a value (for a callback)."""
    done = missions_write.attempt(lambda who: register().change(
        kept.id, dataclasses.replace(kept.record, state=MeasureState.AGREED), expected_version=kept.version, author=who,
        reason="valeur validée"))
    if done is not None:
        missions_write.offer_undo(done, kept)
