"""Which areas resemble a territory."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

import numpy as np
import pandas as pd

from cpts_analytics.statistics.checks import StatisticsError

RESEMBLANCE_METHOD = "distance euclidienne des variables centrées et réduites sur les candidats, v1"


@dataclasses.dataclass(frozen=True, kw_only=True)
class Resemblance:
    """How far each candidate is from the territory.

    ``distances``: a Series by candidate code, nearest first, equal distances by code (standard deviations).
    ``variables``: those that were used. ``dropped``: variable → ``missing_for_target`` or ``no_spread``.
    ``left_out``: codes of candidates that miss a variable which is used.
    """

    distances: pd.Series
    variables: tuple[str, ...]
    dropped: dict[str, str]
    left_out: tuple[str, ...]
    method: str


def resemblance(candidates: pd.DataFrame, target: pd.Series, *, variables: Sequence[str]) -> Resemblance:
    """How far each candidate is from the territory by the given variables (standard deviations).

    Formula: √ Σ ((candidate − target) / sd)², one term a variable.
    Reads: ``candidates``, a row an area, indexed by code, a column a variable; ``target``, its values by variable.
    A logarithm is taken by whoever calls.
    Lecture: "le bassin de vie le plus ressemblant est à 0,4 écart-type."
    Method: mean and standard deviation over the candidates that are complete (population formula, divided by n), the
    territory itself not among them; every variable counts the same. A variable that the territory misses is dropped
    for all and said; so is one that does not vary; a candidate that misses a variable in use is left out and said.
    Limits: alike by these variables only. References: none; a convention of this project.

    Raises:
        StatisticsError: an unknown variable, a repeated code, no variable left to compare by.
    """
    unknown = [name for name in variables if name not in candidates.columns]
    if unknown or not variables:
        raise StatisticsError(f"variables : trouvé {list(variables)} ; attendu des colonnes parmi "
                              f"{list(candidates.columns)}.")
    if candidates.index.has_duplicates:
        twice = candidates.index[candidates.index.duplicated()][0]
        raise StatisticsError(f"candidates : le code {twice} figure deux fois ; attendu une ligne par zone.")
    here = pd.to_numeric(target.reindex(list(variables))).astype(float)
    dropped = {str(name): "missing_for_target" for name in variables if not np.isfinite(here[name])}
    used = [name for name in variables if name not in dropped]
    table = candidates[used].astype(float)
    complete = table.notna().all(axis=1)
    table = table[complete]
    spread = table.std(ddof=0)
    for name in list(used):
        if len(table) and not spread[name] > 1e-12 * max(1.0, table[name].abs().max()):
            dropped[str(name)] = "no_spread"
            used.remove(name)
    if not used:
        raise StatisticsError(f"variables : aucune ne permet de comparer ({dropped}) ; attendu au moins une variable "
                              "connue pour le territoire et qui varie entre les candidats.")
    scores = (table[used] - here[used]) / spread[used]
    distances = np.sqrt((scores**2).sum(axis=1)).rename("distance")
    ordered = sorted(distances.index, key=lambda code: (round(distances[code], 9), str(code)))
    return Resemblance(distances=distances.loc[ordered], variables=tuple(str(name) for name in used), dropped=dropped,
                       left_out=tuple(sorted(str(code) for code in candidates.index[~complete])),
                       method=RESEMBLANCE_METHOD)
