"""Establishments with coordinates."""

from __future__ import annotations

import pandas as pd

from cpts_analytics.model import Source
from cpts_analytics.sources._reading import codes, numbers

_FINESS = r"\d{8,9}|2[AB]\d{7}"


def finess(frame: pd.DataFrame, source: Source) -> pd.Series:
    """The numbers of establishments, nine characters: a zero lost by a spreadsheet is given back.

    Raises SourceFileError for what is not such a number.
    """
    codes(frame, source, "finess", pattern=_FINESS)
    return frame["finess"].str.zfill(9)


def located(frame: pd.DataFrame, source: Source) -> pd.DataFrame:
    """``lon`` and ``lat`` as degrees (WGS 84); rows without them are left out and counted.

    The count is in ``attrs["without_coordinates"]``. Raises SourceFileError for a coordinate that
    cannot be one (projected metres, text).
    """
    frame = numbers(frame, source, "lon", minimum=-180.0, maximum=180.0)
    frame = numbers(frame, source, "lat", minimum=-90.0, maximum=90.0)
    known = frame["lon"].notna() & frame["lat"].notna()
    kept = frame[known].drop(columns=["lon_status", "lat_status"])
    kept.attrs["without_coordinates"] = int((~known).sum())
    return kept
