"""What a scenario changes, said in numbers of the territory and in one French sentence."""

from __future__ import annotations

import dataclasses

import numpy as np

from cpts_analytics.access.calibration_words import correlation
from cpts_analytics.access.national import Access
from cpts_analytics.access.scenario import Scenario
from cpts_analytics.access.simulation import MARGIN, AplOutcome, Crossings, Outcome, crossings
from cpts_analytics.access.words import NBSP, NOT_ZONING, capital, counted, number, signed


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


_LEAVING = "Un départ retire ce qu'apporte en moyenne un lieu d'exercice de la commune, d'après notre modèle."


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
    start = beginning(model, scenario, outcome.service.key)
    if np.isnan(found.before):
        return capital(f"{start}l'APL n'est pas publiée ici\u00a0; le changement simulé n'a pas de point de départ.")
    parts = [_level(outcome, found, decimals), _passing(found), _outside(found)]
    return capital(start + " ".join(part for part in parts if part))


def beginning(model: Access, scenario: Scenario, key: str) -> str:
    """« Arrivée d'un infirmier à Vienne : », what the scenario does to one service."""
    actions = [action.words(model.country) for action in scenario.actions if action.service == key]
    return f"{capital(', '.join(actions))}\u00a0: " if actions else ""


def _level(outcome: AplOutcome, found: Summary, decimals: int) -> str:
    mean, today = "l'APL moyenne du territoire", f"{number(found.before, decimals)} en {outcome.year}"
    low, high = sorted((found.change_low, found.change_high))
    if not np.any(outcome.change[outcome.members]):
        return f"{mean} ne changerait pas ({today})."
    if round(low, decimals) == round(high, decimals) == 0:
        return f"{mean} changerait de moins de {number(10.0 ** -decimals, decimals)} ({today})."
    verb = "resterait à" if round(found.change, decimals) == 0 else "passerait à"
    return (f"{mean}, {today}, {verb} {number(found.after, decimals)} ({signed(found.change, decimals)}, entre "
            f"{signed(low, decimals)} et {signed(high, decimals)}).")


def _passing(found: Summary) -> str:
    if not found.crossings:
        return ""
    here = found.crossings[0]
    sides = [(count, side) for count, side in ((here.above, "au-dessus"), (here.below, "au-dessous")) if count > 0]
    if not sides:
        return f"Aucun habitant du territoire ne passerait le seuil de {number(here.threshold, 1)} consultations."
    passing = [f"{counted(count, 'habitant', 'habitants')} {'passerait' if count < 2 else 'passeraient'} {side}"
               for count, side in sides]
    return f"{' et '.join(passing)} de {number(here.threshold, 1)} consultations."


def _outside(found: Summary) -> str:
    """Who else is concerned; whether they gain or lose is in the table."""
    if not found.outside_communes:
        return ""
    share = round(found.outside_pct)
    part = "Tout le changement" if found.gaining + found.losing == 0 else \
        "Presque tout le changement" if share == 100 else f"Moins de 1{NBSP}% du changement" if share == 0 else \
        f"{number(share)}{NBSP}% du changement"
    where = counted(found.outside_communes, "commune", "communes")
    return f"{part} concerne {where} hors du territoire{_passing_outside(found)}."


def _passing_outside(found: Summary) -> str:
    passing = [f"{counted(count, 'habitant y passe', 'habitants y passent')} {side}" for count, side in
               ((found.outside_above, "au-dessus du seuil"), (found.outside_below, "au-dessous du seuil")) if count > 0]
    return f" ({', '.join(passing)})" if passing else ""


def _caveats(outcome: AplOutcome, scenario: Scenario) -> tuple[str, ...]:
    lines = [f"APL publiée de {outcome.year} + changement simulé\u00a0; la fourchette vient de l'écart de notre "
             "modèle, sans activité déduite, à l'APL publiée dans les communes de même densité (corrélation des rangs "
             f"{correlation(outcome.uncalibrated)}\u00a0; {correlation(outcome.spearman)} avec l'activité déduite)."]
    lines.append("Habitants\u00a0: la population que la Drees publie avec l'APL, comme dans l'indicateur "
                 "«\u00a0Habitants sous 2,5 d'APL\u00a0».")
    if outcome.service.key == "gp":
        consultations = number(scenario.consultations_per_gp)
        lines += [f"Hypothèse modifiable\u00a0: un généraliste à temps plein apporte {consultations} consultations par an.",
                  _LEAVING, NOT_ZONING]
    else:
        lines += ["Hypothèse\u00a0: un professionnel à temps plein qui arrive compte pour un équivalent temps plein.", _LEAVING]
    return tuple(lines)


def summaries(model: Access, outcome: Outcome) -> dict[str, Summary]:
    """One summary a profession touched."""
    return {key: summary(model, outcome.scenario, found) for key, found in outcome.apl.items()}
