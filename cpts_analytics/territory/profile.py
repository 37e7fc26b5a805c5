"""What is said of a territory before any figure: inhabitants, size class of the ACI, départements, EPCI, extent."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable

import numpy as np

from cpts_analytics.model import Level, Territory
from cpts_analytics.territory.contiguity import apart
from cpts_analytics.territory.geography import Geography

SIZE_THRESHOLDS = (40_000, 80_000, 175_000)
"""Inhabitants from which a CPTS is of size 2, 3 and 4 (ACI of 20 June 2019). A territory exactly on a
threshold is counted in the class above; the text leaves 80,000 and 175,000 open: to be checked with the CPAM."""

SIZE_SOURCE = "Accord conventionnel interprofessionnel du 20 juin 2019, classes de taille des CPTS"


@dataclasses.dataclass(frozen=True, kw_only=True)
class SizeClass:
    """Size class 1 to 4, and how far the thresholds around it are (inhabitants)."""

    number: int
    above_lower: int | None  # inhabitants more than the threshold below; None in class 1
    below_upper: int | None  # inhabitants missing to reach the next class; None in class 4

    @property
    def nearest(self) -> int:
        """Distance to the nearest threshold (inhabitants)."""
        return min(distance for distance in (self.above_lower, self.below_upper) if distance is not None)


@dataclasses.dataclass(frozen=True, kw_only=True)
class Part:
    """A département or EPCI that the territory reaches into."""

    level: Level
    code: str
    name: str
    communes: int  # of the territory, in it
    communes_total: int  # of the whole area
    population: float  # of the territory, in it
    share_of_territory_pct: float  # of the territory's inhabitants
    share_of_area_pct: float  # of the area's inhabitants


@dataclasses.dataclass(frozen=True, kw_only=True)
class Profile:
    """Numbers of one territory."""

    population: float
    population_years: tuple[int, ...]  # more than one with Mayotte
    communes: int  # communes and arrondissements
    area_km2: float
    size: SizeClass
    departements: tuple[Part, ...]  # most inhabitants first
    epcis: tuple[Part, ...]
    bounds: tuple[float, float, float, float]  # west, south, east, north of the members' inner points (degrees)
    apart: tuple[str, ...]  # members that do not touch the main piece


def profile(territory: Territory, geography: Geography) -> Profile:
    """The numbers of a territory. Raises UnknownAreaError when a member is not a commune of today."""
    rows = geography.rows(territory.members)
    population = geography.population(territory.members)
    lon, lat = geography.column("lon")[rows], geography.column("lat")[rows]
    years = {int(year) for year in geography.column("population_year")[rows]}
    return Profile(population=population, population_years=tuple(sorted(years)), communes=len(rows),
                   area_km2=float(np.nansum(geography.column("area_km2")[rows])), size=size_class(population),
                   departements=parts(territory.members, Level.DEPARTEMENT, geography),
                   epcis=parts(territory.members, Level.EPCI, geography),
                   bounds=(float(lon.min()), float(lat.min()), float(lon.max()), float(lat.max())),
                   apart=apart(territory.members, geography))


def size_class(population: float) -> SizeClass:
    """Lecture: 59,000 inhabitants are size 2, 19,000 above the threshold below, 21,000 short of the next."""
    inhabitants = round(population)
    number = 1 + sum(inhabitants >= threshold for threshold in SIZE_THRESHOLDS)
    below = SIZE_THRESHOLDS[number - 2] if number > 1 else None
    above = SIZE_THRESHOLDS[number - 1] if number <= len(SIZE_THRESHOLDS) else None
    return SizeClass(number=number, above_lower=None if below is None else inhabitants - below,
                     below_upper=None if above is None else above - inhabitants)


def parts(codes: Iterable[str], level: Level, geography: Geography) -> tuple[Part, ...]:
    """The areas of a level that the codes reach into, with their shares of inhabitants; most inhabitants first.

    Communes that belong to no area of the level (islands without EPCI) are in none of the parts.
    """
    members = sorted(set(codes))
    total = geography.population(members)
    inside: dict[str, list[str]] = {}
    column = geography.column(f"{level.value}_code")
    for code, row in zip(members, geography.rows(members), strict=True):
        if column[row]:
            inside.setdefault(column[row], []).append(code)
    found = []
    for code, communes in inside.items():
        area, here = geography.area(level, code), geography.population(communes)
        found.append(Part(level=level, code=code, name=area.name, communes=len(communes),
                          communes_total=area.communes_count, population=here,
                          share_of_territory_pct=100 * here / total if total else float("nan"),
                          share_of_area_pct=100 * here / area.population if area.population else float("nan")))
    return tuple(sorted(found, key=lambda part: (-part.population, part.code)))


def rest_of(territory: Territory, departement: str, geography: Geography) -> tuple[str, ...]:
    """Communes of a département that are not the territory's; empty when it covers all of it.

    A commune of which the territory holds some arrondissements is replaced by its other arrondissements.
    """
    members = set(territory.members)
    rest: list[str] = []
    for code in geography.communes_of(Level.DEPARTEMENT, departement):
        quarters = geography.arrondissements_of(code)
        if members.intersection(quarters):
            rest.extend(quarter for quarter in quarters if quarter not in members)
        elif code not in members:
            rest.append(code)
    return tuple(sorted(rest))
