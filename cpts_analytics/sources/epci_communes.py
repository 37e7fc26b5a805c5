"""Which EPCI (with their own taxation) each commune belongs to."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from cpts_analytics.model import Source, Status
from cpts_analytics.sources._files import fault
from cpts_analytics.sources._papers import FETCHED, LICENCE_OUVERTE, commune_code, text_column
from cpts_analytics.sources._reading import DEPARTEMENT, SIREN, codes, numbers, read_sheet, tidy, unique

SHEET = "Epcicom2025"

SOURCE = Source(
    key="epci_communes",
    producer="DGCL",
    title="Composition communale des EPCI à fiscalité propre au 1er janvier 2025",
    page="https://www.collectivites-locales.gouv.fr/institutions/liste-et-composition-des-epci-fiscalite-propre",
    file_url="",
    file="geography/dgcl_epcicom2025.xlsx",
    licence=LICENCE_OUVERTE,
    vintage="2025",
    published="2025",
    fetched=FETCHED,
    sha256="40e9171b54af5f16ebc4baa72a08326134e99ec91010da45c89a44b83c547b09",
    encoding="xlsx",
    separator="",
    columns=(
        commune_code("insee"),
        text_column("name", "nom_membre", "Nom de la commune"),
        text_column("epci_code", "siren", "Numéro SIREN de l'EPCI (9 chiffres)", "code"),
        text_column("epci_name", "raison_sociale", "Nom de l'EPCI"),
        text_column("epci_kind", "nature_juridique", "Nature juridique (CC, CA, CU, METRO, MET69)", "code"),
        text_column("epci_departement_code", "dept", "Département du siège de l'EPCI", "code"),
        text_column("members_count", "nb_membres", "Nombre de communes membres de l'EPCI", "communes"),
    ),
    absent_means=Status.NOT_APPLICABLE,
    missing_marks=(),
    theme="geography",
    limits=(
        ("Quatre îles n'appartiennent à aucun EPCI : Île-de-Bréhat (22016), Île-de-Sein (29083), Ouessant (29155), "
        "L'Île-d'Yeu (85113)."),
        "Paris, Lyon et Marseille y sont comme communes, sans leurs arrondissements.",
    ),
)


def read(path: Path) -> pd.DataFrame:
    """One row per commune; codes are text, ``members_count`` int64.

    Raises SourceFileError as well when an EPCI has not as many rows as it says it has members.
    """
    frame = read_sheet(path, SOURCE, SHEET, header_line=1)
    codes(frame, SOURCE, "code")
    codes(frame, SOURCE, "epci_code", pattern=SIREN)
    codes(frame, SOURCE, "epci_departement_code", pattern=DEPARTEMENT)
    unique(frame, SOURCE, "code")
    frame = numbers(frame, SOURCE, "members_count", minimum=1).astype({"members_count": "int64"})
    rows = frame.groupby("epci_code")["code"].transform("size")
    wrong = frame[rows != frame["members_count"]]
    if not wrong.empty:
        first = wrong.iloc[0]
        raise fault(Path(path), SOURCE, f"{rows[wrong.index[0]]} communes pour « {first['epci_name']} »",
                    f"{first['members_count']} communes membres",
                    "Le classeur est peut-être tronqué : téléchargez-le à nouveau.",
                    line=int(wrong.index[0]), column="nb_membres")
    return tidy(frame, SOURCE)
