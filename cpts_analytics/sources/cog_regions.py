"""Names and seats of the 18 régions."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from cpts_analytics.model import Source
from cpts_analytics.sources._papers import COG_2026, FETCHED, INSEE, LICENCE_OUVERTE, key_part, text_column
from cpts_analytics.sources._reading import REGION, codes, read_csv, tidy, unique

SOURCE = Source(
    key="cog_regions",
    producer=INSEE,
    title="Code officiel géographique : régions",
    page=COG_2026,
    file_url="https://www.insee.fr/fr/statistiques/fichier/8740222/v_region_2026.csv",
    file="geography/insee_cog_regions.csv",
    licence=LICENCE_OUVERTE,
    vintage="2026",
    published="2026-02-24",
    fetched=FETCHED,
    sha256="e3f74a92d87f8ca72f08c8b4299d38fb11323f1c9b2fea7105d09801490a7e4e",
    encoding="utf-8",
    separator=",",
    columns=(
        key_part("code", "REG", "Code de la région"),
        text_column("seat_code", "CHEFLIEU", "Commune chef-lieu", "code"),
        text_column("tncc", "TNCC", "Type de nom en clair : l'article qui convient au nom (0 à 8)", "code"),
        text_column("name", "LIBELLE", "Nom"),
    ),
    theme="geography",
    limits=("L'article n'est pas dans le nom, sauf « La Réunion » : il se déduit du type de nom en clair.",),
)


def read(path: Path) -> pd.DataFrame:
    """One row per région, all text."""
    frame = read_csv(path, SOURCE)
    codes(frame, SOURCE, "code", pattern=REGION)
    codes(frame, SOURCE, "seat_code")
    codes(frame, SOURCE, "tncc", pattern="[0-8]")
    unique(frame, SOURCE, "code")
    return tidy(frame, SOURCE)
