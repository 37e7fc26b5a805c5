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
    is_end = ranged & (rows["breakdown"].fillna("") != "").to_numpy()
    end = rows[is_end].drop_duplicates(_PLACE).set_index(_PLACE)["value"]
    kept = rows[~is_end]
    middle = kept["value"].to_numpy(float)
    one = end.reindex(pd.MultiIndex.from_frame(kept[_PLACE])).to_numpy(float) if len(end) else np.full(len(kept), np.nan)
    other = 2 * middle - one
    here = ranged[~is_end]
    return kept.assign(lower=np.where(here, np.fmin(one, other), kept["lower"].to_numpy(float)),
                       upper=np.where(here, np.fmax(one, other), kept["upper"].to_numpy(float))).reset_index(drop=True)
