"""``scenario --arrival gp:1@38053 --territory SPEC``: what would change; ``--next gp``: where the next one would serve."""

from __future__ import annotations

import argparse
import dataclasses
import json
import math
import sys
from typing import Any

import pandas as pd

from cpts_analytics import access
from cpts_analytics.access import Action, Kind, Scenario, ScenarioError
from cpts_analytics.commands.figures import kept_territory, show
from cpts_analytics.model import Territory
from cpts_analytics.store import Store
from cpts_analytics.territory import Geography, resolve


def declare(parser: argparse.ArgumentParser) -> None:
    """The arguments of the command."""
    parser.add_argument("--territory", required=True, metavar="SPEC", help="as for the command figures")
    parser.add_argument("--arrival", action="append", default=[], metavar="gp:1@38053",
                        help="professionals who arrive (gp:2x0.5@38053: two at half time), a place that opens (msp:1@38053)")
    parser.add_argument("--departure", action="append", default=[], metavar="gp:2@38085",
                        help="professionals who leave, a place that closes (pharmacy:1@38085)")
    parser.add_argument("--retire", action="append", default=[], metavar="gp",
                        help="the GPs over 65 of the territory retire (gp*0.5: half of them)")
    parser.add_argument("--scenario", default="", metavar="TEXT", help="a scenario as the address holds it")
    parser.add_argument("--consultations", type=float, metavar="N", help="consultations of one full-time GP in a year")
    parser.add_argument("--next", default="", metavar="gp", help="rank the communes for one more of this profession")
    parser.add_argument("--posts", type=int, default=1, help="how many to place, one after the other (1 to 5)")
    parser.add_argument("--criterion", choices=[item.value for item in access.Criterion], default=access.Criterion.LIFTED.value)
    parser.add_argument("--format", choices=["json", "csv", "table"], default="table")


def run(arguments: argparse.Namespace) -> int:
    """Print the result; raises CptsError for a scenario that cannot be."""
    scenario = _scenario(arguments)
    if not scenario.actions and not arguments.next:
        raise ScenarioError("Le scénario est vide\u00a0: donnez --arrival, --departure, --retire ou --next.")
    with Store.open() as store:
        geography = Geography.load(store)
        territory = resolve(arguments.territory, geography, kept=kept_territory)
        model = access.with_engine(access.load(store), territory.members, folder=store.path.parent)
        if model.source.warning:
            print(model.source.warning, file=sys.stderr)
        if arguments.next:
            ring = access.neighbours(territory.members, geography)
            found = access.next_posts(model, arguments.next, territory.members, ring, posts=arguments.posts, scenario=scenario,
                                      criterion=access.Criterion(arguments.criterion))
            _show_next(model, territory, found, arguments.format)
        else:
            _show_outcome(model, territory, access.simulate(model, scenario, territory.members), arguments.format)
    return 0


def _scenario(arguments: argparse.Namespace) -> Scenario:
    given = Scenario.decode(arguments.scenario)
    kinds = ((arguments.arrival, Kind.ARRIVAL), (arguments.departure, Kind.DEPARTURE), (arguments.retire, Kind.RETIREMENT))
    actions = [Action.parse(text, kind) for texts, kind in kinds for text in texts]
    consultations = given.consultations if arguments.consultations is None else arguments.consultations
    return Scenario(actions=(*given.actions, *actions), consultations=consultations)


def _show_outcome(model: access.Access, territory: Territory, outcome: access.Outcome, form: str) -> None:
    summaries = access.summaries(model, outcome)
    tables = {key: access.apl_table(model, found) for key, found in outcome.apl.items()}
    if form == "json":
        _print_json({
            **_papers(model, territory, outcome.scenario),
            "apl": {key: {**dataclasses.asdict(summaries[key]), "unit": found.service.unit, "year": found.year,
                          "rank_correlation": found.spearman,
                          "rank_correlation_uncalibrated": found.uncalibrated, "communes": tables[key].to_dict("records")}
                    for key, found in outcome.apl.items()},
            "minutes": {key: {"sentence": access.minutes_sentence(model, found, outcome.scenario),
                              "communes": access.minutes_table(model, found).to_dict("records")}
                        for key, found in outcome.minutes.items()}})
        return
    tables |= {f"{key}: minutes": access.minutes_table(model, found) for key, found in outcome.minutes.items()}
    show(pd.concat([table.assign(service=key) for key, table in tables.items()], ignore_index=True), form)
    lines = [line for found in summaries.values() for line in (found.sentence, *found.caveats)]
    lines += [access.minutes_sentence(model, found, outcome.scenario) for found in outcome.minutes.values()]
    print(*lines, sep="\n", file=sys.stderr if form == "csv" else sys.stdout)


def _show_next(model: access.Access, territory: Territory, found: access.NextPosts, form: str) -> None:
    tables = [step.ranking.assign(post=number) for number, step in enumerate(found.steps, start=1)]
    if form == "json":
        _print_json({**_papers(model, territory, found.scenario), "service": found.service, "threshold": found.threshold,
                     "criterion": found.criterion.value, "criteria": found.criteria,
                     "posts": [{"code": step.code, "name": step.name, "ranking": step.ranking.to_dict("records")}
                               for step in found.steps]})
        return
    show(pd.concat(tables if form == "csv" else [table.head(10) for table in tables], ignore_index=True), form)
    print(*found.criteria, sep="\n", file=sys.stderr if form == "csv" else sys.stdout)


def _papers(model: access.Access, territory: Territory, scenario: Scenario) -> dict[str, Any]:
    return {"territory": territory.name, "members": territory.members, "scenario": scenario.encode(),
            "actions": [action.words(model.country) for action in scenario.actions],
            "consultations_per_gp": scenario.consultations_per_gp, "data_version": model.data_version,
            "travel_times": model.source.words, "warning": model.source.warning, "caveat": access.NOT_ZONING}


def _print_json(content: dict[str, Any]) -> None:
    json.dump(_plain(content), sys.stdout, ensure_ascii=False, indent=1)
    print()


def _plain(value: Any) -> Any:
    """Missing numbers as null; arrays' numbers as plain ones."""
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    value = value.item() if hasattr(value, "item") else value
    return None if isinstance(value, float) and not math.isfinite(value) else value
