"""Health facilities and professionals' places of practice by commune (INSEE BPE 2024)."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from cpts_analytics.model import Column, Merge, Source, Status
from cpts_analytics.sources._papers import FETCHED, INSEE, LICENCE_OUVERTE
from cpts_analytics.sources._reading import codes, numbers, read_csv, tidy, unique
from cpts_analytics.sources._working import with_columns

SOURCE = Source(
    key="bpe_2024",
    producer=INSEE,
    title="Base permanente des équipements 2024 (DS_BPE), domaine de la santé",
    page="https://www.insee.fr/fr/statistiques/8217527",
    file_url="https://api.insee.fr/melodi/file/DS_BPE/DS_BPE_2024_CSV_FR",
    file="supply/DS_BPE_2024_data.csv.gz",
    licence=LICENCE_OUVERTE,
    vintage="2024",
    published="2025",
    fetched=FETCHED,
    sha256="715b44f0764c18a7ce74d497cc63cfb18aec61d0be415fc445249e493d2fad90",
    encoding="utf-8",
    separator=";",
    columns=(
        Column(name="code", unit="code", meaning="Code de la commune ou de l'arrondissement municipal",
               merge=Merge.KEY, published_as="GEO"),
        Column(name="facility_type", unit="code", meaning="Type d'équipement dans la nomenclature de 2024 "
               "(D265 : médecin généraliste)", merge=Merge.GROUP, published_as="FACILITY_TYPE"),
        Column(name="year", unit="year", meaning="Année de la base", merge=Merge.GROUP,
               published_as="TIME_PERIOD"),
        Column(name="facilities_count", unit="facilities or places of practice",
               meaning="Nombre d'équipements, ou de lieux d'exercice pour les professionnels libéraux",
               merge=Merge.SUM, published_as="OBS_VALUE"),
    ),
    missing_marks=(),
    absent_means=Status.OK,
    theme="supply",
    limits=(
        "Lieux d'exercice, pas des personnes : un praticien qui exerce en deux lieux compte deux fois "
        "(60 573 lieux pour 51 775 médecins généralistes libéraux en 2024).",
        "Les 32 types de cette copie seulement : ni orthophonistes (D282), ni orthoptistes, ni psychologues.",
        "Une commune sans ligne n'a aucun équipement de ce type : zéro, pas une donnée manquante.",
        "Les codes des types ont changé avant 2024 : ne pas mêler deux millésimes par le code.",
        "Paris, Lyon et Marseille par arrondissement.",
    ),
)

_FILE = with_columns(SOURCE, geo_object="GEO_OBJECT", domain="FACILITY_DOM", measure="BPE_MEASURE")


def read(path: Path) -> pd.DataFrame:
    """One row a commune (or arrondissement municipal) and type of facility of health, latest year only.

    Totals (``_T``), other levels, other domains and other measures of the producer's file are left out.
    Raises SourceFileError.
    """
    frame = read_csv(path, _FILE)
    frame = frame[frame["geo_object"].isin(["COM", "ARM"]) & (frame["measure"] == "FACILITIES")
                  & (frame["domain"] == "D") & (frame["facility_type"] != "_T")]
    codes(frame, SOURCE, "year", pattern=r"\d{4}")
    frame = frame[frame["year"] == frame["year"].max()]
    codes(frame, SOURCE, "code")
    codes(frame, SOURCE, "facility_type", pattern=r"D\d{3}")
    unique(frame, SOURCE, "code", "facility_type")
    frame = numbers(frame, SOURCE, "facilities_count")
    return tidy(frame.assign(year=frame["year"].astype("int64")), SOURCE)
