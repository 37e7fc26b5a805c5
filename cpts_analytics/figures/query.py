"""Which rows of the store a question needs, fetched at once."""

from __future__ import annotations

import dataclasses
import difflib
from collections.abc import Iterable, Mapping, Sequence

import pandas as pd

from cpts_analytics import indicators
from cpts_analytics.errors import IndicatorError
from cpts_analytics.model import Indicator, Level
from cpts_analytics.store import Store

LATEST = "latest"
ALL_PERIODS = "all"

_MOST_MARKS = 2000

_COLUMNS = ("series, level, area, numerator, denominator, value, lower, upper, status, method, coverage_communes, "
            "coverage_population")
SERIES = ("indicator", "period", "breakdown")
"""What a series is: the column ``series`` numbers it in the store."""

_TALLY = """
SELECT c.departement_code, f.series, f.status, f.level, count(*) AS members, coalesce(sum(c.population), 0) AS people,
       coalesce(sum(f.numerator), 0) AS numerator, coalesce(sum(f.denominator), 0) AS denominator,
       min(f.value) AS lowest, max(f.value) AS highest
FROM figures_by_area f JOIN communes c ON c.code = f.area"""


@dataclasses.dataclass(frozen=True)
class Question:
    """What is asked besides the territory: indicators (empty: all), comparators, period.

    ``year`` is ``"latest"`` (each indicator's last period), ``"all"``, or a year: the periods that end in it, its months and
    its weeks; or one of them (``2024-11``, ``2024-W48``).
    """

    keys: tuple[str, ...] = ()
    comparators: bool = False
    likes: tuple[tuple[str, str], ...] = ()  # (level, code) of the like territories
    year: str = LATEST


def chosen(keys: Iterable[str]) -> Mapping[str, Indicator]:
    """The records of these keys, all when none is given. Raises IndicatorError with close matches."""
    registry = indicators.registry()
    keys = tuple(keys)
    unknown = [key for key in keys if key not in registry]
    if unknown:
        close = difflib.get_close_matches(unknown[0], registry, n=3, cutoff=0.5)
        hint = f" Vouliez-vous dire {' ou '.join(close)} ?" if close else ""
        raise IndicatorError(f"Indicateur inconnu : « {unknown[0][:80]} ».{hint} "
                             "La liste est donnée par « python -m cpts_analytics indicators ».")
    return {key: registry[key] for key in keys} if keys else registry


def rows_of_areas(store: Store, areas: Mapping[Level, Sequence[str]], question: Question) -> pd.DataFrame:
    """Rows of the long table for these areas, in the order that is fast for an area's card."""
    where, parameters = _where(store, areas, question)
    return _fetch(store, "figures_by_area", [where], parameters)


def tallies(store: Store, codes: Mapping[Level, Sequence[str]], question: Question) -> pd.DataFrame:
    """Sums over communes and arrondissements, a row a département × series × status × level: made where the rows are.

    Columns: ``departement_code, level, status``, ``series`` and ``SERIES``, ``members`` (how many), ``people`` (inhabitants),
    ``numerator, denominator`` (sums), ``lowest, highest`` (values).
    """
    where, parameters = _where(store, codes, question)
    frame = store.frame(" ".join((_TALLY, "WHERE", where, "GROUP BY ALL")), parameters)
    return _with_series(store, frame.astype(dict.fromkeys(("departement_code", "level", "status"), "object")))


def rows_of_indicator(store: Store, key: str, level: Level, year: str = LATEST,
                      breakdown: str = "") -> pd.DataFrame:
    """Rows of one indicator for every area of a level, in the order that is fast for a map."""
    chosen((key,))
    series = series_of(store, (key,), year)
    marks, values = _among(series.loc[series["breakdown"] == breakdown, "series"].tolist())
    return _fetch(store, "figures_by_indicator", [f"f.series IN ({marks})", "f.level = ?"], [*values, level.value])


def periods(store: Store, key: str) -> list[str]:
    """The periods that an indicator has, most recent first."""
    return sorted(set(series_of(store, (key,), ALL_PERIODS)["period"]), key=_end, reverse=True)


def _where(store: Store, areas: Mapping[Level, Sequence[str]], question: Question) -> tuple[str, list[object]]:
    conditions: list[str] = []
    parameters: list[object] = []
    for level, codes in areas.items():
        if codes:
            marks, values = _among(codes)
            conditions.append(f"(f.level = ? AND f.area IN ({marks}))")
            parameters += [level.value, *values]
    if not conditions:
        conditions.append("false")
    marks, values = _among(series_of(store, question.keys, question.year)["series"].tolist())
    return f"({' OR '.join(conditions)}) AND f.series IN ({marks})", [*parameters, *values]


def _among(codes: Sequence[object]) -> tuple[str, list[object]]:
    """Marks and values of a list: one mark each lets the store skip what it need not read; long lists go whole."""
    if not codes:
        return "NULL", []
    if len(codes) <= _MOST_MARKS:
        return ", ".join("?" * len(codes)), list(codes)
    return "SELECT unnest(?)", [list(codes)]


def series_of(store: Store, keys: Iterable[str], year: str) -> pd.DataFrame:
    """The series of these indicators (all when none is given) for a year, a month, a week, ``"latest"`` or ``"all"``."""
    series = store.small("series")
    keys = set(keys)
    kept = series["indicator"].isin(keys) if keys else pd.Series(True, index=series.index)
    if year == LATEST:
        kept &= series["is_latest"]
    elif year != ALL_PERIODS:
        ends = series["period"].map(_end)
        kept &= (ends == year) | (ends.str.partition("-")[0] == year)
    return series[kept]


def _end(period: str) -> str:
    return period.rpartition("/")[2]


def _fetch(store: Store, table: str, clauses: Sequence[str], parameters: Sequence[object]) -> pd.DataFrame:
    # ``table`` and ``clauses`` are texts of this module; everything that a user gives is a parameter.
    frame = store.frame(" ".join(("SELECT", _COLUMNS, "FROM", table, "f WHERE", " AND ".join(clauses))), parameters)
    return _with_series(store, frame.astype(dict.fromkeys(("level", "area", "status", "method"), "object")))


def _with_series(store: Store, frame: pd.DataFrame) -> pd.DataFrame:
    series = store.small("series").set_index("series").sort_index()
    place = series.index.get_indexer(frame["series"])
    return frame.assign(**{name: series[name].to_numpy(object)[place] for name in SERIES})
