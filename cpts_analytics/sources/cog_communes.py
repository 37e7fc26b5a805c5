"""Communes, delegated and associated communes, arrondissements municipaux: the official geographic code."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from cpts_analytics.model import Source
from cpts_analytics.sources._papers import COG_2026, FETCHED, INSEE, LICENCE_OUVERTE, key_part, text_column
from cpts_analytics.sources._reading import DEPARTEMENT, REGION, codes, read_csv, tidy, unique

SOURCE = Source(
    key="cog_communes",
    producer=INSEE,
    title="Code officiel géographique : communes au 1er janvier 2026",
    page=COG_2026,
    file_url="https://www.insee.fr/fr/statistiques/fichier/8740222/v_commune_2026.csv",
    file="geography/insee_cog2026_communes.csv.gz",
    licence=LICENCE_OUVERTE,
    vintage="2026",
    published="2026-02-24",
    fetched=FETCHED,
    sha256="8d52dd8b3f10ecd8b5076deefdd43e91a0a11b97ef76f2e96de9656fbf27ac9f",
    encoding="utf-8",
    separator=",",
    columns=(
        key_part("type", "TYPECOM", "Type : commune (COM), arrondissement municipal (ARM), commune déléguée (COMD) "
                                    "ou associée (COMA)"),
        key_part("code", "COM", "Code officiel de la commune (Insee)"),
        text_column("region_code", "REG", "Code de la région", "code"),
        text_column("departement_code", "DEP", "Code du département", "code"),
        text_column("tncc", "TNCC", "Type de nom en clair : l'article qui convient au nom (0 à 8)", "code"),
        text_column("name_without_article", "NCCENR", "Nom sans son article"),
        text_column("name", "LIBELLE", "Nom"),
        text_column("parent_code", "COMPARENT", "Commune dont dépend l'arrondissement, la commune déléguée ou "
                                                "associée", "code"),
    ),
    theme="geography",
    limits=(
        "Le même code peut désigner une commune et sa commune déléguée chef-lieu : le type fait partie de la clé.",
        "Région et département ne sont pas renseignés pour les communes déléguées et associées.",
        "Paris, Lyon et Marseille y sont à la fois comme communes et par leurs arrondissements municipaux.",
    ),
)


def read(path: Path) -> pd.DataFrame:
    """One row per type and code, all text; ``region_code`` and ``departement_code`` empty for COMD and COMA."""
    frame = read_csv(path, SOURCE)
    codes(frame, SOURCE, "code")
    codes(frame, SOURCE, "parent_code", empty=True)
    codes(frame, SOURCE, "type", pattern="COM|ARM|COMD|COMA")
    codes(frame, SOURCE, "region_code", pattern=REGION, empty=True)
    codes(frame, SOURCE, "departement_code", pattern=DEPARTEMENT, empty=True)
    unique(frame, SOURCE, "type", "code")
    return tidy(frame, SOURCE)
