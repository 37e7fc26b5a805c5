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

from cpts_analytics.access.calibration import Calibration, Miss, calibrate
from cpts_analytics.access.catchment import Catchment, weights
from cpts_analytics.access.country import Country, ScenarioError
from cpts_analytics.access.nearest import nearest_minutes
from cpts_analytics.access.pairs import Pairs, trips
from cpts_analytics.access.pairs_file import ensure_pairs, load_country
from cpts_analytics.access.parameters import Decay, Setting, parameters
from cpts_analytics.access.services import SERVICES, Service
from cpts_analytics.access.travel import TravelSource, source_of
from cpts_analytics.store import Store

Made = TypeVar("Made")

MOST_MISSES = 12


@dataclasses.dataclass(frozen=True, kw_only=True, eq=False)
class Profession:
    """One profession everywhere, arrays by row of the country.

    ``ours``: our value in the published unit; ``published``: the APL, NaN where there is none; ``weights``: standardised
    population; ``posts``: places of practice brought to the département's count of persons; ``per_post``: what one full-time
    professional adds to the supply (consultations a year; 100,000 for the others, whose unit is FTE for 100,000).
    """

    service: Service
    catchment: Catchment
    posts: np.ndarray
    places: np.ndarray
    per_post: float
    published: np.ndarray
    weights: np.ndarray
    year: str

    @functools.cached_property
    def ours(self) -> np.ndarray:
        return self.catchment.access(self.posts * self.per_post)


@dataclasses.dataclass(frozen=True, kw_only=True, eq=False)
class Access:
    """Country, pairs and figures of one state of the data. Thread-safe: it only ever adds to what it has computed."""

    country: Country
    pairs: Pairs
    figures: dict[str, np.ndarray]  # key → value by row (NaN: none)
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
        return self._once(("calibration", key), lambda: self._calibration(self.profession(key)))

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
        return Profession(service=found, catchment=catchment, posts=posts, places=places, per_post=per_post,
                          published=published, weights=np.nan_to_num(standardised), year=self.years[found.apl])

    def _weights(self, decay: Decay) -> sparse.csr_array:
        return self._once(("weights", decay), lambda: weights(trips(self.pairs, self.country, Setting.FAST, decay[-1][0]), decay))

    def _persons_per_place(self, found: Service, places: np.ndarray) -> np.ndarray:
        """Professionals of the CNAM for a place of the BPE, in the département of each row (France's where it has none)."""
        persons = self.headcounts[found.liberal]
        held = pd.Series(places).groupby(self.country.departements).sum()
        known = held[held.index.isin(list(persons)) & (held > 0)]
        rates = pd.Series(persons).reindex(known.index) / known
        everywhere = sum(persons[code] for code in known.index) / known.sum()
        return rates.reindex(self.country.departements).fillna(everywhere).to_numpy()

    def _calibration(self, found: Profession) -> Calibration:
        overall, by_class = calibrate(found.ours, found.published, found.weights, self.country.density)
        kept = np.isfinite(found.published) & (found.weights > 0)
        off = np.where(kept, np.abs(found.ours - found.published) * found.weights, 0.0)
        misses = tuple(Miss(code=str(self.codes[row]), name=str(self.country.names[row]), ours=float(found.ours[row]),
                            published=float(found.published[row])) for row in np.argsort(-off, kind="stable")[:MOST_MISSES])
        means = [float(np.average(values[kept], weights=found.weights[kept])) for values in (found.ours, found.published)]
        return Calibration(service=found.service.key, label=found.service.label, unit=found.service.unit, year=found.year,
                           mean_ours=means[0], mean_published=means[1], overall=overall, by_class=by_class, misses=misses,
                           sources=parameters().sources)


def service(key: str) -> Service:
    """The service of this key. Raises ScenarioError."""
    if key not in SERVICES:
        raise ScenarioError(f"«\u00a0{key[:40]}\u00a0» n'est pas un service connu\u00a0: attendu {', '.join(SERVICES)}.")
    return SERVICES[key]


INHABITANTS = "share_below_2_5"
"""The published indicator whose denominator is the inhabitants that stand beside the APL."""

_OTHERS = ("population_75_plus", "diabetes_estimate", INHABITANTS)


def load(store: Store) -> Access:
    """The model of the figures of a store. Makes the table of pairs first when it is not there. Raises StoreError."""
    country = load_country(store)
    divided = [*(item.apl for item in SERVICES.values() if item.apl), "gp_over_65_share"]
    keys = [*(f"count_{key}" for key in SERVICES), *divided, *_OTHERS]
    rows = _latest(store, keys, ("commune", "arrondissement_municipal"))
    figures, denominators, years = {}, {}, {}
    for key in keys:
        mine = rows[rows["indicator"] == key].set_index("area")
        figures[key] = mine["numerator"].reindex(country.codes).to_numpy(float)
        denominators[key] = mine["denominator"].reindex(country.codes).to_numpy(float)
        if key in divided:
            figures[key] = np.divide(figures[key], denominators[key], out=np.full(len(figures[key]), np.nan),
                                     where=denominators[key] > 0)
        years[key] = str(mine["period"].iloc[0]) if len(mine) else ""
    persons = _latest(store, [item.liberal for item in SERVICES.values() if item.liberal], ("departement",))
    headcounts = {str(key): dict(zip(group["area"], group["numerator"], strict=True))
                  for key, group in persons.dropna(subset=["numerator"]).groupby("indicator")}
    pairs = ensure_pairs(store)
    return Access(country=country, pairs=pairs, figures=figures, denominators=denominators, headcounts=headcounts, years=years,
                  source=source_of(pairs), data_version=store.data_version)


def _latest(store: Store, keys: list[str], levels: tuple[str, ...]) -> pd.DataFrame:
    """Rows of the latest period of these indicators; the numbers of the series, given one by one, skip what need not be read."""
    series = store.small("series")
    series = series[series["is_latest"] & series["indicator"].isin(keys) & (series["breakdown"] == "")]
    numbers = series["series"].tolist()
    marks = ", ".join("?" * len(numbers)) if numbers else "NULL"
    rows = store.frame("SELECT f.series, p.area, f.numerator, f.denominator FROM figures_by_indicator f JOIN places p USING "
                       f"(place) WHERE f.series IN ({marks}) AND p.level IN (SELECT unnest(?))", [*numbers, list(levels)])
    return rows.merge(series[["series", "indicator", "period"]], on="series").astype({"area": object})
