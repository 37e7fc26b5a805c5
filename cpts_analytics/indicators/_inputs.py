"""What a family of indicators is given, and how it writes its rows."""

from __future__ import annotations

import dataclasses
import functools
from collections.abc import Callable, Mapping
from typing import Any, TypeVar

import numpy as np
import pandas as pd

from cpts_analytics.aggregation import PARENTS, local_level
from cpts_analytics.model import Level, Status

Made = TypeVar("Made")

ROW_COLUMNS = ("level", "area", "period", "breakdown", "numerator", "denominator", "status", "method")


@dataclasses.dataclass(frozen=True)
class Inputs:
    """The sources' tables, already brought to the communes of 2025, and the communes themselves.

    ``communes``: one row a commune or arrondissement (``code, level, parent_code, departement_code, …``).
    ``points``: establishments located in a commune (``kind, commune_code, capacity …``). ``touching``: communes whose
    outlines meet (``code, neighbour``), where a family needs them.
    """

    tables: Mapping[str, pd.DataFrame]
    communes: pd.DataFrame
    points: pd.DataFrame
    touching: pd.DataFrame = dataclasses.field(default_factory=lambda: pd.DataFrame({"code": [], "neighbour": []}, dtype=object))
    _made: dict[Any, Any] = dataclasses.field(default_factory=dict, init=False, repr=False, compare=False)

    def once(self, make: Callable[[Inputs], Made]) -> Made:
        """What ``make`` computes from these inputs: computed at the first call, the same object afterwards."""
        if make not in self._made:
            self._made[make] = make(self)
        return self._made[make]

    def __getitem__(self, key: str) -> pd.DataFrame:
        return self.tables[key]

    @functools.cached_property
    def units(self) -> pd.Index:
        """Codes where Paris, Lyon and Marseille stand as arrondissements: each inhabitant once."""
        codes = self.communes["code"]
        return pd.Index(codes[~codes.isin(PARENTS.values())].sort_values())

    @functools.cached_property
    def whole_communes(self) -> pd.Index:
        """Codes where Paris, Lyon and Marseille stand as communes: each inhabitant once."""
        chosen = self.communes["level"] == Level.COMMUNE.value
        return pd.Index(self.communes.loc[chosen, "code"].sort_values())

    @functools.cached_property
    def population(self) -> pd.DataFrame:
        """Municipal population 2023 by code: ``value, status``; arrondissements and, as their sums, the three cities."""
        table = self["legal_population_2023"].set_index("code")["municipal_population"].astype(float)
        return with_cities(table.to_frame("value").assign(status=Status.OK.value))

    @functools.cached_property
    def population_2021(self) -> pd.DataFrame:
        return with_cities(column(self["comparateur_communes"], "population_2021"))

    @functools.cached_property
    def population_2022(self) -> pd.Series:
        """Inhabitants of 2022 by code: the middle of the municipal populations of 2021 and 2023 (2023 alone without 2021)."""
        latest = known(self.population)
        return ((latest + known(self.population_2021).reindex(latest.index)) / 2).fillna(latest)


def column(table: pd.DataFrame, name: str, key: str = "code") -> pd.DataFrame:
    """``value, status`` by code of one column of a source's table."""
    status = table[f"{name}_status"] if f"{name}_status" in table else pd.Series(Status.OK.value, index=table.index)
    return pd.DataFrame({"value": table[name].to_numpy(float), "status": status.to_numpy(object)},
                        index=pd.Index(table[key], name="code"))


def known(frame: pd.DataFrame) -> pd.Series:
    """The values that have one, NaN elsewhere."""
    return frame["value"].where(frame["status"].isin([Status.OK, Status.ESTIMATED, Status.PARTIAL]))


def times(frame: pd.DataFrame, factor: pd.Series) -> pd.DataFrame:
    """``value, status`` with each value multiplied by the factor of its code; hidden stays hidden, for the same reason."""
    value = known(frame) * factor.reindex(frame.index)
    lost = value.isna() & known(frame).notna()
    return frame.assign(value=value, status=frame["status"].mask(lost, Status.NOT_PUBLISHED.value))


def with_cities(frame: pd.DataFrame) -> pd.DataFrame:
    """Adds Paris, Lyon and Marseille as the sums of their arrondissements where they are not there."""
    level = local_level(pd.Series(frame.index, index=frame.index, dtype="object"))
    quarters = frame[level == Level.ARRONDISSEMENT_MUNICIPAL.value]
    sums = quarters.groupby(quarters.index.str[:3].map(PARENTS))["value"].sum().to_frame().assign(status=Status.OK.value)
    return pd.concat([frame, sums[~sums.index.isin(frame.index)]])


def local_rows(codes: pd.Index, period: str, numerator: pd.Series | pd.DataFrame,
               denominator: pd.Series | pd.DataFrame | None = None, *, method: str = "",
               breakdown: str = "", status: str = Status.OK.value) -> pd.DataFrame:
    """Rows of one series for these communes or arrondissements.

    Numerator and denominator are ``value, status`` frames or plain series, by code. A row has a value when both
    have one; else it takes the numerator's reason, then the denominator's; a denominator of 0 is "not applicable".
    A code that neither holds is left out: the completion of the build says why it is missing.
    """
    top, top_status = _split(numerator, codes)
    result = np.where(top_status == Status.OK.value, status, top_status).astype(object)
    bottom = np.full(len(codes), np.nan)
    if denominator is not None:
        bottom, bottom_status = _split(denominator, codes)
        bottom_status = np.where(bottom_status == "", Status.NOT_PUBLISHED.value, bottom_status)
        valued = np.isin(result, [Status.OK.value, Status.ESTIMATED.value, Status.PARTIAL.value])
        result = np.where(valued & (bottom_status != Status.OK.value), bottom_status, result)
        valued = np.isin(result, [Status.OK.value, Status.ESTIMATED.value, Status.PARTIAL.value])
        result = np.where(valued & (bottom == 0), Status.NOT_APPLICABLE.value, result)
    rows = pd.DataFrame({"level": local_level(pd.Series(codes, dtype="object")).to_numpy(), "area": codes,
                         "period": period, "breakdown": breakdown, "numerator": top, "denominator": bottom,
                         "status": result, "method": method})
    return rows[rows["status"] != ""].reset_index(drop=True)


def published_rows(level: Level, frame: pd.DataFrame, period: str, *, breakdown: str = "",
                   method: str = "") -> pd.DataFrame:
    """Rows of a grouped level as its producer publishes them; ``frame``: ``area, numerator[, denominator, status]``."""
    return pd.DataFrame({
        "level": level.value, "area": frame["area"].to_numpy(object), "period": period, "breakdown": breakdown,
        "numerator": frame["numerator"].to_numpy(float),
        "denominator": frame["denominator"].to_numpy(float) if "denominator" in frame else np.nan,
        "status": frame["status"].to_numpy(object) if "status" in frame else Status.OK.value, "method": method})


def _split(given: pd.Series | pd.DataFrame, codes: pd.Index) -> tuple[np.ndarray, np.ndarray]:
    if isinstance(given, pd.Series):
        values = given.reindex(codes).to_numpy(float)
        return values, np.where(np.isnan(values), "", Status.OK.value).astype(object)
    aligned = given.reindex(codes)
    return aligned["value"].to_numpy(float), aligned["status"].astype(object).fillna("").to_numpy(object)
