"""The model of all France read from the store."""

from __future__ import annotations

import numpy as np
import pandas as pd

from cpts_analytics.access.country import Country
from cpts_analytics.access.national import INHABITANTS, Access, before_key
from cpts_analytics.access.pairs_file import ensure_pairs, load_country
from cpts_analytics.access.services import SERVICES
from cpts_analytics.access.travel import source_of
from cpts_analytics.store import Store

_OTHERS = ("population_75_plus", "diabetes_estimate", INHABITANTS)
_LOCAL = ("commune", "arrondissement_municipal")
_APLS = tuple(item.apl for item in SERVICES.values() if item.apl)


def load(store: Store) -> Access:
    """The model of the figures of a store. Makes the table of pairs first when it is not there. Raises StoreError."""
    country = load_country(store)
    divided = [*_APLS, "gp_over_65_share"]
    keys = [*(f"count_{key}" for key in SERVICES), *divided, *_OTHERS]
    rows = _rows(store, _latest(store, keys), _LOCAL)
    figures, denominators, years = {}, {}, {}
    for key in keys:
        figures[key], denominators[key], years[key] = _by_row(rows, key, country)
        if key in divided:
            figures[key] = _ratio(figures[key], denominators[key])
    rows = _rows(store, _before(store, _APLS), _LOCAL)
    for key in _APLS:
        numerator, denominator, years[before_key(key)] = _by_row(rows, key, country)
        figures[before_key(key)] = _ratio(numerator, denominator)
    persons = _rows(store, _latest(store, [item.liberal for item in SERVICES.values() if item.liberal]), ("departement",))
    headcounts = {str(key): dict(zip(group["area"], group["numerator"], strict=True))
                  for key, group in persons.dropna(subset=["numerator"]).groupby("indicator")}
    pairs = ensure_pairs(store)
    return Access(country=country, pairs=pairs, figures=figures, denominators=denominators, headcounts=headcounts, years=years,
                  source=source_of(pairs), data_version=store.data_version)


def _latest(store: Store, keys: list[str]) -> pd.DataFrame:
    """The series of the latest period of these indicators."""
    series = store.small("series")
    return series[series["is_latest"] & series["indicator"].isin(keys) & (series["breakdown"] == "")]


def _before(store: Store, keys: tuple[str, ...]) -> pd.DataFrame:
    """The series of the period before the latest (one year each); none where there is one period only."""
    series = store.small("series")
    older = series[~series["is_latest"] & series["indicator"].isin(keys) & (series["breakdown"] == "")]
    return older.sort_values("period").drop_duplicates("indicator", keep="last")


def _rows(store: Store, series: pd.DataFrame, levels: tuple[str, ...]) -> pd.DataFrame:
    """The rows of these series; their numbers, given one by one, skip what need not be read."""
    numbers = series["series"].tolist()
    marks = ", ".join("?" * len(numbers)) if numbers else "NULL"
    rows = store.frame("SELECT f.series, p.area, f.numerator, f.denominator FROM figures_by_indicator f JOIN places p USING "
                       f"(place) WHERE f.series IN ({marks}) AND p.level IN (SELECT unnest(?))", [*numbers, list(levels)])
    return rows.merge(series[["series", "indicator", "period"]], on="series").astype({"area": object})


def _by_row(rows: pd.DataFrame, key: str, country: Country) -> tuple[np.ndarray, np.ndarray, str]:
    """Numerator and denominator by row of the country (NaN: none), and the period ("": none)."""
    mine = rows[rows["indicator"] == key].set_index("area")
    return (mine["numerator"].reindex(country.codes).to_numpy(float), mine["denominator"].reindex(country.codes).to_numpy(float),
            str(mine["period"].iloc[0]) if len(mine) else "")


def _ratio(numerator: np.ndarray, denominator: np.ndarray) -> np.ndarray:
    return np.divide(numerator, denominator, out=np.full(len(numerator), np.nan), where=denominator > 0)
