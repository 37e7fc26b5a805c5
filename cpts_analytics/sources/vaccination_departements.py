"""Vaccination coverage by département, 2011–2024 (Santé publique France)."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from cpts_analytics.model import Source
from cpts_analytics.sources._papers import FETCHED, LICENCE_OUVERTE, key_part
from cpts_analytics.sources._reading import DEPARTEMENT
from cpts_analytics.sources._vaccinations import COLUMNS, LIMITS, PAGE, PRODUCER, VACCINATIONS, YEAR, Vaccination, read_coverages

__all__ = ["SOURCE", "VACCINATIONS", "Vaccination", "read"]

SOURCE = Source(
    key="vaccination_departements",
    producer=PRODUCER,
    title="Couvertures vaccinales des adolescents et des adultes par département, 2011-2024",
    page=PAGE,
    file_url="https://odisse.santepubliquefrance.fr/api/explore/v2.1/catalog/datasets/"
             "couvertures-vaccinales-des-adolescent-et-adultes-departement/exports/csv"
             "?delimiter=%2C&use_labels=true&lang=fr",
    file="needs/spf_couvertures_vaccinales_dept_2011_2024.csv.gz",
    licence=LICENCE_OUVERTE,
    vintage="2011-2024",
    published="2025",
    fetched=FETCHED,
    sha256="8015a916ae941cade3a29c7b11f8fa12b0c02a320a6d840788abc7fd33fb0b4c",
    encoding="utf-8",
    separator=",",
    columns=(key_part("departement_code", "Département Code", "Code du département"), YEAR, *COLUMNS),
    theme="prevention",
    limits=(
        *LIMITS,
        "Mayotte : une seule valeur, la couverture contre la Covid-19 de 2023. La Réunion : grippe jamais publiée.",
        "Haute-Vienne, Landes, Puy-de-Dôme, Pyrénées-Atlantiques et Hautes-Pyrénées : méningocoque C en partie absent.",
        "En 2023 (et en 2019 pour le méningocoque C), Martinique et Guyane sont échangées dans le tableau par région.",
        "Connu par département : ne se répartit pas entre les communes.",
    ),
)


def read(path: Path) -> pd.DataFrame:
    """One row a département and year, twelve coverages in %. Raises SourceFileError."""
    return read_coverages(path, SOURCE, "departement_code", DEPARTEMENT)
