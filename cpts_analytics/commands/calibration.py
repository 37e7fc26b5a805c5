"""``calibration``: how our access model compares with the published APL of all communes, by density class."""

from __future__ import annotations

import argparse
import json
import sys

import pandas as pd

from cpts_analytics import access
from cpts_analytics.commands.figures import show
from cpts_analytics.store import Store

_PROFESSIONS = [key for key, item in access.SERVICES.items() if item.is_profession]


def declare(parser: argparse.ArgumentParser) -> None:
    """The arguments of the command."""
    parser.add_argument("--profession", choices=_PROFESSIONS, default="gp")
    parser.add_argument("--format", choices=["json", "csv", "table"], default="table")


def run(arguments: argparse.Namespace) -> int:
    """Print the report: rank correlations (the last one on communes left out), weighted error, where it fails."""
    with Store.open() as store:
        found = access.load(store).report(arguments.profession)
    if arguments.format == "json":
        json.dump({**found.as_json(), "aim": access.AIM, "words": found.words}, sys.stdout, ensure_ascii=False, indent=1)
        print()
        return 0
    show(pd.DataFrame([vars(fit) for fit in (found.overall, *found.by_class)]), arguments.format)
    if arguments.format == "table":
        show(pd.DataFrame([vars(miss) for miss in found.misses]), "table")
        print(*found.words, sep="\n")
    return 0
