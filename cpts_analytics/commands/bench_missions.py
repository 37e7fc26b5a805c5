"""The bench of the missions: the overview of a large contract, an import, twenty editors at once; in a journal of its own."""

from __future__ import annotations

import datetime as dt
import itertools
import os
import statistics as arithmetic
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from cpts_analytics.commands.measures import Measure as Line
from cpts_analytics.errors import JournalError
from cpts_analytics.journal import Journal
from cpts_analytics.journal.aci import (
    Calculation,
    Contract,
    Cpts,
    Indicator,
    Kept,
    Measure,
    Mission,
    Target,
    YearAmount,
)
from cpts_analytics.missions import intake, overview, text

_INDICATORS, _YEARS, _MONTHS = 60, 5, 12
_LINES = 10_000
_EDITORS, _EDITS = 20, 10
_BY = {"author": "bench"}
_RULES = "aci-2019-avenant-2"


def measures() -> list[Line]:
    """On SQLite, and on PostgreSQL too when CPTS_BENCH_DATABASE_URL names an empty database."""
    with tempfile.TemporaryDirectory() as folder:
        lines = _measured(f"sqlite:///{Path(folder) / 'journal.sqlite'}", "")
    other = os.environ.get("CPTS_BENCH_DATABASE_URL")
    return lines + (_measured(other, ", PostgreSQL") if other else [])


def _measured(url: str, where: str) -> list[Line]:
    with Journal.open(url) as journal:
        contract_id = _contract(journal)
        return [_overview(journal, contract_id, where), *_import(journal, contract_id, where),
                _editors(journal, contract_id, where)]


def _contract(journal: Journal) -> int:
    """60 indicators in 6 missions, each measured every month of five years."""
    cpts = journal.aci.add(Cpts(name="Bench"), **_BY)
    contract = journal.aci.add(Contract(cpts_id=cpts.id, title="ACI", rules=_RULES, signed=dt.date(2022, 1, 1)), **_BY)
    months = [f"{2022 + year}-{month:02d}" for year, month in itertools.product(range(_YEARS), range(1, _MONTHS + 1))]
    for rank, rule in enumerate(text(_RULES).missions[:6]):
        mission = journal.aci.add(Mission(
            contract_id=contract.id, title=rule.title, key=rule.key, rank=rank, started=dt.date(2022, 3, 1),
            amounts=tuple(YearAmount(year=year, fixed_eur=1000, variable_eur=1000) for year in range(1, 6))), **_BY)
        indicators = [Indicator(
            mission_id=mission.id, label=f"Indicateur {number}", unit="%", weight_pct=10, baseline=20,
            calculation=Calculation.PROPORTIONAL, targets=tuple(Target(year=year, value=30 + 5 * year) for year in range(1, 6)))
            for number in range(_INDICATORS // 6)]
        added = _added(journal, indicators)
        _added(journal, [Measure(indicator_id=kept.id, period=month, numerator=20 + place % 40, denominator=100)
                         for kept in added for place, month in enumerate(months)])
    return contract.id


def _added(journal: Journal, records: list[Any]) -> list[Kept[Any]]:
    return journal.aci.together(lambda batch: batch.add_all(records), **_BY)


def _overview(journal: Journal, contract_id: int, where: str) -> Line:
    times = []
    for _ in range(10):
        start = time.perf_counter()
        overview(journal.aci, contract_id, dt.date(2026, 6, 1))
        times.append(time.perf_counter() - start)
    return Line(f"overview of a contract: 60 indicators × 5 years × 12{where}", 1000 * arithmetic.median(times[1:]), "ms",
                "≤ 150 ms", "from the database, nothing cached")


def _import(journal: Journal, contract_id: int, where: str) -> list[Line]:
    """New measures, then the same lines with other values."""
    titles = [rule.short for rule in text(_RULES).missions[:6]]
    months = [f"{month:02d}/{year}" for year, month in itertools.product(range(2000, 2022), range(1, 13))]
    rows = itertools.islice(itertools.product(titles, range(_INDICATORS // 6), months), _LINES)
    lines = "\n".join(f"{title};Indicateur {number};{month};{number + 20};100" for title, number, month in rows)
    header = "Mission;Indicateur;Période;Numérateur;Dénominateur\n"
    result = []
    for name, content in (("new", lines), ("changed", lines.replace(";100", ";200"))):
        start = time.perf_counter()
        (table,) = intake.read_tables("bench.csv", (header + content).encode())
        plan = intake.prepare(journal.aci, contract_id, table, intake.propose(table, Measure.KIND))
        written = intake.apply(journal.aci, plan, author="bench", reason="")
        result.append(Line(f"import of 10,000 measures, {name}{where}", time.perf_counter() - start, "s", "≤ 5 s",
                           f"{written} written; file read, checked, written in one transaction"))
    return result


def _editors(journal: Journal, contract_id: int, where: str) -> Line:
    """Each adds ten measures, one write at a time, all at once."""
    mission = journal.aci.find(Mission, contract_id=contract_id)[0]
    own = _added(journal, [Indicator(mission_id=mission.id, label=f"Éditeur {number}", unit="%") for number in range(_EDITORS)])
    refused = []

    def edit(number: int) -> None:
        for year in range(2000, 2000 + _EDITS):
            try:
                journal.aci.add(Measure(indicator_id=own[number].id, period=str(year), value=1.0), **_BY)
            except JournalError as error:
                refused.append(error)

    start = time.perf_counter()
    with ThreadPoolExecutor(_EDITORS) as pool:
        list(pool.map(edit, range(_EDITORS)))
    return Line(f"20 editors × 10 writes at once{where}", time.perf_counter() - start, "s", "no error",
                f"{len(refused)} refused")
