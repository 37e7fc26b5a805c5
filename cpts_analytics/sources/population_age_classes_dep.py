"""Population by département, sex and five wide age classes on 1 January 2023."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from cpts_analytics.model import Source
from cpts_analytics.sources._papers import FETCHED, INSEE, LICENCE_OUVERTE, count_column, key_part
from cpts_analytics.sources._pyramids import read_pyramid

SHEET = "2023"
AGES = ("0-19", "20-39", "40-59", "60-74", "75+")

SOURCE = Source(
    key="population_age_classes_dep",
    producer=INSEE,
    title="Estimation de population au 1er janvier, par département, sexe et grande classe d'âge, 1975-2023",
    page="https://www.insee.fr/fr/statistiques/1893198",
    file_url="",
    file="population/insee_estim-pop-dep-sexe-gca-1975-2023.xls",
    licence=LICENCE_OUVERTE,
    vintage="2023",
    published="2023-01-05",
    fetched=FETCHED,
    sha256="30d1d3a6f8e9582d17cbf7fcd699f27dc0e47075a4260dd24a2bc002cd78cca8",
    encoding="xls",
    separator="",
    columns=(
        key_part("departement_code", "", "Code du département"),
        key_part("sex", "", "Sexe : F femmes, M hommes"),
        key_part("age", "", "Grande classe d'âge atteint au 1er janvier (0-19, 20-39, 40-59, 60-74, 75+)", "years"),
        count_column("population", "", "Habitants au 1er janvier 2023"),
    ),
    missing_marks=(),
    theme="population",
    limits=("Estimation provisoire, arrêtée fin 2022.", "Connue par département seulement."),
)


def read(path: Path) -> pd.DataFrame:
    """One row per département (101), sex and age class; ``population`` int64."""
    return read_pyramid(path, SOURCE, SHEET, AGES)
