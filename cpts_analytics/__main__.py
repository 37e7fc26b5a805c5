"""The command line: ``python -m cpts_analytics COMMAND``, one file of ``commands/`` each."""

from __future__ import annotations

import argparse
import sys

from cpts_analytics.commands import bench, build, calibration, figures, journal, lists, reference, scenario
from cpts_analytics.errors import CptsError

_COMMANDS = {
    "build": (build.declare, build.run, "make the figures from published files, or the store from the figures"),
    "figures": (figures.declare, figures.run, "the figures of a territory and of what it is compared to"),
    "scenario": (scenario.declare, scenario.run, "what arrivals and departures would change, and where the next one would serve"),
    "calibration": (calibration.declare, calibration.run, "how our access model compares with the published APL"),
    "territories": (lists.declare, lists.run_territories, "what can be asked for by --territory"),
    "indicators": (lists.declare, lists.run_indicators, "the indicators and their keys"),
    "sources": (lists.declare, lists.run_sources, "the sources and their papers"),
    "journal": (journal.declare, journal.run, "save, restore or export what people wrote"),
    "reference": (reference.declare, reference.run, "the README's tables, made from the records"),
    "bench": (bench.declare, bench.run, "measure speed and size: a table and JSON"),
}


def main(words: list[str] | None = None) -> int:
    """Run one command; an error that a person can act on is one sentence on the standard error, code 2."""
    parser = argparse.ArgumentParser(prog="python -m cpts_analytics", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for name, (declare, _, words_of_help) in _COMMANDS.items():
        declare(commands.add_parser(name, help=words_of_help, description=words_of_help))
    arguments = parser.parse_args(words)
    try:
        return _COMMANDS[arguments.command][1](arguments)
    except CptsError as error:
        print(error, file=sys.stderr)
        return 2
    except BrokenPipeError:
        return 0


if __name__ == "__main__":
    sys.exit(main())
