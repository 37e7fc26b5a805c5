"""What the screen of a pathway shows, read and counted at once; no widget here."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping

import numpy as np
import pandas as pd

from cpts_analytics import figures
from cpts_analytics.diagnosis.nearest import minutes_to_nearest
from cpts_analytics.diagnosis.pathways import Link, Pathway
from cpts_analytics.model import Role, Status, Territory
from cpts_analytics.territory import MOST_COMMUNES, encode
from cpts_analytics.ui import assets, cache
from cpts_analytics.ui.map_area import TERRITORY, DrawnArea, drawn_area
from cpts_analytics.views.numbers import is_known

_BESIDE = (Role.REST, Role.FRANCE)


@dataclasses.dataclass(frozen=True)
class Missing:
    """The communes of a territory in one case: names, most inhabited first, inhabitants, patients to expect (None: unknown,
    or under 11)."""

    codes: tuple[str, ...]
    names: tuple[str, ...]
    inhabitants: float
    patients: float | None
    few_patients: bool = False


@dataclasses.dataclass(frozen=True, eq=False)
class LinkView:
    """One link of the chain here. ``minutes`` (NaN across the sea) and ``has`` (a place): one for each commune drawn."""

    link: Link
    reach: int
    places: float | None
    patients_per_place: float | None
    beside: Mapping[str, float]  # name of an area to compare to → patients per place there
    communes_with: int
    minutes: np.ndarray
    has: np.ndarray
    beyond: Missing  # nothing in the commune, nor within the reach
    overseas: Missing  # nothing on their land

    @property
    def is_missing(self) -> np.ndarray:
        """bool for each commune drawn: nothing in it nor within the reach, or nothing on its land.

        A commune that has a place does not lack one, however long an estimated trip within a vast commune is.
        """
        return ~(self.has | (self.minutes <= self.reach))


@dataclasses.dataclass(frozen=True, eq=False)
class PathwayView:
    """The whole screen. ``area``: the communes drawn, of the territory and around; ``at``: the row in them of each member."""

    territory: Territory
    pathway: Pathway
    rows: pd.DataFrame  # figure rows of the pathway's indicators
    area: DrawnArea
    at: np.ndarray
    links: tuple[LinkView, ...]
    inhabitants: np.ndarray  # by member
    patients: Mapping[str, dict]  # member → figure row of the estimate, as a commune's is shown
    lacking: Missing  # communes with at least one link missing

    def own(self, key: str) -> dict | None:
        """The territory's row of an indicator."""
        found = self.rows[(self.rows["indicator"] == key) & (self.rows["role"] == Role.TERRITORY)].to_dict("records")
        return found[-1] if found else None

    @property
    def missing_links(self) -> np.ndarray:
        """How many links miss, for each commune drawn."""
        return np.sum([one.is_missing for one in self.links], axis=0)


def read(territory: Territory, pathway: Pathway, reaches: Mapping[str, int]) -> PathwayView:
    """The screen of a pathway with these reaches (minutes, by key of link); kept for the next run."""
    told = ".".join(str(reaches[link.key]) for link in pathway.links)
    return cache.of_territory(f"pathway {pathway.key} {told}", territory, lambda: _Reader.of(territory, pathway).view(reaches))


def _times(territory: Territory, pathway: Pathway) -> tuple[DrawnArea, dict[str, np.ndarray]]:
    """What is drawn, and the minutes from each commune of it to the nearest place of each link."""
    geography = cache.geography()
    area = drawn_area(territory, TERRITORY, geography, assets.DATA_FOLDER)
    return area, {link.key: minutes_to_nearest(area.codes, cache.offering(link.counts), geography) for link in pathway.links}


@dataclasses.dataclass(frozen=True, eq=False)
class _Reader:
    """``people``: inhabitants of each member; ``at``: its row among what is drawn."""

    territory: Territory
    pathway: Pathway
    rows: pd.DataFrame
    area: DrawnArea
    times: Mapping[str, np.ndarray]
    people: np.ndarray
    at: np.ndarray

    @classmethod
    def of(cls, territory: Territory, pathway: Pathway) -> _Reader:
        geography = cache.geography()
        area, times = cache.of_territory(f"times {pathway.key}", territory, lambda: _times(territory, pathway))
        people = np.nan_to_num(geography.column("population")[geography.rows(territory.members)])
        at = pd.Index(area.codes).get_indexer(pd.Index(territory.members))
        return cls(territory, pathway, cache.figures(territory, pathway.keys), area, times, people, at)

    def view(self, reaches: Mapping[str, int]) -> PathwayView:
        links = tuple(self._link(link, reaches[link.key]) for link in self.pathway.links)
        lacks = np.any([one.is_missing[self.at] for one in links], axis=0)
        parts = cache.parts(self.territory, (self.pathway.estimate,))
        return PathwayView(territory=self.territory, pathway=self.pathway, rows=self.rows, area=self.area, at=self.at,
                           links=links, inhabitants=self.people, lacking=self._missing(lacks),
                           patients={str(row["area"]): row for row in parts.to_dict("records")})

    def _link(self, link: Link, reach: int) -> LinkView:
        rows = self.rows[self.rows["value"].notna()]
        areas = ["role", "area_name"]
        places = rows[rows["indicator"].isin(link.counts)].groupby(areas, sort=False)["value"].sum()
        patients = rows[rows["indicator"] == self.pathway.estimate].groupby(areas, sort=False)["value"].sum()
        ratios = (patients / places.where(places > 0)).dropna()
        minutes = self.times[link.key]
        has = self._has(link)
        here = minutes[self.at]
        return LinkView(link=link, reach=reach, minutes=minutes, has=has, communes_with=int(has[self.at].sum()),
                        places=_of_territory(places), patients_per_place=_of_territory(ratios),
                        beside={str(name): float(value) for (role, name), value in ratios.items() if role in _BESIDE},
                        beyond=self._missing((here > reach) & ~has[self.at]), overseas=self._missing(np.isnan(here)))

    def _has(self, link: Link) -> np.ndarray:
        """bool for each commune drawn: it has a place; Paris, Lyon and Marseille by their arrondissements."""
        geography, offered = cache.geography(), cache.offering(link.counts)
        parents = geography.column("parent_code")[geography.rows(offered)]
        found = set(offered).union(parents)
        return np.array([code in found for code in self.area.codes], dtype=bool)

    def _missing(self, chosen: np.ndarray) -> Missing:
        """``chosen``: bool for each member."""
        here = np.flatnonzero(chosen)
        here = here[np.argsort(-self.people[here], kind="stable")]
        geography = cache.geography()
        codes = tuple(self.territory.members[place] for place in here)
        names = tuple(str(name) for name in geography.column("name")[geography.rows(codes)])
        patients, few = self._patients(tuple(sorted(codes)))
        return Missing(codes, names, float(self.people[here].sum()), patients, few)

    def _patients(self, codes: tuple[str, ...]) -> tuple[float | None, bool]:
        """Patients to expect among these communes together, and whether they are too few to be told."""
        if not codes:
            return 0.0, False
        group = self.territory
        if codes != group.members:
            spec = encode(codes) if len(codes) <= MOST_COMMUNES else "communes"
            group = Territory(name=group.name, members=codes, spec=spec, valid_from=group.valid_from)
        rows = figures.table(cache.store(), group, figures.Question(keys=(self.pathway.estimate,)))
        own = rows[rows["role"] == Role.TERRITORY].to_dict("records")
        if not own:
            return None, False
        value = own[-1]["value"]
        return (float(value) if is_known(value) else None), own[-1]["status"] == Status.SUPPRESSED


def _of_territory(values: pd.Series) -> float | None:
    return next((float(value) for (role, _), value in values.items() if role == Role.TERRITORY), None)  # type: ignore[misc]
