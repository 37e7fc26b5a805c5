"""What a scenario changes in the minutes to the nearest place, in French sentences."""

from __future__ import annotations

import numpy as np

from cpts_analytics.access.national import Access
from cpts_analytics.access.parameters import Setting
from cpts_analytics.access.scenario import Scenario
from cpts_analytics.access.services import Service
from cpts_analytics.access.simulation import MinutesOutcome
from cpts_analytics.access.summary import beginning
from cpts_analytics.access.words import NBSP, capital, counted, number

_LEAST = 0.05  # minutes: what would be written 0,0


def minutes_sentence(model: Access, outcome: MinutesOutcome, scenario: Scenario | None = None) -> str:
    """How many inhabitants of the territory would be nearer or farther, as a range over the two settings, and by how much.

    With a ``scenario``, what it does to the place comes first.
    """
    what = outcome.service
    start = beginning(model, scenario, what.key) if scenario is not None and not what.is_profession else ""
    sentences = [part for part in (_moved(model, outcome), _most(outcome), *_joined(model, outcome)) if part]
    if not sentences:
        sentences = [f"aucun habitant du territoire ne serait plus près ni plus loin {what.of_nearest}."]
    if what.key == "msp":
        sentences.append("Une maison de santé n'ajoute pas de soignants par elle-même\u00a0: simulez aussi leurs arrivées.")
    return capital(start + " ".join([sentences[0] if start else capital(sentences[0]), *sentences[1:]]))


def _moved(model: Access, outcome: MinutesOutcome) -> str:
    people = model.population[outcome.members]
    nearer, farther = [], []
    for setting in Setting:
        change = outcome.change(setting)[outcome.members]
        nearer.append(float(people[change < 0].sum()))
        farther.append(float(people[change > 0].sum()))
    parts = [f"{_range(counts)} {side}" for counts, side in ((nearer, "plus près"), (farther, "plus loin")) if max(counts) > 0]
    return f"{' et '.join(parts)} {outcome.service.of_nearest}." if parts else ""


def _range(counts: list[float]) -> str:
    """« entre 4 057 et 6 763 habitants du territoire seraient », « 1 habitant du territoire serait »."""
    low, high = min(counts), max(counts)
    people = "habitant du territoire serait" if high < 2 else "habitants du territoire seraient"
    size = number(high) if low == high else f"jusqu'à {number(high)}" if low == 0 else f"entre {number(low)} et {number(high)}"
    return f"{size}{NBSP}{people}"


def _most(outcome: MinutesOutcome) -> str:
    """« Au plus 4,2 minutes de moins (réglage lent). »: how large the greatest change in the territory is."""
    change = outcome.change(Setting.SLOW)[outcome.members]
    change = change[np.isfinite(change)]
    if not np.any(change):
        return ""
    sides = ((float(-change.min()), "moins"), (float(change.max()), "plus"))
    said = [f"{number(size, 1)}{NBSP}minute{'s' if round(size, 1) >= 2 else ''} de {side}" for size, side in sides
            if size >= _LEAST]
    return f"Au plus {' et '.join(said)} (réglage lent)." if said else "L'écart est de moins d'un dixième de minute."


def _joined(model: Access, outcome: MinutesOutcome) -> list[str]:
    """Those who could reach none by road, or could no longer: islands, communes without a road."""
    people = model.population[outcome.members]
    before, after = (np.isnan(values[Setting.SLOW][outcome.members]) for values in (outcome.before, outcome.after))
    what: Service = outcome.service
    gained, lost = float(people[before & ~after].sum()), float(people[after & ~before].sum())
    found = []
    if gained > 0:
        found.append(f"{counted(gained, 'habitant', 'habitants')} du territoire {_could(gained, 'aurait', 'auraient')} {what.a} "
                     "que la route permette de joindre, ce qui n'est pas le cas aujourd'hui.")
    if lost > 0:
        found.append(f"{counted(lost, 'habitant', 'habitants')} du territoire n'{_could(lost, 'aurait', 'auraient')} plus "
                     f"{'aucune' if what.feminine else 'aucun'} {what.one} que la route permette de joindre.")
    return found


def _could(count: float, one: str, many: str) -> str:
    return many if count >= 2 else one
