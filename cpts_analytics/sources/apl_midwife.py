"""Potential accessibility of midwives (DREES APL), in full-time equivalents per 100,000 women."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from cpts_analytics.sources import _apl

_PROFESSION = _apl.Profession(
    key="apl_midwife",
    plural="sages-femmes",
    file="supply/indicateur_d_apl_aux_sages_femmes_2022_2023.xlsx",
    attachment="indicateur_d_apl_aux_sages_femmes_xlsx",
    sha256="87bf9eb0983ed3265dd95d70d70bc643da6c2671ee3eba0ade4782efbd17c773",
    unit="FTE per 100,000 standardised women",
    standardised="Population féminine standardisée pour les sages-femmes",
    apl_title="APL aux sages-femmes",
    population_title=r"Population féminine standardisée \d{4} pour les sages-femmes",
)

SOURCE = _apl.papers(_PROFESSION)


def read(path: Path) -> pd.DataFrame:
    """One row a commune (or arrondissement municipal) and year. Raises SourceFileError."""
    return _apl.read_workbook(path, SOURCE, _PROFESSION)
