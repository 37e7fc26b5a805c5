"""The figures of any set of communes, once more: plain loops over the shipped rows, by the rules as they are written.

Nothing of the program's own arithmetic is used, so that a mistake has to be made twice to go unseen.
"""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Callable, Iterable, Mapping
from typing import Any

import pandas as pd

from cpts_analytics import indicators
from cpts_analytics.model import Aggregation

VALUED = {"ok", "estimated", "partial"}
Series = tuple[str, str, str]  # indicator, period, breakdown


@dataclasses.dataclass(frozen=True)
class Part:
    numerator: float
    denominator: float
    status: str


@dataclasses.dataclass(frozen=True)
class Figure:
    """A whole: ``value`` is NaN where nothing may be shown."""

    value: float
    status: str
    numerator: float
    denominator: float
    communes: int
    share: float  # inhabitants covered, %


@dataclasses.dataclass(frozen=True)
class Country:
    """Local rows of some areas: series → code → part; and the inhabitants of every code."""

    parts: Mapping[Series, Mapping[str, Part]]
    people: Mapping[str, float]

    @classmethod
    def of(cls, shipped: Callable[..., pd.DataFrame], codes: Iterable[str]) -> Country:
        codes = list(codes)
        rows = shipped("SELECT indicator, period, breakdown, area, numerator, denominator, status FROM figures "
                       "WHERE level IN ('commune', 'arrondissement_municipal') AND area IN (SELECT unnest(?))", codes)
        parts: dict[Series, dict[str, Part]] = {}
        for name, period, breakdown, area, numerator, denominator, status in rows.itertuples(index=False):
            parts.setdefault((name, period, breakdown), {})[area] = Part(numerator, denominator, status)
        people = shipped("SELECT code, population FROM communes")
        known = {code: 0.0 if math.isnan(count) else float(count) for code, count in
                 zip(people["code"], people["population"].astype(float), strict=True)}
        return cls(parts, known)

    def figure(self, series: Series, codes: Iterable[str]) -> Figure:
        """What the rules make of these communes."""
        record = indicators.registry()[series[0]]
        held = {code: self.parts[series][code] for code in codes}
        everybody = sum(self.people[code] for code in held)
        covered = [code for code, part in held.items() if part.status in VALUED or part.status == "not_applicable"]
        people = sum(self.people[code] for code in covered)
        top = bottom = 0.0
        for part in held.values():
            if part.status in VALUED:
                top += part.numerator
                bottom += 0.0 if math.isnan(part.denominator) else part.denominator
        status = _status(held, self.people, len(covered) == len(held))
        hidden = record.aggregation is not Aggregation.SUM and status in VALUED and (
            len(covered) < len(held) and people < 0.9 * everybody)
        if hidden:
            status = _reason(held, self.people)
        elif record.aggregation is not Aggregation.SUM and status in VALUED and bottom == 0:
            status = "not_applicable"
        value = math.nan
        if status in VALUED:
            value = record.scale * top if record.aggregation is Aggregation.SUM else record.scale * top / bottom
            if record.aggregation is Aggregation.COMPOUND_GROWTH:
                value = record.scale * ((top / bottom) ** (1 / record.years) - 1)
        if record.estimates_people and len(held) == 1 and status in VALUED and record.aggregation is Aggregation.SUM:
            value = 10.0 * math.floor(top / 10 + 0.5)  # a commune's estimate: to the nearest ten, or not at all
            if 0 < top < 11:
                status, value = "suppressed", math.nan
        share = 100.0 * people / everybody if everybody else (100.0 if len(covered) == len(held) else 0.0)
        return Figure(value, status, top, bottom, len(covered), share)


def _status(held: Mapping[str, Part], people: Mapping[str, float], all_covered: bool) -> str:
    statuses = [part.status for part in held.values()]
    if not VALUED & set(statuses):
        return "not_applicable" if all_covered else _reason(held, people)
    if not all_covered or "partial" in statuses:
        return "partial"
    return "estimated" if "estimated" in statuses else "ok"


def _reason(held: Mapping[str, Part], people: Mapping[str, float]) -> str:
    """Why most of the inhabitants that are not covered are not; communes decide where nobody lives."""
    missing: dict[str, tuple[float, int]] = {}
    for code, part in held.items():
        if part.status not in VALUED and part.status != "not_applicable":
            count, number = missing.get(part.status, (0.0, 0))
            missing[part.status] = (count + people[code], number + 1)
    return max(missing, key=lambda reason: missing[reason])


def differences(row: Mapping[str, Any], expected: Figure, *, counts: bool = True) -> list[str]:
    """What a row of the program says otherwise than the naive figure."""
    found = []
    if row["status"] != expected.status:
        found.append(f"status {row['status']} instead of {expected.status}")
    both_missing = math.isnan(row["value"]) and math.isnan(expected.value)
    if not both_missing and not math.isclose(row["value"], expected.value, rel_tol=1e-6, abs_tol=1e-6):
        found.append(f"value {row['value']} instead of {expected.value}")
    if counts and row["coverage_communes"] != expected.communes:
        found.append(f"{row['coverage_communes']} communes covered instead of {expected.communes}")
    if abs(row["coverage_population_pct"] - expected.share) > 1e-6:
        found.append(f"{row['coverage_population_pct']} % covered instead of {expected.share}")
    return found
