"""Patients by commune: the five steps by hand, once more in plain loops, and against what is published."""

from __future__ import annotations

import json
import math
from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cpts_analytics import indicators, sources
from cpts_analytics.aggregation import Hierarchy
from cpts_analytics.errors import IndicatorError
from cpts_analytics.indicators import _epidemiology as epidemiology
from cpts_analytics.indicators import _spread as spread
from cpts_analytics.indicators import chronic_diseases as family
from cpts_analytics.indicators._age_structure import age_structure
from cpts_analytics.indicators._estimates import estimate, places
from cpts_analytics.indicators._inputs import Inputs
from cpts_analytics.indicators._type2 import FILE, assumption
from tests.indicators import needs_world as world

RECORDS = {record.key: record for record in family.INDICATORS}
NINE = [disease.key for disease in sources.registry()["cnam_pathologies_region_2024"].DISEASES]


def band(age: str) -> int:
    years = int(age.split("-")[0].rstrip("+"))
    return sum(years >= first for first in (15, 35, 55, 65, 75))


def naive(given: Inputs, *, diabetes: bool) -> dict[str, float]:
    """Steps 1 to 4 in plain loops, from the ages by commune and the tables as they are written."""
    regions: dict[tuple[str, int], float] = {}
    departements: dict[str, float] = {}
    for row in world.seed().itertuples():
        region = {"01": "84", "38": "84", "971": "01"}[row.departement_code]
        regions[region, band(row.age)] = regions.get((region, band(row.age)), 0) + row.population
        departements[row.departement_code] = departements.get(row.departement_code, 0) + row.population
    rates = []
    for place in range(6):
        patients = sum(world.PER_1000[region][place] / 1000 * regions[region, place] for region in ("84", "01"))
        rates.append(patients / sum(regions[region, place] for region in ("84", "01")))
    weights = [departements[code] for code in world.STANDARDISED]
    mean = sum(w * r for w, r in zip(weights, world.STANDARDISED.values(), strict=True)) / sum(weights)
    cells = age_structure(given).cells
    expected, result = {}, {}
    for code, (departement, *_) in world.COMMUNES.items():
        factor = world.STANDARDISED[departement] / mean if diabetes and departement in world.STANDARDISED else 1.0
        expected[code] = factor * sum(cells.loc[code, (sex, age)] * rates[band(age)] for sex in "FM" for age in world.AGES)
    for region, published in world.PUBLISHED.items():
        inside = [code for code, row in world.COMMUNES.items() if row[1] == region]
        for code in inside:
            result[code] = expected[code] * published / sum(expected[other] for other in inside)
    return result


def test_there_are_a_count_and_a_rate_of_each_disease():
    assert {f"{key}_estimate{end}" for key in [*NINE, "diabetes_type2"] for end in ("", "_rate")} == set(RECORDS)
    for record in RECORDS.values():
        assert record.estimates_people and record.verdict == "none" and "Estimation" in record.badges
        assert "ne dit rien de l'état de santé propre au territoire" in record.limits[0]


@pytest.mark.parametrize("key", ["diabetes", "coronary"])
def test_plain_loops_find_the_same_patients(key):
    world_inputs = world.inputs()
    rows = family.compute(world_inputs, RECORDS[f"{key}_estimate"]).set_index("area")
    assert rows["numerator"].to_dict() == pytest.approx(naive(world_inputs, diabetes=key == "diabetes"))
    assert set(rows["status"]) == {"estimated"}
    assert rows["numerator"].sum() == pytest.approx(450)  # what the two régions publish
    rates = family.compute(world_inputs, RECORDS[f"{key}_estimate_rate"]).set_index("area")
    assert rates.loc["01001", "denominator"] == pytest.approx(1000)
    assert rates.loc["38003", "status"] == "not_applicable"  # nobody lives there


def test_overseas_is_raked_only_and_says_so():
    rows = family.compute(world.inputs(), RECORDS["diabetes_estimate"]).set_index("area")
    assert rows.loc["97101", "method"].startswith("structure d'âge seule")
    assert rows.loc["01001", "method"] == "" and rows.loc["38002", "method"] == "structure d'âge du département"
    assert rows.loc[["97101", "97102"], "numerator"].sum() == pytest.approx(150)


def test_a_region_without_a_published_total_is_not_published():
    rows = family.compute(world.inputs(), RECORDS["dementia_estimate"]).set_index("area")
    assert not {"97101", "97102"} & set(rows.index[rows["status"] == "estimated"])
    assert rows["numerator"].sum() == pytest.approx(300)


def test_type_2_is_the_assumed_share_of_each_age():
    given = world.inputs()
    every = family.compute(given, RECORDS["diabetes_estimate"]).set_index("area")["numerator"]
    type2 = family.compute(given, RECORDS["diabetes_type2_estimate"]).set_index("area")["numerator"]
    made = estimate(given, "diabetes")
    factor = made.after["01001"] / made.before["01001"]
    share = (0.02, 0.40, 0.86, 0.95, 0.975, 0.985)
    country = epidemiology.national_rates(
        pd.DataFrame(world.PER_1000, index=list(world.BANDS)).T / 1000, places(given).region_bands)
    shares = pd.Series(world.STANDARDISED)
    people = places(given).departement_population[shares.index]
    factor *= 4.0 / ((shares * people).sum() / people.sum())
    expected = sum(factor * places(given).bands.loc["01001", name] * country[name] * part
                   for name, part in zip(world.BANDS, share, strict=True))
    assert type2["01001"] == pytest.approx(expected)
    assert (type2 <= every).all() and (type2[every > 0] > 0).all()


def test_the_assumption_agrees_with_the_survey_that_it_names():
    """Entred 3: 94.1 % of treated adults have type 2; checked on the counts by age that CNAM publishes for 2024."""
    adults = {"15-34": 123_000, "35-54": 638_000, "55-64": 962_000, "65-74": 1_308_000, "75+": 1_409_000}
    share = assumption().share
    type2 = sum(share[name] * people for name, people in adults.items())
    assert type2 / sum(adults.values()) == pytest.approx(0.941, abs=0.006)
    assert share["0-14"] < 0.05 and share.is_monotonic_increasing


@pytest.mark.parametrize("text", ["", "version = 'x'", "version='x'\nsource='y'\n[share]\n'0-14'=0.1",
                                  FILE.read_text(encoding="utf-8").replace("0.40", "1.4"),
                                  FILE.read_text(encoding="utf-8").replace("0.40", "'x'")])
def test_a_damaged_assumption_is_told(tmp_path, text):
    path = tmp_path / "share.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(IndicatorError, match="type 2"):
        assumption(path)


def finer_table(given: Inputs) -> pd.DataFrame:
    """CNAM's table by département: 1 % under 50 and 10 % from there, twice that in 38; hidden under 11 patients."""
    rows = []
    for code, size in world.SEED.items():
        for sex in "FM":
            for place, age in enumerate(world.AGES):
                people = 1000.0 * size
                patients = people * (0.01 if place < 10 else 0.10) * (2 if code == "38" else 1)
                if code == "971" and place == 0:
                    patients = np.nan
                rows.append(("diabetes", "departement", code, sex, age, patients, people))
        rows.append(("diabetes", "departement", code, "all", "all", 9e9, 1e9))
    rows.append(("diabetes", "region", "84", "F", "0-4", 9e9, 1e9))
    frame = pd.DataFrame(rows, columns=["disease", "level", "area", "sex", "age", "patients", "population"])
    return pd.concat([frame.assign(year=2024), frame.assign(year=2019, patients=1.0)])


def test_finer_rates_take_over_where_they_are_loaded():
    plain = world.inputs()
    given = world.inputs(cnam_effectifs=finer_table(plain))
    made, cells = estimate(given, "diabetes"), age_structure(given).cells
    young = [(sex, age) for sex in "FM" for age in world.AGES[:10]]
    for code, times in (("01001", 1), ("38001", 2)):
        expected = times * (0.01 * cells.loc[code, young].sum() + 0.10 * (cells.loc[code].sum() - cells.loc[code, young].sum()))
        assert made.before[code] == pytest.approx(expected)
    assert made.finer and not estimate(given, "coronary").finer
    assert made.after.groupby(places(given).region).sum().to_dict() == pytest.approx(world.PUBLISHED)
    # Hidden in 971 at 0-4: the country's rate there, (100 + 400) / 30 000, held under 10 patients in 6 000 people.
    hidden = cells.loc["97101", [("F", "0-4"), ("M", "0-4")]].sum()
    shown = cells.loc["97101"].sum() - hidden
    old = shown - cells.loc["97101", [pair for pair in young if pair[1] != "0-4"]].sum()
    assert made.before["97101"] == pytest.approx(0.01 * (shown - old) + 0.10 * old + hidden * 10 / 6000)
    rows = family.compute(given, RECORDS["diabetes_estimate"]).set_index("area")
    assert rows.loc["97101", "method"] == ""


def test_spread_within_groups_by_hand():
    # Means 5 and 10; gaps ±20 % (weights 1 and 1) and 0; the group of one is left out.
    made = spread.spread_within(pd.Series([4.0, 6.0, 10.0, 10.0, 99.0]), pd.Series(list("aabbc")), pd.Series([1.0, 1, 1, 1, 7]))
    assert made == pytest.approx(math.sqrt((0.04 + 0.04) / 4))


def test_residuals_are_those_of_numpys_weighted_line():
    x, y, w = np.array([1.0, 2, 3, 4]), np.array([2.0, 3.0, 5.0, 4.0]), np.array([1.0, 2.0, 1.0, 3.0])
    slope, intercept = np.polyfit(x, y, 1, w=np.sqrt(w))
    made = spread.residuals(pd.Series([*y, np.nan]), pd.Series([*x, 9.0]), pd.Series([*w, 1.0]))
    assert (made.slope, made.intercept, made.points) == pytest.approx((slope, intercept, 4))
    assert made.relative == pytest.approx(math.sqrt(np.average((y / (intercept + slope * x) - 1) ** 2, weights=w)))


def test_errors_of_the_interval_are_the_measured_ones():
    table = family.errors(world.inputs()).set_index(["indicator", "region_code"])
    # (a): 4 and 6 with the weights of 01 and 38.
    w1, w2 = (world.seed().query(f"departement_code == '{code}'")["population"].sum() for code in ("01", "38"))
    mean = (4 * w1 + 6 * w2) / (w1 + w2)
    by_hand = math.sqrt((w1 * (4 / mean - 1) ** 2 + w2 * (6 / mean - 1) ** 2) / (w1 + w2))
    assert table.loc[("diabetes_estimate", "84"), "relative_error"] == pytest.approx(by_hand)
    assert table.loc[("diabetes_estimate_rate", "84"), "patients"] == pytest.approx(300)
    type2 = table.loc[("diabetes_type2_estimate", "84")]
    assert type2["relative_error"] == pytest.approx(by_hand) and type2["patients"] < 300
    assert table["relative_error"].between(0, 1).all()
    assert ("dementia_estimate", "01") not in table.index  # no total there, so no estimate and no interval


def test_validation_says_what_was_found_before_raking():
    given = world.inputs()
    told = json.loads(json.dumps(family.validation(given), allow_nan=False))
    assert set(told["diseases"]) == set(NINE)
    made, mine = estimate(given, "coronary"), told["diseases"]["coronary"]
    region = {row["region_code"]: row for row in mine["regions"]}["84"]
    predicted = sum(made.before[code] for code, row in world.COMMUNES.items() if row[1] == "84")
    assert region["predicted"] == pytest.approx(predicted) and region["raked"] == pytest.approx(300)
    assert mine["metropole"]["worst"] == pytest.approx(predicted / 300 - 1) and mine["metropole"]["worst_region"] == "84"
    assert told["diseases"]["dementia"]["overseas"] == {"regions": 0}


@settings(deadline=None)
@given(st.lists(st.tuples(st.floats(0.01, 1e5), st.sampled_from("ab")), min_size=1), st.floats(0, 1e6), st.floats(0, 1e6))
def test_raking_meets_every_published_count(parts, first, second):
    expected, region = pd.Series([size for size, _ in parts]), pd.Series([name for _, name in parts])
    factors = epidemiology.raking_factors(expected, region, pd.Series({"a": first, "b": second}))
    sums = (expected * factors.reindex(region).to_numpy()).groupby(region).sum()
    assert sums.to_dict() == pytest.approx({name: {"a": first, "b": second}[name] for name in sums.index})


def test_raking_without_a_count_or_without_anybody_tells_nothing():
    factors = epidemiology.raking_factors(pd.Series([5.0, 0.0]), pd.Series(["a", "b"]), pd.Series({"a": np.nan, "b": 7.0}))
    assert factors.isna().all()


def test_a_missing_rate_leaves_its_region_out_of_that_age_only():
    rates = pd.DataFrame({"0-14": [0.1, np.nan], "75+": [0.2, 0.4]}, index=["a", "b"])
    people = pd.DataFrame({"0-14": [10.0, 90.0], "75+": [30.0, 10.0]}, index=["a", "b"])
    assert epidemiology.national_rates(rates, people).to_dict() == pytest.approx({"0-14": 0.1, "75+": 10 / 40})


# -- the real tables ----------------------------------------------------------------------------------------------------

def test_diabetes_of_metropole_is_within_the_aim_before_raking(real_needs: Callable):
    found = family.validation(real_needs())["diseases"]["diabetes"]
    assert found["metropole"]["regions"] == 13 and found["overseas"]["regions"] == 5
    assert found["metropole"]["mean_absolute_error"] <= 0.05
    assert abs(found["metropole"]["worst"]) <= 0.08
    assert found["interval"]["metropole"]["from"] == "departements"


def test_published_counts_of_diabetes_are_met(real_needs: Callable):
    given = real_needs()
    rows = family.compute(given, RECORDS["diabetes_estimate"]).set_index("area")["numerator"]
    where = places(given)
    assert rows.sum() == pytest.approx(4_460_500)
    regions = rows.groupby(where.region).sum()
    assert regions[["84", "52", "06", "94"]].to_dict() == pytest.approx(
        {"84": 490_700, "52": 218_900, "06": 7_800, "94": 22_500})
    nievre = where.departement == "58"
    assert 100 * rows[nievre].sum() / where.population[nievre].sum() == pytest.approx(9.98, rel=0.06)  # CNAM, 2024


@pytest.mark.parametrize("key", [*NINE, "diabetes_type2"])
def test_no_commune_is_negative_or_above_its_inhabitants(key, real_needs: Callable):
    given = real_needs()
    rows = family.compute(given, RECORDS[f"{key}_estimate"]).set_index("area")["numerator"]
    people = places(given).population.reindex(rows.index)
    assert rows.min() >= 0 and (rows <= people + 1e-9).all()


def test_the_country_is_told_without_what_is_not_published(real_needs: Callable):
    given = real_needs()
    for key, status, total in (("dementia", "partial", 720_700), ("dialysis", "estimated", 56_700)):
        record = RECORDS[f"{key}_estimate"]
        rows = Hierarchy(given.communes).complete(family.compute(given, record), record, sources.records()[record.reads[0]])
        france = rows[rows["level"] == "france"].iloc[0]
        assert (france["status"], france["numerator"]) == (status, pytest.approx(total))
        mayotte = rows[(rows["level"] == "departement") & (rows["area"] == "976")].iloc[0]
        assert mayotte["status"] == ("not_published" if key == "dementia" else "estimated")
        quarters = rows[rows["level"] == "arrondissement_municipal"]
        assert set(quarters["status"]) == {"not_published"} and len(quarters) == 45


def test_the_family_is_found():
    assert indicators.family_of("coronary_estimate_rate") == "chronic_diseases"
