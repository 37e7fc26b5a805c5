"""The real tables that the needs are estimated from, brought to the communes of 2025, each read once."""

from __future__ import annotations

import functools
from collections.abc import Callable

import pandas as pd
import pytest

from cpts_analytics import indicators
from cpts_analytics.indicators._inputs import Inputs
from cpts_analytics.territory.passage import to_2025


@pytest.fixture(scope="session")
def real_needs(real_table: Callable[[str], pd.DataFrame], shipped: Callable[..., pd.DataFrame]) -> Callable[[], Inputs]:
    """``real_needs()``: what the estimates read."""

    @functools.cache
    def made() -> Inputs:
        communes = shipped("SELECT * FROM communes")
        moved = real_table("former_codes")
        former = dict(moved.loc[moved["former_code"] != moved["code"], ["former_code", "code"]].itertuples(index=False))
        families = (indicators.families()[name] for name in ("age_structure", "chronic_diseases"))
        keys = {key for family in families for record in family.INDICATORS for key in record.reads}
        tables = {}
        for key in sorted(keys):
            record = indicators.sources.records()[key]
            table = real_table(key)
            if any(column.merge == "key" for column in record.columns):
                table, _ = to_2025(table, record, former, set(communes["code"]))
            tables[key] = table
        return Inputs(tables, communes, pd.DataFrame())

    return made
