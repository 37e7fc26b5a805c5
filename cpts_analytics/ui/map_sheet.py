"""The figures of one map: a row for each drawn commune, its class, its words. No widget here."""

from __future__ import annotations

import dataclasses
import functools
from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from cpts_analytics.model import Indicator, Level, Status
from cpts_analytics.territory import Geography
from cpts_analytics.ui.map_area import DrawnArea
from cpts_analytics.views import states
from cpts_analytics.views.map_classes import LegendEntry, MapClasses
from cpts_analytics.views.numbers import NBSP


@dataclasses.dataclass(frozen=True, eq=False)
class MapSheet:
    """``rows``: figure rows of what is drawn (any order); ``indices``: the number of the class of each, uint8."""

    indicator: Indicator
    area: DrawnArea
    rows: pd.DataFrame
    classes: MapClasses
    indices: np.ndarray
    geography: Geography

    @functools.cached_property
    def counted(self) -> np.ndarray:
        """bool per row: counted by the legend and the sentence (the territory's communes; in France, every commune)."""
        return _counted(self.rows, self.area)

    @functools.cached_property
    def own(self) -> pd.DataFrame:
        """The rows that are counted, with ``area_name`` and ``population``."""
        return named(self.rows[self.counted], self.geography)

    @property
    def period(self) -> str:
        return str(self.rows["period"].iloc[0]) if len(self.rows) else ""

    def legend(self) -> tuple[LegendEntry, ...]:
        """Every class and every state that is drawn, with the number of communes that are counted."""
        counts = np.bincount(self.indices[self.counted], minlength=256)
        return tuple(dataclasses.replace(entry, communes=int(counts[entry.index]))
                     for entry in self.classes.legend(self.indices))

    def labels(self) -> tuple[str, ...]:
        """What hover says under the name, a text for each row: value in words, or the words of its state."""
        counted = self.counted
        return tuple(f"{states.full_words(row, self.indicator)}{'' if own else f'{NBSP}· hors du territoire'}"
                     for row, own in zip(self.rows.to_dict("records"), counted, strict=True))

    def row_of(self, code: str) -> dict[str, Any] | None:
        """The figure row of one commune, with ``area_name`` and ``population``; None when it is not drawn."""
        found = self.rows[self.rows["area"] == code]
        return None if found.empty else named(found, self.geography).to_dict("records")[0]


def map_sheet(indicator: Indicator, area: DrawnArea, values: pd.DataFrame, classes: MapClasses,
              geography: Geography) -> MapSheet:
    """``values``: figure rows of all communes and arrondissements of France (``cache.map_values``)."""
    rows = values if len(area.codes) >= len(values) else values[values["area"].isin(area.codes)]
    rows = _completed(rows, indicator, area.codes) if len(rows) < len(area.codes) else rows
    return MapSheet(indicator, area, rows, classes, classes.indices(rows["value"], rows["status"]), geography)


def named(rows: pd.DataFrame, geography: Geography) -> pd.DataFrame:
    """The rows with ``area_name`` and ``population`` (inhabitants; NaN where unknown)."""
    at = geography.rows(rows["area"])
    return rows.assign(area_name=geography.column("name")[at], population=geography.column("population")[at])


def _completed(rows: pd.DataFrame, indicator: Indicator, codes: Sequence[str]) -> pd.DataFrame:
    """A commune of which the copy has no row is « absent de cette version », never left blank."""
    missing = sorted(set(codes) - set(rows["area"]))
    period = str(rows["period"].iloc[0]) if len(rows) else ""
    absent = pd.DataFrame({"indicator": indicator.key, "level": Level.COMMUNE.value, "area": missing,
                           "period": period, "breakdown": "", "status": Status.NOT_LOADED.value, "method": "",
                           "value": np.nan, "numerator": np.nan, "denominator": np.nan})
    return absent if rows.empty else pd.concat([rows, absent], ignore_index=True)


def _counted(rows: pd.DataFrame, area: DrawnArea) -> np.ndarray:
    if area.scope == "france":
        return (rows["level"] == Level.COMMUNE.value).to_numpy()
    return rows["area"].isin(area.members or area.codes).to_numpy()
