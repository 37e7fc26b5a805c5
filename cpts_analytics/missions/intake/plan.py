"""What an import would write, line by line, before anything is written; then all of it, or nothing.

A line whose indicator and period are already there becomes a new version of that measure, in the version seen now: if
somebody changes it meanwhile, the import is refused as a whole, with both versions.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Sequence
from typing import Any

from cpts_analytics.errors import JournalError
from cpts_analytics.journal.aci import Batch, Entry, FieldError, Indicator, Kept, Measure, Mission, Register
from cpts_analytics.journal.aci.checks import checked, with_value
from cpts_analytics.missions.evening import small_count
from cpts_analytics.missions.intake import lines
from cpts_analytics.missions.intake.cells import CellError
from cpts_analytics.missions.intake.matching import Matching, field_label
from cpts_analytics.missions.intake.table import Table
from cpts_analytics.missions.words import french

CHUNK = 500
Progress = Callable[[int, int], None]
"""Called with (lines done, lines in all)."""


@dataclasses.dataclass(frozen=True)
class LineReport:
    """What became of one line: ``ajout``, ``modification``, ``identique`` or ``erreur``; ``line`` as the file numbers it."""

    line: int
    what: str
    told: str  # indicator and period, or label
    sentence: str = ""  # the fault, or what to look at
    column: str = ""


@dataclasses.dataclass(frozen=True)
class Plan:
    """An import ready to be written when ``ok``."""

    kind: str
    reports: tuple[LineReport, ...]
    adds: tuple[Entry, ...]
    changes: tuple[tuple[int, int, Entry], ...]  # number, version seen, new content
    blank: int = 0  # lines of a template that name an indicator and say nothing of it

    @property
    def errors(self) -> tuple[LineReport, ...]:
        return tuple(report for report in self.reports if report.what == "erreur")

    @property
    def ok(self) -> bool:
        return not self.errors and bool(self.reports)

    @property
    def sentence(self) -> str:
        """``120 ajouts, 3 modifications, 5 lignes identiques`` or how many lines are wrong."""
        if self.errors:
            return french(f"{len(self.errors)} ligne(s) à corriger sur {len(self.reports)} : rien ne sera enregistré.")
        same = len(self.reports) - len(self.adds) - len(self.changes)
        blank = f", {self.blank} ligne(s) laissée(s) vide(s)" if self.blank else ""
        return french(f"{len(self.adds)} ajout(s), {len(self.changes)} modification(s), {same} ligne(s) identique(s){blank}.")


def prepare(register: Register, contract_id: int, table: Table, matching: Matching, progress: Progress | None = None) -> Plan:
    """Read every line; nothing is written. Raises JournalError when a field that must be there is not matched."""
    if matching.missing:
        raise JournalError(french("Associez d'abord une colonne à : " + ", ".join(
            field_label(matching.kind, field) for field in matching.missing) + "."))
    missions = register.find(Mission, contract_id=contract_id)
    indicators = register.find(Indicator, mission_id=tuple(kept.id for kept in missions))
    places = {field: table.header.index(column) for field, column in matching.columns.items() if column in table.header}
    if matching.kind == Measure.KIND:
        measures = register.find(Measure, indicator_id=tuple(kept.id for kept in indicators))
        reader: Any = lines.MeasureLines(missions, indicators, measures)
    else:
        reader = lines.IndicatorLines(missions, indicators)
    filled = _filled(table, places) if matching.kind == Measure.KIND else table
    plan = _planned(filled, matching, places, reader, progress)
    return dataclasses.replace(plan, blank=len(table.rows) - len(filled.rows))


def _filled(table: Table, places: dict[str, int]) -> Table:
    """The lines that say more than which indicator they are about: of a template, those that somebody filled in."""
    telling = [place for field, place in places.items() if field not in ("mission", "indicator")]
    kept = [(line, row) for line, row in zip(table.lines, table.rows, strict=True)
            if any(place < len(row) and row[place].strip() for place in telling)]
    return dataclasses.replace(table, lines=tuple(line for line, _ in kept), rows=tuple(row for _, row in kept))


def apply(register: Register, plan: Plan, *, author: str, reason: str, progress: Progress | None = None) -> int:
    """Write the plan in one transaction; the number of records written. Raises JournalError and writes nothing."""
    if not plan.ok:
        raise JournalError(french("L'import contient des lignes à corriger : rien n'a été enregistré."))
    total = len(plan.adds) + len(plan.changes)

    def work(batch: Batch) -> int:
        done = 0
        for start in range(0, len(plan.adds), CHUNK):
            batch.add_all(plan.adds[start:start + CHUNK])
            done = _said(progress, done + len(plan.adds[start:start + CHUNK]), total)
        for start in range(0, len(plan.changes), CHUNK):
            batch.change_all(plan.changes[start:start + CHUNK])
            done = _said(progress, done + len(plan.changes[start:start + CHUNK]), total)
        return total

    return register.together(work, author=author, reason=reason or "Import d'un fichier")


def _planned(table: Table, matching: Matching, places: dict[str, int], reader: Any, progress: Progress | None) -> Plan:
    reports: list[LineReport] = []
    adds: list[Entry] = []
    changes: list[tuple[int, int, Entry]] = []
    seen: dict[Any, int] = {}
    for number, (line, row) in enumerate(zip(table.lines, table.rows, strict=True), 1):
        cells = {field: row[place] if place < len(row) else "" for field, place in places.items()}
        try:
            record, former, told = reader.read(cells)
            record = _ready(record, reader)
            key = tuple(getattr(record, name) for name in type(record).UNIQUE)
            if key in seen:
                raise FieldError(type(record).UNIQUE[-1], f"Déjà à la ligne {seen[key]} du fichier.")
            seen[key] = line
        except CellError as error:
            reports.append(LineReport(line, "erreur", "", str(error), matching.columns.get(reader.field, "")))
        except FieldError as error:
            reports.append(LineReport(line, "erreur", "", str(error), matching.columns.get(error.field, "")))
        else:
            reports.append(_report(line, record, former, told, reader))
            if former is None:
                adds.append(record)
            elif reports[-1].what == "modification":
                changes.append((former.id, former.version, record))
        if number % CHUNK == 0:
            _said(progress, number, len(table.rows))
    return Plan(matching.kind, tuple(reports), tuple(adds), tuple(changes))


def _report(line: int, record: Entry, former: Kept[Any] | None, told: str, reader: Any) -> LineReport:
    note = small_count(reader.indicator, record) if isinstance(record, Measure) else ""
    what = "ajout" if former is None else "identique" if former.record == record else "modification"
    return LineReport(line, what, told, note)


def _ready(record: Entry, reader: Any) -> Entry:
    clean = checked(record)
    return with_value(clean, reader.indicator) if isinstance(clean, Measure) else clean


def _said(progress: Progress | None, done: int, total: int) -> int:
    if progress is not None:
        progress(done, total)
    return done


def preview(plan: Plan, most: int = 200) -> Sequence[LineReport]:
    """Faults first, then what changes, then the rest: the lines to show."""
    rank = {"erreur": 0, "modification": 1, "ajout": 2, "identique": 3}
    return sorted(plan.reports, key=lambda report: (rank[report.what], report.line))[:most]
