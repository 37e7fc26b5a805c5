"""Life expectancy and mortality before and after 65 by département (INSEE 2023)."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from cpts_analytics.model import Column, Source
from cpts_analytics.sources._papers import FETCHED, INSEE, LICENCE_OUVERTE, key_part, text_column
from cpts_analytics.sources._reading import DEPARTEMENT, codes, numbers, read_csv, tidy, unique


def _published(name: str, title: str, unit: str, meaning: str) -> Column:
    return Column(name=name, unit=unit, meaning=meaning, published_as=title)


SOURCE = Source(
    key="life_expectancy_2023",
    producer=INSEE,
    title="Statistiques locales : espérance de vie et mortalité par département, 2023",
    page="https://statistiques-locales.insee.fr",
    file_url="",
    file="needs/insee_esperance_de_vie_mortalite_dept_2023.csv.gz",
    licence=LICENCE_OUVERTE,
    vintage="2023",
    published="2025",
    fetched=FETCHED,
    sha256="f6b94032dc59e1a8aa19ce54b7aa6a36875882c39bcc8dc14e7c452bb47a2778",
    encoding="utf-8",
    separator=";",
    columns=(
        key_part("departement_code", "Code", "Code du département"),
        text_column("name", "Libellé", "Nom du département"),
        _published("life_expectancy_women_years", "Espérance de vie des femmes à la naissance 2023", "years",
                   "Espérance de vie des femmes à la naissance"),
        _published("life_expectancy_men_years", "Espérance de vie des hommes à la naissance 2023", "years",
                   "Espérance de vie des hommes à la naissance"),
        _published("life_expectancy_60_women_years", "Espérance de vie des femmes à 60 ans 2023", "years",
                   "Années restant à vivre aux femmes de 60 ans"),
        _published("life_expectancy_60_men_years", "Espérance de vie des hommes à 60 ans 2023", "years",
                   "Années restant à vivre aux hommes de 60 ans"),
        _published("crude_mortality_per_1000", "Taux brut de mortalité 2023", "per 1,000 inhabitants",
                   "Décès pour 1 000 habitants, non corrigé de l'âge"),
        _published("mortality_0_64_per_1000", "Taux de mortalité standardisé des 0 à 64 ans 2023",
                   "per 1,000 inhabitants", "Mortalité prématurée : décès pour 1 000 habitants de 0 à 64 ans, "
                   "à structure d'âge égale"),
        _published("mortality_65_plus_per_1000", "Taux de mortalité standardisé des 65 ans ou + 2023",
                   "per 1,000 inhabitants", "Décès pour 1 000 habitants de 65 ans ou plus, à structure d'âge égale"),
    ),
    missing_marks=("", "N/A - résultat non disponible"),
    secret_marks=("N/A - secret statistique",),
    theme="needs",
    limits=(
        "Un taux standardisé ne se multiplie pas par une population ; il ne se met pas à côté d'un taux brut sans le dire.",
        "L'unité des taux (pour 1 000 habitants) n'est pas écrite dans le fichier : déduite des valeurs.",
        "Valeurs arrondies à 0,1.",
        "Connu par département : ne se répartit pas entre les communes.",
    ),
)

_VALUES = tuple(column.name for column in SOURCE.columns[2:])


def read(path: Path) -> pd.DataFrame:
    """One row a département; two lines of title stand before the header. Raises SourceFileError."""
    frame = read_csv(path, SOURCE, skip_lines=2)
    frame = frame.assign(departement_code=frame["departement_code"].str.zfill(2))
    frame.attrs["file"] = Path(path).name
    codes(frame, SOURCE, "departement_code", pattern=DEPARTEMENT)
    unique(frame, SOURCE, "departement_code")
    return tidy(numbers(frame, SOURCE, *_VALUES), SOURCE)
