"""How a family writes its rows, and how they are completed to every area of the country."""

from __future__ import annotations

import dataclasses
import math

import numpy as np
import pandas as pd
import pytest

from cpts_analytics import indicators, sources
from cpts_analytics.aggregation import Hierarchy
from cpts_analytics.indicators._inputs import local_rows, times, with_cities
from cpts_analytics.model import Gap, Status
from tests.territory import world

NOTHING = math.nan


def frame(**cells: tuple[float, str]) -> pd.DataFrame:
    """``c38901=(value, status)`` … → ``value, status`` by code."""
    return pd.DataFrame(list(cells.values()), columns=["value", "status"], index=[name[1:] for name in cells])


@pytest.mark.parametrize(("top", "bottom", "expected"), [
    ((3, "ok"), (10, "ok"), "ok"),
    ((0, "ok"), (10, "ok"), "ok"),
    ((3, "ok"), (0, "ok"), "not_applicable"),
    ((NOTHING, "suppressed"), (10, "ok"), "suppressed"),
    ((NOTHING, "suppressed"), (NOTHING, "not_published"), "suppressed"),  # the numerator's reason first
    ((3, "ok"), (NOTHING, "suppressed"), "suppressed"),
    ((3, "partial"), (10, "ok"), "partial"),
])
def test_status_of_a_ratio(top: tuple[float, str], bottom: tuple[float, str], expected: str) -> None:
    rows = local_rows(pd.Index(["38901"]), "2023", frame(c38901=top), frame(c38901=bottom))
    assert rows["status"].tolist() == [expected]
    assert rows["level"].tolist() == ["commune"]


def test_a_code_that_the_numerator_lacks_is_left_out_and_one_that_the_denominator_lacks_is_not_published() -> None:
    rows = local_rows(pd.Index(["38901", "38902"]), "2023", pd.Series({"38901": 2.0}), pd.Series({"38902": 5.0}))
    assert rows[["area", "status"]].to_numpy().tolist() == [["38901", "not_published"]]


def test_a_product_keeps_the_reason_of_what_is_hidden() -> None:
    shares = frame(c38901=(10.0, "ok"), c38902=(NOTHING, "suppressed"), c38903=(20.0, "ok"))
    made = times(shares, pd.Series({"38901": 4.0, "38902": 7.0}))
    assert made["status"].to_dict() == {"38901": "ok", "38902": "suppressed", "38903": "not_published"}
    assert made["value"].iloc[0] == 40 and made["value"].iloc[1:].isna().all()


def test_cities_are_added_where_they_are_not_there() -> None:
    made = with_cities(frame(c75101=(1.0, "ok"), c75102=(2.0, "ok"), c13201=(5.0, "ok"), c13055=(9.0, "ok")))["value"]
    assert (made["75056"], made["13055"]) == (3.0, 9.0)


@pytest.fixture
def hierarchy() -> Hierarchy:
    return Hierarchy(world.frames()["communes"])


def given(*rows: tuple[str, float, str]) -> pd.DataFrame:
    made = pd.DataFrame(rows, columns=["area", "numerator", "status"])
    return made.assign(level="commune", period="2024", breakdown="", denominator=np.nan, method="")


def test_every_area_of_every_level_has_a_row(hierarchy: Hierarchy) -> None:
    record = indicators.registry()["count_gp"]
    full = hierarchy.complete(given(("38901", 4, "ok")), record, sources.records()["bpe_2024"])
    assert full.groupby("level").size().to_dict() == {
        "arrondissement_municipal": 2, "commune": 12, "epci": 6, "bassin_de_vie": 6, "departement": 5, "region": 4, "france": 1}
    rows = full.set_index(["level", "area"])
    assert rows.at[("commune", "38902"), "status"] == "not_published"  # families write their zeros themselves
    assert rows.loc[("departement", "38"), ["numerator", "status", "coverage_communes"]].tolist() == [4, "partial", 1]


def test_a_hole_of_the_source_outranks_the_family_s_zero(hierarchy: Hierarchy) -> None:
    source = dataclasses.replace(sources.records()["bpe_2024"], gaps=(
        Gap(departements=("971",), status=Status.NOT_LOADED, reason="Absente de la copie."),))
    codes = [code for code in world.frames()["communes"]["code"] if code != "69900"]
    full = hierarchy.complete(given(*((code, 0.0, "ok") for code in codes)), indicators.registry()["count_gp"], source)
    rows = full.set_index(["level", "area"])
    assert rows.at[("commune", "97190"), "status"] == rows.at[("departement", "971"), "status"] == "not_loaded"
    assert math.isnan(rows.at[("commune", "97190"), "numerator"])
    assert rows.loc[("france", "FR"), ["status", "coverage_communes"]].tolist() == ["partial", 9]


def test_an_unknown_area_stops_the_build(hierarchy: Hierarchy) -> None:
    with pytest.raises(KeyError, match="bpe_2024.*99999"):
        hierarchy.complete(given(("99999", 1, "ok")), indicators.registry()["count_gp"], sources.records()["bpe_2024"])
