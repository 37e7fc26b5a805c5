"""Names, seats and régions of the 101 départements."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from cpts_analytics.model import Source
from cpts_analytics.sources._papers import COG_2026, FETCHED, INSEE, LICENCE_OUVERTE, key_part, text_column
from cpts_analytics.sources._reading import DEPARTEMENT, REGION, codes, read_csv, tidy, unique

SOURCE = Source(
    key="cog_departements",
    producer=INSEE,
    title="Code officiel géographique : départements",
    page=COG_2026,
    file_url="https://www.insee.fr/fr/statistiques/fichier/8740222/v_departement_2026.csv",
    file="geography/insee_cog_departements.csv",
    licence=LICENCE_OUVERTE,
    vintage="2026",
    published="2026-02-24",
    fetched=FETCHED,
    sha256="ab2aa74b5242cfa68ccbb2a67a68c46ca7becc5bd929a9dae5ec3c3cbed417aa",
    encoding="utf-8",
    separator=",",
    columns=(
        key_part("code", "DEP", "Code du département"),
        text_column("region_code", "REG", "Code de la région", "code"),
        text_column("seat_code", "CHEFLIEU", "Commune chef-lieu", "code"),
        text_column("tncc", "TNCC", "Type de nom en clair : l'article qui convient au nom (0 à 8)", "code"),
        text_column("name", "LIBELLE", "Nom"),
    ),
    theme="geography",
    limits=("L'article n'est pas dans le nom : il se déduit du type de nom en clair.",),
)


def read(path: Path) -> pd.DataFrame:
    """One row per département, all text."""
    frame = read_csv(path, SOURCE)
    codes(frame, SOURCE, "code", pattern=DEPARTEMENT)
    codes(frame, SOURCE, "region_code", pattern=REGION)
    codes(frame, SOURCE, "seat_code")
    codes(frame, SOURCE, "tncc", pattern="[0-8]")
    unique(frame, SOURCE, "code")
    return tidy(frame, SOURCE)
