"""Standardised mortality by département, all causes, year after year (CépiDc 2010–2023)."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from cpts_analytics.model import Source
from cpts_analytics.sources._causes import ALL_CAUSES, KEYS, LIMITS, PAGE, PRODUCER, RATE, read_mortality
from cpts_analytics.sources._papers import FETCHED, LICENCE_OUVERTE
from cpts_analytics.sources._reading import tidy

SOURCE = Source(
    key="cepidc_mortality_all_causes",
    producer=PRODUCER,
    title="Causes médicales de décès : mortalité standardisée par département, toutes causes, 2010-2023",
    page=PAGE,
    file_url="",
    file="needs/cepidc_mortalite_standardisee_dept_2010_2023_toutes_causes.csv.gz",
    licence=LICENCE_OUVERTE,
    vintage="2010-2023",
    published="2025",
    fetched=FETCHED,
    sha256="1420dc1910f50735f02925af9ae1bc8c8835b6c180eda9e0115a80b927b1dc6f",
    encoding="utf-8",
    separator=",",
    columns=(*KEYS, RATE),
    theme="needs",
    limits=(
        *LIMITS,
        "Mayotte n'y est qu'à partir de 2014 : 100 départements auparavant, 101 ensuite.",
        "Deux sexes ensemble seulement.",
        "Extrait recopié, sans total de la France.",
    ),
)


def read(path: Path) -> pd.DataFrame:
    """One row a département and year, both sexes together. Raises SourceFileError."""
    return tidy(read_mortality(path, SOURCE, (ALL_CAUSES,)), SOURCE)
