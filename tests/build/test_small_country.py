"""From published files to figures, on a country small enough for every number to be worked out by hand (see ``world``)."""

from __future__ import annotations

import hashlib
import json

import numpy as np
import pytest

from cpts_analytics import indicators, sources
from cpts_analytics.contours import read_communes, read_index
from cpts_analytics.model import Role
from cpts_analytics.store import Store
from cpts_analytics.territory import Geography, parse_list
from tests.build.conftest import ACROSS, Ask, Small, at


@pytest.mark.parametrize(("key", "expected", "status", "communes"), [
    ("population", 2100, "ok", 4), ("area_km2", 75, "ok", 4), ("population_density", 28, "ok", 4),
    ("population_growth", 100 * ((2100 / 2010) ** (1 / 6) - 1), "ok", 4),
    ("births", 21, "ok", 4), ("birth_rate", 10, "ok", 4), ("deaths", 21, "ok", 4), ("death_rate", 10, "ok", 4),
    # Val's share is secret: 100 + 80 + 30 aged 75 or more among the 2,000 inhabitants of the other three.
    ("population_75_plus", 210, "partial", 3), ("share_75_plus", 10.5, "partial", 3),
    ("share_under_15", 20, "estimated", 4),  # (2,100 − 1,680) / 2,100
    ("share_65_plus", 100 * 340 / 2100, "estimated", 4),  # (1,680 − 1,340) / 2,100
    ("share_15_64", 100 * 1340 / 2100, "ok", 4), ("share_rural", 100 * 500 / 2100, "ok", 4),
    ("share_retired", 100 * 460 / 1680, "ok", 4), ("share_workers", 100 * 1220 / 1680, "ok", 4), ("share_farmers", 0, "ok", 4),
    ("unemployment_rate", 100 * 90 / 1050, "ok", 4),
    ("single_parent_share", (20 * 400 + 10 * 160 + 0 * 50 + 25 * 240) / 850, "ok", 4),
    ("deprived_fifth_share", 100 * 700 / 2100, "ok", 4),  # Val and Rive are the most deprived fifth of 3,600 inhabitants
    ("poverty_rate", np.nan, "suppressed", 2),  # known for 1,600 of 2,100 inhabitants: 76 %
    ("count_gp", 5, "ok", 4), ("density_gp", 10_000 * 5 / 2100, "ok", 4), ("count_midwife", 0, "ok", 4),
    ("inhabitants_without_gp", 500, "ok", 4), ("share_without_gp", 100 * 500 / 2100, "ok", 4),
    ("share_without_pharmacy", 100 * 1100 / 2100, "ok", 4),
    ("places_ehpad", 100, "ok", 4), ("rate_places_ehpad", 1000 * 100 / 210, "partial", 3), ("count_ehpad", 2, "ok", 4),
    ("apl_gp", (3 * 900 + 2 * 500 + 0 * 120 + 2.5 * 550) / 2070, "ok", 4),
    ("inhabitants_below_2_5", 500, "ok", 4),  # 2.5 exactly is not below 2.5
    ("share_below_2_5", 100 * 500 / 2100, "ok", 4),
    ("share_lowest_tenth_apl_gp", 100 * 500 / 2100, "ok", 4),  # the tenth of 3,600 is reached in Bourg, at 2.0
    ("gp_over_65_share", 100 * 540 / 5075, "ok", 4),  # 0.6 × 900 of 5,075 consultations; Val has none at all
    ("apl_nurse", 5075 / 2070, "ok", 4),
    ("c2s_rate", np.nan, "not_published", 0), ("liberal_gp", np.nan, "not_published", 0),
])
def test_a_territory_across_two_departements(ask: Ask, key: str, expected: float, status: str, communes: int) -> None:
    row = at(ask(ACROSS), key)
    assert (row["status"], row["coverage_communes"]) == (status, communes)
    assert row["value"] == pytest.approx(expected, nan_ok=True)


def test_income_is_a_range_with_the_epci_beside(ask: Ask) -> None:
    rows = ask(ACROSS)
    mine = at(rows, "median_income")
    assert (mine["lower"], mine["upper"], mine["status"], mine["coverage_communes"]) == (19_000, 21_000, "partial", 3)
    assert np.isnan(mine["value"])
    assert at(rows, "median_income", Role.EPCI)["value"] == 20_500
    assert at(rows, "poverty_rate", Role.EPCI)["value"] == pytest.approx(16.5)
    bands = rows.loc[("inhabitants_by_median_income", Role.TERRITORY)].set_index("breakdown")
    assert bands["value"].to_dict() == {"income=0-18000": 0, "income=18000-20000": 400, "income=20000-22000": 1600,
                                        "income=22000-25000": 0, "income=25000-30000": 0, "income=30000-1000000000": 0}
    assert set(bands["status"]) == {"partial"}


def test_a_mean_is_shown_when_nine_in_ten_are_covered(ask: Ask) -> None:
    shown = at(ask("communes:38001,38003"), "poverty_rate")  # 1,000 of 1,100 inhabitants
    assert (shown["status"], shown["value"]) == ("partial", pytest.approx(15.0))
    assert shown["coverage_population_pct"] == pytest.approx(100 * 1000 / 1100)
    hidden = at(ask("communes:38003,69001"), "poverty_rate")  # 600 of 700
    assert (hidden["status"], hidden["method"]) == ("suppressed", "couverture insuffisante")
    whole = at(ask("communes:38001,69001"), "poverty_rate")
    assert (whole["status"], whole["value"]) == ("ok", pytest.approx((15 * 980 + 20 * 590) / 1570))


def test_merged_communes(ask: Ask) -> None:
    """Deux-Rives is 38005 and 38006 in older files: numbers add up, the APL of 2022 is weighted."""
    rows = ask("commune:38004", year="all").reset_index().set_index(["indicator", "role", "period"])
    assert rows.loc[("apl_gp", Role.TERRITORY, "2022"), "value"] == pytest.approx((1 * 100 + 4 * 50) / 150)
    assert rows.loc[("apl_gp", Role.TERRITORY, "2023"), "value"] == pytest.approx(2.4)
    for key, expected in (("births", 2), ("area_km2", 10), ("count_nurse", 5), ("count_gp", 1)):
        assert rows.loc[(key, Role.TERRITORY)].iloc[0]["value"] == expected, key
    assert rows.loc[("share_retired", Role.TERRITORY)].iloc[0]["value"] == pytest.approx(100 * 30 / 240)


def test_the_rest_of_each_departement(ask: Ask) -> None:
    """Isère without Grandville, Bourg, Val: Deux-Rives (300) and Vide (0). Rhône without Rive: nothing is left."""
    rows = ask(ACROSS)
    isere = at(rows, "density_gp", Role.REST, "38")
    assert (isere["value"], isere["total_communes"], isere["status"]) == (pytest.approx(10_000 / 300), 2, "ok")
    assert isere["area_name"] == "reste de l'Isère (71 % des habitants du territoire)"
    assert at(rows, "density_gp", Role.REST, "69")["status"] == "not_applicable"
    apl = at(rows, "apl_gp", Role.REST, "38")  # nobody lives in Vide, which the file leaves out
    assert (apl["value"], apl["status"], apl["coverage_communes"]) == (pytest.approx(2.4), "partial", 1)
    mine = at(rows, "density_gp")  # 23.8 against 33.3: one place more (28.6) is still lower
    assert (mine["verdict"], mine["meaning"]) == ("lower", "unfavourable")
    assert mine["verdict_against"] == isere["area_name"]
    assert mine["gap_units"] == pytest.approx(5 - 7)  # two places less than at that rate


def test_paris_counts_once(ask: Ask) -> None:
    city, quarter = ask("commune:75056"), ask("commune:75101")
    assert at(city, "population")["value"] == 1000
    assert at(city, "apl_gp")["value"] == pytest.approx((5 * 600 + 6 * 250) / 850)
    assert at(city, "inhabitants_without_gp")["value"] == 300
    assert at(city, "share_75_plus")["value"] == pytest.approx(8.0)
    assert at(quarter, "share_75_plus")["status"] == "not_published"
    assert at(quarter, "share_75_plus", Role.CITY)["value"] == pytest.approx(8.0)
    assert at(quarter, "share_rural")["value"] == 0
    assert at(quarter, "density_gp", Role.REST)["value"] == 0  # the 2nd arrondissement: 300 inhabitants, no GP
    assert at(quarter, "share_75_plus", Role.REST)["status"] == "not_published"
    bands = city.loc[("inhabitants_by_median_income", Role.TERRITORY)].set_index("breakdown")["value"]
    assert (bands["income=25000-30000"], bands["income=30000-1000000000"]) == (300, 700)
    rest = quarter.loc[("inhabitants_by_median_income", Role.REST)].set_index("breakdown")["value"]
    assert (rest["income=25000-30000"], rest["income=30000-1000000000"]) == (300, 0)


def test_corsica(ask: Ask) -> None:
    rows = ask("departement:2A")
    assert (at(rows, "apl_nurse")["status"], at(rows, "apl_gp")["value"]) == ("not_loaded", 4.0)
    assert at(rows, "c2s_rate", Role.DEPARTEMENT)["value"] == pytest.approx(10.0)


def test_mayotte(ask: Ask) -> None:
    rows = ask("departement:976")
    for key in ("population", "density_gp", "unemployment_rate", "apl_gp", "deprived_fifth_share", "median_income",
                "count_ehpad", "places_ehpad", "rate_places_ehpad", "inhabitants_without_gp", "share_rural"):
        assert at(rows, key)["status"] == "not_published", key
    assert (at(rows, "count_gp")["value"], at(rows, "births")["value"], at(rows, "count_pharmacy")["value"]) == (1, 30, 0)


def test_a_commune_without_inhabitants(ask: Ask) -> None:
    rows = ask("commune:38007")
    assert (at(rows, "population")["value"], at(rows, "count_gp")["value"]) == (0, 0)
    for key in ("density_gp", "population_growth", "birth_rate", "unemployment_rate", "share_without_gp"):
        assert at(rows, key)["status"] == "not_applicable", key
    assert at(rows, "share_75_plus")["status"] == "not_published"
    assert at(rows, "median_income")["status"] == "not_published"
    assert at(rows, "population")["coverage_population_pct"] == 100


def test_statuses_of_one_commune(ask: Ask) -> None:
    val = ask("commune:38003")
    assert at(val, "share_75_plus")["status"] == at(val, "median_income")["status"] == "suppressed"
    assert at(val, "gp_over_65_share")["status"] == "not_applicable"  # no accessibility to share out
    assert (at(val, "unemployment_rate")["value"], at(val, "unemployment_rate")["status"]) == (0, "ok")
    assert (at(val, "apl_gp")["value"], at(val, "apl_gp")["status"]) == (0, "ok")


@pytest.mark.parametrize(("key", "expected", "status"), [
    ("population", 3600, "partial"), ("count_gp", 11, "ok"), ("density_gp", 10_000 * 10 / 3600, "partial"),
    ("inhabitants_without_gp", 1000, "partial"), ("births", 64, "ok"), ("c2s_beneficiaries", 220, "ok"),
    ("c2s_rate", 100 * 220 / 3600, "ok"),  # persons and inhabitants of the same départements
    ("gp_places_per_gp", 11 / 30, "ok"), ("liberal_gp", 30, "ok"), ("liberal_density_gp", 3.5, "ok"),
    ("share_lowest_tenth_apl_gp", 100 * 500 / 3600, "partial"), ("deprived_fifth_share", 100 * 700 / 3600, "partial"),
    ("places_autonomy_residence", 30, "partial"), ("places_ehpad", 100, "partial"),  # without Mayotte
])
def test_france(ask: Ask, key: str, expected: float, status: str) -> None:
    row = at(ask(ACROSS), key, Role.FRANCE)
    assert (row["value"], row["status"]) == (pytest.approx(expected), status)
    assert row["area_name"] == "France"


def test_every_indicator_is_computed(small_store: Store) -> None:
    assert set(small_store.frame("SELECT DISTINCT indicator FROM series")["indicator"]) == set(indicators.registry())


def test_names_former_names_and_neighbours(small_store: Store) -> None:
    geography = Geography.load(small_store)
    assert parse_list("Rive-Droite, Grandville", geography).found == ("38004", "38001")
    assert geography.current("38006") == "38004"
    assert set(geography.neighbours("38001")) == {"38002", "38004", "38007"}
    assert "75056" not in geography.neighbours("75101")
    areas = small_store.frame("SELECT level, code, full_name, communes_count, population FROM areas").set_index(["level", "code"])
    assert areas.loc[("departement", "38"), ["full_name", "communes_count", "population"]].tolist() == [
        "département de l'Isère", 5, 1800]
    assert areas.loc[("bassin_de_vie", "38001"), "communes_count"] == 4
    assert areas.loc[("france", "FR"), "communes_count"] == 9


def test_points_are_placed_and_those_at_sea_are_counted(small: Small, small_store: Store) -> None:
    points = small_store.frame("SELECT kind, commune_code, capacity FROM points ORDER BY kind, commune_code")
    assert points[["kind", "commune_code"]].to_numpy().tolist() == [
        ["autonomy_residence", "75101"], ["ehpad", "38001"], ["ehpad", "69001"], ["hospital", "69001"]]
    assert small.built.unlocated == {"cnsa_elderly_2025": 1}


def test_outlines_and_tiles(small: Small) -> None:
    codes, names = read_index(small.data)
    assert dict(zip(codes, names, strict=True))["75102"] == "Paris 2e Arrondissement" and len(codes) == 11
    assert len(read_communes(small.data, ["38001", "75101"])) == 2


def test_passages_are_counted(small: Small, small_store: Store) -> None:
    done = {item.source: item for item in small.built.passages}
    assert (done["apl_gp"].moved, done["apl_gp"].merged) == (2, 1)
    assert (done["bpe_2024"].moved, done["bpe_2024"].merged) == (3, 1)
    assert sum(item.unknown_rows for item in small.built.passages) == 0
    kept = small_store.frame("SELECT source, moved FROM passages").set_index("source")["moved"]
    assert kept["apl_gp"] == 2


def test_progress_goes_forward_to_its_end(small: Small) -> None:
    done = [step[0] for step in small.steps]
    totals = {step[1] for step in small.steps}
    assert done == list(range(len(done))) and len(totals) == 1
    assert max(done) < totals.pop() <= len(done) + 1
    assert any("density_gp" in step[2] for step in small.steps)


def test_papers_name_every_file_with_its_own_checksum(small: Small) -> None:
    papers = json.loads((small.data / "datapackage.json").read_text())
    listed = {item["key"]: item for item in papers["cpts_published_files"]}
    for key in ("bpe_2024", "apl_gp", "comparateur_communes"):
        file = small.published / sources.records()[key].file
        assert listed[key]["sha256"] == hashlib.sha256(file.read_bytes()).hexdigest()
        assert listed[key]["sha256"] != sources.records()[key].sha256
    assert {item["path"] for item in papers["resources"]} == {
        path.name for path in small.data.iterdir()} - {"datapackage.json"}
    assert not small.built.changes  # nothing to compare with


def test_another_vintage_is_reported(small: Small) -> None:
    assert "supply/DS_BPE_2024_data.csv.gz" in small.built.other_vintages
    assert sorted(small.built.other_vintages) == sorted(
        path.relative_to(small.published).as_posix() for path in small.published.rglob("*.*"))
