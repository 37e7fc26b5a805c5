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

_COLUMNS = ("indicator, level, area, period, breakdown, numerator, denominator, value, lower, upper, "
            "status, method, coverage_communes, coverage_population")


@dataclasses.dataclass(frozen=True)
class Question:
    """What is asked besides the territory: indicators (empty: all), comparators, period.

    ``year`` is ``"latest"`` (each indicator's last period), ``"all"``, or a year: the period that ends in it.
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
    conditions: list[str] = []
    parameters: list[object] = []
    for level, codes in areas.items():
        if codes:
            marks, values = _among(codes)
            conditions.append(f"(level = ? AND area IN ({marks}))")
            parameters += [level.value, *values]
    if not conditions:
        conditions = ["false"]
    clauses = [f"({' OR '.join(conditions)})"]
    if question.keys:
        clauses.append("indicator IN (SELECT unnest(?))")
        parameters.append(list(question.keys))
    clause, more = _period_clause(question.year)
    return _fetch(store, "figures_by_area", [*clauses, clause], [*parameters, *more])


def rows_of_indicator(store: Store, key: str, level: Level, year: str = LATEST,
                      breakdown: str = "") -> pd.DataFrame:
    """Rows of one indicator for every area of a level, in the order that is fast for a map."""
    chosen((key,))
    clause, more = _period_clause(year)
    return _fetch(store, "figures_by_indicator", ["indicator = ?", "level = ?", "breakdown = ?", clause],
                  [key, level.value, breakdown, *more])


def periods(store: Store, key: str) -> list[str]:
    """The periods that an indicator has, most recent first."""
    frame = store.frame("SELECT period FROM periods WHERE indicator = ? ORDER BY period DESC", [key])
    return frame["period"].astype(str).tolist()


def _among(codes: Sequence[str]) -> tuple[str, list[object]]:
    """Marks and values of a list: one mark each lets the store skip what it need not read; long lists go whole."""
    if len(codes) <= _MOST_MARKS:
        return ", ".join("?" * len(codes)), list(codes)
    return "SELECT unnest(?)", [list(codes)]


def _period_clause(year: str) -> tuple[str, list[str]]:
    if year == ALL_PERIODS:
        return "true", []
    if year == LATEST:
        return "is_latest", []
    return "(period = ? OR period LIKE ?)", [year, f"%/{year}"]


def _fetch(store: Store, table: str, clauses: Sequence[str], parameters: Sequence[object]) -> pd.DataFrame:
    # ``table`` and ``clauses`` are texts of this module; everything that a user gives is a parameter.
    frame = store.frame(" ".join(("SELECT", _COLUMNS, "FROM", table, "WHERE", " AND ".join(clauses))), parameters)
    texts = ["indicator", "level", "area", "period", "breakdown", "status", "method"]
    return frame.astype(dict.fromkeys(texts, "object"))
