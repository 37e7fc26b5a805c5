"""The share of inhabitants aged 75 and over, by commune."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from cpts_analytics.model import Column, Gap, Merge, Source, Status
from cpts_analytics.sources._papers import FETCHED, INSEE, LICENCE_OUVERTE, NO_MAYOTTE, commune_code, text_column
from cpts_analytics.sources._reading import codes, numbers, read_csv, tidy, unique

SOURCE = Source(
    key="share_75_plus_2022",
    producer=INSEE,
    title="Statistiques locales : part des personnes âgées de 75 ans ou plus, recensement 2022",
    page="https://statistiques-locales.insee.fr",
    file_url="",
    file="population/insee_statloc_communes_part_75ans_plus_2022.csv.gz",
    licence=LICENCE_OUVERTE,
    vintage="2022",
    published="2025",
    fetched=FETCHED,
    sha256="50d1d9cd265b29a1b3ad07ebbd7ff3c2b102f5bed4e2f38badb1bce14be5409a",
    encoding="utf-8",
    separator=";",
    columns=(
        commune_code("Code"),
        text_column("name", "Libellé", "Nom de la commune"),
        Column(name="share_75_plus_pct", unit="% of inhabitants", merge=Merge.MEAN,
               meaning="Part des habitants âgés de 75 ans ou plus",
               published_as="Part des pers. âgées de 75 ans ou + 2022"),
    ),
    missing_marks=("", "N/A - résultat non disponible"),
    secret_marks=("N/A - secret statistique",),
    gaps=(Gap(departements=("976",), status=Status.NOT_PUBLISHED, reason=NO_MAYOTTE),),
    theme="population",
    limits=(
        "Le fichier n'a pas d'effectifs : ils s'obtiennent en appliquant la part à la population municipale de 2023.",
        "Part arrondie à 0,1 point.",
        ("Absentes : Mayotte, quatre communes du Cantal recréées (15031, 15035, 15047, 15171) et les six communes "
         "sans habitant de la Meuse (55039, 55050, 55139, 55189, 55239, 55307)."),
        "Paris, Lyon et Marseille y sont comme communes, sans leurs arrondissements.",
    ),
)


def read(path: Path) -> pd.DataFrame:
    """One row per commune; ``share_75_plus_pct`` float64 between 0 and 100, with its status."""
    frame = read_csv(path, SOURCE, skip_lines=2)
    codes(frame, SOURCE, "code")
    unique(frame, SOURCE, "code")
    return tidy(numbers(frame, SOURCE, "share_75_plus_pct", maximum=100), SOURCE)
