"""Potential accessibility of physiotherapists (DREES APL), in full-time equivalents per 100,000 inhabitants."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from cpts_analytics.sources import _apl

_PROFESSION = _apl.Profession(
    key="apl_physiotherapist",
    plural="kinésithérapeutes",
    file="supply/indicateur_d_apl_aux_kinesitherapeutes_2022_2023.xlsx",
    attachment="indicateur_d_apl_aux_kinesitherapeutes_xlsx",
    sha256="83d7bd6ef8eacc714bcccc7379a5a226265cc9b75463d523565a27fcb6d6de1e",
    unit="FTE per 100,000 standardised inhabitants",
    standardised="Population standardisée pour les kinésithérapeutes",
    apl_title="APL aux (masseurs-)?kinésithérapeutes",
    population_title=r"Population standardisée \d{4} pour les (masseurs-)?kinésithérapeutes",
)

SOURCE = _apl.papers(_PROFESSION)


def read(path: Path) -> pd.DataFrame:
    """One row a commune (or arrondissement municipal) and year. Raises SourceFileError."""
    return _apl.read_workbook(path, SOURCE, _PROFESSION)
