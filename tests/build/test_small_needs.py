"""The needs of the small country, from published files to figures, worked out by hand (see ``world`` and ``world_needs``).

Diabetes, step by step. In every commune 40 %, 40 % and 20 % of those of 15 to 64 are under 35, 55 and 65 (all ages alike in
the département's table): at 10, 40 and 150 patients per 1,000 that makes 50 per 1,000 of them; 200 from 65; none before 15.
Isère's standardised rate is 0.8 of the mean, Rhône's 1.6. The région 84 publishes 192 patients where 153.6 are expected: × 1.25.

==========  =====  =====  ====  ========================  ========  ======
commune     15–64  65–74  75+   at the country's rates    × 0.8     × 1.25
==========  =====  =====  ====  ========================  ========  ======
Grandville    640     60   100  32 + 12 + 20 = 64           51.2        64
Bourg         240      0    80  12 + 0 + 16 = 28            22.4        28
Val            60     10    10  3 + 2 + 2 = 7                5.6         7
Deux-Rives    180     30    30  9 + 6 + 6 = 21              16.8        21
Rive          400     50    30  20 + 10 + 6 = 36    (× 1.6) 57.6        72
==========  =====  =====  ====  ========================  ========  ======
"""

from __future__ import annotations

import json
import math

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from cpts_analytics.model import Role
from cpts_analytics.store import Store
from tests.build.conftest import ACROSS, Ask, Small, at

SPREAD = math.sqrt(0.12)  # Isère 4 and Rhône 8 around 5: √((1,800 × 0.2² + 600 × 0.6²) / 2,400)


def shipped(small: Small, key: str, level: str) -> pd.Series:
    rows = pd.read_parquet(small.data / "figures-chronic_diseases.parquet")
    rows = rows[(rows["indicator"] == key) & (rows["level"] == level) & (rows["status"] == "estimated")]
    return rows.set_index("area")["numerator"]


def test_patients_of_the_communes_add_up_to_what_their_region_publishes(small: Small) -> None:
    patients = shipped(small, "diabetes_estimate", "commune")
    assert patients.to_dict() == pytest.approx({
        "38001": 64, "38002": 28, "38003": 7, "38004": 21, "38007": 0, "69001": 72, "75056": 52, "2A001": 20, "97601": 28})
    assert shipped(small, "diabetes_estimate", "region").to_dict() == pytest.approx({"84": 192, "11": 52, "94": 20, "06": 28})
    # Dementia: 100 patients per 1,000 from 75, no correction by département: 25 expected in the région 84, 50 published.
    assert shipped(small, "dementia_estimate", "commune").to_dict() == pytest.approx({
        "38001": 20, "38002": 16, "38003": 2, "38004": 6, "38007": 0, "69001": 6, "75056": 8, "2A001": 5})  # no Mayotte


def test_patients_of_a_territory_and_of_what_it_is_compared_with(ask: Ask) -> None:
    rows = ask(ACROSS)
    mine = at(rows, "diabetes_estimate")
    assert (mine["value"], mine["status"]) == (pytest.approx(64 + 28 + 7 + 72), "estimated")
    # The method's error shrinks as the territory nears its whole région; Poisson's limits are those of the chi-square.
    own = 1.959964 * SPREAD * math.sqrt(1 - 171 / 192) * 171
    chance = (171 - stats.chi2.ppf(0.025, 2 * 171) / 2, stats.chi2.ppf(0.975, 2 * 172) / 2 - 171)
    limits = (171 - math.hypot(chance[0], own), 171 + math.hypot(chance[1], own))
    assert (mine["lower"], mine["upper"]) == pytest.approx(limits, rel=1e-4)  # ages are fitted to a millionth
    assert at(rows, "diabetes_estimate_rate")["value"] == pytest.approx(100 * 171 / 2100)
    assert at(rows, "diabetes_estimate_rate", Role.REGION)["value"] == pytest.approx(8.0)  # 192 of 2,400
    assert at(rows, "diabetes_estimate", Role.DEPARTEMENT, "38")["value"] == pytest.approx(120)
    assert at(rows, "diabetes_estimate", Role.REST, "38")["value"] == pytest.approx(21)
    region = at(rows, "diabetes_estimate", Role.REGION)
    assert region["value"] == pytest.approx(192) and np.isnan(region["lower"])  # published: no interval
    assert at(rows, "dementia_estimate", Role.FRANCE)[["value", "status"]].to_list() == [pytest.approx(63), "partial"]


def test_patients_of_one_commune_are_rounded_or_hidden(ask: Ask) -> None:
    assert at(ask("commune:38001"), "diabetes_estimate")["value"] == 60  # 64, to the nearest ten
    val = at(ask("commune:38003"), "diabetes_estimate")
    assert (val["status"], val["method"]) == ("suppressed", "moins de 11") and np.isnan(val["value"])


def test_mayotte_has_its_patients_and_no_ages(ask: Ask) -> None:
    rows = ask("departement:976")
    assert at(rows, "diabetes_estimate")["value"] == 30  # 28: of its only commune, to the nearest ten
    assert at(rows, "diabetes_estimate", Role.REGION)["value"] == pytest.approx(28)  # what the région publishes
    for key in ("dementia_estimate", "population_by_age_sex", "breast_screening", "diabetes_standardised"):
        assert at(rows, key, Role.DEPARTEMENT)["status"] == "not_published", key


def test_ages_of_a_commune(ask: Ask) -> None:
    """Grandville: 640 inhabitants from 15 to 64 in twenty equal cells, 60 to 74 in four, 100 from 75 in ten."""
    pyramid = ask("commune:38001").loc[("population_by_age_sex", Role.TERRITORY)].set_index("breakdown")["value"]
    assert pyramid.sum() == pytest.approx(1000)
    assert pyramid[["sex=F;age=20-24", "sex=M;age=60-64", "sex=F;age=70-74", "sex=M;age=95+"]].to_list() == pytest.approx(
        [32, 32, 15, 10], abs=0.11)  # shipped to a tenth


def test_what_is_known_by_departement_stands_there_only(ask: Ask) -> None:
    rows = ask(ACROSS)
    tumours = rows.loc["mortality_tumours"].set_index("breakdown", append=True)["value"]
    assert tumours.loc[Role.DEPARTEMENT].to_dict() == {
        ("38", ""): 20, ("38", "sex=F"): 16, ("38", "sex=M"): 24, ("69", ""): 21, ("69", "sex=F"): 17, ("69", "sex=M"): 25}
    assert tumours.drop(index=Role.DEPARTEMENT, level=0).isna().all()
    assert set(rows.loc[("mortality_tumours", Role.TERRITORY), "status"]) == {"not_published"}
    assert at(rows, "mortality_all_causes", Role.DEPARTEMENT, "38")["value"] == 878.0
    assert at(rows, "life_expectancy_men", Role.DEPARTEMENT, "69")["value"] == 81.6
    assert at(ask("departement:976"), "life_expectancy_men", Role.DEPARTEMENT)["status"] == "not_published"
    assert at(rows, "breast_screening", Role.DEPARTEMENT, "38")["value"] == 52.4
    assert at(ask("departement:2A"), "breast_screening", Role.DEPARTEMENT)["status"] == "not_published"


def test_what_is_known_by_another_level_stands_at_it(ask: Ask) -> None:
    rows = ask(ACROSS)
    assert at(rows, "ald_share", Role.BASSIN_DE_VIE, "38001")["value"] == 15.0
    assert at(ask("commune:38004"), "ald_share", Role.BASSIN_DE_VIE)["status"] == "suppressed"
    assert at(rows, "epci_coronary_prevalence", Role.EPCI)["value"] == 5.1
    assert at(ask("commune:38004"), "epci_coronary_prevalence", Role.EPCI)["status"] == "not_loaded"
    flu = rows.loc[("vaccination_flu_65_plus")]
    assert flu.loc[Role.DEPARTEMENT, "value"].to_list() == [55.1, 53.0] and flu.loc[(Role.REGION, "84"), "value"] == 54.0
    weekly = ask(ACROSS, year="all").loc[("flu_sos_medecins", Role.REGION)].set_index(["period", "breakdown"])["value"]
    assert (weekly["2024-W52", ""], weekly["2025-W01", ""], weekly["2025-W01", "age=65+"]) == (19_000, 9_500, 4_750)


def test_the_measured_errors_are_shipped(small: Small, small_store: Store) -> None:
    errors = small_store.frame("SELECT * FROM estimate_errors WHERE indicator = 'diabetes_estimate'").set_index("region_code")
    assert errors["patients"].to_dict() == pytest.approx({"84": 192, "11": 52, "94": 20, "06": 28})
    assert errors["relative_error"].to_dict() == pytest.approx({"84": SPREAD, "11": SPREAD, "94": SPREAD, "06": 0.6})
    told = json.loads((small.data / "validation.json").read_text(encoding="utf-8"))
    assert told["departement_spread"] == pytest.approx(SPREAD)
    assert told["ald_residuals"]["metropole"]["points"] == 4  # one bassin is secret, Mayotte's is overseas
    diabetes = told["diseases"]["diabetes"]
    regions = {row.pop("region_code"): row for row in diabetes["regions"]}
    assert regions["84"] == pytest.approx({"predicted": 153.6, "raked": 192, "published": 192, "relative_error": -0.2})
    assert regions["06"] == pytest.approx({"predicted": 11.2, "raked": 28, "published": 28, "relative_error": -0.6})
    assert (diabetes["metropole"]["worst"], diabetes["metropole"]["worst_region"]) == (pytest.approx(0.25), "11")  # 65 for 52
    dementia = {row["region_code"]: row for row in told["diseases"]["dementia"]["regions"]}
    assert dementia["06"]["published"] is None and dementia["06"]["relative_error"] is None
