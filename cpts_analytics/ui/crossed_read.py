"""Needs and access crossed: values of two indicators for all communes, thirds, cells, list. No widget here."""

from __future__ import annotations

import dataclasses
import functools

import numpy as np
import pandas as pd

from cpts_analytics import access
from cpts_analytics.access import Crossing, Limits
from cpts_analytics.indicators import registry
from cpts_analytics.model import Indicator, Level, Polarity, Territory
from cpts_analytics.ui import cache, class_map
from cpts_analytics.ui.map_area import DrawnArea
from cpts_analytics.ui.map_choices import offered
from cpts_analytics.views.numbers import is_known

NEED, ACCESS = "diabetes_estimate_rate", "apl_gp"
NEED_THEMES, ACCESS_THEMES = ("needs", "population", "living_conditions", "prevention"), ("access", "supply")
FRANCE, AROUND = "france", "alentours"
MARKED = 6
"""The cell that the page speaks of: need high, access low."""


@dataclasses.dataclass(frozen=True)
class Pair:
    """The two indicators that are crossed, and whose thirds they are parted by (``FRANCE`` or ``AROUND``)."""

    need: Indicator
    access: Indicator
    thirds: str

    @property
    def low_access_is(self) -> str:
        """``high`` where more means worse access (minutes, inhabitants far from)."""
        return "high" if self.access.polarity is Polarity.LOWER_IS_FAVOURABLE else "low"

    @property
    def name(self) -> str:
        return f"crossed {self.need.key} {self.access.key} {self.thirds}"


@dataclasses.dataclass(frozen=True, eq=False)
class Crossed:
    """The pair here. ``need, access, population``: by commune drawn (``area.codes``); ``inside``: the territory's."""

    territory: Territory
    pair: Pair
    area: DrawnArea
    need: np.ndarray
    access: np.ndarray
    population: np.ndarray
    inside: np.ndarray
    limits: Limits

    @functools.cached_property
    def drawn(self) -> Crossing:
        """Every commune drawn."""
        return access.cross(self.access, self.need, self.population, self.limits, low_access_is=self.pair.low_access_is)

    @functools.cached_property
    def own(self) -> Crossing:
        """The territory's communes."""
        here = self.inside
        return access.cross(self.access[here], self.need[here], self.population[here], self.limits,
                            low_access_is=self.pair.low_access_is)

    @functools.cached_property
    def moved(self) -> pd.DataFrame:
        """What the territory's list becomes when one threshold moves by 10 % (``access.sensitivity``)."""
        here = self.inside
        return access.sensitivity(self.access[here], self.need[here], self.population[here], self.limits,
                                  low_access_is=self.pair.low_access_is)

    @functools.cached_property
    def codes(self) -> np.ndarray:
        """Codes of the territory's communes, as ``own`` has them."""
        return np.array(self.area.codes)[self.inside]

    @property
    def listed(self) -> int:
        """How many communes of the territory have high need and low access."""
        return int(self.own.listed.sum())

    @property
    def listed_inhabitants(self) -> float:
        return float(self.own.inhabitants[2, 0])


@functools.cache
def needs() -> dict[str, str]:
    """Key → words of every need that has a value in communes; more of it is more need. Shares before counts."""
    return _offered(NEED_THEMES, lambda one: one.polarity is not Polarity.HIGHER_IS_FAVOURABLE)


@functools.cache
def accesses() -> dict[str, str]:
    """Key → words of every indicator of access or offer that has a value in communes and says which side is better."""
    sides = (Polarity.HIGHER_IS_FAVOURABLE, Polarity.LOWER_IS_FAVOURABLE)
    return _offered(ACCESS_THEMES, lambda one: one.polarity in sides)


def _offered(themes: tuple[str, ...], wanted: object) -> dict[str, str]:
    known = registry()
    found = {key: words for theme in themes for key, words in offered().items()
             if known[key].theme == theme and wanted(known[key])}  # type: ignore[operator]
    return found


def read(territory: Territory, pair: Pair) -> Crossed:
    """The pair in this territory, kept for the next run. Raises ScenarioError when one of the two is known nowhere."""
    return cache.of_territory(pair.name, territory, lambda: _read(territory, pair))


def _read(territory: Territory, pair: Pair) -> Crossed:
    geography, area = cache.geography(), class_map.area_of(territory)
    need, reach = (_values(one.key) for one in (pair.need, pair.access))
    people = np.nan_to_num(geography.column("population").astype(float))
    at = geography.communes.index.get_indexer(pd.Index(area.codes))
    inside = np.isin(np.array(area.codes), _members(territory))
    level = geography.column("level")
    if pair.thirds == FRANCE:
        whole = _once(level, geography.column("parent_code"), geography.codes)
    else:
        whole = np.zeros(len(level), dtype=bool)
        whole[at] = True
    limits = access.thirds(reach[whole], need[whole], people[whole])
    return Crossed(territory, pair, area, need[at], reach[at], people[at], inside, limits)


def _values(key: str) -> np.ndarray:
    """One value by row of the geography (NaN: none)."""
    rows = cache.map_values(key)
    found = np.full(len(cache.geography().codes), np.nan)
    at = cache.geography().communes.index.get_indexer(pd.Index(rows["area"]))
    found[at] = [float(value) if is_known(value) else np.nan for value in rows["value"]]
    return found


def _once(level: np.ndarray, parent: np.ndarray, codes: np.ndarray) -> np.ndarray:
    """bool by row: every inhabitant once, Paris, Lyon and Marseille by their arrondissements."""
    cities = set(parent[level == Level.ARRONDISSEMENT_MUNICIPAL.value])
    return ~np.isin(codes, list(cities))


def _members(territory: Territory) -> np.ndarray:
    return np.array(territory.members)
