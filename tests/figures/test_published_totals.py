"""The shipped figures say what the producers publish."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from cpts_analytics.figures import Question, map_values, table
from cpts_analytics.indicators.facilities import TYPES
from cpts_analytics.model import Level, Role
from cpts_analytics.store import Store
from cpts_analytics.territory import Geography, resolve

Rows = dict[tuple[str, str], dict[str, Any]]


@pytest.fixture(scope="module")
def of_france(store: Store, geography: Geography) -> Rows:
    """France's row of every indicator and period, as the commune 01001 sees it."""
    territory = resolve("commune:01001", geography)
    rows = table(store, territory, Question(comparators=True, year="all"))
    rows = rows[rows["role"] == Role.FRANCE]
    assert not rows.duplicated(["indicator", "period", "breakdown"]).any()
    return {(row["indicator"], row["period"]): row for row in rows[rows["breakdown"] == ""].to_dict("records")}


@pytest.mark.parametrize(("key", "period", "expected", "precision"), [
    ("population", "2023", 68_094_280, 0),  # INSEE, decree on the legal populations of 2023, without Mayotte
    ("count_gp", "2024", 60_573, 0),  # INSEE, BPE 2024: D265
    ("count_nurse", "2024", 103_023, 0),  # D281
    ("count_dentist", "2024", 39_909, 0), ("count_pharmacy", "2024", 20_725, 0), ("count_emergency", "2024", 700, 0),
    ("apl_gp", "2023", 3.74, 0.005), ("apl_gp", "2022", 3.79, 0.005),  # DREES
    ("share_below_2_5", "2023", 16.6, 0.05), ("share_below_2_5", "2022", 14.9, 0.05),  # DREES
])
def test_france(of_france: Rows, key: str, period: str, expected: float, precision: float) -> None:
    assert of_france[key, period]["value"] == pytest.approx(expected, abs=precision + 1e-9)


def test_france_says_what_it_covers(of_france: Rows) -> None:
    row = of_france["population", "2023"]
    assert (row["coverage_communes"], row["total_communes"]) == (34_858, 34_875)  # the 17 communes of Mayotte are missing
    assert row["status"] == "partial"


@pytest.mark.parametrize(("code", "period", "expected"), [
    ("38053", "2023", 4.556), ("85146", "2023", 3.664)])
def test_apl_of_a_commune_is_that_of_drees(store: Store, geography: Geography, code: str, period: str,
                                           expected: float) -> None:
    rows = table(store, resolve(f"commune:{code}", geography), Question(keys=("apl_gp",), year=period))
    assert rows["value"].item() == pytest.approx(expected, abs=0.0005)


def test_apl_of_every_bassin_de_vie_is_that_of_cartosante(store: Store, real_table: Callable[[str], pd.DataFrame]) -> None:
    published = real_table("cartosante_bassins_2024").set_index("bassin_de_vie_code")["apl_gp"].dropna()
    assert len(published) == 1_705
    ours = map_values(store, "apl_gp", Level.BASSIN_DE_VIE, "2023").set_index("area")["value"]
    gap = (ours.reindex(published.index) - published).abs()
    assert gap.notna().all()
    assert gap.max() <= 0.05 + 1e-6, gap.nlargest(5)  # published with one decimal


def test_places_of_every_type_add_up_to_the_file_s(of_france: Rows, real_table: Callable[[str], Any]) -> None:
    bpe = real_table("bpe_2024")
    finest = bpe[~bpe["code"].isin(["75056", "69123", "13055"])]
    counted: dict[str, float] = {}
    for kind, count in zip(finest["facility_type"], finest["facilities_count"], strict=True):
        counted[kind] = counted.get(kind, 0) + count
    for item in TYPES:
        assert of_france[f"count_{item.slug}", "2024"]["value"] == counted[item.code], item.code


@pytest.fixture(scope="module")
def by_bassin_de_vie(open_data: Path) -> pd.DataFrame:
    """What INSEE publishes by bassin de vie: a file that no figure is made of."""
    path = open_data / "needs" / "insee_statloc_bassins_de_vie_determinants_2022_2024.csv.gz"
    return pd.read_csv(path, sep=";", skiprows=2, dtype={"Code": str}, na_values=["N/A - résultat non disponible",
                                                                                  "N/A - secret statistique"]).set_index("Code")


@pytest.mark.parametrize(("key", "title", "typical", "worst"), [
    # The commune's share is published to 0.1 point, and inhabitants of 2022 are the middle of 2021 and 2023.
    ("share_75_plus", "Part des pers. âgées de 75 ans ou + 2022", 0.05, 0.6),
    ("share_under_15", "Part des pers. âgées de - 15 ans 2022", 0.4, 4.0),  # by difference of two sources: an estimate
    ("single_parent_share", "Part des familles monoparentales 2022", 0.5, 4.0),  # weighted by households, for want of families
])
def test_shares_of_bassins_de_vie_are_those_that_insee_publishes(
        store: Store, by_bassin_de_vie: pd.DataFrame, key: str, title: str, typical: float, worst: float) -> None:
    ours = map_values(store, key, Level.BASSIN_DE_VIE, "latest").set_index("area")["value"]
    gap = (ours - pd.to_numeric(by_bassin_de_vie[title])).dropna().abs()
    assert len(gap) > 1_600
    assert gap.median() <= typical, gap.describe()
    assert gap.max() <= worst, gap.nlargest(5)
