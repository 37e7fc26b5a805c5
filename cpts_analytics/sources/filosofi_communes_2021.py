"""Income and poverty by commune (INSEE Filosofi 2021)."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from cpts_analytics.model import Source
from cpts_analytics.sources import _filosofi
from cpts_analytics.sources._papers import FETCHED, INSEE, LICENCE_OUVERTE, commune_code
from cpts_analytics.sources._reading import codes, numbers, read_csv, tidy, unique

SOURCE = Source(
    key="filosofi_communes_2021",
    producer=INSEE,
    title=f"{_filosofi.TITLE}, base communale",
    page=_filosofi.PAGE,
    file_url=_filosofi.FILE_URL,
    file="social/insee_cc_filosofi_2021_COM.csv.gz",
    licence=LICENCE_OUVERTE,
    vintage="2021, communes au 01/01/2024",
    published="2024",
    fetched=FETCHED,
    sha256="fc9d0bd5282f49e28916f09afd5ddc137f4cb9931c9747562275a28e8b7c7d94",
    encoding="utf-8",
    separator=";",
    columns=(commune_code("CODGEO", "Code officiel de la commune ou de l'arrondissement municipal"),
             *_filosofi.value_columns("NBMENFISC21", "NBPERSMENFISC21", "MED21", "TP6021", "D121", "D921", "RD21")),
    missing_marks=("", "nd"),
    secret_marks=("s",),
    gaps=_filosofi.GAPS,
    theme="living_conditions",
    limits=(
        "Secret statistique : revenu médian masqué dans 3 593 communes, taux de pauvreté dans 30 500.",
        ("Une médiane ne se moyenne pas : pour une commune issue d'une fusion postérieure au 01/01/2024, "
         "revenu médian et déciles sont ceux de l'ancienne commune qui a gardé son code."),
        "Paris, Lyon et Marseille figurent à la fois en entier et par arrondissement : à ne pas additionner.",
        "Filosofi 2023 (nouvelle méthode) ne se compare pas à 2021.",
    ),
)


def read(path: Path) -> pd.DataFrame:
    """One row a commune or arrondissement municipal; secret (``s``) and not published (``nd``) told apart.

    Raises SourceFileError.
    """
    frame = read_csv(path, SOURCE)
    codes(frame, SOURCE, "code")
    unique(frame, SOURCE, "code")
    return tidy(numbers(frame, SOURCE, *_filosofi.VALUES, decimal=","), SOURCE)
