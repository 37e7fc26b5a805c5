"""Standardised mortality by département, sex and 18 groups of causes (CépiDc 2023)."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from cpts_analytics.model import Source
from cpts_analytics.sources._causes import CAUSES, KEYS, LIMITS, PAGE, PRODUCER, RATE, Cause, read_mortality
from cpts_analytics.sources._papers import FETCHED, LICENCE_OUVERTE, key_part
from cpts_analytics.sources._reading import tidy

__all__ = ["CAUSES", "SOURCE", "Cause", "read"]

SOURCE = Source(
    key="cepidc_mortality_causes_2023",
    producer=PRODUCER,
    title="Causes médicales de décès : mortalité standardisée par département, sexe et groupe de causes, 2023",
    page=PAGE,
    file_url="",
    file="needs/cepidc_mortalite_standardisee_dept_2023_18causes.csv.gz",
    licence=LICENCE_OUVERTE,
    vintage="2023",
    published="2025",
    fetched=FETCHED,
    sha256="bc3bfa79d449bc47d1c136824d54ad1812e1e4f47443a93e028cfc9757b4a832",
    encoding="utf-8",
    separator=",",
    columns=(*KEYS, key_part("cause", "", "Groupe de causes (clé de la liste des 18 groupes)"), RATE),
    theme="needs",
    limits=(
        *LIMITS,
        "Causes rares (grossesse, période périnatale, peau, sang …) : quelques décès font varier le taux d'un département.",
        "Extrait recopié : 101 départements, sans total de la France.",
    ),
)


def read(path: Path) -> pd.DataFrame:
    """One row a département, sex and group of causes. Raises SourceFileError."""
    return tidy(read_mortality(path, SOURCE, CAUSES), SOURCE)
