"""The nine diseases whose patients the Assurance maladie counts, and the words of its tables."""

from __future__ import annotations

import dataclasses

import pandas as pd

ALL = "all"
"""Both sexes, or all ages."""

REGION_AGES = {"00_14": "0-14", "15_34": "15-34", "35_54": "35-54", "55_64": "55-64", "65_74": "65-74",
               "75_pl": "75+"}
"""End of a column's name in the table by région → band of age."""


@dataclasses.dataclass(frozen=True)
class Disease:
    """``published``: the producer's code ("top"), the same in all its tables."""

    key: str
    published: str
    label: str  # French


DISEASES = (
    Disease("diabetes", "DIA_CAT_CAT", "Diabète"),
    Disease("coronary", "MCV_SCO_CHR", "Maladie coronaire chronique"),
    Disease("stroke_sequelae", "MCV_AVC_CHR", "Séquelle d'accident vasculaire cérébral"),
    Disease("heart_failure", "MCV_ICA_CHR", "Insuffisance cardiaque chronique"),
    Disease("chronic_respiratory", "RES_CAT_EXC", "Maladies respiratoires chroniques (hors mucoviscidose)"),
    Disease("dementia", "NEU_DEM_CAT", "Démences (dont maladie d'Alzheimer)"),
    Disease("anxiety_mood", "PSY_TNH_CAT", "Troubles névrotiques et de l'humeur"),
    Disease("dialysis", "IRT_DCH_CAT", "Dialyse chronique"),
    Disease("treated_hypertension", "TFC_HTA_INC", "Traitements antihypertenseurs (avec ou sans pathologies)"),
)

BY_CODE = {disease.published: disease.key for disease in DISEASES}


def keys_of(published: pd.Series) -> pd.Series:
    """The producer's codes as keys; a missing value where the code is none of the nine."""
    return published.map(BY_CODE)
