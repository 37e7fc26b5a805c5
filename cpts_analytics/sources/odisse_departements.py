"""Indicators of health and prevention by département (Santé publique France, INSEE), copied out of Odissé."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from cpts_analytics.model import Column, Gap, Source, Status
from cpts_analytics.sources._papers import FETCHED, LICENCE_OUVERTE, key_part, text_column
from cpts_analytics.sources._reading import DEPARTEMENT, codes, numbers, read_csv, tidy, unique


def _published(name: str, title: str, meaning: str) -> Column:
    return Column(name=name, unit="%", meaning=meaning, published_as=title)


SOURCE = Source(
    key="odisse_departements",
    producer="Santé publique France, Insee",
    title="Odissé : indicateurs de santé et de prévention par département, 2023 à 2025",
    page="https://odisse.santepubliquefrance.fr/",
    file_url="",
    file="needs/spf_odisse_departements_indicateurs_2023_2025.csv.gz",
    licence=LICENCE_OUVERTE,
    vintage="2023 à 2025",
    published="2026",
    fetched=FETCHED,
    sha256="233e59f8ec7661d4ef892878170fb78f1f1b751f95aa65c7120d1518aeecd2c8",
    encoding="utf-8",
    separator=",",
    columns=(
        key_part("departement_code", "code_departement", "Code du département"),
        text_column("name", "departement", "Nom du département"),
        _published("diabetes_standardised_pct", "diabete_traite_standardise_2023_pct",
                   "Part des habitants traités pour un diabète en 2023, à structure d'âge égale"),
        _published("poverty_rate_pct", "pauvrete_2023_pct", "Taux de pauvreté 2023"),
        _published("mothers_ame_c2s_pct", "ame_c2s_accouchees_2024_pct",
                   "Part des femmes accouchées en 2024 qui relèvent de l'AME ou de la C2S"),
        _published("early_prenatal_interview_pct", "entretien_prenatal_precoce_2024_pct",
                   "Part des femmes accouchées en 2024 qui ont eu un entretien prénatal précoce"),
        _published("prematurity_pct", "prematurite_2024_pct", "Part des naissances prématurées en 2024"),
        _published("hpv_girls_2_doses_16_pct", "hpv_filles_2_doses_16_ans_2025_pct",
                   "Couverture vaccinale papillomavirus, filles : deux doses à 16 ans en 2025"),
        _published("breast_screening_pct", "depistage_sein_2024_2025_pct",
                   "Participation au dépistage organisé du cancer du sein, 2024-2025"),
        _published("colorectal_screening_pct", "depistage_colorectal_cible_standardise_2024_2025_pct",
                   "Participation au dépistage organisé du cancer colorectal, 2024-2025, à structure d'âge égale"),
    ),
    gaps=(Gap(departements=("971", "972", "973", "974", "976"), status=Status.NOT_PUBLISHED,
              reason="Non publié ici : cette copie ne couvre que les 96 départements de métropole."),),
    theme="prevention",
    limits=(
        "Un taux standardisé (diabète, dépistage colorectal) sert à comparer : il ne se multiplie pas par une population "
        "et ne se met pas à côté d'un taux brut sans le dire.",
        "Dépistages du sein et colorectal : non publiés pour la Corse.",
        "Dépistage organisé seulement : les examens faits à titre individuel n'y sont pas.",
        "Pauvreté de 2023 : nouvelle série (Filosofi), non comparable aux taux de 2021.",
        "La population de référence des taux standardisés n'est pas écrite dans cette copie.",
        "Connu par département : ne se répartit pas entre les communes.",
        "Valeurs recopiées de plusieurs jeux de données, sans effectifs ni intervalles.",
    ),
)

_VALUES = tuple(column.name for column in SOURCE.columns[2:])


def read(path: Path) -> pd.DataFrame:
    """One row a département of metropolitan France. Raises SourceFileError.

    A negative value is a fault: one of the producer's tables writes −30 for what it hides.
    """
    path = Path(path)
    frame = read_csv(path, SOURCE)
    frame = frame.assign(departement_code=frame["departement_code"].str.zfill(2))
    frame.attrs["file"] = path.name
    codes(frame, SOURCE, "departement_code", pattern=DEPARTEMENT)
    unique(frame, SOURCE, "departement_code")
    return tidy(numbers(frame, SOURCE, *_VALUES, maximum=100), SOURCE)
