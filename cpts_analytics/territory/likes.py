"""Ten like territories, among EPCI and bassins de vie, to compare a territory with (``domain/indicators``).

Candidates have half to twice the territory's inhabitants. Nearness: Euclidean distance of z-scores over
the candidates, by ``statistics.resemblance``. Access to care is not among the variables: it is what one
compares. Chosen from the nearest on, ties by code, none sharing a commune with the territory or with one
already chosen. A variable that the territory misses is dropped for all; a candidate that misses a variable
in use is left out; both are said.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import NamedTuple

import numpy as np
import pandas as pd

from cpts_analytics.errors import TerritoryError
from cpts_analytics.model import Level, Territory
from cpts_analytics.statistics import StatisticsError, resemblance
from cpts_analytics.territory.geography import Geography

MOST_LIKES = 10
LEVELS = (Level.EPCI, Level.BASSIN_DE_VIE)
VARIABLES = ("population", "rural_pct", "aged_75_pct", "fedi_pct", "median_income")
"""Columns of the frame of variables; ``median_income`` serves only where the territory has no ``fedi_pct``."""

_LOG = "log_population"


class Like(NamedTuple):
    """One like territory; ``distance`` in standard deviations."""

    level: Level
    code: str
    name: str
    distance: float


@dataclasses.dataclass(frozen=True, kw_only=True)
class LikeTerritories:
    """The like territories, nearest first, and how they were found."""

    chosen: tuple[Like, ...]
    variables_used: tuple[str, ...]
    dropped: Mapping[str, str]  # variable → "missing_for_target" or "no_spread"
    candidates_count: int  # with half to twice the inhabitants
    left_out: tuple[tuple[Level, str], ...]  # candidates that miss a variable in use
    method: str


def like_territories(territory: Territory, geography: Geography, variables: pd.DataFrame,
                     target: Mapping[str, float]) -> LikeTerritories:
    """The ten areas most like a territory; fewer when there are not so many, none when nothing tells them apart.

    ``variables``: index (level, code) over EPCI and bassins de vie, columns ``VARIABLES`` (NaN where unknown; a column
    may be absent). ``target``: the territory's own values. Raises TerritoryError without its population.
    """
    population = float(target.get("population", np.nan))
    if not population > 0:
        raise TerritoryError("La population du territoire n'est pas connue\u00a0: pas de territoires semblables.")
    table = variables.loc[variables.index.get_level_values(0).isin([level.value for level in LEVELS])]
    table = table[table["population"].between(population / 2, population * 2)]
    candidates = table.drop(columns="population").assign(**{_LOG: np.log(table["population"].astype(float))})
    candidates.index = [f"{code} {level}" for level, code in table.index]
    here = pd.Series({**target, _LOG: np.log(population)}, dtype=float)
    wanted = [_LOG, *_wanted(table, target)]
    try:
        nearness = resemblance(candidates, here, variables=wanted)
    except StatisticsError:  # no candidate, or none of the variables varies among them: nothing to be near by
        return LikeTerritories(chosen=(), variables_used=(), dropped={}, candidates_count=len(candidates), left_out=(),
                               method="")
    return LikeTerritories(chosen=_choose(nearness.distances, territory, geography),
                           variables_used=tuple(_shown(name) for name in nearness.variables),
                           dropped={_shown(name): why for name, why in nearness.dropped.items()},
                           candidates_count=len(candidates), left_out=tuple(map(_area, nearness.left_out)),
                           method=nearness.method)


def _wanted(table: pd.DataFrame, target: Mapping[str, float]) -> list[str]:
    """The variables beside the population: income stands in where the territory has no deprivation index."""
    has_deprivation = "fedi_pct" in table and np.isfinite(target.get("fedi_pct", np.nan))
    stand_in = "fedi_pct" if has_deprivation or "median_income" not in table else "median_income"
    return [name for name in ("rural_pct", "aged_75_pct", stand_in) if name in table]


def _choose(distances: pd.Series, territory: Territory, geography: Geography) -> tuple[Like, ...]:
    taken = {geography.parent(code) for code in territory.members}
    chosen: list[Like] = []
    for key, distance in distances.items():
        level, code = _area(str(key))
        communes = geography.communes_of(level, code)
        if taken.isdisjoint(communes):
            chosen.append(Like(level, code, geography.area(level, code).name, float(distance)))
            taken.update(communes)
        if len(chosen) == MOST_LIKES:
            break
    return tuple(chosen)


def _area(key: str) -> tuple[Level, str]:
    code, level = key.split(" ")
    return Level(level), code


def _shown(name: str) -> str:
    return "population" if name == _LOG else name
