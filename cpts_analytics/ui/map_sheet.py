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
from cpts_analytics.ui.map_area import FRANCE, DrawnArea
from cpts_analytics.views import states
from cpts_analytics.views.map_classes import LegendEntry, MapClasses
from cpts_analytics.views.numbers import NBSP

_KEPT = ["indicator", "level", "area", "period", "numerator", "denominator", "value", "lower", "upper", "status", "method"]


@dataclasses.dataclass(frozen=True, eq=False)
class MapSheet:
    """``rows``: figure rows of what is drawn, by code; ``at``: the row of each in ``geography``; ``indices``: the number
    of the class of each, uint8."""

    indicator: Indicator
    area: DrawnArea
    rows: pd.DataFrame
    at: np.ndarray
    classes: MapClasses
    indices: np.ndarray
    geography: Geography

    @functools.cached_property
    def counted(self) -> np.ndarray:
        """bool per row: counted by the legend and the sentence (the territory's communes; in France, every commune)."""
        if self.area.scope == FRANCE:
            return self.geography.column("level")[self.at] == Level.COMMUNE.value
        return self.rows["area"].isin(self.area.members or self.area.codes).to_numpy()

    @functools.cached_property
    def own(self) -> pd.DataFrame:
        """What is counted: area, area_name, level, population, value, status, index (of its class)."""
        here = self.counted
        at = self.at[here]
        columns = {name: self.geography.column(source)[at]
                   for name, source in (("area_name", "name"), ("level", "level"), ("population", "population"))}
        return pd.DataFrame({"area": self.geography.codes[at], **columns, "index": self.indices[here],
                             **{name: self.rows[name].to_numpy()[here] for name in ("value", "status")}})

    @functools.cached_property
    def noun(self) -> tuple[str, str]:
        """What is counted, singular and plural."""
        parts = self.own["level"] == Level.ARRONDISSEMENT_MUNICIPAL.value
        if len(parts) and parts.all():
            return "arrondissement", "arrondissements"
        return ("commune ou arrondissement", "communes ou arrondissements") if parts.any() else ("commune", "communes")

    @property
    def period(self) -> str:
        return str(self.rows["period"].iloc[0]) if len(self.rows) else ""

    @functools.cached_property
    def legend(self) -> tuple[LegendEntry, ...]:
        """Every class and every state that is drawn, with the number of communes that are counted."""
        counts = np.bincount(self.indices[self.counted], minlength=256)
        return tuple(dataclasses.replace(entry, communes=int(counts[entry.index]))
                     for entry in self.classes.legend(self.indices))

    def labels(self) -> tuple[str, ...]:
        """What hover says under the name, a text for each row: value in words, or the words of its state."""
        return tuple(f"{states.full_words(row, self.indicator)}{'' if own else f'{NBSP}· hors du territoire'}"
                     for row, own in zip(self.rows.to_dict("records"), self.counted, strict=True))

    def named(self) -> pd.DataFrame:
        """The rows with ``area_name``."""
        return self.rows.assign(area_name=self.geography.column("name")[self.at])

    def row_of(self, code: str) -> dict[str, Any] | None:
        """The figure row of one commune; None when it is not drawn."""
        found = self.rows[self.rows["area"] == code]
        return None if found.empty else found.to_dict("records")[0]


def map_sheet(indicator: Indicator, area: DrawnArea, values: pd.DataFrame, classes: MapClasses,
              geography: Geography) -> MapSheet:
    """``values``: figure rows of all communes and arrondissements of France (``cache.map_values``)."""
    everywhere = len(area.codes) == len(geography.codes)
    rows = values[_KEPT] if everywhere else values.loc[values["area"].isin(area.codes), _KEPT]
    rows = _completed(rows, indicator, area.codes) if len(rows) < len(area.codes) else rows
    at = geography.rows(rows["area"].tolist())
    order = np.argsort(at)
    rows = rows.iloc[order].reset_index(drop=True)
    return MapSheet(indicator, area, rows, at[order], classes, classes.indices(rows["value"], rows["status"]), geography)


def _completed(rows: pd.DataFrame, indicator: Indicator, codes: Sequence[str]) -> pd.DataFrame:
    """A commune of which the copy has no row is « absent de cette version », never left blank."""
    missing = sorted(set(codes) - set(rows["area"]))
    period = str(rows["period"].iloc[0]) if len(rows) else ""
    absent = pd.DataFrame({"indicator": indicator.key, "level": Level.COMMUNE.value, "area": missing, "period": period,
                           "numerator": np.nan, "denominator": np.nan, "value": np.nan, "lower": np.nan,
                           "upper": np.nan, "status": Status.NOT_LOADED.value, "method": ""})
    return absent if rows.empty else pd.concat([rows, absent], ignore_index=True)
