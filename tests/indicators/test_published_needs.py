"""Figures that producers publish by département, région, EPCI and bassin de vie: read off their files by hand."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd
import pytest

from cpts_analytics import indicators
from cpts_analytics.indicators import vaccination
from cpts_analytics.indicators._inputs import Inputs
from cpts_analytics.indicators._published import every_area
from cpts_analytics.model import Level, Polarity, VerdictRule

FAMILIES = ("published_mortality", "vaccination", "screening", "cardio_epci", "ald", "flu_weekly")
RECORDS = {record.key: record for name in FAMILIES for record in indicators.families()[name].INDICATORS}
Rows = Callable[[str], pd.DataFrame]

READ_BY_HAND = [
    ("mortality_all_causes", "38", "2010", "", 1000.5), ("mortality_all_causes", "38", "2023", "", 878.0),
    ("mortality_all_causes", "85", "2010", "", 1075.6), ("mortality_all_causes", "85", "2023", "", 975.7),
    ("mortality_circulatory", "38", "2023", "", 193.6), ("mortality_circulatory", "85", "2023", "", 231.9),
    ("mortality_tumours", "75", "2023", "", 220.4), ("mortality_covid_19", "38", "2023", "", 23.6),
    ("mortality_pregnancy", "38", "2023", "", 0.0), ("mortality_infectious", "01", "2023", "sex=M", 24.4),
    ("mortality_premature", "38", "2023", "", 1.3), ("mortality_65_plus", "85", "2023", "", 36.5),
    ("life_expectancy_women", "38", "2023", "", 86.7), ("life_expectancy_men", "85", "2023", "", 79.8),
    ("life_expectancy_60_women", "75", "2023", "", 28.9), ("life_expectancy_60_men", "38", "2023", "", 24.6),
    ("vaccination_flu_65_plus", "38", "2024", "", 55.1), ("vaccination_flu_65_plus", "85", "2024", "", 57.5),
    ("vaccination_flu_65_plus", "region:84", "2024", "", 53.1), ("vaccination_flu_75_plus", "region:52", "2024", "", 65.1),
    ("vaccination_hpv_girls_1_dose_15", "38", "2011", "", 23.5), ("vaccination_hpv_boys_2_doses_16", "85", "2024", "", 34.5),
    ("vaccination_meningococcus_c_20_24", "38", "2024", "", 31.5), ("vaccination_flu_at_risk_under_65", "38", "2024", "", 27.6),
    ("vaccination_covid_65_plus", "region:84", "2023", "", 30.6),
    ("diabetes_standardised", "38", "2023", "", 4.90086), ("prematurity", "85", "2024", "", 7.456),
    ("early_prenatal_interview", "38", "2024", "", 67.856), ("hpv_girls_2_doses_2025", "85", "2025", "", 64.8),
    ("breast_screening", "38", "2024/2025", "", 52.4229763380785),
    ("colorectal_screening", "85", "2024/2025", "", 36.7387109256048),
    ("epci_heart_failure_incidence", "243800604", "2021/2023", "", 441.608274098281),
    ("epci_stroke_prevalence", "243800604", "2022", "", 2.127995255759994),
    ("epci_coronary_mortality", "248500589", "2020/2022", "", 47.69938593132762),
    ("ald_share", "38053", "2024", "", 15.6), ("ald_share", "85191", "2024", "", 18.2),
    ("flu_emergency_visits", "84", "2024-W48", "", 279.39884185),
    ("flu_emergency_visits", "84", "2024-W52", "age=65+", 4212.3808761),
    ("flu_sos_medecins", "52", "2025-W05", "", 22857.142857), ("flu_hospitalisations", "84", "2025-W05", "", 5068.5602351),
]
NOT_THERE = [
    ("diabetes_standardised", "974", "2023", "not_published"), ("breast_screening", "2A", "2024/2025", "not_published"),
    ("vaccination_flu_65_plus", "974", "2024", "not_published"), ("vaccination_flu_65_plus", "976", "2024", "not_published"),
    ("mortality_all_causes", "976", "2013", "not_published"), ("epci_stroke_incidence", "200046977", "2021/2023", "not_loaded"),
    ("ald_share", "01004", "2024", "suppressed"), ("flu_sos_medecins", "06", "2025-W05", "not_published"),
]


@pytest.fixture(scope="module")
def rows(real_table: Callable[[str], pd.DataFrame], shipped: Callable[..., pd.DataFrame]) -> Rows:
    communes = shipped("SELECT * FROM communes")
    made: dict[str, pd.DataFrame] = {}

    def of(key: str) -> pd.DataFrame:
        if key not in made:
            record = RECORDS[key]
            inputs = Inputs({name: real_table(name) for name in record.reads}, communes, pd.DataFrame())
            made[key] = indicators.families()[indicators.family_of(key)].compute(inputs, record)
        return made[key]

    return of


def at(frame: pd.DataFrame, area: str, period: str, breakdown: str = "") -> pd.Series:
    level, _, code = area.rpartition(":")  # "region:84": the Vaucluse is 84 as well
    if level:
        frame = frame[frame["level"] == level]
    found = frame[(frame["area"] == code) & (frame["period"] == period) & (frame["breakdown"] == breakdown)]
    assert len(found) == 1
    return found.iloc[0]


@pytest.mark.parametrize(("key", "area", "period", "breakdown", "value"), READ_BY_HAND)
def test_figures_are_those_of_the_files(rows: Rows, key: str, area: str, period: str, breakdown: str, value: float) -> None:
    row = at(rows(key), area, period, breakdown)
    assert (row["numerator"], row["status"]) == (pytest.approx(value, rel=1e-9), "ok")


@pytest.mark.parametrize(("key", "area", "period", "status"), NOT_THERE)
def test_a_hole_is_said(rows: Rows, key: str, area: str, period: str, status: str) -> None:
    row = at(rows(key), area, period)
    assert row["status"] == status and pd.isna(row["numerator"])


@pytest.mark.parametrize("key", RECORDS)
def test_rows_stand_at_the_declared_levels_for_every_area(rows: Rows, key: str) -> None:
    frame, record = rows(key), RECORDS[key]
    assert set(frame["level"]) == {level.value for level in record.levels}
    assert not frame.duplicated(["level", "area", "period", "breakdown"]).any()
    assert set(frame["breakdown"]) == {"", *record.breakdowns}
    assert frame["denominator"].isna().all()
    areas = {Level.DEPARTEMENT: 101, Level.REGION: 18}
    for (level, _, _), series in frame.groupby(["level", "period", "breakdown"]):
        assert len(series) == areas.get(Level(level), len(series))
        assert (series["numerator"].notna() == (series["status"] == "ok")).all()


def test_series_have_their_years(rows: Rows) -> None:
    assert sorted(set(rows("mortality_all_causes")["period"])) == [str(year) for year in range(2010, 2024)]
    assert sorted(set(rows("vaccination_hpv_girls_1_dose_15")["period"])) == [str(year) for year in range(2011, 2025)]
    assert set(rows("vaccination_covid_65_plus")["period"]) == {"2023"}
    weeks = sorted(set(rows("flu_emergency_visits")["period"]))
    assert len(weeks) == 302 and {"2020-W02", "2024-W48"} <= set(weeks)


def test_published_areas_are_all_found(rows: Rows) -> None:
    """Nothing of the producers' tables falls out on the way to the areas of 2025."""
    assert (rows("mortality_all_causes")["status"] == "ok").sum() == 1410
    assert (rows("epci_coronary_incidence")["status"] == "ok").sum() == 35
    ald = rows("ald_share")["status"]
    assert (ald == "suppressed").sum() == 157 and (ald == "not_published").sum() == 0


def test_exchanged_regions_are_read_by_departement(rows: Rows) -> None:
    """By région, Guyane has the 39.1 % of Martinique in 2023; each of the two is a single département."""
    frame = rows("vaccination_meningococcus_c_15_19")
    for departement, region in vaccination.SWAPPED.items():
        for year in ("2019", "2023", "2024"):
            pair = frame[frame["period"] == year].set_index(["level", "area"])["numerator"]
            assert pair["departement", departement] == pytest.approx(pair["region", region], nan_ok=True)


def test_standardised_and_crude_are_never_confused() -> None:
    for record in RECORDS.values():
        told = " ".join((record.definition, *record.limits))
        assert ("standardisé" in record.unit) <= ("ne se multiplie pas par une population" in told)
        if "structure d'âge égale" in record.definition:
            assert "standardisé" in record.unit
        assert record.verdict is VerdictRule.NONE and not set(record.levels) & {Level.COMMUNE, Level.TERRITORY}
        assert any(word.startswith("Connu par ") or "Connu par " in word for word in record.limits)
    assert RECORDS["ald_share"].polarity is Polarity.NEUTRAL


def test_the_objectives_have_their_source() -> None:
    """Flu 75 %, papillomavirus 80 %, breast 70 %, colorectal 45 %; none is written where none is known."""
    having = {key: record.threshold for key, record in RECORDS.items() if record.threshold is not None}
    flu = [f"vaccination_flu_{people}" for people in ("65_plus", "65_74", "75_plus", "at_risk_under_65")]
    hpv = [f"vaccination_hpv_{people}" for people in ("girls_1_dose_15", "girls_2_doses_16", "boys_1_dose_15", "boys_2_doses_16")]
    assert having == {**dict.fromkeys(flu, 75), **dict.fromkeys((*hpv, "hpv_girls_2_doses_2025"), 80), "colorectal_screening": 45,
                      "breast_screening": 70}
    for key, objective in having.items():
        source = RECORDS[key].references[-1]
        assert f"{objective:.0f} %" in source and len(source.partition(" : ")[2]) > 20
        assert RECORDS[key].threshold_label == f"objectif de {objective:.0f}\u00a0%"
    assert vaccination.FLU_OBJECTIVE in RECORDS[flu[0]].references


def test_an_area_unknown_to_the_communes_is_left_aside() -> None:
    communes = pd.DataFrame({"region_code": ["84", "84", "52"]})
    published = pd.DataFrame({"period": "2024", "area": ["84", "99"], "value": [1.0, 2.0], "status": ["ok", "suppressed"]})
    made = every_area(Inputs({}, communes, pd.DataFrame()), Level.REGION, published)
    assert made[["area", "status"]].to_numpy().tolist() == [["52", "not_published"], ["84", "ok"]]
