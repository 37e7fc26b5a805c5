"""``figures --territory SPEC --indicator KEY[,KEY…]``: the long table, on the standard output."""

from __future__ import annotations

import argparse
import json
import sys

import pandas as pd

from cpts_analytics import figures
from cpts_analytics.journal import Journal
from cpts_analytics.model import Role, Territory
from cpts_analytics.store import Store
from cpts_analytics.territory import Geography, resolve

_PARTS = {Role.TERRITORY: "territory", Role.PART: "part", Role.LIKE: "like"}


def declare(parser: argparse.ArgumentParser) -> None:
    """The arguments of the command."""
    parser.add_argument("--territory", required=True, metavar="SPEC",
                        help="commune:38053, communes:38053,38085, epci:243800604, bassin-de-vie:38053, departement:38, "
                             "region:84, france, or the name of a kept territory")
    parser.add_argument("--indicator", default="", metavar="KEY[,KEY…]", help="keys of indicators (all by default)")
    parser.add_argument("--comparators", action="store_true",
                        help="also the rest of the département, département, région, France and ten like territories")
    parser.add_argument("--each", choices=["commune"], help="a row for each commune of the territory")
    parser.add_argument("--year", default=figures.LATEST,
                        help="a year (with its months and weeks), a month (2024-11), a week (2024-W48), 'latest' (default) "
                             "or 'all'")
    parser.add_argument("--format", choices=["csv", "json", "table"], default="table")


def run(arguments: argparse.Namespace) -> int:
    """Print the figures; raises CptsError for an unknown territory, indicator or store."""
    keys = tuple(key.strip() for key in arguments.indicator.split(",") if key.strip())
    with Store.open() as store:
        geography = Geography.load(store)
        territory = resolve(arguments.territory, geography, kept=kept_territory)
        if arguments.each:
            rows = figures.each_part(store, territory, figures.Question(keys=keys, year=arguments.year))
        else:
            alike = figures.likes(store, geography, territory).chosen if arguments.comparators else ()
            rows = figures.table(store, territory, figures.Question(
                keys=keys, comparators=arguments.comparators, year=arguments.year,
                likes=tuple((like.level.value, like.code) for like in alike)))
    show(_with_roles(rows), arguments.format)
    return 0


def show(rows: pd.DataFrame, form: str) -> None:
    """Print a frame as CSV, JSON (missing values are null) or an aligned table."""
    if form == "csv":
        rows.to_csv(sys.stdout, index=False, lineterminator="\n")
    elif form == "json":
        records = rows.astype(object).where(rows.notna(), None).to_dict("records")
        json.dump(records, sys.stdout, ensure_ascii=False, indent=1)
        print()
    else:
        with pd.option_context("display.max_colwidth", 44, "display.float_format", "{:,.3f}".format):
            print(rows.to_string(index=False, na_rep="") if len(rows) else "(no row)")


def _with_roles(rows: pd.DataFrame) -> pd.DataFrame:
    """``role`` as territory, part, comparator or like; ``comparator`` says which one."""
    kind = rows["role"].where(~rows["role"].isin(_PARTS), "")
    role = rows["role"].map(lambda value: _PARTS.get(Role(value), "comparator"))
    return rows.assign(role=role).assign(comparator=kind)


def kept_territory(name: str) -> Territory | None:
    """The kept territory of this name, None when there is none."""
    with Journal.open() as journal:
        return journal.find(name)
