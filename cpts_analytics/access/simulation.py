"""Published APL of the year + simulated change, per commune and for the territory; or minutes before and after."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable

import numpy as np
import pandas as pd

from cpts_analytics.access.country import ScenarioError
from cpts_analytics.access.national import Access, service
from cpts_analytics.access.parameters import Setting
from cpts_analytics.access.profession import Profession
from cpts_analytics.access.scenario import Scenario
from cpts_analytics.access.services import SERVICES, Service
from cpts_analytics.access.supply import Present, added_fte, checked, moves

MARGIN = 0.10
"""The threshold is shown with this share above and below."""
_NOTHING = 1e-9


@dataclasses.dataclass(frozen=True, kw_only=True, eq=False)
class AplOutcome:
    """One profession under a scenario. Arrays by row of the country, in the published unit.

    ``before``: the published APL (NaN: not published); ``change``: simulated; ``lower, upper``: range of the change, from the
    residuals of the calibration without inferred activity in the density class of each commune (two inhabitants out of
    three). ``spearman``: rank correlation of our model with the published APL; ``uncalibrated``: without inferred activity.
    ``members``: rows of the territory. ``fte``: row → full-time equivalents added or taken.
    """

    service: Service
    year: str
    before: np.ndarray
    change: np.ndarray
    lower: np.ndarray
    upper: np.ndarray
    weights: np.ndarray
    members: np.ndarray
    fte: dict[int, float]
    spearman: float
    uncalibrated: float

    @property
    def threshold(self) -> float | None:
        return self.service.threshold

    @property
    def after(self) -> np.ndarray:
        return np.maximum(self.before + self.change, 0.0)


@dataclasses.dataclass(frozen=True, kw_only=True, eq=False)
class MinutesOutcome:
    """Minutes to the nearest place before and after, by setting; arrays by row (inf: beyond reach; NaN: across the sea)."""

    service: Service
    before: dict[Setting, np.ndarray]
    after: dict[Setting, np.ndarray]
    members: np.ndarray
    rows: tuple[int, ...]  # where something opens or closes

    def change(self, setting: Setting) -> np.ndarray:
        """Minutes more (NaN where one of the two does not exist)."""
        before, after = self.before[setting], self.after[setting]
        with np.errstate(invalid="ignore"):
            return np.where(before == after, 0.0, after - before)


@dataclasses.dataclass(frozen=True, kw_only=True, eq=False)
class Outcome:
    """What a scenario does: one result a service, APL for professions, minutes for every service it touches."""

    scenario: Scenario
    apl: dict[str, AplOutcome]
    minutes: dict[str, MinutesOutcome]


def simulate(model: Access, scenario: Scenario, members: Iterable[str]) -> Outcome:
    """The scenario on the territory of these communes. Raises ScenarioError; nothing is kept either way."""
    rows = model.rows(members)
    if not len(rows):
        raise ScenarioError("Le territoire n'a aucune commune.")
    checked(scenario, model.country, {key: model.places(key) for key in scenario.services})
    apl = {key: simulate_apl(model, model.profession(key), scenario, rows)
           for key in scenario.services if SERVICES[key].is_profession}
    minutes = {key: _minutes(model, key, scenario, rows) for key in scenario.services}
    return Outcome(scenario=scenario, apl=apl, minutes={key: found for key, found in minutes.items() if found is not None})


def simulate_apl(model: Access, profession: Profession, scenario: Scenario, members: np.ndarray) -> AplOutcome:
    """The change in one profession's APL everywhere: only the catchments of the places that change are computed."""
    key = profession.service.key
    over_65 = model.figures["gp_over_65_share"] if key == "gp" else np.zeros(len(model.codes))
    present = Present(places=profession.places, posts=profession.posts, activity=profession.activity, over_65=over_65)
    added = added_fte(scenario, key, model.country, present, members)
    per_post = scenario.consultations_per_gp if key == "gp" else profession.per_post
    change = profession.catchment.change({row: fte * per_post for row, fte in added.items()})
    calibration = model.calibration(key)
    error = calibration.relative_errors(model.country.density) * np.abs(change)
    return AplOutcome(service=profession.service, year=profession.year, before=profession.published, change=change,
                      lower=change - error, upper=change + error, weights=profession.weights, members=members, fte=added,
                      spearman=calibration.spearman, uncalibrated=calibration.uncalibrated.spearman)


def _minutes(model: Access, key: str, scenario: Scenario, members: np.ndarray) -> MinutesOutcome | None:
    """Before and after; None for professionals when no commune gets its first nor loses its last."""
    came, left = moves(scenario, key, model.country)
    held = model.places(key).copy()
    for row, arrivals in came.items():
        held[row] += sum(count for count, _ in arrivals)
    for row, departures in left.items():
        held[row] -= sum(count for count, _ in departures)
    opened = (held > 0) != (model.places(key) > 0)
    changed = opened if SERVICES[key].is_profession else held != model.places(key)
    if not changed.any():
        return None
    return MinutesOutcome(service=service(key), members=members, rows=tuple(int(row) for row in np.flatnonzero(changed)),
                          before={setting: model.minutes(key, setting) for setting in Setting},
                          after={setting: model.minutes_to(held, setting) for setting in Setting})


def apl_table(model: Access, outcome: AplOutcome) -> pd.DataFrame:
    """Communes of the territory, and those outside that change; most concerned first.

    ``code, name, inside, population, before, after, change, change_low, change_high, crossing`` ("above", "below" or "").
    """
    inside = np.zeros(len(model.codes), dtype=bool)
    inside[outcome.members] = True
    rows = np.flatnonzero(inside | (np.abs(outcome.change) > _NOTHING))
    before, after = outcome.before[rows], outcome.after[rows]
    table = pd.DataFrame({
        "code": model.codes[rows], "name": model.country.names[rows], "inside": inside[rows],
        "population": model.inhabitants[rows], "before": before, "after": after, "change": outcome.change[rows],
        "change_low": outcome.lower[rows], "change_high": outcome.upper[rows],
        "crossing": _crossing(before, after, outcome.threshold)})
    concerned = (table["population"] * table["change"].abs()).to_numpy()
    return table.iloc[np.lexsort((table["code"].to_numpy(str), -concerned, ~table["inside"].to_numpy()))].reset_index(drop=True)


def minutes_table(model: Access, outcome: MinutesOutcome) -> pd.DataFrame:
    """Communes of the territory, and those outside that get nearer or farther.

    ``code, name, inside, population, before_fast, after_fast, before_slow, after_slow`` (minutes; NaN: not computed).
    """
    inside = np.zeros(len(model.codes), dtype=bool)
    inside[outcome.members] = True
    moved = np.any([np.nan_to_num(outcome.change(setting)) != 0 for setting in Setting], axis=0)
    rows = np.flatnonzero(inside | moved)
    table = pd.DataFrame({"code": model.codes[rows], "name": model.country.names[rows], "inside": inside[rows],
                          "population": model.population[rows]})
    table = table.assign(**{f"{when}_{setting}": values[setting][rows] for setting in Setting
                            for when, values in (("before", outcome.before), ("after", outcome.after))})
    return table.sort_values(["inside", "population", "code"], ascending=[False, False, True]).reset_index(drop=True)


def _crossing(before: np.ndarray, after: np.ndarray, threshold: float | None) -> np.ndarray:
    words = np.full(len(before), "", dtype=object)
    if threshold is not None:
        words[(before < threshold) & (after >= threshold)] = "above"
        words[(before >= threshold) & (after < threshold)] = "below"
    return words


@dataclasses.dataclass(frozen=True, kw_only=True)
class Crossings:
    """Inhabitants who pass a threshold, in some communes."""

    threshold: float
    above: float
    below: float
    under_before: float
    under_after: float


def crossings(model: Access, outcome: AplOutcome, threshold: float, rows: np.ndarray | None = None) -> Crossings:
    """Inhabitants that pass ``threshold``: of the territory, or of these rows; counted as the published indicator does."""
    rows = outcome.members if rows is None else rows
    before, after, people = outcome.before[rows], outcome.after[rows], model.inhabitants[rows]
    return Crossings(threshold=threshold,
                     above=float(people[(before < threshold) & (after >= threshold)].sum()),
                     below=float(people[(before >= threshold) & (after < threshold)].sum()),
                     under_before=float(people[before < threshold].sum()), under_after=float(people[after < threshold].sum()))
