"""A small contract for the tests of the ACI journal."""

from __future__ import annotations

import dataclasses
import datetime as dt
from typing import Any

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

BY = {"author": "Camille", "reason": "essai"}
SIGNED = dt.date(2024, 6, 12)


@dataclasses.dataclass(frozen=True)
class Small:
    """One CPTS, one contract, one mission, one indicator (20 % at the start, 30 % then 40 % to reach)."""

    cpts: Kept[Cpts]
    contract: Kept[Contract]
    mission: Kept[Mission]
    indicator: Kept[Indicator]


def small(journal: Journal, **fields: Any) -> Small:
    aci = journal.aci
    cpts = aci.add(Cpts(name="CPTS d'essai"), **BY)
    contract = aci.add(Contract(cpts_id=cpts.id, title="ACI 2024", rules="aci-2019-avenant-2", signed=SIGNED), **BY)
    mission = aci.add(Mission(
        contract_id=contract.id, title="Actions territoriales de prévention", key="prevention", started=dt.date(2024, 12, 1),
        amounts=(YearAmount(year=1, fixed_eur=20_000, variable_eur=10_000),
                 YearAmount(year=2, fixed_eur=24_000, variable_eur=12_000))), **BY)
    indicator = aci.add(Indicator(**{
        "mission_id": mission.id, "label": "Dépistage", "unit": "%", "baseline": 20.0, "baseline_year": 2023,
        "weight_pct": 60.0, "calculation": Calculation.PROPORTIONAL,
        "targets": (Target(year=1, value=30), Target(year=2, value=40)), **fields}), **BY)
    return Small(cpts, contract, mission, indicator)


def measure(given: Small, period: str = "2024", **fields: Any) -> Measure:
    return Measure(**{"indicator_id": given.indicator.id, "period": period, "numerator": 25.0, "denominator": 100.0, **fields})
