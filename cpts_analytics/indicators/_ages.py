"""Bands of age: five-year bands as INSEE names them, and what wider bands they fall into."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pandas as pd

GROUPS = ("0-14", "15-64", "65-74", "75+")
"""The ages whose inhabitants are known by commune."""

BANDS = ("0-14", "15-34", "35-54", "55-64", "65-74", "75+")
"""The ages by which the Assurance maladie publishes the rates of the diseases, by région."""


def start(age: str) -> int:
    """'65-69' → 65, '95+' → 95."""
    return int(age.rstrip("+").partition("-")[0])


def band_of(age: str, bands: Iterable[str]) -> str:
    """The wide band that a narrow one falls into: the last that starts at or before it."""
    return max((band for band in bands if start(band) <= start(age)), key=start)


def by_band(cells: pd.DataFrame, bands: tuple[str, ...]) -> pd.DataFrame:
    """Sums of the columns (``sex, age``) by wide band of age, both sexes together."""
    labels = np.array([band_of(age, bands) for age in cells.columns.get_level_values("age")])
    sums = {band: cells.to_numpy()[:, labels == band].sum(axis=1) for band in bands}
    return pd.DataFrame(sums, index=cells.index)
