"""The legal population of Mayotte, from its own census of 2017."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from cpts_analytics.model import Source
from cpts_analytics.sources._papers import FETCHED, INSEE, LICENCE_OUVERTE, commune_code, count_column, text_column
from cpts_analytics.sources._reading import codes, read_csv, sums, tidy, unique, whole_numbers

SOURCE = Source(
    key="legal_population_mayotte_2017",
    producer=INSEE,
    title="Populations légales 2017 des communes de Mayotte",
    page="https://www.insee.fr/fr/statistiques/8680726",
    file_url="https://www.insee.fr/fr/statistiques/fichier/8680726/ensemble.zip",
    file="population/insee_populations_mayotte_2017.csv",
    licence=LICENCE_OUVERTE,
    vintage="2017",
    published="2017",
    fetched=FETCHED,
    sha256="c280d2849abc18b85e1c975c92278ee396028332970ca41e0094979ecfa04871",
    encoding="utf-8",
    separator=";",
    columns=(
        commune_code("CODCOM", "Code officiel de la commune (Insee), refait à partir de DEP et CODCOM"),
        text_column("departement_code", "DEP", "Code du département", "code"),
        count_column("municipal_population", "PMUN", "Population municipale"),
        count_column("separate_population", "PCAP", "Population comptée à part"),
        count_column("total_population", "PTOT", "Population totale (municipale et comptée à part)"),
    ),
    missing_marks=(),
    theme="population",
    limits=("Mayotte seulement ; six ans avant la population légale du reste de la France : ne pas les additionner "
            "sans le dire.",),
)


def read(path: Path) -> pd.DataFrame:
    """One row per commune of Mayotte; populations int64. In the file CODCOM has 3 digits and COM is empty."""
    frame = read_csv(path, SOURCE)
    codes(frame, SOURCE, "code", pattern=r"6\d{2}")
    codes(frame, SOURCE, "departement_code", pattern="976")
    frame = frame.assign(code="97" + frame["code"])
    unique(frame, SOURCE, "code")
    frame = whole_numbers(frame, SOURCE, "municipal_population", "separate_population", "total_population")
    sums(frame, SOURCE, "total_population", "municipal_population", "separate_population")
    return tidy(frame, SOURCE)
