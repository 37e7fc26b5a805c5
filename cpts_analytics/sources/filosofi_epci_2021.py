"""Income and poverty by EPCI (INSEE Filosofi 2021)."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from cpts_analytics.model import Source
from cpts_analytics.sources import _filosofi
from cpts_analytics.sources._papers import FETCHED, INSEE, LICENCE_OUVERTE, key_part
from cpts_analytics.sources._reading import SIREN, codes, numbers, read_csv, tidy, unique

SOURCE = Source(
    key="filosofi_epci_2021",
    producer=INSEE,
    title=f"{_filosofi.TITLE}, par intercommunalité",
    page=_filosofi.PAGE,
    file_url=_filosofi.FILE_URL,
    file="social/insee_filosofi_2021_epci.csv.gz",
    licence=LICENCE_OUVERTE,
    vintage="2021",
    published="2024",
    fetched=FETCHED,
    sha256="1308f0415dcd5aa4239342f6aa9325f8e1c71e9a4964b9ca7444c06542a5ecb5",
    encoding="utf-8",
    separator=",",
    columns=(key_part("epci_code", "codgeo", "Numéro SIREN de l'intercommunalité"),
             *_filosofi.value_columns("nb_menages", "nb_personnes", "revenu_median", "taux_pauvrete", "decile1",
                                      "decile9", "rapport_interdecile")),
    missing_marks=("", "nd"),
    secret_marks=("s",),
    gaps=_filosofi.GAPS,
    theme="living_conditions",
    limits=("Copie publique d'un tableau de l'Insee, mis en forme par un tiers : 1 240 intercommunalités sur 1 255, "
            "sans celles de Guadeloupe, de Guyane et de Mayotte.",),
)


def read(path: Path) -> pd.DataFrame:
    """One row an EPCI. Raises SourceFileError."""
    frame = read_csv(path, SOURCE)
    codes(frame, SOURCE, "epci_code", pattern=SIREN)
    unique(frame, SOURCE, "epci_code")
    return tidy(numbers(frame, SOURCE, *_filosofi.VALUES), SOURCE)
