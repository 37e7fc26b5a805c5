"""What a scenario adds to and takes from each place. Nothing that is not there can leave."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping

import numpy as np

from cpts_analytics.access.country import Country, ScenarioError
from cpts_analytics.access.scenario import Action, Kind, Scenario
from cpts_analytics.access.services import SERVICES, Service
from cpts_analytics.access.words import at, capital, counted


def checked(scenario: Scenario, country: Country, places: Mapping[str, np.ndarray]) -> None:
    """Raises ScenarioError for an unknown commune, or more departures than places and arrivals. ``places``: by service."""
    for action in scenario.actions:
        if action.kind is not Kind.RETIREMENT:
            row_of(action, country)
    for service in scenario.services:
        came, left = moves(scenario, service, country)
        for row, posts in left.items():
            there = float(places[service][row]) + sum(count for count, _ in came.get(row, ()))
            gone = sum(count for count, _ in posts)
            if gone > there:
                what = SERVICES[service]
                raise ScenarioError(f"{capital(at(str(country.names[row])))}, {_there(there, what)} d'après la BPE"
                                    f"{', arrivées comprises' if row in came else ''}\u00a0: {_impossible(gone, what)}.")


def _there(count: float, what: Service) -> str:
    if what.is_profession:
        held = f"{counted(count, 'lieu', 'lieux') if count else 'aucun lieu'} d'exercice {what.of}"
    else:
        held = counted(count, what.one, what.many) if count else f"{'aucune' if what.feminine else 'aucun'} {what.one}"
    return f"il y a {held}" if count else f"il n'y a {held}"


def _impossible(count: float, what: Service) -> str:
    feminine, one = not what.is_profession, "départ" if what.is_profession else "fermeture"
    if count < 2:
        return f"{'une' if feminine else 'un'} {one} est impossible"
    return f"{counted(count, one, f'{one}s')} sont impossibles"


def row_of(action: Action, country: Country) -> int:
    """The row of the commune of an action. Raises ScenarioError; a city with arrondissements must be more precise."""
    if action.commune in country.parts:
        example = country.parts[action.commune][0]
        raise ScenarioError(f"Précisez l'arrondissement\u00a0: {country.names[country.positions[example]]} a le code {example}.")
    return int(country.rows([action.commune])[0])


Moves = dict[int, list[tuple[int, float]]]
"""Row → (posts, FTE of each)."""


def moves(scenario: Scenario, service: str, country: Country) -> tuple[Moves, Moves]:
    """Arrivals and departures of one service, by row."""
    found: tuple[Moves, Moves] = ({}, {})
    for action in scenario.actions:
        if action.service == service and action.kind is not Kind.RETIREMENT:
            side = found[0 if action.kind is Kind.ARRIVAL else 1]
            side.setdefault(row_of(action, country), []).append((action.posts, action.fte))
    return found


@dataclasses.dataclass(frozen=True, kw_only=True, eq=False)
class Present:
    """What there is of one service before anybody comes or leaves, by row (n): ``places`` of practice, ``posts`` (persons),
    ``activity`` (full-time equivalents that each person brings), ``over_65``: share of the accessibility owed to those over 65.
    """

    places: np.ndarray
    posts: np.ndarray
    activity: np.ndarray
    over_65: np.ndarray


def added_fte(scenario: Scenario, service: str, country: Country, present: Present, members: np.ndarray) -> dict[int, float]:
    """Row → full-time equivalents that the scenario adds (negative: takes).

    Who arrives brings the standard activity (1 for a full-time post), and takes it away again. A place that leaves takes the
    persons of one place with it, a retirement the share of those over 65 among the ``members``: both at the activity of
    their commune.
    """
    places, posts, activity = present.places, present.posts, present.activity
    came, left = moves(scenario, service, country)
    added: dict[int, float] = {}
    for row, arrivals in came.items():
        added[row] = added.get(row, 0.0) + sum(count * fte for count, fte in arrivals)
    gone: dict[int, float] = {}  # persons who were there
    for row, departures in left.items():
        each = posts[row] / places[row] if places[row] > 0 else 1.0
        settled = int(places[row])
        for count, fte in departures:
            from_places = min(count, settled)
            settled -= from_places
            persons = fte * from_places * min(each, 1.0)
            gone[row] = gone.get(row, 0.0) + persons
            added[row] = added.get(row, 0.0) - persons * activity[row] - fte * (count - from_places)
    for action in scenario.actions:
        if action.kind is Kind.RETIREMENT and action.service == service:
            for row in members:
                stays = max(posts[row] - gone.get(int(row), 0.0), 0.0)
                retired = stays * action.share * float(np.nan_to_num(present.over_65[row]))
                if retired > 0:
                    added[int(row)] = added.get(int(row), 0.0) - retired * activity[row]
    return {row: value for row, value in added.items() if value != 0}
