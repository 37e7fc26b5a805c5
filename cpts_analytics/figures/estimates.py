"""Estimated patients: the interval measured for the method, and what may be shown of one commune."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from cpts_analytics import disclosure, statistics
from cpts_analytics.model import Aggregation, Indicator, Status
from cpts_analytics.store import Store

ERRORS = "estimate_errors"
"""Table of the store: ``indicator, region_code, relative_error, patients`` (the région's whole, met exactly)."""

_WHOLE = 1.0 - 1e-6


def with_intervals(rows: pd.DataFrame, regions: pd.Series, store: Store, registry: Mapping[str, Indicator]) -> pd.DataFrame:
    """``lower`` and ``upper`` of the rows that estimate people; the other rows as they are.

    ``regions``: régions of each area (codes, comma-joined) by (level, area). A whole région has no interval: its count is
    the published one. The nearer a territory is to the whole, the less its own error can be: × √(1 − its share of it).
    """
    here = np.flatnonzero(_estimating(rows, registry) & rows["value"].notna().to_numpy())
    if not len(here):
        return rows
    mine = rows.iloc[here]
    people = mine["numerator"].to_numpy(float)
    widest, total = _of_regions(mine, regions, store)
    share = np.divide(people, total, out=np.full(len(mine), np.nan), where=total > 0)
    error = widest * np.sqrt(np.clip(1.0 - share, 0.0, None))
    band = statistics.estimate_interval(people, error)
    lower, upper = rows["lower"].to_numpy(float).copy(), rows["upper"].to_numpy(float).copy()
    per, most = _per_person(mine, registry)
    made = ~(np.isnan(error) | (share >= _WHOLE))
    lower[here] = np.where(made, band.lower * per, np.nan)
    upper[here] = np.where(made, np.minimum(band.upper * per, most), np.nan)
    return rows.assign(lower=lower, upper=upper)


def _of_regions(rows: pd.DataFrame, regions: pd.Series, store: Store) -> tuple[np.ndarray, np.ndarray]:
    """For each row, over the régions of its area: the largest relative error, and the patients of all (NaN: unknown)."""
    errors = store.small(ERRORS)
    indicator, keys = pd.factorize(errors["indicator"])
    region, codes = pd.factorize(errors["region_code"])
    known = np.full((2, len(keys) + 1, len(codes)), np.nan)  # the last line: indicators without an error
    known[:, indicator, region] = errors[["relative_error", "patients"]].to_numpy(float).T
    place, places = pd.factorize(pd.MultiIndex.from_frame(rows[["level", "area"]]))
    which, several = pd.factorize(regions.reindex(places).fillna("").to_numpy(object))  # few, for very many areas
    widest, total = np.full((2, len(several), len(keys) + 1), np.nan)
    for number, names in enumerate(several):
        columns = known[:, :, np.isin(codes.to_numpy(object), names.split(","))]
        met = ~np.isnan(columns[0])
        widest[number] = np.where(met.any(axis=1), np.max(columns[0], axis=1, where=met, initial=-np.inf), np.nan)
        total[number] = np.where(met.any(axis=1), np.sum(columns[1], axis=1, where=met), np.nan)
    line = pd.Index(keys).get_indexer(rows["indicator"])
    return widest[which[place], line], total[which[place], line]


def as_shown_of_communes(rows: pd.DataFrame, communes: np.ndarray, registry: Mapping[str, Indicator]) -> pd.DataFrame:
    """The rows of single communes with their estimated people to the nearest ten, or "moins de 11" (status suppressed).

    ``communes``: which rows (bool). A rate keeps its value, which follows from the ages alone; its count does not show.
    """
    here = np.flatnonzero(_estimating(rows, registry) & communes & rows["numerator"].notna().to_numpy())
    if not len(here):
        return rows
    part = rows.iloc[here]
    safe = disclosure.protect_frame(part[["numerator"]], kind=disclosure.Kind.COMMUNE_ESTIMATE)
    counts = part["indicator"].map({key: item.aggregation is Aggregation.SUM for key, item in registry.items()}).to_numpy(bool)
    hidden = counts & safe["numerator"].isna().to_numpy()
    step = disclosure.ESTIMATE_STEP
    changed: dict[str, np.ndarray] = {"numerator": safe["numerator"].to_numpy(float),
                                      "value": np.where(counts, safe["numerator"], part["value"])}
    for name, rounded in (("lower", np.floor), ("upper", np.ceil)):
        if name in rows:
            limit = part[name].to_numpy(float)
            changed[name] = np.where(hidden, np.nan, np.where(counts, rounded(limit / step) * step, limit))
    changed["status"] = np.where(hidden, Status.SUPPRESSED.value, part["status"].to_numpy(object))
    changed["method"] = np.where(hidden, disclosure.HIDDEN_TEXT, part["method"].to_numpy(object))
    result = rows.copy()
    for name, values in changed.items():
        column = rows[name].to_numpy(copy=True)
        column[here] = values
        result[name] = column
    return result


def _estimating(rows: pd.DataFrame, registry: Mapping[str, Indicator]) -> np.ndarray:
    return rows["indicator"].isin([key for key, item in registry.items() if item.estimates_people]).to_numpy()


def _per_person(rows: pd.DataFrame, registry: Mapping[str, Indicator]) -> tuple[np.ndarray, np.ndarray]:
    """What one person adds to the value, and the most that the value can be."""
    scale = rows["indicator"].map({key: item.scale for key, item in registry.items()}).to_numpy(float)
    ratio = rows["indicator"].map({key: item.aggregation is not Aggregation.SUM for key, item in registry.items()}).to_numpy(bool)
    denominator = rows["denominator"].to_numpy(float)
    divisor = np.where(ratio & (denominator > 0), denominator, 1.0)
    return np.where(ratio, scale / divisor, scale), np.where(ratio, scale, np.inf)
