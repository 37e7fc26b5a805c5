"""What the screen « Prévention et crise » shows, at the level where it is published: one département, its région."""

from __future__ import annotations

import dataclasses
import re

import pandas as pd

from cpts_analytics.figures.query import ALL_PERIODS
from cpts_analytics.indicators import of_theme
from cpts_analytics.model import Indicator, Level, Role, Territory
from cpts_analytics.territory.geography import Area
from cpts_analytics.ui import cache
from cpts_analytics.views.numbers import is_known

AGES = "population_by_age_sex"
PEOPLE = {"vaccination_flu_65_plus": (65, 200), "vaccination_flu_65_74": (65, 75), "vaccination_flu_75_plus": (75, 200),
          "vaccination_covid_65_plus": (65, 200)}
"""Coverages whose public is an age of the published population: from, to (years)."""


def coverages() -> tuple[Indicator, ...]:
    """Every indicator of prevention, vaccinations first."""
    return tuple(sorted(of_theme("prevention"), key=lambda item: not item.key.startswith("vaccination")))


def curves() -> tuple[Indicator, ...]:
    """Every weekly curve."""
    return of_theme("crisis")


@dataclasses.dataclass(frozen=True, eq=False)
class Prevention:
    """``rows``: figure rows of the département (in the role of the territory) and of its région, every period."""

    territory: Territory
    departement: Area
    region: Area
    rows: pd.DataFrame
    weekly: pd.DataFrame  # the same of the région's curves
    by_age: dict[int, float]  # first year of a band of five → people of the département

    @property
    def key(self) -> str:
        return self.departement.code

    def of(self, key: str) -> pd.DataFrame:
        return self.rows[self.rows["indicator"] == key]

    def latest(self, key: str, role: Role = Role.TERRITORY) -> dict | None:
        """The département's (or région's) last valued row of an indicator."""
        mine = self.of(key)
        mine = mine[(mine["role"] == role) & mine["value"].notna()].sort_values("period")
        return mine.iloc[-1].to_dict() if len(mine) else None

    def people(self, key: str) -> float | None:
        """People of the département whom a coverage is about; None where their number is not held."""
        if key not in PEOPLE or not self.by_age:
            return None
        first, last = PEOPLE[key]
        return sum(count for age, count in self.by_age.items() if first <= age < last)

    def gap(self, item: Indicator) -> float | None:
        """Points from the objective (negative: below it); None without an objective or a value."""
        own = self.latest(item.key)
        return None if own is None or item.threshold is None else float(own["value"]) - item.threshold

    def people_missing(self, item: Indicator) -> float | None:
        """How many more people would be vaccinated at the objective; None where it cannot be said, 0 once it is met."""
        gap, people = self.gap(item), self.people(item.key)
        return None if gap is None or people is None else max(0.0, -gap) * people / 100


def departements(territory: Territory) -> dict[str, str]:
    """Code → name of the départements of a territory, the most inhabited part first."""
    return {part.code: part.name for part in cache.profile(territory).departements}


def read(territory: Territory, departement: str) -> Prevention:
    """The screen for one of the territory's départements; kept for the next run."""
    return cache.of_territory(f"prevention {departement}", territory, lambda: _read(territory, departement))


def _read(territory: Territory, code: str) -> Prevention:
    geography = cache.geography()
    inside = geography.communes.loc[geography.communes["departement_code"] == code, "region_code"]
    departement, region = geography.area(Level.DEPARTEMENT, code), geography.area(Level.REGION, str(inside.iloc[0]))
    rows = cache.figures(territory, tuple(item.key for item in coverages()), ALL_PERIODS)
    weekly = cache.figures(territory, tuple(item.key for item in curves()), ALL_PERIODS)
    ages = cache.figures(territory, (AGES,))
    ages = ages[(ages["role"] == Role.DEPARTEMENT) & (ages["area"] == code) & ages["value"].notna()]
    by_age: dict[int, float] = {}
    for breakdown, value in zip(ages["breakdown"], ages["value"], strict=True):
        found = re.search(r"age=(\d+)", str(breakdown))
        if found and is_known(value):
            by_age[int(found[1])] = by_age.get(int(found[1]), 0.0) + float(value)
    own = rows[(rows["role"] == Role.DEPARTEMENT) & (rows["area"] == code)].assign(role=Role.TERRITORY.value)
    beside = rows[(rows["role"] == Role.REGION) & (rows["area"] == region.code)].assign(role=Role.REGION.value)
    told = weekly[(weekly["role"] == Role.REGION) & (weekly["area"] == region.code)].assign(role=Role.TERRITORY.value)
    return Prevention(territory, departement, region, pd.concat([own, beside], ignore_index=True),
                      told.reset_index(drop=True), by_age)
