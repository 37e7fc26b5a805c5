"""Potential accessibility of general practitioners (DREES APL), in consultations a year per inhabitant."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from cpts_analytics.sources import _apl

_PROFESSION = _apl.Profession(
    key="apl_gp",
    plural="médecins généralistes",
    file="supply/drees_apl_medecins_generalistes_2022_2023.xlsx",
    attachment="indicateur_d_apl_aux_medecins_generalistes_xlsx",
    sha256="983d59a873d2b176349e003a565c14a8b2793da1c76bbc5e9a3505a068b730a7",
    unit="consultations per year per standardised inhabitant",
    standardised="Population standardisée pour la médecine générale",
    apl_title="APL aux médecins généralistes",
    population_title=r"Population standardisée \d{4} pour la médecine générale",
    complete=True,
)

SOURCE = _apl.papers(_PROFESSION)


def read(path: Path) -> pd.DataFrame:
    """One row a commune (or arrondissement municipal) and year. Raises SourceFileError."""
    return _apl.read_workbook(path, SOURCE, _PROFESSION)
