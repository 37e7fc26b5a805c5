"""The long table as the store keeps it: small whole numbers in place of texts, in two physical orders.

Seven million rows are sorted and written in a third of the time that texts take. The texts lie beside, one short
table each: ``places`` (level, area, département, inhabitants), ``series`` (indicator, period, breakdown), ``statuses``,
``methods``; the number of a text is its row. Values and intervals are made on reading (``figures.query``).
"""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

_SERIES = ("indicator", "period", "breakdown")
_MOST_SERIES = 1 << 15


@dataclasses.dataclass(frozen=True)
class LongTable:
    """Aligned columns, a row a place × series; ``series`` and ``places`` are the tables of what the numbers mean."""

    columns: dict[str, np.ndarray]
    series: pa.Table
    places: pa.Table
    statuses: pa.Table
    methods: pa.Table

    def by_area(self) -> pa.Table:
        """Rows in the order that is fast for a territory's card."""
        return self._in_order("place", "series")

    def by_indicator(self) -> pa.Table:
        """Rows in the order that is fast for a map."""
        return self._in_order("series", "place")

    def _in_order(self, first: str, second: str) -> pa.Table:
        order = np.argsort(_short(self.columns[second]), kind="stable")
        order = order[np.argsort(_short(self.columns[first])[order], kind="stable")]
        return pa.table({name: pa.array(column[order], from_pandas=True) for name, column in self.columns.items()})


def long_table(families: Sequence[pa.Table], communes: pa.Table) -> LongTable:
    """Families of shipped figures (texts as dictionaries) → one table of numbers. Raises KeyError for an unknown commune."""
    places, place = _places(families, communes)
    series, number = _series(families)
    columns = {"place": place, "series": number}
    texts = {}
    for name in ("status", "method"):
        known, columns[name] = _coded(families, name)
        texts[name] = pa.table({name: known})
    for name in ("numerator", "denominator", "coverage_population"):
        columns[name] = np.concatenate([family[name].to_numpy().astype(float) for family in families])
    columns["coverage_communes"] = np.concatenate(
        [family["coverage_communes"].cast(pa.float32()).to_numpy() for family in families])
    return LongTable(columns, series, places, texts["status"], texts["method"])


def _short(numbers: np.ndarray) -> np.ndarray:
    """Numbers of 16 bits where they fit: those are sorted by counting, in a tenth of the time."""
    return numbers.astype(np.uint16) if len(numbers) and numbers.max() < 1 << 16 else numbers


def _indices(table: pa.Table, name: str) -> tuple[np.ndarray, list[str]]:
    """Codes and texts of a dictionary column."""
    column = table[name].combine_chunks()
    if not pa.types.is_dictionary(column.type):
        column = column.dictionary_encode()
    return column.indices.to_numpy(zero_copy_only=False), column.dictionary.to_pylist()


def _coded(families: Sequence[pa.Table], name: str) -> tuple[list[str], np.ndarray]:
    """The texts of a column over all families, sorted, and the number of each row's."""
    parts = [_indices(family, name) for family in families]
    known = sorted({text for _, texts in parts for text in texts})
    rank = {text: number for number, text in enumerate(known)}
    coded = [np.array([rank[text] for text in texts], dtype=np.int32)[codes] for codes, texts in parts]
    return known, np.concatenate(coded).astype(np.int16 if len(known) < 2**15 else np.int32)


def _places(families: Sequence[pa.Table], communes: pa.Table) -> tuple[pa.Table, np.ndarray]:
    levels, level = _coded(families, "level")
    areas, area = _coded(families, "area")
    joint = level.astype(np.int32) * len(areas) + area
    met = np.zeros(len(levels) * len(areas), dtype=bool)
    met[joint] = True
    number = np.cumsum(met, dtype=np.int32) - 1
    found = np.flatnonzero(met)
    names = pa.array([areas[code] for code in found % len(areas)])
    kinds = pa.array([levels[code] for code in found // len(areas)])
    local = pc.is_in(kinds, pa.array(["commune", "arrondissement_municipal"]))
    position = pc.index_in(names, communes["code"].combine_chunks())
    if pc.any(pc.and_(local, pc.is_null(position))).as_py():
        raise KeyError("a figure of a commune that is not in the table of communes")
    position = pc.if_else(local, position, None)
    return pa.table({
        "place": pa.array(np.arange(len(found), dtype=np.int32)), "level": kinds, "area": names,
        "departement_code": communes["departement_code"].take(position).combine_chunks().cast(pa.string()),
        "population": pc.fill_null(communes["population"].take(position).cast(pa.float64()), 0.0),
    }), number[joint]


def _series(families: Sequence[pa.Table]) -> tuple[pa.Table, np.ndarray]:
    """Every indicator × period × breakdown; ``is_latest`` marks the most recent period of an indicator."""
    parts = [[_indices(family, name) for name in _SERIES] for family in families]
    joint: list[np.ndarray] = []
    met: list[list[tuple[str, str, str, int]]] = []
    for indicator, period, breakdown in parts:
        width = (len(period[1]), len(breakdown[1]))
        joint.append((indicator[0].astype(np.int64) * width[0] + period[0]) * width[1] + breakdown[0])
        met.append([(indicator[1][code // width[1] // width[0]], period[1][code // width[1] % width[0]],
                     breakdown[1][code % width[1]], code) for code in np.flatnonzero(np.bincount(joint[-1])).tolist()])
    known: list[tuple[str, str, str]] = sorted({item[:3] for items in met for item in items})
    if len(known) >= _MOST_SERIES:
        raise ValueError(f"{len(known)} series, {_MOST_SERIES - 1} at most")
    rank = {item: number for number, item in enumerate(known)}
    numbers = []
    for codes, items in zip(joint, met, strict=True):
        table = np.zeros(max(item[3] for item in items) + 1 if items else 0, dtype=np.int16)
        for *names, code in items:
            table[code] = rank[names[0], names[1], names[2]]
        numbers.append(table[codes])
    latest: dict[str, str] = {}
    for series in known:
        latest[series[0]] = max(latest.get(series[0], ""), series[1], key=_end)
    columns = list(zip(*known, strict=True)) or [(), (), ()]
    texts = {name: pa.array(column, pa.string()) for name, column in zip(_SERIES, columns, strict=True)}
    recent = pa.array([latest[series[0]] == series[1] for series in known], pa.bool_())
    return pa.table({**texts, "series": pa.array(range(len(known)), pa.int16()), "is_latest": recent}), np.concatenate(numbers)


def _end(period: str) -> str:
    """'2023' of '2021/2023': what makes a period more recent than another."""
    return period.rpartition("/")[2]
