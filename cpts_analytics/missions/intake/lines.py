"""Lines of a table read as measures or indicators, beside what the journal already holds."""

from __future__ import annotations

import dataclasses
import functools
from collections.abc import Sequence
from typing import Any

from cpts_analytics.errors import JournalError
from cpts_analytics.journal.aci import (
    Calculation,
    Direction,
    FieldError,
    Form,
    Frequency,
    Giver,
    Indicator,
    Kept,
    Measure,
    MeasureState,
    Mission,
    Nature,
    Proof,
    ProofKind,
    Target,
    YearlyValue,
    periods,
)
from cpts_analytics.missions.intake import cells
from cpts_analytics.missions.rulebook import texts
from cpts_analytics.missions.words import french
from cpts_analytics.territory.text import normalise as _normalise

normalise = functools.lru_cache(maxsize=4096)(_normalise)
"""The same labels come back line after line."""


class MeasureLines:
    """A line names its indicator by its label, and by its mission where two missions have one of that label."""

    def __init__(self, missions: Sequence[Kept[Mission]], indicators: Sequence[Kept[Indicator]],
                 measures: Sequence[Kept[Measure]]) -> None:
        self._missions = _missions(missions)
        self._by_label: dict[str, list[Kept[Indicator]]] = {}
        for kept in indicators:
            self._by_label.setdefault(normalise(kept.record.label), []).append(kept)
        self._former = {(kept.record.indicator_id, kept.record.period): kept for kept in measures}
        self.field = ""
        self.indicator = Indicator(mission_id=0, label="", unit="")

    def read(self, row: dict[str, str]) -> tuple[Measure, Kept[Measure] | None, str]:
        """The measure, what it would change, and how a report calls it. Raises CellError, FieldError."""
        kept = self._found(row)
        self.indicator = kept.record
        self.field = "period"
        try:
            period = periods.canonical(row["period"])
        except JournalError as error:
            raise FieldError("period", str(error)) from error
        former = self._former.get((kept.id, period))
        base = former.record if former else Measure(indicator_id=kept.id, period=period)
        told = french(f"{kept.record.label}, {periods.words(period)}")
        return dataclasses.replace(base, **self._typed(row, base)), former, told

    def _found(self, row: dict[str, str]) -> Kept[Indicator]:
        self.field = "indicator"
        named = self._by_label.get(normalise(cells.text(row["indicator"])), [])
        if row.get("mission"):
            mission = self._missions.get(normalise(cells.text(row["mission"])))
            if mission is None:
                raise FieldError("mission", f"La mission « {row['mission'][:60]} » n'est pas dans ce contrat.")
            named = [kept for kept in named if kept.record.mission_id == mission]
        if not named:
            raise FieldError("indicator", f"L'indicateur « {row['indicator'][:60]} » n'est pas dans ce contrat : créez-le, "
                                          "ou corrigez son libellé.")
        if len(named) > 1:
            raise FieldError("mission", f"Deux missions ont un indicateur « {row['indicator'][:60]} » : ajoutez la colonne "
                                        "Mission.")
        return named[0]

    def _typed(self, row: dict[str, str], base: Measure) -> dict[str, Any]:
        """The fields that the line says; those whose column is absent keep what they were."""
        found: dict[str, Any] = {}
        for name in ("numerator", "denominator", "value", "cpam_value"):
            if name in row:
                self.field = name
                found[name] = cells.number(row[name])
        if "value" not in row and ("numerator" in row or "denominator" in row):
            found["value"] = None  # made anew from its two parts
        for name in ("not_measured", "gap_comment"):
            if name in row:
                found[name] = cells.text(row[name])
        self.field = "giver"
        found["giver"] = cells.choice(Giver, row.get("giver", "")) or base.giver
        self.field = "state"
        found["state"] = cells.choice(MeasureState, row.get("state", "")) or base.state
        link = row.get("proof", "")
        if link and link not in {proof.link for proof in base.proofs}:
            found["proofs"] = (*base.proofs, Proof(kind=ProofKind.LINK, link=link))
        return found


class IndicatorLines:
    """A line is an indicator of a mission, told by its label."""

    def __init__(self, missions: Sequence[Kept[Mission]], indicators: Sequence[Kept[Indicator]]) -> None:
        self._missions = _missions(missions)
        self._former = {(kept.record.mission_id, kept.record.label): kept for kept in indicators}
        self.field = ""
        self.indicator: Indicator | None = None

    def read(self, row: dict[str, str]) -> tuple[Indicator, Kept[Indicator] | None, str]:
        """As ``MeasureLines.read``."""
        mission = self._missions.get(normalise(cells.text(row["mission"])))
        if mission is None:
            raise FieldError("mission", f"La mission « {row['mission'][:60]} » n'est pas dans ce contrat.")
        label = cells.text(row["label"])
        former = self._former.get((mission, label))
        base = former.record if former else Indicator(mission_id=mission, label=label, unit=cells.text(row["unit"]))
        return dataclasses.replace(base, **self._typed(row, base)), former, label

    def _typed(self, row: dict[str, str], base: Indicator) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for name in ("unit", "definition", "numerator_label", "denominator_label", "owner"):
            if name in row:
                found[name] = cells.text(row[name])
        for name in ("baseline", "weight_pct"):
            if name in row:
                self.field = name
                found[name] = cells.number(row[name])
        if "baseline_year" in row:
            self.field = "baseline_year"
            found["baseline_year"] = cells.whole(row["baseline_year"])
        for name, kind in _CHOICES.items():
            self.field = name
            found[name] = cells.choice(kind, row.get(name, "")) or getattr(base, name)
        targets = {target.year: target for target in base.targets}
        for year in range(1, 6):
            self.field = f"target_{year}"
            if self.field in row:
                value = cells.number(row[self.field])
                targets.pop(year, None)
                if value is not None:
                    targets[year] = Target(year=year, value=value)
        found["targets"] = tuple(targets[year] for year in sorted(targets))
        return found


_CHOICES: dict[str, Any] = {"form": Form, "direction": Direction, "nature": Nature, "calculation": Calculation,
                            "frequency": Frequency, "yearly": YearlyValue}


def _missions(missions: Sequence[Kept[Mission]]) -> dict[str, int]:
    """Every way to name a mission → its number: its title, the short name of its rule, its key."""
    rules = {rule.key: rule for text in texts().values() for rule in text.missions}
    found: dict[str, int] = {}
    for kept in missions:
        rule = rules.get(kept.record.key)
        for name in (*((rule.title, rule.short) if rule else ()), kept.record.key, kept.record.title):
            if name:
                found[normalise(name)] = kept.id
    return found
