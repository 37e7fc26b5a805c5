"""Texts become numbers and back: two physical orders of the same rows."""

from __future__ import annotations

import itertools

import pandas as pd
import pyarrow as pa
import pytest

from cpts_analytics.build.long_table import LongTable, long_table

COMMUNES = pa.table({"code": ["01001", "75101", "2A001"], "departement_code": ["01", "75", "2A"],
                     "population": [10.0, 20.0, None]})


def family(rows: list[tuple[str, str, str, str, str, float | None]], *, dictionary: bool = True) -> pa.Table:
    names = ["indicator", "level", "area", "period", "breakdown", "numerator"]
    frame = pd.DataFrame(rows, columns=names).assign(denominator=[float(n) for n in range(len(rows))], status="ok", method="",
                                                     coverage_communes=pd.array([pd.NA] * len(rows), dtype="Int32"),
                                                     coverage_population=float("nan"))
    texts = ["indicator", "level", "area", "period", "breakdown", "status", "method"]
    return pa.Table.from_pandas(frame.astype(dict.fromkeys(texts, "category" if dictionary else "object")), preserve_index=False)


FIRST = family([("births", "commune", "75101", "2023", "", 1.0), ("births", "commune", "01001", "2023", "", None),
                ("births", "commune", "01001", "2022", "", 3.0), ("births", "departement", "75", "2023", "", 4.0)])
SECOND = family([("age", "commune", "2A001", "2021/2023", "sex=F", 5.0), ("age", "commune", "01001", "2021/2023", "sex=M", 6.0)],
                dictionary=False)


def spelt(table: LongTable, rows: pa.Table) -> list[tuple[object, ...]]:
    places, series = table.places.to_pandas(), table.series.to_pandas()
    return [(series.at[row.series, "indicator"], places.at[row.place, "level"], places.at[row.place, "area"],
             *(series.at[row.series, name] for name in ("period", "breakdown")),
             None if pd.isna(row.numerator) else row.numerator) for row in rows.to_pandas().itertuples()]


def test_the_rows_are_those_that_were_given_in_both_orders() -> None:
    table = long_table([FIRST, SECOND], COMMUNES)
    given = [tuple(row[name] for name in ("indicator", "level", "area", "period", "breakdown", "numerator"))
             for row in itertools.chain(FIRST.to_pylist(), SECOND.to_pylist())]
    by_area, by_indicator = spelt(table, table.by_area()), spelt(table, table.by_indicator())
    assert sorted(map(str, by_area)) == sorted(map(str, by_indicator)) == sorted(map(str, given))
    assert [row[1:3] for row in by_area] == sorted(row[1:3] for row in by_area)
    assert [(row[0], row[3], row[4]) for row in by_indicator] == sorted((row[0], row[3], row[4]) for row in by_indicator)


def test_the_most_recent_period_of_each_indicator_is_marked() -> None:
    series = long_table([FIRST, SECOND], COMMUNES).series.to_pandas()
    latest = series[series["is_latest"]]
    assert sorted(zip(latest["indicator"], latest["period"], strict=True)) == [
        ("age", "2021/2023"), ("age", "2021/2023"), ("births", "2023")]


def test_a_place_knows_its_departement_and_its_inhabitants() -> None:
    places = long_table([FIRST, SECOND], COMMUNES).places.to_pandas().set_index(["level", "area"])
    assert places["departement_code"].fillna("-").to_dict() == {
        ("commune", "01001"): "01", ("commune", "2A001"): "2A", ("commune", "75101"): "75", ("departement", "75"): "-"}
    assert places["population"].to_dict() == {("commune", "01001"): 10, ("commune", "2A001"): 0, ("commune", "75101"): 20,
                                              ("departement", "75"): 0}


def test_a_figure_of_an_unknown_commune_does_not_pass() -> None:
    with pytest.raises(KeyError, match="not in the table of communes"):
        long_table([family([("births", "commune", "99999", "2023", "", 1.0)])], COMMUNES)
