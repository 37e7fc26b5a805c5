"""Every code that a commune has borne, and the commune of 2025 that stands there now."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from cpts_analytics.model import Source
from cpts_analytics.sources._papers import FETCHED, INSEE, LICENCE_OUVERTE, key_part, text_column
from cpts_analytics.sources._reading import codes, read_csv, tidy, unique

SOURCE = Source(
    key="former_codes",
    producer=INSEE,
    title="Table de passage des anciens codes vers les communes de 2025 (relayée par COGiter)",
    page="https://www.insee.fr/fr/information/7671867",
    file_url="",
    file="geography/cogiter_table_passage_com_historique.csv.gz",
    licence=LICENCE_OUVERTE,
    vintage="2025",
    published="2025",
    fetched=FETCHED,
    sha256="e248ef82bab1aed628f54932656cc789c109c06d99e302ff7567aa9348a52a1d",
    encoding="utf-8",
    separator=",",
    columns=(
        key_part("former_code", "DEPCOM_HIST", "Code à une date passée (ou actuel)"),
        text_column("code", "DEPCOM", "Code de la commune de 2025", "code"),
    ),
    theme="geography",
    limits=(
        ("Une commune rétablie après une fusion garde son propre code : ses chiffres d'avant restent à la commune "
        "dont elle s'est séparée."),
        "Les arrondissements de Paris, Lyon et Marseille ne passent pas par cette table.",
    ),
)


def read(path: Path) -> pd.DataFrame:
    """One row per code ever borne, current codes included (they lead to themselves), all text."""
    frame = read_csv(path, SOURCE)
    codes(frame, SOURCE, "former_code", "code")
    unique(frame, SOURCE, "former_code")
    return tidy(frame, SOURCE)
