"""Deprivation index F-EDI by commune (Santé publique France, 2021): the higher, the more deprived."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from cpts_analytics.model import Column, Gap, Merge, Source, Status
from cpts_analytics.sources._papers import FETCHED, LICENCE_OUVERTE
from cpts_analytics.sources._reading import codes, numbers, read_csv, tidy, unique

_DATASET = "french-european-deprivation-index-f-edi-2021-par-commune"

SOURCE = Source(
    key="fedi_2021",
    producer="Santé publique France",
    title="French European Deprivation Index (F-EDI) 2021 par commune",
    page=f"https://odisse.santepubliquefrance.fr/explore/dataset/{_DATASET}/",
    file_url=f"https://odisse.santepubliquefrance.fr/api/explore/v2.1/catalog/datasets/{_DATASET}"
             "/exports/csv?delimiter=%3B&use_labels=true&lang=fr",
    file="social/odisse_fedi_2021_communes.csv.gz",
    licence=LICENCE_OUVERTE,
    vintage="2021, communes au 01/01/2024",
    published="2025",
    fetched=FETCHED,
    sha256="e228b71a81a0ae31ca571ec34da142445663d094e2ed4bc5039308e4a57f3104",
    encoding="utf-8",
    separator=";",
    columns=(
        Column(name="code", unit="code", meaning="Code de la commune ou de l'arrondissement municipal",
               merge=Merge.KEY, published_as="Commune Code|commune_code"),
        Column(name="fedi", unit="index", meaning="Indice de défavorisation F-EDI : plus il est élevé, plus la "
               "population est défavorisée", merge=Merge.MEAN, published_as="EDI|edi"),
    ),
    gaps=(Gap(departements=("971", "972", "973", "974", "976"), status=Status.NOT_PUBLISHED,
              reason="L'indice F-EDI ne couvre que la métropole."),),
    theme="living_conditions",
    limits=(
        "Indice sans unité, de −24 à 30 : il classe les communes, il ne mesure pas une part d'habitants.",
        "Il décrit des communes, pas des personnes.",
        "Métropole seulement ; Paris, Lyon et Marseille par arrondissement seulement.",
        "Communes fusionnées depuis le 01/01/2024 : moyenne simple des anciennes communes.",
    ),
)


def read(path: Path) -> pd.DataFrame:
    """One row a commune or arrondissement municipal of metropolitan France. Raises SourceFileError."""
    frame = read_csv(path, SOURCE)
    codes(frame, SOURCE, "code")
    unique(frame, SOURCE, "code")
    return tidy(numbers(frame, SOURCE, "fedi", minimum=None), SOURCE)
