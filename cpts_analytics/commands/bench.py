"""``bench``: what the project promises of speed and size, measured side by side in one run; a table and JSON.

Nothing here passes or fails: a number beside its aim, on this machine, today.
"""

from __future__ import annotations

import argparse
import dataclasses
import json
import os
import platform
import tempfile
import time
from pathlib import Path

from cpts_analytics import figures
from cpts_analytics.commands import bench_access, bench_browser, bench_build, bench_missions
from cpts_analytics.commands.measures import Measure, median_seconds
from cpts_analytics.store import DATA, Store
from cpts_analytics.territory import Geography, of_codes

_CENTRE = "38053"  # Bourgoin-Jallieu
_COMMUNES = 60


def declare(parser: argparse.ArgumentParser) -> None:
    """The arguments of the command."""
    parser.add_argument("--json", type=Path, metavar="FILE", help="also write the measures as JSON")
    parser.add_argument("--from", dest="folder", type=Path, metavar="FOLDER", help="published files: also time their build")
    parser.add_argument("--no-browser", action="store_true", help="only what needs no Chromium")


def run(arguments: argparse.Namespace) -> int:
    """Measure, print the table, write the JSON."""
    measures = [_data_size(), _store_load(), *_territory(), *bench_access.measures(), *bench_missions.measures()]
    if arguments.folder:
        measures += bench_build.measures(arguments.folder)
    if not arguments.no_browser:
        measures += bench_browser.measures()
    _print(measures)
    if arguments.json:
        content = {"machine": {"cores": os.cpu_count(), "python": platform.python_version(), "system": platform.system()},
                   "measures": [dataclasses.asdict(item) for item in measures]}
        arguments.json.write_text(json.dumps(content, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return 0


def _print(measures: list[Measure]) -> None:
    width = max(len(item.name) for item in measures)
    print(f"{'what'.ljust(width)}  {'measured'.rjust(14)}  {'aim'.rjust(12)}")
    for item in measures:
        print(f"{item.name.ljust(width)}  {item.shown.rjust(14)}  {item.aim.rjust(12)}  {item.note}")


def _data_size() -> Measure:
    size = sum(path.stat().st_size for path in DATA.iterdir()) / 1e6
    return Measure("shipped figures (data/)", size, "MB", "< 40 MB")


def _store_load() -> Measure:
    """Loading the shipped figures into a new store, as the first start does."""
    from cpts_analytics.build import load

    with tempfile.TemporaryDirectory() as folder:
        start = time.perf_counter()
        load.build_store(where=Path(folder))
        return Measure("store loaded from the shipped figures", time.perf_counter() - start, "s", "")


def _territory() -> list[Measure]:
    """All indicators of 60 communes with all comparators and like territories: new connection, warm file cache."""
    with Store.open() as store:
        geography = Geography.load(store)
        near = store.frame("SELECT code FROM communes WHERE level = 'commune' ORDER BY power(lon - (SELECT lon FROM communes "
                           "WHERE code = ?), 2) + power(lat - (SELECT lat FROM communes WHERE code = ?), 2) LIMIT ?",
                           [_CENTRE, _CENTRE, _COMMUNES])["code"]
        territory = of_codes(near.tolist(), geography)
        start = time.perf_counter()
        alike = figures.likes(store, geography, territory)
        likes_seconds = time.perf_counter() - start
    question = figures.Question(comparators=True, likes=tuple((like.level.value, like.code) for like in alike.chosen))

    def ask() -> None:
        with Store.open() as store:
            figures.table(store, territory, question)

    seconds = median_seconds(ask)
    return [Measure("60 communes, all indicators, all comparators", 1000 * seconds, "ms", "≤ 150 ms",
                    "new connection, warm file cache"),
            Measure("finding ten like territories", 1000 * likes_seconds, "ms", "", "once a territory, then cached")]
