"""What the screen « Accès aux soins » shows: published figures beside those of our model, and minutes. No widget here."""

from __future__ import annotations

import dataclasses
import functools
from collections.abc import Sequence

import numpy as np
import pandas as pd

from cpts_analytics import access
from cpts_analytics.errors import TerritoryError
from cpts_analytics.indicators import registry
from cpts_analytics.model import Indicator, Role, Territory
from cpts_analytics.ui import cache
from cpts_analytics.views.numbers import is_known

PROFESSIONS = tuple(key for key, service in access.SERVICES.items() if service.is_profession)
BELOW = "share_below_2_5"
FAST, SLOW = "fast", "slow"


def apl_key(profession: str) -> str:
    """The published APL of a profession."""
    return access.SERVICES[profession].apl


def change_key(profession: str) -> str:
    """Its difference between the last two years."""
    return f"{apl_key(profession)}_change"


MINUTES_KEYS = tuple(f"minutes_{key}" for key in access.NEAREST)
"""Their papers are those of the minutes on screen."""

KEYS = (*map(apl_key, PROFESSIONS), *map(change_key, PROFESSIONS), BELOW)


@dataclasses.dataclass(frozen=True)
class OurValue:
    """The mean of our model, by standardised population: of the territory and of France (NaN: no published APL to stand
    beside)."""

    here: float
    france: float


@dataclasses.dataclass(frozen=True, eq=False)
class AccessView:
    """``rows``: figure rows of ``KEYS``; ``model``: None as long as the travel times are being made."""

    territory: Territory
    rows: pd.DataFrame
    model: access.Access | None

    @property
    def travel(self) -> str:
        """What tells texts made of one set of travel times from those of another."""
        return "none" if self.model is None else f"there {self.model.source.state}"

    def of(self, key: str) -> pd.DataFrame:
        """The figure rows of one indicator."""
        return self.rows[self.rows["indicator"] == key]

    def own(self, key: str) -> dict | None:
        """The territory's row of an indicator, when it has a value."""
        rows = self.of(key)
        found = rows[rows["role"] == Role.TERRITORY.value].to_dict("records")
        return found[-1] if found and is_known(found[-1]["value"]) else None

    def ours(self, profession: str) -> OurValue | None:
        """Our value beside the published APL; None as long as there is no model, or where nobody's need is published."""
        if self.model is None:
            return None
        model = self.model
        found = cache.of_territory(f"our {profession} {self.travel}", self.territory,
                                   lambda: OurValue(our_mean(model, self.territory, profession),
                                                    model.calibration(profession).mean_ours))
        return found if is_known(found.here) else None

    @functools.cached_property
    def near(self) -> pd.DataFrame:
        """Minutes to the nearest of each service and inhabitants beyond (``access.near_table``), by service."""
        assert self.model is not None
        model = self.model
        return cache.of_territory(f"near table {self.travel}", self.territory,
                                  lambda: access.near_table(model, self.territory.members).set_index("service"))


def read(territory: Territory, model: access.Access | None) -> AccessView:
    """The figures of a territory, with the model when it is there; without like territories where nobody lives."""
    try:
        rows = cache.figures(territory, KEYS, likes=True)
    except TerritoryError:
        rows = cache.figures(territory, KEYS)
    return AccessView(territory, rows, model)


def indicator(key: str) -> Indicator:
    """The record of an indicator."""
    return registry()[key]


def by_code(model: access.Access, values: np.ndarray, weights: np.ndarray, codes: Sequence[str]) -> np.ndarray:
    """The model's value of each commune (NaN: none); of a city with arrondissements, the mean of theirs by ``weights``."""
    positions = model.country.positions
    found = values[[positions.get(code, 0) for code in codes]].astype(float)
    for place, code in enumerate(codes):
        if code in positions:
            continue
        rows = model.rows([code])
        rows = rows[np.isfinite(values[rows]) & (weights[rows] > 0)]
        found[place] = np.average(values[rows], weights=weights[rows]) if len(rows) else np.nan
    return found


def our_mean(model: access.Access, territory: Territory, profession: str) -> float:
    """Our value of the territory, by standardised population; NaN where nobody's need is published."""
    made, rows = model.profession(profession), model.rows(territory.members)
    kept = rows[np.isfinite(made.ours[rows]) & (made.weights[rows] > 0)]
    return float(np.average(made.ours[kept], weights=made.weights[kept])) if len(kept) else float("nan")
