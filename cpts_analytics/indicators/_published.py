"""Rows of figures that stand at a grouped level as their producer publishes them: every area has its row."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from cpts_analytics.indicators._inputs import Inputs, column, published_rows
from cpts_analytics.model import Level, Status

BY_DEPARTEMENT = "Connu par département : ne dit rien d'une commune ni d'un territoire plus petit."
STANDARDISED = "Taux standardisé : il ne se multiplie pas par une population et ne se compare pas à un taux brut."
"""Limits that several families state."""

_GROUPS: Mapping[Level, str] = {
    Level.EPCI: "epci_code", Level.BASSIN_DE_VIE: "bassin_de_vie_code", Level.DEPARTEMENT: "departement_code",
    Level.REGION: "region_code"}


def areas_of(inputs: Inputs, level: Level) -> pd.Index:
    """The codes of every area of a level."""
    return inputs.once(_areas)[level]


def _areas(inputs: Inputs) -> dict[Level, pd.Index]:
    return {level: pd.Index(sorted(set(inputs.communes[name].dropna().unique()) - {""}), dtype=object)
            for level, name in _GROUPS.items() if name in inputs.communes}


def every_area(inputs: Inputs, level: Level, published: pd.DataFrame, *, absent: Status = Status.NOT_PUBLISHED,
               breakdown: str = "") -> pd.DataFrame:
    """One row a period and area of the level; ``published``: ``period, area, value, status``.

    An area that the table lacks has the status ``absent``: a hole is said, never left out. An area unknown to the
    communes of reference (Saint-Martin, a bassin that no longer exists …) is left aside.
    """
    wanted = pd.MultiIndex.from_product([sorted(published["period"].unique()), areas_of(inputs, level)],
                                        names=["period", "area"])
    rows = published.set_index(["period", "area"])[["value", "status"]].reindex(wanted).reset_index()
    status = rows["status"].astype(object).where(rows["status"].notna(), absent.value)
    frame = rows.assign(numerator=rows["value"].where(status == Status.OK.value), status=status)
    return published_rows(level, frame, "", breakdown=breakdown).assign(period=rows["period"].to_numpy(object))


def one_year(inputs: Inputs, level: Level, table: pd.DataFrame, name: str, period: str, *,
             absent: Status = Status.NOT_PUBLISHED) -> pd.DataFrame:
    """Rows of one column of a source's table that is of one period (one row an area, keyed as its level is)."""
    return every_area(inputs, level, _cells(level, table, name).assign(period=period), absent=absent)


def by_period(inputs: Inputs, level: Level, table: pd.DataFrame, name: str, period: str = "year", *,
              breakdown: str = "") -> pd.DataFrame:
    """Rows of one column, a period after the other; a period that holds no value at all is left out."""
    cells = _cells(level, table, name).assign(period=table[period].astype(str).to_numpy(object))
    held = set(cells.loc[cells["value"].notna(), "period"])
    return every_area(inputs, level, cells[cells["period"].isin(held)], breakdown=breakdown)


def _cells(level: Level, table: pd.DataFrame, name: str) -> pd.DataFrame:
    return column(table, name, key=_GROUPS[level]).rename_axis("area").reset_index()
