"""Every indicator's record is complete and says what it is; nothing of the catalogue is dropped in silence."""

from __future__ import annotations

import re
import string
from collections.abc import Callable

import pandas as pd
import pytest

from cpts_analytics import indicators, sources
from cpts_analytics.model import (
    GROUPED_LEVELS,
    LOCAL_LEVELS,
    THEMES,
    Aggregation,
    Indicator,
    Level,
    Polarity,
    VerdictRule,
)

RECORDS = indicators.registry()
KEYS = list(RECORDS)
LECTURE_FIELDS = {"period", "area", "value", "numerator", "denominator", "reference", "reference_value"}
RATES = (Aggregation.RATIO, Aggregation.WEIGHTED_MEAN, Aggregation.COMPOUND_GROWTH)

BPE_PROFESSIONS = "gp nurse physiotherapist dentist midwife podiatrist"
BPE_SPECIALTIES = ("allergist anaesthetist general_surgeon orthopaedic_surgeon endocrinologist geriatrician neurologist "
                   "rheumatologist urologist_nephrologist cardiologist gastroenterologist psychiatrist ophthalmologist "
                   "radiologist")
BPE_PLACES = ("pharmacy laboratory ambulance blood_centre msp health_centre short_stay rehabilitation long_stay "
              "psychiatric_hospital emergency maternity")

CATALOGUE = {
    "inhabitants, area, density": "population area_km2 population_density",
    "yearly growth; births and deaths": "population_growth births birth_rate deaths death_rate",
    "ages": "share_under_15 share_15_64 share_65_plus share_75_plus population_75_plus",
    "rural communes": "share_rural",
    "occupations": "share_retired share_workers share_employees share_executives share_intermediate share_farmers "
                   "share_craftspeople share_other_inactive",
    "income and poverty": "median_income inhabitants_by_median_income poverty_rate",
    "deprivation": "deprived_fifth_share fedi",
    "unemployment, families": "unemployment_rate single_parent_share",
    "C2S": "c2s_beneficiaries c2s_rate",
    "offer, number": " ".join(f"count_{slug}" for slug in
                              f"{BPE_PROFESSIONS} {BPE_SPECIALTIES} {BPE_PLACES}".split()),
    "offer, density": " ".join(f"density_{slug}" for slug in
                               f"{BPE_PROFESSIONS} {BPE_SPECIALTIES} {BPE_PLACES}".split()),
    "communes without": "inhabitants_without_gp inhabitants_without_pharmacy inhabitants_without_nurse "
                        "share_without_gp share_without_pharmacy share_without_nurse",
    "places for persons": "gp_places_per_gp",
    "professions known by département only": "liberal_speech_therapist liberal_density_speech_therapist "
                                             "liberal_orthoptist liberal_density_orthoptist",
    "older people": "count_ehpad places_ehpad rate_places_ehpad count_autonomy_residence places_autonomy_residence "
                    "rate_places_autonomy_residence",
    "doctors over 65": "gp_over_65_share",
    "APL": "apl_gp apl_nurse apl_physiotherapist apl_dentist apl_midwife",
    "age pyramid": "population_by_age_sex",
    "chronic diseases": " ".join(f"{disease}_estimate {disease}_estimate_rate" for disease in (
        "diabetes diabetes_type2 coronary stroke_sequelae heart_failure chronic_respiratory dementia anxiety_mood dialysis "
        "treated_hypertension").split()),
    "published mortality": "mortality_all_causes mortality_circulatory mortality_tumours mortality_premature mortality_65_plus "
                           "life_expectancy_women life_expectancy_men life_expectancy_60_women life_expectancy_60_men",
    "diabetes, heart and ALD, published": "diabetes_standardised ald_share epci_coronary_incidence epci_stroke_prevalence "
                                          "epci_heart_failure_mortality",
    "vaccination": " ".join(f"vaccination_{slug}" for slug in (
        "flu_65_plus flu_65_74 flu_75_plus flu_at_risk_under_65 hpv_girls_1_dose_15 hpv_girls_2_doses_16 hpv_boys_1_dose_15 "
        "hpv_boys_2_doses_16 meningococcus_c_10_14 meningococcus_c_15_19 meningococcus_c_20_24 covid_65_plus").split()),
    "screening and births": "breast_screening colorectal_screening hpv_girls_2_doses_2025 early_prenatal_interview prematurity",
    "weekly flu": "flu_emergency_visits flu_sos_medecins flu_hospitalisations",
    "APL change": "apl_gp_change apl_nurse_change apl_physiotherapist_change apl_dentist_change apl_midwife_change",
    "minutes to the nearest": "minutes_gp minutes_nurse minutes_pharmacy minutes_emergency minutes_maternity minutes_msp",
    "inhabitants beyond so many minutes": "share_beyond_10_gp share_beyond_10_nurse share_beyond_10_pharmacy "
                                          "share_beyond_30_emergency share_beyond_30_maternity share_beyond_20_msp",
    "our access beside the published APL": "access_gp_model",
    "low APL": "share_below_2_5 inhabitants_below_2_5 share_lowest_tenth_apl_gp inhabitants_lowest_tenth_apl_gp",
}
"""What the catalogue asks for and is computed, by its line: keys are stable, so this list only grows."""


@pytest.mark.parametrize("line", CATALOGUE)
def test_the_catalogue_is_covered(line: str) -> None:
    assert set(CATALOGUE[line].split()) <= set(KEYS)


def test_all_types_and_professions_are_there() -> None:
    assert sum(key.startswith("count_") for key in KEYS) == 32 + 2  # the BPE's types; EHPAD, résidences autonomie
    assert sum(key.startswith("density_") for key in KEYS) == 32
    assert sum(key.startswith("liberal_density_") for key in KEYS) == 38
    assert sum(key.startswith("liberal_") for key in KEYS) == 2 * 38
    assert sum(key.startswith("apl_") and not key.endswith("_change") for key in KEYS) == 5


@pytest.mark.parametrize("key", KEYS)
def test_keys_are_words_with_underscores(key: str) -> None:
    assert re.fullmatch(r"[a-z][a-z0-9]*(_[a-z0-9]+)*", key)
    assert len(key) <= 45


@pytest.mark.parametrize("key", KEYS)
def test_labels_are_short(key: str) -> None:
    label = RECORDS[key].label
    assert len(label.split()) <= 5
    assert label[0].isupper() or label[0].isdigit()
    assert not label.endswith((".", ":", ","))


@pytest.mark.parametrize("key", KEYS)
def test_the_lecture_can_be_filled_in(key: str) -> None:
    record = RECORDS[key]
    fields = {name for _, name, _, _ in string.Formatter().parse(record.lecture) if name is not None}
    assert fields <= LECTURE_FIELDS
    assert {"value", "numerator"} & fields, "no number is read"
    assert record.lecture.startswith("Lecture : ") and record.lecture.endswith(".")
    filled = record.lecture.format(**dict.fromkeys(LECTURE_FIELDS, "x"))
    assert "{" not in filled and "  " not in filled
    if record.aggregation in (Aggregation.SUM, Aggregation.PUBLISHED, Aggregation.RANGE):
        assert "denominator" not in fields, "a count has no denominator"
    if record.aggregation in (Aggregation.WEIGHTED_MEAN, Aggregation.RANGE):
        assert "numerator" not in fields, "a weighted sum is not a number of things"
    if "numerator" in fields:
        assert record.numerator_label
    if "denominator" in fields:
        assert record.denominator_label


@pytest.mark.parametrize("key", KEYS)
def test_units_are_written_in_full(key: str) -> None:
    record = RECORDS[key]
    assert not re.search(r"/|\bhab\b|\bhab\.|‰|\bnb\b|\bp\.?100\b", record.unit)
    per = re.search(r"pour ([\d\s\u202f\u00a0]+)", record.unit)
    if record.aggregation is Aggregation.RATIO:
        scale = float(re.sub(r"\s", "", per.group(1))) if per else 100.0 if record.unit.startswith("%") else 1.0
        assert record.scale == scale
    if per and record.aggregation is not Aggregation.PUBLISHED:
        assert re.search(r"pour [\d\s\u202f\u00a0]+ ?(habitants|personnes|femmes)", record.unit)


@pytest.mark.parametrize("key", KEYS)
def test_figures_come_from_known_sources(key: str) -> None:
    record = RECORDS[key]
    known = sources.records()
    assert record.theme in THEMES
    assert all(name in known for name in record.reads)
    assert len(set(record.reads)) == len(record.reads)


@pytest.mark.parametrize("key", KEYS)
def test_texts_are_sentences(key: str) -> None:
    record = RECORDS[key]
    for text in (record.definition, *record.limits):
        assert text.endswith(".") and text[0] == text[0].upper(), text
    assert not record.formula.endswith(".")
    for text in (record.label, record.unit, record.definition, record.formula, record.lecture, *record.limits):
        assert text == text.strip() and "  " not in text


@pytest.mark.parametrize("key", KEYS)
def test_verdicts_are_those_that_the_figure_allows(key: str) -> None:
    record = RECORDS[key]
    if "Estimation" in record.badges:
        assert record.verdict is VerdictRule.NONE
        assert record.limits and record.method
    if record.aggregation in (Aggregation.SUM, Aggregation.RANGE, Aggregation.PUBLISHED):
        assert record.verdict is VerdictRule.NONE  # a count is not compared to a larger place's
    if record.verdict is VerdictRule.INTERVAL:
        assert record.aggregation is Aggregation.RATIO  # events over a population
    if record.theme in ("living_conditions", "needs"):
        assert record.polarity in (Polarity.NEED, Polarity.NEUTRAL)  # a need is high, never "unfavourable"


@pytest.mark.parametrize("key", KEYS)
def test_levels(key: str) -> None:
    record = RECORDS[key]
    assert len(set(record.levels)) == len(record.levels)
    if Level.TERRITORY in record.levels and Level.COMMUNE not in record.levels:
        assert record.aggregation in RATES  # made of communes, though not shown for one
    if Level.TERRITORY not in record.levels:
        assert not set(record.levels) & set(LOCAL_LEVELS) or record.aggregation is Aggregation.PUBLISHED


@pytest.mark.parametrize("key", KEYS)
def test_map_classes_are_in_order(key: str) -> None:
    limits = RECORDS[key].map_classes
    assert list(limits) == sorted(set(limits)) and len(limits) <= 5


def test_a_family_holds_its_own_keys() -> None:
    assert {indicators.family_of(key) for key in KEYS} == set(indicators.families())
    with pytest.raises(KeyError):
        indicators.family_of("no_such_key")
    assert [record.key for theme in THEMES for record in indicators.of_theme(theme)] == KEYS


def test_two_indicators_of_one_label_differ_by_unit() -> None:
    seen: dict[tuple[str, str], str] = {}
    for key, record in RECORDS.items():
        assert (record.label, record.unit) not in seen, (key, seen[record.label, record.unit])
        seen[record.label, record.unit] = key


@pytest.fixture(scope="module")
def levels_with_values(shipped: Callable[..., pd.DataFrame]) -> dict[str, set[str]]:
    frame = shipped("SELECT DISTINCT indicator, level FROM figures WHERE status IN ('ok', 'estimated', 'partial')")
    return frame.groupby("indicator")["level"].agg(set).to_dict()


@pytest.mark.parametrize("key", KEYS)
def test_every_indicator_has_figures_at_the_levels_that_it_declares(key: str, levels_with_values: dict[str, set[str]]) -> None:
    record: Indicator = RECORDS[key]
    expected = {level.value for level in record.levels if level not in (Level.TERRITORY, Level.ARRONDISSEMENT_MUNICIPAL)}
    held = levels_with_values[key]
    assert expected <= held
    grouped = {level.value for level in GROUPED_LEVELS}
    assert (held & grouped) <= expected


def test_the_shipped_figures_hold_no_other_indicator(levels_with_values: dict[str, set[str]]) -> None:
    assert set(levels_with_values) == set(KEYS)
