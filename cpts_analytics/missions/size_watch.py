"""The watch of the size thresholds: what the contract retained against the population of today's perimeter."""

from __future__ import annotations

import dataclasses

from cpts_analytics.journal.aci import Contract
from cpts_analytics.missions.rulebook import RuleText
from cpts_analytics.missions.words import french, number

TO_CHECK = "à vérifier avec la CPAM"


@dataclasses.dataclass(frozen=True, kw_only=True)
class SizeWatch:
    """``retained``: the class of the contract (typed, else of its population); ``now``: of today's population."""

    retained: int | None
    now: int | None
    changed: bool
    to_threshold: int | None  # inhabitants to the nearest threshold, from today's population
    sentence: str


def size_watch(contract: Contract, rules: RuleText, population: int | None = None,
               population_year: int | None = None) -> SizeWatch:
    """Compare classes. ``population``: municipal population (inhabitants) of the present perimeter, when it is known."""
    own = None if contract.population is None else rules.size_class(contract.population)
    retained = contract.size_class or own
    if contract.size_class is not None and own is not None and own != contract.size_class:
        return _watch(retained, own if population is None else rules.size_class(population), rules, population, french(
            f"Le contrat retient la taille {contract.size_class}, mais sa population de {number(contract.population, 0)} "
            f"habitants est de taille {own} : {TO_CHECK}."))
    if population is None:
        words = "La population retenue par le contrat n'est pas renseignée." if retained is None else \
            f"Taille {retained} retenue par le contrat."
        return _watch(retained, None, rules, None, words)
    now = rules.size_class(population)
    dated = f" ({population_year})" if population_year else ""
    today = f"{number(population, 0)} habitants{dated}"
    if retained is None:
        sentence = f"Taille {now} d'après {today} ; la taille retenue par le contrat n'est pas renseignée : {TO_CHECK}."
    elif now != retained:
        sentence = (f"Le périmètre compte {today} : taille {now}, alors que le contrat retient la taille {retained} : "
                    f"{TO_CHECK}.")
    else:
        sentence = f"Taille {now}, comme le contrat : {today}."
    return _watch(retained, now, rules, population, french(sentence))


def _watch(retained: int | None, now: int | None, rules: RuleText, population: int | None, sentence: str) -> SizeWatch:
    thresholds = [size.from_ for size in rules.sizes if size.from_]
    nearest = None if population is None else min(abs(population - limit) for limit in thresholds)
    return SizeWatch(retained=retained, now=now, changed=now is not None and retained is not None and now != retained,
                     to_threshold=nearest, sentence=sentence)
