"""What happened to each commune since 1943: mergers, splits, changes of name or of code."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from cpts_analytics.model import Source
from cpts_analytics.sources._papers import COG_2026, FETCHED, INSEE, LICENCE_OUVERTE, key_part, text_column
from cpts_analytics.sources._reading import codes, dates, read_csv, tidy

SOURCE = Source(
    key="cog_movements",
    producer=INSEE,
    title="Code officiel géographique : événements sur les communes depuis 1943",
    page=COG_2026,
    file_url="",
    file="geography/insee_cog2026_mouvements_communes.csv.gz",
    licence=LICENCE_OUVERTE,
    vintage="2026",
    published="2026-02-24",
    fetched=FETCHED,
    sha256="9d8004a21f563d3cdb254abbf079a2432f2d3adf8e4303f0cb620a27b271844f",
    encoding="utf-8",
    separator=",",
    columns=(
        key_part("event", "MOD", "Type d'événement (10 changement de nom, 21 rétablissement, 32 commune nouvelle …)"),
        key_part("effective_date", "DATE_EFF", "Date d'effet", "date"),
        key_part("type_before", "TYPECOM_AV", "Type de commune avant l'événement"),
        key_part("code_before", "COM_AV", "Code avant l'événement"),
        text_column("name_before", "LIBELLE_AV", "Nom avant l'événement"),
        key_part("type_after", "TYPECOM_AP", "Type de commune après l'événement"),
        key_part("code_after", "COM_AP", "Code après l'événement"),
        text_column("name_after", "LIBELLE_AP", "Nom après l'événement"),
    ),
    theme="geography",
    limits=(
        "Les événements s'enchaînent : les appliquer par date croissante.",
        "Une scission ne dit pas comment répartir les habitants : elle ne peut pas être reportée.",
    ),
)


def read(path: Path) -> pd.DataFrame:
    """One row per event and pair of communes; ``effective_date`` is a date, codes may be empty (creation)."""
    frame = read_csv(path, SOURCE)
    codes(frame, SOURCE, "event", pattern=r"\d{2}")
    codes(frame, SOURCE, "type_before", "type_after", pattern="COM|ARM|COMD|COMA", empty=True)
    codes(frame, SOURCE, "code_before", "code_after", empty=True)
    return tidy(dates(frame, SOURCE, "effective_date"), SOURCE)
