"""The twelve vaccination coverages that Santé publique France publishes each year by département and région."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pandas as pd

from cpts_analytics.model import Column, Source
from cpts_analytics.sources._papers import key_part
from cpts_analytics.sources._reading import codes, numbers, read_csv, tidy, unique

PRODUCER = "Santé publique France"
PAGE = "https://odisse.santepubliquefrance.fr/explore/dataset/couvertures-vaccinales-des-adolescent-et-adultes-departement/"
LIMITS = (
    "Une case vide n'est pas un zéro : la couverture n'est pas publiée cette année-là.",
    "Garçons (papillomavirus) et tranches 65-74 et 75 ans et plus (grippe) depuis 2022 ; grippe depuis 2016 ; "
    "méningocoque C depuis 2014 ; méningocoque C des 20-24 ans en 2024 seulement ; Covid-19 en 2023 seulement.",
    "Le fichier ne dit pas si l'année est celle du début ou de la fin de la saison de vaccination contre la grippe.",
    "Pourcentages sans effectifs : ils ne se recomposent pas pour un territoire.",
)
YEAR = key_part("year", "Année", "Année", "year")


@dataclasses.dataclass(frozen=True)
class Vaccination:
    """``key``: name of the column, in % of the people concerned; ``published``: the producer's title."""

    key: str
    published: str
    label: str  # French


VACCINATIONS = (
    Vaccination("hpv_girls_1_dose_15_pct", "HPV filles 1 dose à 15 ans", "Papillomavirus, filles : une dose à 15 ans"),
    Vaccination("hpv_girls_2_doses_16_pct", "HPV filles 2 doses à 16 ans", "Papillomavirus, filles : deux doses à 16 ans"),
    Vaccination("hpv_boys_1_dose_15_pct", "HPV garçons 1 dose à 15 ans", "Papillomavirus, garçons : une dose à 15 ans"),
    Vaccination("hpv_boys_2_doses_16_pct", "HPV garçons 2 doses à 16 ans", "Papillomavirus, garçons : deux doses à 16 ans"),
    Vaccination("meningococcus_c_10_14_pct", "Méningocoque C 10-14 ans", "Méningocoque C, 10-14 ans"),
    Vaccination("meningococcus_c_15_19_pct", "Méningocoque C 15-19 ans", "Méningocoque C, 15-19 ans"),
    Vaccination("meningococcus_c_20_24_pct", "Méningocoque C 20-24 ans", "Méningocoque C, 20-24 ans"),
    Vaccination("flu_at_risk_under_65_pct", "Grippe moins de 65 ans à risque", "Grippe, moins de 65 ans à risque"),
    Vaccination("flu_65_plus_pct", "Grippe 65 ans et plus", "Grippe, 65 ans et plus"),
    Vaccination("flu_65_74_pct", "Grippe 65-74 ans", "Grippe, 65-74 ans"),
    Vaccination("flu_75_plus_pct", "Grippe 75 ans et plus", "Grippe, 75 ans et plus"),
    Vaccination("covid_65_plus_pct", "Covid-19 65 ans et plus", "Covid-19, 65 ans et plus"),
)
COLUMNS = tuple(Column(name=item.key, unit="%", meaning=f"Couverture vaccinale : {item.label}",
                       published_as=item.published) for item in VACCINATIONS)


def read_coverages(path: Path, source: Source, area: str, pattern: str) -> pd.DataFrame:
    """One row a year and area; codes that lost their zero get it back (the file mixes "1" and "01")."""
    path = Path(path)
    frame = read_csv(path, source)
    codes(frame, source, "year", pattern=r"\d{4}")
    frame = frame.assign(**{area: frame[area].str.zfill(2)}, year=frame["year"].astype("int64"))
    frame.attrs["file"] = path.name
    codes(frame, source, area, pattern=pattern)
    unique(frame, source, "year", area)
    return tidy(numbers(frame, source, *(item.key for item in VACCINATIONS), maximum=100), source)
