"""``territories``, ``indicators``, ``sources``: what there is."""

from __future__ import annotations

import argparse

import pandas as pd

from cpts_analytics import indicators, sources
from cpts_analytics.commands.figures import show
from cpts_analytics.journal import EXAMPLES, Journal
from cpts_analytics.store import Store
from cpts_analytics.territory import normalise

_PREFIXES = {"epci": "epci", "bassin_de_vie": "bassin-de-vie", "departement": "departement", "region": "region"}


def declare(parser: argparse.ArgumentParser) -> None:
    """The arguments that the three lists share."""
    parser.add_argument("--search", default="", help="words to look for, accents or not")
    parser.add_argument("--format", choices=["csv", "json", "table"], default="table")


def run_territories(arguments: argparse.Namespace) -> int:
    """Kept territories, the two examples, then every EPCI, bassin de vie, département and région, with its SPEC."""
    with Journal.open() as journal:
        kept = [{"spec": item.name, "name": item.name, "kind": "kept", "communes": len(item.members)}
                for item in journal.territories()]
    examples = [{"spec": item.spec, "name": item.name, "kind": "example"} for item in EXAMPLES]
    with Store.open() as store:
        areas = store.frame("SELECT level, code, name, communes_count, population FROM areas ORDER BY level, name")
    published = [{"spec": f"{_PREFIXES[row.level]}:{row.code}" if row.level in _PREFIXES else "france", "name": row.name,
                  "kind": row.level, "communes": row.communes_count, "population": row.population}
                 for row in areas.itertuples(index=False)]
    _found(pd.DataFrame([*kept, *examples, *published]).astype({"communes": "Int64"}), arguments)
    return 0


def run_indicators(arguments: argparse.Namespace) -> int:
    """Every indicator: key, label, unit, theme, levels, sources."""
    _found(pd.DataFrame([{
        "key": item.key, "label": item.label, "unit": item.unit, "theme": item.theme, "levels": " ".join(item.levels),
        "sources": " ".join(item.reads), "verdict": item.verdict.value, "definition": item.definition}
        for item in indicators.registry().values()]), arguments)
    return 0


def run_sources(arguments: argparse.Namespace) -> int:
    """Every source: key, producer, title, vintage, dates, licence, page, checksum."""
    _found(pd.DataFrame([{
        "key": item.key, "producer": item.producer, "title": item.title, "vintage": item.vintage,
        "published": item.published, "fetched": item.fetched, "licence": item.licence, "page": item.page,
        "sha256": item.sha256} for item in sources.records().values()]), arguments)
    return 0


def _found(rows: pd.DataFrame, arguments: argparse.Namespace) -> None:
    words = normalise(arguments.search).split()
    texts = [normalise(" ".join(map(str, row))) for row in rows.itertuples(index=False)]
    rows = rows[[all(word in text for word in words) for text in texts]]
    if arguments.format == "table":
        rows = rows.drop(columns=["definition", "sha256", "page", "levels"], errors="ignore")
    show(rows, arguments.format)
