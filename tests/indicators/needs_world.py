"""A country of eight communes, three départements and two régions, small enough to be worked out by hand."""

from __future__ import annotations

import numpy as np
import pandas as pd

from cpts_analytics.indicators._inputs import Inputs

AGES = (*(f"{age}-{age + 4}" for age in range(0, 95, 5)), "95+")
BANDS = ("0-14", "15-34", "35-54", "55-64", "65-74", "75+")
COMMUNES = {  # code: (département, région, bassin, inhabitants, % aged 75+, aged 15+, aged 15-64)
    "01001": ("01", "84", "B1", 1000.0, 10.0, 800.0, 600.0),
    "01002": ("01", "84", "B1", 500.0, 20.0, 450.0, 300.0),
    "01003": ("01", "84", "B2", 200.0, 0.0, 210.0, 150.0),  # more aged 15+ than inhabitants
    "38001": ("38", "84", "B3", 3000.0, 8.0, 2400.0, 1900.0),
    "38002": ("38", "84", "B3", 40.0, np.nan, np.nan, np.nan),  # nothing is known but the inhabitants
    "38003": ("38", "84", "B4", 0.0, np.nan, np.nan, np.nan),  # nobody lives there
    "97101": ("971", "01", "B5", 800.0, 12.0, 660.0, 500.0),
    "97102": ("971", "01", "B5", 300.0, 5.0, 230.0, 190.0),
}
SEED = {"01": 10, "38": 20, "971": 6}
STANDARDISED = {"01": 4.0, "38": 6.0}
PER_1000 = {"84": (2.0, 10.0, 40.0, 110.0, 170.0, 200.0), "01": (1.0, 9.0, 60.0, 180.0, 290.0, 350.0)}
PUBLISHED = {"84": 300.0, "01": 150.0}


def inputs(**more: pd.DataFrame) -> Inputs:
    """The readers' tables of this country; ``more`` adds or replaces tables."""
    communes = pd.DataFrame([
        {"code": code, "level": "commune", "parent_code": "", "departement_code": row[0], "region_code": row[1],
         "bassin_de_vie_code": row[2], "population": row[3], "population_year": 2023} for code, row in COMMUNES.items()])
    codes = communes["code"]
    people = communes["population"].to_numpy()
    ok = "ok"

    def status(values: pd.Series) -> np.ndarray:
        return np.where(values.isna(), "not_published", ok)

    share = pd.Series([row[4] for row in COMMUNES.values()])
    active = pd.Series([row[6] for row in COMMUNES.values()])
    adults = pd.Series([row[5] for row in COMMUNES.values()])
    known = adults.notna().to_numpy()
    tables = {
        "legal_population_2023": pd.DataFrame({"code": codes, "municipal_population": people}),
        "comparateur_communes": pd.DataFrame({
            "code": codes, "population_2021": people, "population_2021_status": ok,
            "inhabitants_15_64_2021": active, "inhabitants_15_64_2021_status": status(active)}),
        "share_75_plus_2022": pd.DataFrame({"code": codes, "share_75_plus_pct": share,
                                            "share_75_plus_pct_status": status(share)}),
        "occupation_15_plus_2022": pd.DataFrame({"code": codes[known], "occupation": "_T",
                                                 "inhabitants_15_plus": adults[known]}),
        "population_age_sex_dep_2021": seed(),
        "cnam_pathologies_region_2024": counts(),
        "odisse_departements": pd.DataFrame({"departement_code": list(STANDARDISED),
                                             "diabetes_standardised_pct": list(STANDARDISED.values()),
                                             "diabetes_standardised_pct_status": ok}),
        "cartosante_bassins_2024": pd.DataFrame({
            "bassin_de_vie_code": ["B1", "B2", "B3", "B4", "B5"], "ald_pct": [18.0, 14.0, 16.0, 0.3, 17.0],
            "ald_pct_status": ok}),
        **more}
    return Inputs(tables, communes, pd.DataFrame())


def seed() -> pd.DataFrame:
    """Fewer people the older they are, a little more women."""
    return pd.DataFrame([
        {"departement_code": code, "sex": sex, "age": age, "population": size * (25 - place) + (place if sex == "F" else 0)}
        for code, size in SEED.items() for sex in ("F", "M") for place, age in enumerate(AGES)])


def counts() -> pd.DataFrame:
    """Rates by band and totals, all nine diseases alike; dementia has no total in the région 01."""
    names = ("diabetes", "coronary", "stroke_sequelae", "heart_failure", "chronic_respiratory", "dementia", "anxiety_mood",
             "dialysis", "treated_hypertension")
    rows = []
    for disease in names:
        for region, rates in PER_1000.items():
            hidden = disease == "dementia" and region == "01"
            rows.append((region, disease, "all", np.nan if hidden else PUBLISHED[region], np.nan,
                         "not_published" if hidden else "ok"))
            rows += [(region, disease, band, np.nan, rate, "not_published") for band, rate in zip(BANDS, rates, strict=True)]
    frame = pd.DataFrame(rows, columns=["region_code", "disease", "age", "patients", "rate_per_1000", "patients_status"])
    return frame.assign(sex="all", year=2024, rate_per_1000_status=np.where(frame["rate_per_1000"].isna(), "not_published", "ok"))
