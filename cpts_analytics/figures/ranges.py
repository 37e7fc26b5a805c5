"""Figures that are known as a range only: the value is the middle, one end is kept as a breakdown, the other mirrors it."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from cpts_analytics.model import Indicator

_PLACE = ["indicator", "level", "area", "role", "period"]


def with_ranges(rows: pd.DataFrame, registry: Mapping[str, Indicator]) -> pd.DataFrame:
    """``lower`` and ``upper`` of the indicators that have a ``range_breakdown``, whose own rows are then left out."""
    ends = {key: item.range_breakdown for key, item in registry.items() if item.range_breakdown}
    ranged = rows["indicator"].isin(list(ends)).to_numpy()
    if not ranged.any():
        return rows
    is_end = ranged & rows["breakdown"].isin(list(ends.values())).to_numpy()
    at = {tuple(place): value for *place, value in rows.loc[is_end, [*_PLACE, "value"]].itertuples(index=False, name=None)}
    here = np.flatnonzero(ranged & ~is_end)
    middles = rows.iloc[here]
    middle = middles["value"].to_numpy(float)
    one = np.array([at.get(place, np.nan) for place in middles[_PLACE].itertuples(index=False, name=None)], dtype=float)
    lower, upper = rows["lower"].to_numpy(float, copy=True), rows["upper"].to_numpy(float, copy=True)
    lower[here], upper[here] = np.fmin(one, 2 * middle - one), np.fmax(one, 2 * middle - one)
    return rows.assign(lower=lower, upper=upper)[~is_end].reset_index(drop=True)
