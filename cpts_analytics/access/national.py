"""The model of all France: who is there, what there is, how far it is; made once, then asked by every screen.

    >>> model = access.load(store)
    >>> model.profession("gp").ours[model.rows(["38053"])]
"""

from __future__ import annotations

import dataclasses
import functools
from collections.abc import Callable, Iterable
from typing import TypeVar

import numpy as np
import pandas as pd
import scipy.sparse as sparse

from cpts_analytics.access.activity import activity_of
from cpts_analytics.access.calibration import Calibration, LeftOut, compare, compare_left_out
from cpts_analytics.access.catchment import Catchment, farthest, weights
from cpts_analytics.access.country import Country, ScenarioError
from cpts_analytics.access.nearest import nearest_minutes
from cpts_analytics.access.pairs import Pairs, trips
from cpts_analytics.access.parameters import Decay, Setting, parameters
from cpts_analytics.access.profession import Profession
from cpts_analytics.access.services import SERVICES, Service
from cpts_analytics.access.travel import TravelSource

Made = TypeVar("Made")

INHABITANTS = "share_below_2_5"
"""The published indicator whose denominator is the inhabitants that stand beside the APL."""


@dataclasses.dataclass(frozen=True, kw_only=True, eq=False)
class Access:
    """Country, pairs and figures of one state of the data. Thread-safe: it only ever adds to what it has computed."""

    country: Country
    pairs: Pairs
    figures: dict[str, np.ndarray]  # key (``before_key(key)``: of the year before) → value by row (NaN: none)
    denominators: dict[str, np.ndarray]
    headcounts: dict[str, dict[str, float]]  # CNAM key → département → professionals
    years: dict[str, str]
    source: TravelSource
    data_version: str
    made: dict[object, object] = dataclasses.field(default_factory=dict, repr=False)  # what was computed, by what it is

    @property
    def codes(self) -> np.ndarray:
        return self.country.codes

    @property
    def population(self) -> np.ndarray:
        return self.country.population

    @functools.cached_property
    def inhabitants(self) -> np.ndarray:
        """Inhabitants as the published indicators of the APL count them (those of Drees, with its APL), so that ours agree;
        the municipal population where there are none."""
        published = self.denominators.get(INHABITANTS)
        return self.population if published is None else np.where(np.isfinite(published), published, self.population)

    def rows(self, codes: Iterable[str]) -> np.ndarray:
        """Rows of communes; a city stands for its arrondissements. Raises ScenarioError for an unknown one."""
        return self.country.rows(codes)

    def places(self, key: str) -> np.ndarray:
        """Places of practice or establishments of the BPE by row."""
        return np.nan_to_num(self.figures[f"count_{service(key).key}"])

    def profession(self, key: str) -> Profession:
        """The model of one profession. Raises ScenarioError when it has no published APL."""
        found = service(key)
        if not found.is_profession:
            raise ScenarioError(f"Il n'y a pas d'APL pour «\u00a0{found.label}\u00a0»\u00a0: seuls les temps de trajet existent.")
        return self._once(("profession", key), lambda: self._profession(found))

    def calibration(self, key: str = "gp") -> Calibration:
        """How the model of a profession compares with the published APL of all communes."""
        return self._once(("calibration", key), lambda: compare(self.profession(key), self.country))

    def report(self, key: str = "gp") -> Calibration:
        """The calibration with its cross-validation: all that there is to say of the model of a profession."""
        return dataclasses.replace(self.calibration(key), left_out=self.cross_validation(key))

    def cross_validation(self, key: str = "gp") -> LeftOut | None:
        """How the model ranks communes that the inferred activity knows nothing of (half a second: the activity is
        inferred five times); None when there is no APL of the year before."""
        return self._once(("left out", key), lambda: compare_left_out(self.profession(key)))

    def minutes(self, key: str, setting: Setting) -> np.ndarray:
        """Minutes to the nearest place of a service; NaN when only the sea leads to one."""
        setting = Setting(setting)
        return self._once(("minutes", key, setting), lambda: self.minutes_to(self.places(key), setting))

    def minutes_to(self, places: np.ndarray, setting: Setting) -> np.ndarray:
        """The same to any places (n: how many each row has)."""
        return nearest_minutes(self.pairs, places, self.country, Setting(setting))

    def _once(self, key: object, make: Callable[[], Made]) -> Made:
        if key not in self.made:
            self.made[key] = make()
        return self.made[key]  # type: ignore[return-value]

    def _profession(self, found: Service) -> Profession:
        published, standardised = self.figures[found.apl], self.denominators[found.apl]
        both = np.isfinite(standardised) & (self.population > 0)
        ratio = standardised[both].sum() / self.population[both].sum()
        demand = np.where(np.isfinite(standardised), standardised, self.population * ratio)
        places = self.places(found.key)
        posts = places * self._persons_per_place(found, places)
        per_post = parameters().consultations_per_gp if found.key == "gp" else 100_000.0
        catchment = Catchment(self._weights(found.decay), demand, self.pairs.is_symmetric)
        before = self.figures.get(before_key(found.apl), np.full(len(published), np.nan))
        counted = np.nan_to_num(standardised)
        activity = activity_of(catchment, posts * per_post, before, counted, parameters().activity)
        return Profession(service=found, catchment=catchment, posts=posts, places=places, activity=activity, per_post=per_post,
                          published=published, before=before, weights=counted, year=self.years[found.apl],
                          year_before=self.years.get(before_key(found.apl), ""))

    def _weights(self, decay: Decay) -> sparse.csr_array:
        """The minutes of a routing engine are taken as they are, estimated ones as uncertain."""
        blur = parameters().blur if self.pairs.routed is None else None
        longest = min(farthest(decay, blur), parameters().pair_minutes)
        return self._once(("weights", decay),
                          lambda: weights(trips(self.pairs, self.country, Setting.FAST, longest), decay, blur))

    def _persons_per_place(self, found: Service, places: np.ndarray) -> np.ndarray:
        """Professionals of the CNAM for a place of the BPE, in the département of each row (France's where it has none)."""
        persons = self.headcounts[found.liberal]
        held = pd.Series(places).groupby(self.country.departements).sum()
        known = held[held.index.isin(list(persons)) & (held > 0)]
        rates = pd.Series(persons).reindex(known.index) / known
        everywhere = sum(persons[code] for code in known.index) / known.sum()
        return rates.reindex(self.country.departements).fillna(everywhere).to_numpy()


def service(key: str) -> Service:
    """The service of this key. Raises ScenarioError."""
    if key not in SERVICES:
        raise ScenarioError(f"«\u00a0{key[:40]}\u00a0» n'est pas un service connu\u00a0: attendu {', '.join(SERVICES)}.")
    return SERVICES[key]


def before_key(apl: str) -> str:
    """Where ``Access.figures`` and ``Access.years`` hold a published APL of the year before."""
    return f"{apl}@before"
