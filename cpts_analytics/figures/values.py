"""Values and intervals of rows of the long table, from their numerators and denominators: made on reading, never stored."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from cpts_analytics import aggregation, statistics
from cpts_analytics.model import VALUED_STATUSES, Indicator, VerdictRule


def with_values(rows: pd.DataFrame, registry: Mapping[str, Indicator]) -> pd.DataFrame:
    """``rows`` with ``value, lower, upper``: NaN where the status says that there is nothing to show.

    A ``lower`` and ``upper`` that is there (the extent of a range) stays, unless the indicator's events give an interval.
    """
    valued = valued_rows(rows)
    numerator, denominator = rows["numerator"].to_numpy(float), rows["denominator"].to_numpy(float)
    value = np.full(len(rows), np.nan)
    lower, upper = (rows[name].to_numpy(float, copy=True) if name in rows else np.full(len(rows), np.nan)
                    for name in ("lower", "upper"))
    codes, keys = pd.factorize(rows["indicator"])
    order = np.flatnonzero(valued)
    order = order[np.argsort(codes[order], kind="stable")]
    starts = np.searchsorted(codes[order], np.arange(len(keys) + 1))
    for number, key in enumerate(keys):
        record, here = registry[key], order[starts[number]:starts[number + 1]]
        value[here] = aggregation.values(numerator[here], denominator[here], record)
        if record.verdict is VerdictRule.INTERVAL and len(here):
            band = statistics.poisson_interval(numerator[here])
            lower[here] = record.scale * band.lower / denominator[here]
            upper[here] = record.scale * band.upper / denominator[here]
    return rows.assign(value=value, lower=lower, upper=upper)


def valued_rows(rows: pd.DataFrame) -> np.ndarray:
    """Which rows have a value to show (bool)."""
    return rows["status"].isin(list(VALUED_STATUSES)).to_numpy()
