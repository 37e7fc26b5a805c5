"""What a scenario changes, said in numbers of the territory and in one French sentence."""

from __future__ import annotations

import dataclasses

import numpy as np

from cpts_analytics.access.national import Access
from cpts_analytics.access.parameters import Setting
from cpts_analytics.access.scenario import Scenario
from cpts_analytics.access.simulation import MARGIN, AplOutcome, Crossings, MinutesOutcome, Outcome, crossings
from cpts_analytics.access.words import NBSP, NOT_ZONING, counted, number, signed


@dataclasses.dataclass(frozen=True, kw_only=True)
class Summary:
    """One profession's APL for the territory (means weighted by the standardised population; NaN: not published).

    ``crossings``: at the threshold, then 10 % under and over it; empty for a profession without one.
    ``outside_pct``: share of the change that goes to communes outside; ``outside_communes``: how many change there.
    """

    before: float
    after: float
    change: float
    change_low: float
    change_high: float
    crossings: tuple[Crossings, ...]
    outside_pct: float
    outside_communes: int
    gaining: int  # communes of the territory
    losing: int
    inhabitants_gaining: float
    outside_above: float  # inhabitants outside who pass the threshold
    outside_below: float
    sentence: str
    caveats: tuple[str, ...]


def summary(model: Access, scenario: Scenario, outcome: AplOutcome) -> Summary:
    """The territory's figures and the sentence of one profession."""
    rows, weights = outcome.members, outcome.weights
    known = rows[np.isfinite(outcome.before[rows]) & (weights[rows] > 0)]

    def mean(values: np.ndarray) -> float:
        return float(np.average(values[known], weights=weights[known])) if len(known) else float("nan")

    demand = model.profession(outcome.service.key).catchment.demand
    moved = demand * np.abs(outcome.change)
    total = float(moved.sum())
    outside = total - float(moved[rows].sum())
    beyond = np.ones(len(demand), dtype=bool)
    beyond[rows] = False
    around = np.flatnonzero(beyond & (moved > 1e-9))
    threshold = outcome.threshold
    levels = () if threshold is None else tuple(crossings(model, outcome, threshold * factor)
                                                for factor in (1.0, 1 - MARGIN, 1 + MARGIN))
    outer = None if threshold is None else crossings(model, outcome, threshold, around)
    found = Summary(
        before=mean(outcome.before), after=mean(outcome.after), change=mean(outcome.change), change_low=mean(outcome.lower),
        change_high=mean(outcome.upper), crossings=levels, outside_pct=100 * outside / total if total > 0 else 0.0,
        outside_communes=len(around), outside_above=outer.above if outer else 0.0, outside_below=outer.below if outer else 0.0,
        gaining=int((outcome.change[rows] > 1e-9).sum()),
        losing=int((outcome.change[rows] < -1e-9).sum()),
        inhabitants_gaining=float(model.inhabitants[rows][outcome.change[rows] > 1e-9].sum()), sentence="",
        caveats=_caveats(outcome, scenario))
    return dataclasses.replace(found, sentence=_sentence(model, scenario, outcome, found))


def _sentence(model: Access, scenario: Scenario, outcome: AplOutcome, found: Summary) -> str:
    decimals = 2 if outcome.service.key == "gp" else 1
    key = outcome.service.key
    actions = [action.words(model.country) for action in scenario.actions if action.service == key]
    what = ", ".join(actions)
    start = f"{what[:1].upper()}{what[1:]}\u00a0: " if what else ""
    if np.isnan(found.before):
        return f"{start}l'APL n'est pas publiée ici\u00a0; le changement simulé n'a pas de point de départ."
    level = (f"l'APL moyenne du territoire, {number(found.before, decimals)} en {outcome.year}, "
             f"{'resterait à' if round(found.change, decimals) == 0 else 'passerait à'} {number(found.after, decimals)} "
             f"({signed(found.change, decimals)}, entre {signed(min(found.change_low, found.change_high), decimals)} et "
             f"{signed(max(found.change_low, found.change_high), decimals)}).")
    crossing = ""
    if found.crossings:
        here = found.crossings[0]
        passing = [f"{counted(count, 'habitant', 'habitants')} {'passerait' if count < 2 else 'passeraient'} {side}"
                   for count, side in ((here.above, "au-dessus"), (here.below, "au-dessous")) if count > 0]
        crossing = f" {' et '.join(passing) if passing else 'Aucun habitant ne passerait'} " \
                   f"{'de' if passing else 'le seuil de'} {number(here.threshold, 1)} consultations."
    where = counted(found.outside_communes, "commune", "communes")
    outside = "" if not found.outside_communes else \
        f" {number(found.outside_pct)}{NBSP}% du changement va à {where} hors du territoire{_passing_outside(found)}."
    return f"{start}{level}{crossing}{outside}"


def _passing_outside(found: Summary) -> str:
    passing = [f"{counted(count, 'habitant y passe', 'habitants y passent')} {side}" for count, side in
               ((found.outside_above, "au-dessus du seuil"), (found.outside_below, "au-dessous du seuil")) if count > 0]
    return f" ({', '.join(passing)})" if passing else ""


def _caveats(outcome: AplOutcome, scenario: Scenario) -> tuple[str, ...]:
    lines = [f"APL publiée de {outcome.year} + changement simulé\u00a0; la fourchette vient de l'écart de notre "
             f"modèle à l'APL publiée dans les communes de même densité (corrélation des rangs {number(outcome.spearman, 2)})."]
    lines.append("Habitants\u00a0: la population que la Drees publie avec l'APL, comme dans l'indicateur "
                 "«\u00a0Habitants sous 2,5 d'APL\u00a0».")
    if outcome.service.key == "gp":
        consultations = number(scenario.consultations_per_gp)
        lines += [f"Hypothèse modifiable\u00a0: un généraliste à temps plein apporte {consultations} consultations par an.",
                  "Un départ retire ce qu'apporte en moyenne un lieu d'exercice du département.", NOT_ZONING]
    else:
        lines.append("Hypothèse\u00a0: un professionnel à temps plein compte pour un équivalent temps plein.")
    return tuple(lines)


def minutes_sentence(model: Access, outcome: MinutesOutcome) -> str:
    """How many inhabitants of the territory would be nearer or farther, as a range over the two settings."""
    people = model.population[outcome.members]
    nearer, farther = [], []
    for setting in Setting:
        change = outcome.change(setting)[outcome.members]
        nearer.append(float(people[change < 0].sum()))
        farther.append(float(people[change > 0].sum()))
    sides = ((nearer, "plus près"), (farther, "plus loin"))
    parts = [f"{_range(counts)} habitants {side}" for counts, side in sides if max(counts) > 0]
    where = f"d'un lieu «\u00a0{outcome.service.one}\u00a0»."
    said = f"{' et '.join(parts)} {where}" if parts else f"Aucun habitant du territoire ne serait plus près ni plus loin {where}"
    alone = " Une maison de santé n'ajoute pas de soignants par elle-même\u00a0: simulez aussi leurs arrivées."
    return said + (alone if outcome.service.key == "msp" else "")


def _range(counts: list[float]) -> str:
    low, high = min(counts), max(counts)
    return number(low) if low == high else f"entre {number(low)} et {number(high)}"


def summaries(model: Access, outcome: Outcome) -> dict[str, Summary]:
    """One summary a profession touched."""
    return {key: summary(model, outcome.scenario, found) for key, found in outcome.apl.items()}
