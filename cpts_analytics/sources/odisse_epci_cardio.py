"""Heart disease, stroke and heart failure by EPCI of Isère and Vendée (Santé publique France)."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from cpts_analytics.model import Column, Source, Status
from cpts_analytics.sources._papers import FETCHED, LICENCE_OUVERTE, key_part, text_column
from cpts_analytics.sources._reading import SIREN, codes, numbers, read_csv, tidy, unique

_DISEASES = {"coronary": ("cardiopathies_ischemiques", "Cardiopathies ischémiques"),
             "stroke": ("avc", "Accident vasculaire cérébral"),
             "heart_failure": ("insuffisance_cardiaque", "Insuffisance cardiaque")}


def _columns(disease: str) -> tuple[Column, ...]:
    published, label = _DISEASES[disease]
    return (
        Column(name=f"{disease}_incidence_per_100k", unit="per 100,000 inhabitants",
               published_as=f"{published}_incidence_2021_2023_pour_100000",
               meaning=f"{label} : nouveaux patients pour 100 000 habitants par an, 2021-2023"),
        Column(name=f"{disease}_prevalence_pct", unit="%", published_as=f"{published}_prevalence_adultes_2022_pct",
               meaning=f"{label} : part des adultes pris en charge en 2022"),
        Column(name=f"{disease}_mortality_per_100k", unit="per 100,000 inhabitants",
               published_as=f"{published}_mortalite_2020_2022_pour_100000",
               meaning=f"{label} : décès pour 100 000 habitants par an, 2020-2022"),
    )


SOURCE = Source(
    key="odisse_epci_cardio",
    producer="Santé publique France, Insee",
    title="Odissé : maladies cardio-neuro-vasculaires, taux standardisés par intercommunalité (Isère, Vendée)",
    page="https://odisse.santepubliquefrance.fr/explore/dataset/"
         "maladies-cardio-neuro-vasculaires-taux-standardises-epci/",
    file_url="",
    file="needs/spf_odisse_epci_cardio_isere_vendee.csv.gz",
    licence=LICENCE_OUVERTE,
    vintage="2020 à 2023",
    published="2026",
    fetched=FETCHED,
    sha256="2f98b0351e0450d225a50cf99d30621d0babfa55247372aa1d70377cc94fe14b",
    encoding="utf-8",
    separator=",",
    columns=(
        key_part("epci_code", "epci_2024", "Numéro SIREN de l'intercommunalité (2024)"),
        text_column("name", "libelle_epci", "Nom de l'intercommunalité"),
        *(column for disease in _DISEASES for column in _columns(disease)),
        text_column("same_communes_2024_2026", "composition_identique_2024_2026",
                    "« oui » si les communes membres sont les mêmes en 2024 et en 2026", "code"),
        Column(name="poverty_rate_pct", unit="%", meaning="Taux de pauvreté 2023", published_as="pauvrete_2023_pct"),
        Column(name="median_income_eur", unit="EUR per year per consumption unit", meaning="Niveau de vie médian 2023",
               published_as="niveau_vie_median_2023_eur_an"),
    ),
    absent_means=Status.NOT_LOADED,
    theme="needs",
    limits=(
        "Seules 35 intercommunalités sont dans cette copie : 16 sur 18 de l'Isère (sans Cœur de Chartreuse ni Bièvre "
        "Isère) et les 19 de la Vendée.",
        "Taux standardisés sur l'âge, sans effectifs ni intervalles : ceux des petites intercommunalités sont instables, "
        "un écart n'y est pas une différence établie.",
        "Un taux standardisé ne se multiplie pas par une population.",
        "Terres de Montaigu et Sud Vendée Littoral ont changé de communes depuis 2024 : ni pauvreté ni niveau de vie.",
        "Revenus de 2023 : nouvelle série (Filosofi), non comparable à 2021.",
    ),
)

_TEXTS = ("epci_code", "name", "same_communes_2024_2026")


def read(path: Path) -> pd.DataFrame:
    """One row an EPCI. Raises SourceFileError."""
    frame = read_csv(path, SOURCE)
    codes(frame, SOURCE, "epci_code", pattern=SIREN)
    codes(frame, SOURCE, "same_communes_2024_2026", pattern="oui|non")
    unique(frame, SOURCE, "epci_code")
    return tidy(numbers(frame, SOURCE, *(column.name for column in SOURCE.columns if column.name not in _TEXTS)), SOURCE)
