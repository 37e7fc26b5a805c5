"""An indicator that open data know: their value for the territory, with its level, kept as a measure by one press."""

from __future__ import annotations

import dataclasses

import streamlit as st

from cpts_analytics.errors import CptsError
from cpts_analytics.indicators import registry
from cpts_analytics.journal.aci import Giver, Kept, Measure, MeasureState, periods
from cpts_analytics.missions import IndicatorLine
from cpts_analytics.model import Role, Status, Territory
from cpts_analytics.ui import cache, missions_words, missions_write
from cpts_analytics.ui.markup import draw, tag
from cpts_analytics.ui.missions_read import Here, register
from cpts_analytics.views.numbers import is_known, typeset

_KNOWN = (Status.OK.value, Status.ESTIMATED.value, Status.PARTIAL.value)


@dataclasses.dataclass(frozen=True)
class OpenValue:
    """A figure of the open data, as a measure would hold it."""

    period: str
    value: float
    level: str  # French: « territoire », « département de l'Isère »


def found(territory: Territory | None, key: str) -> OpenValue | None:
    """The latest figure for the territory, else for its département; None when there is none."""
    if territory is None or key not in registry():
        return None
    try:
        rows = cache.figures(territory, (key,))
    except CptsError:
        return None
    for role, level in ((Role.TERRITORY, "territoire"), (Role.DEPARTEMENT, "")):
        for row in rows[(rows["indicator"] == key) & (rows["role"] == role.value) & (rows["breakdown"] == "")].to_dict("records"):
            period = _period(str(row["period"]))
            if period and is_known(row["value"]) and row["status"] in _KNOWN:
                return OpenValue(period, round(float(row["value"]), 4), level or str(row["area_name"]))
    return None


def show(here: Here, one: IndicatorLine) -> None:
    """The open figure beside the measures, and a press that keeps it."""
    indicator = one.indicator.record
    value = found(here.territory or here.shown, indicator.open_data_key) if indicator.open_data_key else None
    if value is None:
        return
    there = next((kept for kept in one.measures if kept.record.period == value.period), None)
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        draw(tag("p", tag("span", "Données ouvertes", cls="cpts-badge"), typeset(
            f" {missions_words.amount(value.value, indicator)} en {periods.words(value.period)}, échelle : {value.level}."),
            cls="cpts-extra"))
        if there is None:
            st.button("Enregistrer cette valeur", key=f"open-data-{one.indicator.id}", on_click=_keep,
                      args=(one.indicator.id, value))


def _keep(indicator_id: int, value: OpenValue) -> None:
    measure = Measure(indicator_id=indicator_id, period=value.period, value=value.value, giver=Giver.OPEN_DATA,
                      level=value.level, state=MeasureState.PROPOSED)
    kept: Kept[Measure] | None = missions_write.attempt(
        lambda who: register().add(measure, author=who, reason="valeur des données ouvertes"))
    if kept is not None:
        missions_write.offer_undo(kept, None)


def _period(text: str) -> str:
    """``2023`` and ``2021/2023`` → ``2023``; weeks and months have no place here."""
    year = text.rpartition("/")[2]
    return year if len(year) == 4 and year.isdecimal() else ""
