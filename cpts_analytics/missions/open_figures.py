"""Indicators that the open data fill: the figures of the territory, else of the smallest area around it that has some,
each saying its level."""

from __future__ import annotations

import dataclasses
import re

import pandas as pd

from cpts_analytics import figures
from cpts_analytics.journal.aci import Batch, DataSource, Giver, Indicator, Kept, Measure, MeasureState, Mission, Register
from cpts_analytics.model import VALUED_STATUSES, Role, Territory
from cpts_analytics.store import Store

_NEAREST = (Role.TERRITORY, Role.DEPARTEMENT, Role.REGION, Role.FRANCE)
REASON = "Données ouvertes"


def open_measures(store: Store, territory: Territory, kept: Kept[Indicator]) -> tuple[Measure, ...]:
    """One measure a period, by period, all of one area: ``level`` names it when it is not the territory itself.

    None when the indicator has no key, or the open data no value for it. Raises IndicatorError for an unknown key.
    """
    key = kept.record.open_data_key
    if kept.record.source is not DataSource.OPEN_DATA or not key:
        return ()
    rows = figures.table(store, territory, figures.Question((key,), comparators=True, year=figures.ALL_PERIODS))
    valued = rows[rows["status"].isin([status.value for status in VALUED_STATUSES]) & rows["value"].notna()
                  & (rows["breakdown"] == "")]
    for role in _NEAREST:
        there = valued[valued["role"] == role.value]
        if not there.empty:  # of several départements, the first is that of most inhabitants
            return _measures(there[there["area"] == there["area"].iloc[0]], kept.id, role)
    return ()


def fill(register: Register, contract_id: int, store: Store, territory: Territory, *, author: str) -> int:
    """Bring the measures of every indicator that the open data fill up to date, in one write; how many were written.
    A measure that somebody typed, or has agreed, for the same period is left as it is."""
    missions = register.find(Mission, contract_id=contract_id)
    indicators = register.find(Indicator, mission_id=tuple(kept.id for kept in missions), source=DataSource.OPEN_DATA.value)
    found = [measure for kept in indicators for measure in open_measures(store, territory, kept)]

    def work(batch: Batch) -> int:
        there = {(kept.record.indicator_id, kept.record.period): kept
                 for kept in batch.find(Measure, indicator_id=tuple(kept.id for kept in indicators))}
        adds = [item for item in found if (item.indicator_id, item.period) not in there]
        changes = []
        for item in found:
            former = there.get((item.indicator_id, item.period))
            if former is None or former.record.giver is not Giver.OPEN_DATA or former.record.state is MeasureState.AGREED:
                continue
            record = dataclasses.replace(former.record, value=item.value, level=item.level)
            if record != former.record:
                changes.append((former.id, former.version, record))
        batch.add_all(adds)
        batch.change_all(changes)
        return len(adds) + len(changes)

    return register.together(work, author=author, reason=REASON)


def _measures(rows: pd.DataFrame, indicator_id: int, role: Role) -> tuple[Measure, ...]:
    found: dict[str, Measure] = {}
    for row in rows.sort_values("period").itertuples():
        period = _period(str(row.period))
        if period:
            found[period] = Measure(
                indicator_id=indicator_id, period=period, value=round(float(row.value), 6), giver=Giver.OPEN_DATA,
                state=MeasureState.PROPOSED, level="" if role is Role.TERRITORY else str(row.area_name))
    return tuple(found.values())


def _period(text: str) -> str:
    """The period of a measure for one of the open data: ``2021/2023`` counts for 2023; weeks have none."""
    match = re.fullmatch(r"(?:\d{4}[/-])?(\d{4})", text)
    if match:
        return match[1]
    return text if re.fullmatch(r"\d{4}-(?:0[1-9]|1[0-2])", text) else ""
