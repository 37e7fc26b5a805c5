"""What the screen of a pathway shows, read and counted at once; no widget here."""

from __future__ import annotations

import dataclasses
import functools
from collections.abc import Mapping

import numpy as np
import pandas as pd

from cpts_analytics import access
from cpts_analytics.diagnosis.pathways import Link, Pathway
from cpts_analytics.disclosure import SMALLEST_SHOWN
from cpts_analytics.model import Role, Territory
from cpts_analytics.ui import cache, class_map
from cpts_analytics.ui.map_area import DrawnArea
from cpts_analytics.ui.pathway_times import Times, times

_BESIDE = (Role.REST, Role.FRANCE)


@dataclasses.dataclass(frozen=True)
class Missing:
    """The communes of a territory in one case: names, most inhabited first, inhabitants, patients to expect (None: unknown,
    or under 11); ``why``: what keeps them from any place, each cause once, where that is the case."""

    codes: tuple[str, ...]
    names: tuple[str, ...]
    inhabitants: float
    patients: float | None
    few_patients: bool = False
    why: tuple[str, ...] = ()


@dataclasses.dataclass(frozen=True, eq=False)
class LinkView:
    """One link of the chain here. ``times`` and ``has`` (a place): one for each commune drawn; no ``times`` while they are
    being made, and then no commune in any of the three cases."""

    link: Link
    reach: int
    places: float | None
    patients_per_place: float | None
    beside: Mapping[str, float]  # name of an area to compare to → patients per place there
    communes_with: int
    times: Times | None
    has: np.ndarray
    beyond: Missing  # nothing in the commune, nor within the reach at either setting
    perhaps: Missing  # nothing in the commune, and beyond the reach at the slow setting alone
    cut_off: Missing  # nothing in the commune, and no way to any place: ``why`` says what lies between

    @functools.cached_property
    def is_missing(self) -> np.ndarray:
        """bool for each commune drawn: nothing in it nor within the reach at the fast setting, or nothing on its land.

        A commune that has a place does not lack one, however long an estimated trip within a vast commune is.
        """
        return is_missing(self.times, self.has, self.reach)

    @functools.cached_property
    def is_uncertain(self) -> np.ndarray:
        """bool for each commune drawn: missing at the slow setting, not at the fast one."""
        return is_uncertain(self.times, self.has, self.reach)


def is_missing(found: Times | None, has: np.ndarray, reach: int) -> np.ndarray:
    """bool by commune: it has no place, and even the fast time is beyond the reach, or there is none to compute."""
    return np.zeros_like(has) if found is None else ~(has | (found.fast <= reach))


def is_uncertain(found: Times | None, has: np.ndarray, reach: int) -> np.ndarray:
    """bool by commune: it has no place, and only the slow time is beyond the reach."""
    return np.zeros_like(has) if found is None else ~has & (found.fast <= reach) & (found.slow > reach)


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
    perhaps: Missing  # communes with none missing for sure, and at least one at the slow setting
    source: access.TravelSource | None  # of the times; None while they are being made

    @property
    def told(self) -> str:
        """What the view depends on besides the territory and the data."""
        reaches = ".".join(str(one.reach) for one in self.links)
        times = f"{self.source.kind} {self.source.state}" if self.source else "waiting"
        return f"{self.pathway.key} {reaches} {times}"

    def own(self, key: str) -> dict | None:
        """The territory's row of an indicator."""
        found = self.rows[(self.rows["indicator"] == key) & (self.rows["role"] == Role.TERRITORY)].to_dict("records")
        return found[-1] if found else None

    @property
    def missing_links(self) -> np.ndarray:
        """How many links miss, for each commune drawn."""
        return np.sum([one.is_missing for one in self.links], axis=0)


def read(territory: Territory, pathway: Pathway, reaches: Mapping[str, int], model: access.Access | None) -> PathwayView:
    """The screen of a pathway with these reaches (minutes, by key of link); kept for the next run.

    Without a ``model`` (its travel times are being made), everything that needs no minutes.
    """
    told = ".".join(str(reaches[link.key]) for link in pathway.links)
    return cache.of_territory(f"pathway {pathway.key} {told} {_timed(model)}", territory,
                              lambda: _Reader.of(territory, pathway, model).view(reaches))


def _timed(model: access.Access | None) -> str:
    """Tells one set of travel times from another, for what is made of them and kept."""
    return f"{model.source.kind} {model.source.state}" if model else "waiting"


def _links(territory: Territory, pathway: Pathway, model: access.Access | None) -> tuple[DrawnArea, dict, dict]:
    """What is drawn; for each link, which communes of it have a place, and the minutes to the nearest one."""
    area = class_map.area_of(territory)
    has = {link.key: _has(link, area.codes) for link in pathway.links}
    return area, has, {link.key: times(model, link.counts, area.codes) if model else None for link in pathway.links}


def _has(link: Link, codes: tuple[str, ...]) -> np.ndarray:
    """bool for each of the codes: it has a place (Paris, Lyon and Marseille have their own count)."""
    return cache.local_counts(link.counts).reindex(list(codes)).to_numpy(float) > 0


@dataclasses.dataclass(frozen=True, eq=False)
class _Reader:
    """``people``: inhabitants of each member; ``expected``: its patients, unrounded (NaN: not estimated)."""

    territory: Territory
    pathway: Pathway
    rows: pd.DataFrame
    area: DrawnArea
    has: Mapping[str, np.ndarray]
    times: Mapping[str, Times | None]
    people: np.ndarray
    expected: np.ndarray
    at: np.ndarray  # row of each member among what is drawn
    source: access.TravelSource | None

    @classmethod
    def of(cls, territory: Territory, pathway: Pathway, model: access.Access | None) -> _Reader:
        geography, members = cache.geography(), territory.members
        area, has, found = cache.of_territory(f"links {pathway.key} {_timed(model)}", territory,
                                              lambda: _links(territory, pathway, model))
        return cls(territory=territory, pathway=pathway, rows=cache.figures(territory, pathway.keys), area=area, has=has,
                   times=found, people=np.nan_to_num(geography.column("population")[geography.rows(members)]),
                   expected=cache.local_counts((pathway.estimate,)).reindex(list(members)).to_numpy(float),
                   at=pd.Index(area.codes).get_indexer(pd.Index(members)), source=model.source if model else None)

    def view(self, reaches: Mapping[str, int]) -> PathwayView:
        links = tuple(self._link(link, reaches[link.key]) for link in self.pathway.links)
        lacks, unsure = (np.any([bools[self.at] for bools in of_links], axis=0) for of_links in
                         ([one.is_missing for one in links], [one.is_uncertain for one in links]))
        parts = cache.parts(self.territory, (self.pathway.estimate,))
        return PathwayView(territory=self.territory, pathway=self.pathway, rows=self.rows, area=self.area, at=self.at,
                           links=links, inhabitants=self.people, lacking=self._missing(lacks),
                           perhaps=self._missing(unsure & ~lacks), source=self.source,
                           patients={str(row["area"]): row for row in parts.to_dict("records")})

    def _link(self, link: Link, reach: int) -> LinkView:
        rows = self.rows[self.rows["value"].notna()]
        areas = ["role", "area_name"]
        places = rows[rows["indicator"].isin(link.counts)].groupby(areas, sort=False)["value"].sum()
        patients = rows[rows["indicator"] == self.pathway.estimate].groupby(areas, sort=False)["value"].sum()
        ratios = (patients / places.where(places > 0)).dropna()
        found, has = self.times[link.key], self.has[link.key]
        misses, unsure = (bools[self.at] for bools in (is_missing(found, has, reach), is_uncertain(found, has, reach)))
        known = np.zeros_like(misses) if found is None else ~np.isnan(found.fast[self.at])
        why = None if found is None else found.why[self.at]
        return LinkView(link=link, reach=reach, times=found, has=has, communes_with=int(has[self.at].sum()),
                        places=_of_territory(places), patients_per_place=_of_territory(ratios),
                        beside={str(name): float(value) for (role, name), value in ratios.items() if role in _BESIDE},
                        beyond=self._missing(misses & known), perhaps=self._missing(unsure),
                        cut_off=self._missing(misses & ~known, why))

    def _missing(self, chosen: np.ndarray, why: np.ndarray | None = None) -> Missing:
        """``chosen``: bool for each member; ``why``: text for each member."""
        here = np.flatnonzero(chosen)
        here = here[np.argsort(-self.people[here], kind="stable")]
        geography = cache.geography()
        codes = tuple(self.territory.members[place] for place in here)
        names = tuple(str(name) for name in geography.column("name")[geography.rows(codes)])
        return Missing(codes, names, float(self.people[here].sum()), *_patients(self.expected[here]),
                       why=() if why is None else tuple(dict.fromkeys(why[here])))


def _patients(expected: np.ndarray) -> tuple[float | None, bool]:
    """Patients to expect in communes together (None: estimated in none, or under 11), and whether they are too few to tell."""
    if len(expected) and np.isnan(expected).all():
        return None, False
    total = float(np.nansum(expected))
    few = 0 < total < SMALLEST_SHOWN
    return (None if few else total), few


def _of_territory(values: pd.Series) -> float | None:
    return next((float(value) for (role, _), value in values.items() if role == Role.TERRITORY), None)  # type: ignore[misc]
