"""Population by département, sex and five years of age on 1 January 2021: the margin of every age pyramid."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from cpts_analytics.model import Source
from cpts_analytics.sources._papers import FETCHED, INSEE, LICENCE_OUVERTE, count_column, key_part
from cpts_analytics.sources._pyramids import read_pyramid

SHEET = "2021"
AGES = (*(f"{age}-{age + 4}" for age in range(0, 95, 5)), "95+")

SOURCE = Source(
    key="population_age_sex_dep_2021",
    producer=INSEE,
    title="Estimation de population au 1er janvier, par département, sexe et âge quinquennal, 1975-2021",
    page="https://www.insee.fr/fr/statistiques/1893198",
    file_url="",
    file="population/insee_estim-pop-dep-sexe-aq-1975-2021.xlsx",
    licence=LICENCE_OUVERTE,
    vintage="2021",
    published="2021-03-29",
    fetched=FETCHED,
    sha256="2177d0dc54e98266be624d843928d8463148f25e3277f167a86eb0af7d886420",
    encoding="xlsx",
    separator="",
    columns=(
        key_part("departement_code", "", "Code du département"),
        key_part("sex", "", "Sexe : F femmes, M hommes"),
        key_part("age", "", "Tranche d'âge atteint au 1er janvier (0-4 … 90-94, 95+)", "years"),
        count_column("population", "", "Habitants au 1er janvier 2021"),
    ),
    missing_marks=(),
    theme="population",
    limits=(
        "Estimation provisoire, arrêtée en mars 2021.",
        "Connue par département seulement : aucune pyramide de commune n'est publiée ici.",
        ("Dans le classeur, l'ensemble des 65-69 ans de la Corrèze vaut 1 au lieu de 17 901 : seules les colonnes "
         "par sexe, justes, sont lues."),
    ),
)


def read(path: Path) -> pd.DataFrame:
    """One row per département (101), sex and five-year band; ``population`` int64."""
    return read_pyramid(path, SOURCE, SHEET, AGES)
