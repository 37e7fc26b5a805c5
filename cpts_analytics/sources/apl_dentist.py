"""Potential accessibility of dentists (DREES APL), in full-time equivalents per 100,000 inhabitants."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from cpts_analytics.sources import _apl

_PROFESSION = _apl.Profession(
    key="apl_dentist",
    plural="chirurgiens-dentistes",
    file="supply/indicateur_d_apl_aux_chirurgiens_dentistes_2022_2023.xlsx",
    attachment="indicateur_d_apl_aux_chirurgiens_dentistes_xlsx",
    sha256="95895c66f2ff9bb4cd9e4058aede8255f2a18ee0ea23033d00a32b9bf869bcc1",
    unit="FTE per 100,000 standardised inhabitants",
    standardised="Population standardisée pour les chirurgiens-dentistes",
    apl_title="APL aux chirurgiens-dentistes",
    population_title=r"Population standardisée \d{4} pour les chirurgiens-dentistes",
)

SOURCE = _apl.papers(_PROFESSION)


def read(path: Path) -> pd.DataFrame:
    """One row a commune (or arrondissement municipal) and year. Raises SourceFileError."""
    return _apl.read_workbook(path, SOURCE, _PROFESSION)
