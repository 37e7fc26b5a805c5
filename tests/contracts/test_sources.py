"""Every dataset has complete papers, and its reader returns what they declare."""

from __future__ import annotations

import datetime as dt
import hashlib
import re

import pandas as pd
import pytest

from cpts_analytics import sources
from cpts_analytics.model import Merge

RECORDS = sources.records()
KEYS = sorted(RECORDS)
ALWAYS_HERE = [key for key in KEYS if not RECORDS[key].optional]
FORMATS = {"csv": {"utf-8"}, "xlsx": {"xlsx"}, "xls": {"xls"}, "parquet": {"parquet"}, "geojson": {"geojson"}}


def test_there_are_sources_of_every_room_of_the_published_files() -> None:
    assert {record.file.split("/")[0] for record in RECORDS.values()} >= {"geography", "population"}


@pytest.mark.parametrize("key", KEYS)
def test_the_key_is_the_module_s_name(key: str) -> None:
    assert sources.registry()[key].__name__ == f"cpts_analytics.sources.{key}"


@pytest.mark.parametrize("key", KEYS)
def test_papers_are_complete_and_can_be_opened(key: str) -> None:
    record = RECORDS[key]
    assert record.licence.strip() and record.producer.strip() and record.title.strip()
    assert re.fullmatch(r"https?://[^\s/]+\.[a-z]{2,}(/\S*)?", record.page)
    assert record.file_url == "" or record.file_url.startswith("https://")
    assert re.fullmatch(r"[0-9a-f]{64}", record.sha256) or (record.optional and record.sha256 == "")
    assert record.encoding in FORMATS[record.file.removesuffix(".gz").rsplit(".", 1)[1]]
    assert bool(record.separator) == record.file.removesuffix(".gz").endswith(".csv")
    never_fetched = record.optional and record.fetched == ""
    for date in [record.published] if never_fetched else [record.published, record.fetched]:
        assert re.fullmatch(r"\d{4}(-\d{2}(-\d{2})?)?", date)
        if len(date) == 10:
            dt.date.fromisoformat(date)


@pytest.mark.parametrize("key", KEYS)
def test_columns_are_ready_for_mergers(key: str) -> None:
    record = RECORDS[key]
    assert sum(column.merge is Merge.KEY for column in record.columns) <= 1
    for column in record.columns:
        assert not column.weight or column.merge is Merge.MEAN
        assert not column.weight or record.column(column.weight).merge is Merge.SUM
        assert not column.name.endswith("_status")
        assert re.fullmatch(r"[a-z][a-z0-9_]*", column.name)


@pytest.mark.parametrize("key", KEYS)
def test_a_gap_names_départements_that_exist(key: str) -> None:
    for gap in RECORDS[key].gaps:
        assert all(re.fullmatch(r"\d{2}|2[AB]|97[12346]", code) for code in gap.departements)
        assert not gap.status.has_value


@pytest.mark.parametrize("key", ALWAYS_HERE)
def test_the_file_is_the_one_the_papers_name(key: str, open_data) -> None:
    path = open_data / RECORDS[key].file
    assert path.is_file()
    with path.open("rb") as stream:
        assert hashlib.file_digest(stream, "sha256").hexdigest() == RECORDS[key].sha256


@pytest.mark.parametrize("key", ALWAYS_HERE)
def test_the_reader_returns_the_declared_columns(key: str, real_table) -> None:
    record, table = RECORDS[key], real_table(key)
    names = [column.name for column in record.columns]
    values = [name for name in table.columns if name.removesuffix("_status") == name or name in names]
    assert values == names
    assert {name.removesuffix("_status") for name in table.columns} == set(names)
    assert len(table) > 0
    assert table.index.equals(pd.RangeIndex(len(table)))


@pytest.mark.parametrize("key", ALWAYS_HERE)
def test_codes_are_text_and_values_say_what_they_are(key: str, real_table) -> None:
    table = real_table(key)
    allowed = {"ok", "suppressed", "not_published", "not_applicable"}
    for column in RECORDS[key].columns:
        if column.unit == "code" or column.merge is Merge.KEY:
            assert str(table[column.name].dtype) == "str", column.name
            assert not table[column.name].isna().any()
        status = f"{column.name}_status"
        if status in table:
            assert set(table[status]) <= allowed
            assert (table[column.name].notna() == (table[status] == "ok")).all(), column.name
        elif table[column.name].dtype.kind in "if" and not RECORDS[key].missing_marks:
            assert table[column.name].notna().all(), column.name
    keys = [column.name for column in RECORDS[key].columns if column.merge in (Merge.KEY, Merge.GROUP)]
    if any(column.merge is Merge.KEY for column in RECORDS[key].columns):
        assert not table.duplicated(keys).any()
