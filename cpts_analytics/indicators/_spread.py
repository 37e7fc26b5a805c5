"""Step 5 of the estimate of patients: how far a territory may lie from what its ages and its région tell.

Relative errors, as standard deviations (0.10: about 10 %), weighted by population.
"""

from __future__ import annotations

import dataclasses

import numpy as np
import pandas as pd

LEAST_ALD_PCT = 1.0
"""A lower share of inhabitants in ALD is taken for a fault of the file (one is 0.3 %)."""

MOST = 1.0
"""An error above 100 % says no more than this: the order of magnitude itself is not sure."""


def spread_within(values: pd.Series, group: pd.Series, weights: pd.Series) -> float:
    """Standard deviation of values around their group's mean, relative to that mean; groups of one are left out.

    Formula: √(Σ w (value / mean of the group − 1)² / Σ w).
    """
    frame = pd.DataFrame({"value": values, "group": group, "weight": weights}).dropna()
    frame = frame[frame.groupby("group")["value"].transform("size") > 1]
    sums = frame.assign(product=frame["value"] * frame["weight"]).groupby("group")[["product", "weight"]].transform("sum")
    return root_mean_square(frame["value"] / (sums["product"] / sums["weight"]) - 1.0, frame["weight"])


@dataclasses.dataclass(frozen=True)
class Residuals:
    """A weighted line ``value = intercept + slope × predictor``, how many points, and the relative spread around it."""

    intercept: float
    slope: float
    points: int
    relative: float


def residuals(values: pd.Series, predictor: pd.Series, weights: pd.Series) -> Residuals:
    """Relative spread of values around the line that the predictor draws (weighted least squares).

    Formula: √(Σ w (value / predicted − 1)² / Σ w).
    """
    frame = pd.DataFrame({"value": values, "predictor": predictor, "weight": weights}).dropna()
    frame = frame[frame["weight"] > 0]
    root = np.sqrt(frame["weight"].to_numpy())
    design = np.column_stack([np.ones(len(frame)), frame["predictor"]])
    (intercept, slope), *_ = np.linalg.lstsq(design * root[:, None], frame["value"].to_numpy() * root, rcond=None)
    fitted = intercept + slope * frame["predictor"]
    return Residuals(float(intercept), float(slope), len(frame), root_mean_square(frame["value"] / fitted - 1.0, frame["weight"]))


def root_mean_square(errors: pd.Series, weights: pd.Series | None = None) -> float:
    """√ of the mean square, weighted; NaN errors are left out."""
    known = errors.dropna()
    return float(np.sqrt(np.average(known**2, weights=None if weights is None else weights.reindex(known.index))))
