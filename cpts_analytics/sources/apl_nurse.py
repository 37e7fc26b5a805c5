"""Potential accessibility of nurses (DREES APL), in full-time equivalents per 100,000 inhabitants."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from cpts_analytics.sources import _apl

_PROFESSION = _apl.Profession(
    key="apl_nurse",
    plural="infirmières",
    file="supply/indicateur_d_apl_aux_infirmieres_2022_2023.xlsx",
    attachment="indicateur_d_apl_aux_infirmiers_xlsx",
    sha256="8ec0fa21a0f9e9a252f495139b0eeaa904725d1b61d3218d54099d59f13efc1b",
    unit="FTE per 100,000 standardised inhabitants",
    standardised="Population standardisée pour les infirmières",
    apl_title="APL aux infirmi(ères|ers)",
    population_title=r"Population standardisée \d{4} pour les infirmi(ères|ers)",
)

SOURCE = _apl.papers(_PROFESSION)


def read(path: Path) -> pd.DataFrame:
    """One row a commune (or arrondissement municipal) and year. Raises SourceFileError."""
    return _apl.read_workbook(path, SOURCE, _PROFESSION)
