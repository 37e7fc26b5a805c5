"""The passage to the communes of 2025: mergers add up, nothing is lost in silence."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cpts_analytics.errors import SourceFileError
from cpts_analytics.model import Column, Merge, RecordError, Source, Status
from cpts_analytics.territory import to_2025
from cpts_analytics.territory.passage import combined_status

FORMER = {"38906": "38904", "38907": "38901", "38910": "38906", "69901": "69900"}
VALID = {"38901", "38902", "38904", "69900", "69901"}


def source(*columns: Column) -> Source:
    key = Column(name="commune_code", unit="code", meaning="Commune", merge=Merge.KEY)
    return Source(key="invented", producer="P", title="T", page="p", file_url="", file="f.csv", licence="L",
                  vintage="2020", published="2020", fetched="2020", sha256="0" * 64, encoding="utf-8", separator=";",
                  columns=(key, *columns), theme="population")


def column(name: str, merge: Merge, weight: str = "") -> Column:
    return Column(name=name, unit="u", meaning="m", merge=merge, weight=weight)


COUNT = column("gp_count", Merge.SUM)


def test_counts_of_merged_communes_add_up():
    table = pd.DataFrame({"commune_code": ["38904", "38906", "38902"], "gp_count": [2, 3, 7]})
    result, passage = to_2025(table, source(COUNT), FORMER, VALID)
    assert result.to_dict("list") == {"commune_code": ["38902", "38904"], "gp_count": [7, 5]}
    assert result["gp_count"].dtype == table["gp_count"].dtype
    assert (passage.rows, passage.moved, passage.merged, passage.unknown) == (3, 1, 1, ())


def test_changes_in_a_chain_are_followed_to_today():
    result, passage = to_2025(pd.DataFrame({"commune_code": ["38910"], "gp_count": [4]}), source(COUNT), FORMER, VALID)
    assert result["commune_code"].tolist() == ["38904"]
    assert (passage.moved, passage.merged) == (1, 0)


def test_arrondissements_are_not_folded_into_their_commune():
    table = pd.DataFrame({"commune_code": ["69900", "69901"], "gp_count": [10, 4]})
    result, passage = to_2025(table, source(COUNT), FORMER, VALID)
    assert result["gp_count"].tolist() == [10, 4]
    assert passage.moved == 0


def test_what_cannot_be_brought_over_is_counted_and_named():
    table = pd.DataFrame({"commune_code": ["98765", "38902", "00000", "98765"], "age": ["a", "a", "a", "b"],
                          "gp_count": [1, 2, 3, 4]})
    result, passage = to_2025(table, source(COUNT, column("age", Merge.GROUP)), FORMER, VALID)
    assert result["commune_code"].tolist() == ["38902"]
    assert (passage.unknown, passage.unknown_rows) == (("00000", "98765"), 3)


def test_means_are_weighted():
    table = pd.DataFrame({"commune_code": ["38904", "38906"], "aged_pct": [10.0, 20.0], "inhabitants": [300.0, 100.0]})
    papers = source(column("aged_pct", Merge.MEAN, "inhabitants"), column("inhabitants", Merge.SUM))
    result, _ = to_2025(table, papers, FORMER, VALID)
    assert result["aged_pct"].tolist() == [12.5]  # (3 000 + 2 000) / 400
    assert result["inhabitants"].tolist() == [400.0]


def test_a_mean_without_weights_is_the_plain_one():
    table = pd.DataFrame({"commune_code": ["38904", "38906"], "aged_pct": [10.0, 20.0]})
    result, _ = to_2025(table, source(column("aged_pct", Merge.MEAN)), FORMER, VALID)
    assert result["aged_pct"].tolist() == [15.0]


def test_weights_that_are_all_zero_give_the_plain_mean():
    table = pd.DataFrame({"commune_code": ["38904", "38906"], "aged_pct": [10.0, 20.0], "inhabitants": [0.0, 0.0]})
    papers = source(column("aged_pct", Merge.MEAN, "inhabitants"), column("inhabitants", Merge.SUM))
    assert to_2025(table, papers, FORMER, VALID)[0]["aged_pct"].tolist() == [15.0]


def test_names_come_from_the_commune_that_survives():
    table = pd.DataFrame({"commune_code": ["38906", "38904"], "name": ["Ancien", "Le Val"]})
    assert to_2025(table, source(column("name", Merge.FIRST)), FORMER, VALID)[0]["name"].tolist() == ["Le Val"]


def test_other_parts_of_the_key_keep_rows_apart():
    table = pd.DataFrame({"commune_code": ["38904", "38906", "38906"], "year": [2020, 2020, 2021],
                          "gp_count": [1, 2, 5]})
    result, passage = to_2025(table, source(COUNT, column("year", Merge.GROUP)), FORMER, VALID)
    assert result["gp_count"].tolist() == [3, 5]
    assert passage.merged == 1


@pytest.mark.parametrize(("first", "second", "status", "total", "mean"), [
    (("ok", 2.0), ("ok", 4.0), "ok", 6.0, 3.0),
    (("ok", 2.0), ("estimated", 4.0), "estimated", 6.0, 3.0),
    (("ok", 2.0), ("suppressed", np.nan), "partial", 2.0, 2.0),
    (("suppressed", np.nan), ("suppressed", np.nan), "suppressed", np.nan, np.nan),
    (("suppressed", np.nan), ("not_published", np.nan), "suppressed", np.nan, np.nan),
    (("ok", 2.0), ("not_applicable", np.nan), "ok", 2.0, 2.0),
    (("partial", 2.0), ("ok", 4.0), "partial", 6.0, 3.0),
])
def test_statuses_of_parts_combine(first, second, status, total, mean):
    parts = {"commune_code": ["38904", "38906"], "v": [first[1], second[1]], "v_status": [first[0], second[0]]}
    for merge, expected in ((Merge.SUM, total), (Merge.MEAN, mean)):
        result, passage = to_2025(pd.DataFrame(parts), source(column("v", merge)), FORMER, VALID)
        assert result["v_status"].tolist() == [status]
        np.testing.assert_array_equal(result["v"].to_numpy(), [expected])
        assert passage.incomplete == 0


def test_without_a_status_a_hole_is_not_hidden_in_a_sum():
    table = pd.DataFrame({"commune_code": ["38904", "38906"], "births": [2.0, np.nan]})
    result, passage = to_2025(table, source(column("births", Merge.SUM)), FORMER, VALID)
    assert result["births"].isna().tolist() == [True]
    assert passage.incomplete == 1


def test_two_rows_for_one_key_are_refused():
    table = pd.DataFrame({"commune_code": ["38901", "38901"], "gp_count": [1, 2]})
    with pytest.raises(SourceFileError, match="double"):
        to_2025(table, source(COUNT), FORMER, VALID)


def test_a_column_that_the_papers_do_not_declare_is_refused():
    with pytest.raises(RecordError, match="mystery"):
        to_2025(pd.DataFrame({"commune_code": ["38901"], "mystery": [1]}), source(COUNT), FORMER, VALID)


def test_an_empty_table_stays_empty():
    empty = pd.DataFrame({"commune_code": pd.Series([], dtype="str"), "gp_count": pd.Series([], dtype=int)})
    result, passage = to_2025(empty, source(COUNT), FORMER, VALID)
    assert len(result) == 0 and passage.rows == 0


@given(st.dictionaries(st.sampled_from(sorted(VALID | set(FORMER) | {"99999"})), st.integers(0, 1000), min_size=1))
def test_the_sum_over_known_communes_never_changes(counts):
    """Naive second implementation: a dictionary filled code by code."""
    expected: dict[str, int] = {}
    for code, count in counts.items():
        while code not in VALID and code in FORMER:
            code = FORMER[code]
        if code in VALID:
            expected[code] = expected.get(code, 0) + count
    table = pd.DataFrame({"commune_code": list(counts), "gp_count": list(counts.values())})
    result, _ = to_2025(table, source(COUNT), FORMER, VALID)
    assert dict(zip(result["commune_code"], result["gp_count"], strict=True)) == expected


@given(st.lists(st.sampled_from(list(Status)), min_size=1, max_size=5))
def test_a_combined_status_has_a_value_exactly_when_a_part_has_one(statuses):
    assert combined_status(statuses).has_value == any(status.has_value for status in statuses)


def test_every_code_of_the_past_reaches_a_commune_of_2025(open_data):
    passage = pd.read_csv(open_data / "geography/cogiter_table_passage_com_historique.csv.gz", dtype=str)
    communes = pd.read_csv(open_data / "geography/insee_cog2026_communes.csv.gz", dtype=str)
    valid = set(communes.loc[communes["TYPECOM"].isin(["COM", "ARM"]), "COM"])
    former = dict(zip(passage["DEPCOM_HIST"], passage["DEPCOM"], strict=True))
    table = pd.DataFrame({"commune_code": passage["DEPCOM_HIST"], "gp_count": 1})
    result, done = to_2025(table, source(COUNT), former, valid)
    assert (done.rows, done.unknown) == (39_161, ())
    assert result["gp_count"].sum() == 39_161
    assert "01165" in set(result["commune_code"]) and former["01003"] == "01165"
    assert {"75101", "69383", "13201"} <= set(result["commune_code"])  # arrondissements stay
