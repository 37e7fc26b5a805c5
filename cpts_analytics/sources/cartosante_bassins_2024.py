"""Care and long-term conditions by bassin de vie (C@rtoSanté 2024): also a check of our own APL."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from cpts_analytics.model import Column, Source
from cpts_analytics.sources._papers import FETCHED, key_part, text_column
from cpts_analytics.sources._reading import codes, numbers, read_csv, tidy, unique


def _published(name: str, title: str, unit: str, meaning: str) -> Column:
    return Column(name=name, unit=unit, meaning=meaning, published_as=title)


SOURCE = Source(
    key="cartosante_bassins_2024",
    producer="C@rtoSanté (Cnam, ATIH, ARS)",
    title="Indicateurs de C@rtoSanté par bassin de vie, 2024",
    page="https://cartosante.atlasante.fr/",
    file_url="",
    file="needs/cartosante_bassins_de_vie_2024.csv.gz",
    licence="Information publique, réutilisable avec mention de la source et de la date",
    vintage="2024 (APL : 2023)",
    published="2025",
    fetched=FETCHED,
    sha256="13b03b2658d73b0a53030576e195790e2cccdb8391ca9abacbea151eaac5f9a8",
    encoding="utf-8",
    separator=";",
    columns=(
        key_part("bassin_de_vie_code", "Code", "Code du bassin de vie 2022"),
        text_column("name", "Libellé", "Nom du bassin de vie"),
        _published("ophthalmology_patients_pct", "Part des bénéf. ophtalmo. dans pop. 2024", "%",
                   "Part des habitants qui ont eu recours à un ophtalmologue dans l'année"),
        _published("apl_gp", "APL Médecins généralistes 2023",
                   "consultations per year per standardised inhabitant", "APL aux médecins généralistes"),
        _published("speech_therapists_per_100k", "Densité d'orthophonistes lib. 2024", "per 100,000 inhabitants",
                   "Orthophonistes libéraux pour 100 000 habitants"),
        _published("gps_per_10k", "Densité de généralistes lib. 2024", "per 10,000 inhabitants",
                   "Médecins généralistes libéraux pour 10 000 habitants"),
        _published("nurses_per_10k", "Densité d'infirmiers lib. 2024", "per 10,000 inhabitants",
                   "Infirmiers libéraux pour 10 000 habitants"),
        _published("midwives_per_10k_women", "Densité de sages-femmes lib. 2024", "per 10,000 women",
                   "Sages-femmes libérales pour 10 000 femmes"),
        _published("ald_pct", "Part des bénéf. en ALD dans la pop 2024", "%",
                   "Part des habitants reconnus en affection de longue durée (ALD)"),
        _published("pharmacies_per_10k", "Densité des pharmacies pour 10 000 hab. 2024", "per 10,000 inhabitants",
                   "Pharmacies pour 10 000 habitants"),
    ),
    missing_marks=("", "N/A - résultat non disponible"),
    secret_marks=("N/A - secret statistique",),
    theme="needs",
    limits=(
        "Reconnaissances en ALD, non corrigées de l'âge ; 157 bassins de vie sous secret statistique ; un minimum de "
        "0,3 % paraît erroné.",
        "L'unité des densités n'est pas écrite dans le fichier, sauf pour les pharmacies : déduite des valeurs.",
        "Saint-Barthélemy et Saint-Martin, hors du champ, sont laissés de côté.",
        "APL publiée avec une décimale ; celle de Mayotte n'est pas disponible.",
    ),
)

_VALUES = tuple(column.name for column in SOURCE.columns[2:])
_OUTSIDE = ("977ZZ", "978ZZ")


def read(path: Path) -> pd.DataFrame:
    """One row a bassin de vie; two lines of title stand before the header. Raises SourceFileError."""
    frame = read_csv(path, SOURCE, skip_lines=2)
    frame = frame[~frame["bassin_de_vie_code"].isin(_OUTSIDE)]
    codes(frame, SOURCE, "bassin_de_vie_code")
    unique(frame, SOURCE, "bassin_de_vie_code")
    return tidy(numbers(frame, SOURCE, *_VALUES), SOURCE)
