"""The age pyramid: inhabitants by sex and five years of age, estimated by commune."""

from __future__ import annotations

import numpy as np
import pandas as pd

from cpts_analytics.aggregation import local_level
from cpts_analytics.indicators._age_structure import CENSUS_AGES, OLD_POPULATION, READS, AgeStructure, age_structure
from cpts_analytics.indicators._ages import start
from cpts_analytics.indicators._inputs import Inputs
from cpts_analytics.model import Aggregation, Indicator, Polarity, Status, VerdictRule

_SEXES, _AGES = ("F", "M"), (*(f"{age}-{age + 4}" for age in range(0, 95, 5)), "95+")
_DECIMALS = 1  # tenths of an inhabitant: the table weighs four times less, and a commune keeps its total

INDICATORS = (
    Indicator(
        key="population_by_age_sex", label="Pyramide des âges", unit="habitants", theme="population",
        aggregation=Aggregation.SUM, polarity=Polarity.NEUTRAL, verdict=VerdictRule.NONE, reads=READS, decimals=0,
        numerator_label="habitants", badges=("Estimation",), method="ajustement proportionnel itératif, v1",
        breakdowns=tuple(f"sex={sex};age={age}" for sex in _SEXES for age in _AGES),
        definition="Habitants par sexe et par tranche de cinq ans d'âge : pyramide du département, ajustée à ce que le "
                   "recensement dit de chaque commune.",
        formula="pyramide du département 2021, ajustée dans chaque commune à la population 2022 et aux habitants de moins de "
                "15 ans, de 15 à 64 ans, de 65 à 74 ans et de 75 ans et plus",
        lecture="Lecture : en {period}, environ {numerator} habitants de {area} sont de ce sexe et de cette tranche d'âge.",
        limits=("À l'intérieur des quatre grands âges, la commune a la structure de son département : ce n'est pas un comptage.",
                "Les 65–74 ans sont obtenus par différence entre des sources de deux années.",
                "Mayotte et les arrondissements de Paris, Lyon et Marseille ne sont pas estimés.")),
)


def compute(inputs: Inputs, indicator: Indicator) -> pd.DataFrame:
    """One row a commune, sex and age."""
    structure: AgeStructure = inputs.once(age_structure)
    cells = pd.concat([structure.cells, structure.quarters])
    cells = cells[structure.method.reindex(cells.index) != OLD_POPULATION]
    method = structure.method.reindex(cells.index).to_numpy(object)
    order = sorted(cells.columns, key=lambda pair: (pair[0], start(pair[1])))
    people = np.diff(np.round(np.cumsum(cells[order].to_numpy(), axis=1), _DECIMALS), axis=1, prepend=0.0)
    codes, width = cells.index.to_numpy(object), len(order)
    status = np.where(method == CENSUS_AGES, Status.OK.value, Status.ESTIMATED.value).astype(object)
    return pd.DataFrame({
        "level": np.repeat(local_level(pd.Series(codes, dtype="object")).to_numpy(object), width),
        "area": np.repeat(codes, width), "period": str(structure.year),
        "breakdown": np.tile(np.array([f"sex={sex};age={age}" for sex, age in order], dtype=object), len(cells)),
        "numerator": people.ravel(), "denominator": np.nan, "status": np.repeat(status, width),
        "method": np.repeat(method, width)})
