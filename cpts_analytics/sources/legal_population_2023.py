"""The legal population of 2023: what the law, and every rate of this project, counts as inhabitants."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from cpts_analytics.model import Gap, Source, Status
from cpts_analytics.sources._papers import (
    FETCHED,
    INSEE,
    LICENCE_OUVERTE,
    commune_code,
    count_column,
    text_column,
)
from cpts_analytics.sources._reading import DEPARTEMENT, REGION, codes, read_csv, sums, tidy, unique, whole_numbers

SOURCE = Source(
    key="legal_population_2023",
    producer=INSEE,
    title="Populations légales 2023 des communes",
    page="https://www.insee.fr/fr/statistiques/8680726",
    file_url="https://www.insee.fr/fr/statistiques/fichier/8680726/ensemble.zip",
    file="population/insee_populations_legales_2023_communes.csv.gz",
    licence=LICENCE_OUVERTE,
    vintage="2023",
    published="2025-12-18",
    fetched=FETCHED,
    sha256="c906dce09b689d5201c9c4a02217ba10283989bb0e67649468871e89d16161fb",
    encoding="utf-8",
    separator=";",
    columns=(
        commune_code("COM"),
        text_column("name", "Commune", "Nom de la commune"),
        text_column("region_code", "REG", "Code de la région", "code"),
        text_column("departement_code", "DEP", "Code du département", "code"),
        count_column("municipal_population", "PMUN", "Population municipale"),
        count_column("separate_population", "PCAP", "Population comptée à part"),
        count_column("total_population", "PTOT", "Population totale (municipale et comptée à part)"),
    ),
    missing_marks=(),
    gaps=(Gap(departements=("976",), status=Status.NOT_PUBLISHED,
              reason="Mayotte a sa propre population légale (recensement de 2017), dans un autre fichier."),),
    theme="population",
    limits=(
        "Paris, Lyon et Marseille n'y sont que par leurs arrondissements.",
        "Total de la population municipale sans Mayotte : 68 094 280 habitants.",
    ),
)


def read(path: Path) -> pd.DataFrame:
    """One row per commune or arrondissement municipal; populations int64, codes text ("01", never "1").

    Raises SourceFileError as well when the total is not the sum of its two parts.
    """
    frame = read_csv(path, SOURCE)
    frame = frame.assign(region_code=frame["region_code"].str.zfill(2))
    codes(frame, SOURCE, "code")
    codes(frame, SOURCE, "region_code", pattern=REGION)
    codes(frame, SOURCE, "departement_code", pattern=DEPARTEMENT)
    unique(frame, SOURCE, "code")
    frame = whole_numbers(frame, SOURCE, "municipal_population", "separate_population", "total_population")
    sums(frame, SOURCE, "total_population", "municipal_population", "separate_population")
    return tidy(frame, SOURCE)
