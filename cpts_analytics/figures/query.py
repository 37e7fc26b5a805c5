"""Which rows of the store a question needs, fetched at once."""

from __future__ import annotations

import dataclasses
import difflib
from collections.abc import Iterable, Mapping, Sequence

import numpy as np
import pandas as pd

from cpts_analytics import indicators
from cpts_analytics.errors import IndicatorError
from cpts_analytics.figures.values import with_values
from cpts_analytics.model import LOCAL_LEVELS, Indicator, Level
from cpts_analytics.store import Store

LATEST = "latest"
ALL_PERIODS = "all"

_MOST_MARKS = 2000
_LEVELS = [str(level) for level in Level]

_COLUMNS = "place, series, numerator, denominator, status, method, coverage_communes, coverage_population"
SERIES = ("indicator", "period", "breakdown")
"""What a series is: the column ``series`` numbers it in the store."""

_TALLY = """
SELECT p.part, f.series, f.status, count(*) AS members, sum(p.people) AS people,
       coalesce(sum(f.numerator), 0) AS numerator, coalesce(sum(f.denominator), 0) AS denominator,
       min(f.numerator) AS lowest, max(f.numerator) AS highest
FROM figures_by_area f JOIN (SELECT unnest(?) AS place, unnest(?) AS part, unnest(?) AS people) p USING (place)"""


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


def places_of(store: Store, areas: Mapping[Level, Sequence[str]]) -> pd.DataFrame:
    """``place, level, area, departement_code, population`` of the areas that the store knows."""
    levels: list[str] = []
    codes: list[str] = []
    for level, chosen_codes in areas.items():
        levels += [level.value] * len(chosen_codes)
        codes += chosen_codes
    return store.frame("SELECT place, level, area, departement_code, population FROM places "
                       "WHERE (level, area) IN (SELECT unnest(?), unnest(?)) ORDER BY place", [levels, codes])


def rows_of_areas(store: Store, places: pd.DataFrame, question: Question) -> pd.DataFrame:
    """Rows of the long table for these places (of ``places_of``): no value yet (``values.with_values``).

    Where ``places`` has a column ``only_published`` (bool), what was summed from communes is left out of those places.
    """
    whole = ~places["only_published"] if "only_published" in places else pd.Series(True, index=places.index)
    every, first = _among(places.loc[whole, "place"].tolist())
    some, second = _among(places.loc[~whole, "place"].tolist())
    clauses = [f"(f.place IN ({every}) OR (f.place IN ({some}) AND f.coverage_population IS NULL))",
               "f.series IN (SELECT unnest(?))"]
    return _fetch(store, "figures_by_area", clauses, [*first, *second, _asked(store, question)], places)


def tallies(store: Store, places: pd.DataFrame, question: Question) -> pd.DataFrame:
    """Sums over these communes and arrondissements, a row a département × series × status × level: made where the rows are.

    Columns: ``departement_code, level, status``, ``series`` and ``SERIES``, ``members`` (how many), ``people`` (inhabitants),
    ``numerator, denominator`` (sums), ``lowest, highest`` (numerators).
    """
    pairs = list(zip(places["departement_code"], places["level"], strict=True))
    parts = sorted(set(pairs))
    rank = {pair: number for number, pair in enumerate(parts)}
    marks, numbers = _among(places["place"].tolist())
    frame = store.frame(" ".join((_TALLY, f"WHERE f.place IN ({marks}) AND f.series IN (SELECT unnest(?)) GROUP BY ALL")),
                        [places["place"].tolist(), [rank[pair] for pair in pairs], places["population"].tolist(), *numbers,
                         _asked(store, question)])
    part = frame.pop("part")
    names = pd.DataFrame(parts, columns=["departement_code", "level"], dtype=object)
    return _spelt(store, frame.assign(**{name: _texts(names[name], part) for name in names}))


def rows_of_indicator(store: Store, key: str, level: Level | tuple[Level, ...], year: str = LATEST,
                      breakdown: str = "") -> pd.DataFrame:
    """Rows of one indicator for every area of a level, or of several, with ``value, lower, upper``; repeated texts are
    categories."""
    record = chosen((key,))[key]
    series = series_of(store, (key,), year)
    marks, values = _among(series.loc[series["breakdown"] == breakdown, "series"].tolist())
    places, asked = store.small("places"), levels_of(level)
    inside, ends = _within(places, asked)
    frame = _numbers(store, "figures_by_indicator", [f"f.series IN ({marks})", inside], [*values, *ends])
    place, names = frame.pop("place").to_numpy(), store.small("series")
    levels = np.full(len(frame), -1, dtype=np.int8)
    for one, first, last in zip(asked, ends[::2], ends[1::2], strict=True):
        levels[(place >= first) & (place <= last)] = _LEVELS.index(one)
    rows = frame.assign(
        area=_texts(places["area"], place), **{name: _shared(names[name], frame["series"]) for name in SERIES},
        level=pd.Categorical.from_codes(levels, _LEVELS),
        status=_shared(store.small("statuses")["status"], frame["status"]),
        method=_shared(store.small("methods")["method"], frame["method"]))
    return with_values(rows, {key: record})


def levels_of(level: Level | tuple[Level, ...]) -> tuple[Level, ...]:
    """One level or several, as several."""
    return (level,) if isinstance(level, Level) else level


def _within(places: pd.DataFrame, levels: Sequence[Level]) -> tuple[str, list[int]]:
    """What keeps the places of these levels (rows called ``f``), and its values: the first and last number of each level, for
    places are numbered level by level, by the levels' names."""
    starts, ends = (places["level"].searchsorted(list(levels), side) for side in ("left", "right"))
    pairs = zip(starts.tolist(), (ends - 1).tolist(), strict=True)
    return f"({' OR '.join(['f.place BETWEEN ? AND ?'] * len(levels))})", [number for pair in pairs for number in pair]


def local_counts(store: Store, keys: Sequence[str]) -> pd.Series:
    """What these indicators count in every commune and arrondissement at the last period, added up, by code (float).

    As stored: to be added up over communes. What may be shown of one commune is for ``figures.each_part`` to say.
    """
    series = series_of(store, chosen(keys), LATEST)
    marks, values = _among(series.loc[series["breakdown"] == "", "series"].tolist())
    places = store.small("places")
    inside, ends = _within(places, LOCAL_LEVELS)
    frame = store.frame(" ".join(("SELECT f.place, sum(f.numerator) AS count FROM figures_by_indicator f WHERE f.series IN (",
                                  marks, ") AND", inside, "AND f.numerator IS NOT NULL GROUP BY f.place")), [*values, *ends])
    return pd.Series(frame["count"].to_numpy(float), index=pd.Index(_texts(places["area"], frame["place"]), dtype=object))


def periods(store: Store, key: str) -> list[str]:
    """The periods that an indicator has, most recent first."""
    return sorted(set(series_of(store, (key,), ALL_PERIODS)["period"]), key=_end, reverse=True)


def _asked(store: Store, question: Question) -> list[int]:
    return [int(number) for number in series_of(store, question.keys, question.year)["series"]]


def _among(numbers: Sequence[object]) -> tuple[str, list[object]]:
    """Marks and values of a list: one mark each lets the store skip what it need not read; long lists go whole."""
    if not numbers:
        return "NULL", []
    if len(numbers) <= _MOST_MARKS:
        return ", ".join("?" * len(numbers)), list(numbers)
    return "SELECT unnest(?)", [list(numbers)]


def series_of(store: Store, keys: Iterable[str], year: str) -> pd.DataFrame:
    """The series of these indicators (all when none is given) for a year, a month, a week, ``"latest"`` or ``"all"``. Not to
    be changed by who gets them."""
    asked = frozenset(keys)
    return store.once(("series", asked, year), lambda: _series_of(store, asked, year))


def _series_of(store: Store, keys: frozenset[str], year: str) -> pd.DataFrame:
    series = store.small("series")
    kept = series["indicator"].isin(keys) if keys else pd.Series(True, index=series.index)
    if year == LATEST:
        kept &= series["is_latest"]
    elif year != ALL_PERIODS:
        ends = series["period"].map(_end)
        kept &= (ends == year) | (ends.str.partition("-")[0] == year)
    return series[kept]


def _end(period: str) -> str:
    return period.rpartition("/")[2]


def _fetch(store: Store, table: str, clauses: Sequence[str], parameters: Sequence[object], places: pd.DataFrame) -> pd.DataFrame:
    """Rows with their texts."""
    frame = _numbers(store, table, clauses, parameters)
    row = np.searchsorted(places["place"].to_numpy(), frame.pop("place").to_numpy())
    return _spelt(store, frame.assign(level=_texts(places["level"], row), area=_texts(places["area"], row),
                                      method=_texts(store.small("methods")["method"], frame["method"])))


def _numbers(store: Store, table: str, clauses: Sequence[str], parameters: Sequence[object]) -> pd.DataFrame:
    """Rows as the store keeps them: numbers in place of texts."""
    # ``table`` and ``clauses`` are texts of this module; everything that a user gives is a parameter.
    return store.frame(" ".join(("SELECT", _COLUMNS, "FROM", table, "f WHERE", " AND ".join(clauses))), parameters)


def _spelt(store: Store, frame: pd.DataFrame) -> pd.DataFrame:
    """The status and the series in words."""
    series = store.small("series")
    return frame.assign(status=_texts(store.small("statuses")["status"], frame["status"]),
                        **{name: _texts(series[name], frame["series"]) for name in SERIES})


def _texts(names: pd.Series, numbers: np.ndarray | pd.Series) -> pd.Series:
    """The texts of these numbers, as Python's own: pandas' texts are slower to compare and to map, which follows at once."""
    return pd.Series(names.to_numpy(object)[numbers], dtype=object)


def _shared(names: pd.Series, numbers: pd.Series) -> pd.Categorical:
    """The texts of these numbers, each held once: 35,000 copies of "commune" take time and 2 MB."""
    met, row = np.unique(numbers, return_inverse=True)
    codes, words = pd.factorize(names.to_numpy(object)[met])
    return pd.Categorical.from_codes(codes[row], list(words))
