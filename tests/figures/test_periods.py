"""A year selects the periods that end in it: years, spans, months, weeks; a month or a week selects itself."""

from __future__ import annotations

import pytest

from cpts_analytics.__main__ import main
from cpts_analytics.figures import Question, table
from cpts_analytics.figures.query import periods
from cpts_analytics.store import Store
from cpts_analytics.territory import Geography, resolve


def found(store: Store, geography: Geography, key: str, year: str) -> list[str]:
    rows = table(store, resolve("departement:38", geography), Question(keys=(key,), comparators=True, year=year))
    return sorted(set(rows["period"]))


def test_a_year_selects_its_weeks(store: Store, geography: Geography) -> None:
    """2024 has 52 weeks by ISO 8601."""
    weeks = found(store, geography, "flu_emergency_visits", "2024")
    assert weeks == [f"2024-W{week:02}" for week in range(1, 53)]


def test_a_year_selects_its_months_and_the_spans_that_end_in_it(store: Store, geography: Geography) -> None:
    assert found(store, geography, "c2s_rate", "2024") == [f"2024-{month:02}" for month in range(1, 13)]
    assert found(store, geography, "breast_screening", "2025") == ["2024/2025"]
    assert found(store, geography, "breast_screening", "2024") == []


@pytest.mark.parametrize(("key", "period"), [("flu_emergency_visits", "2024-W48"), ("c2s_rate", "2024-11"),
                                             ("vaccination_flu_65_plus", "2019")])
def test_a_period_selects_itself(store: Store, geography: Geography, key: str, period: str) -> None:
    assert found(store, geography, key, period) == [period]


def test_the_latest_week_is_one_and_the_periods_are_in_order(store: Store, geography: Geography) -> None:
    known = periods(store, "flu_emergency_visits")
    assert known == sorted(known, reverse=True) and found(store, geography, "flu_emergency_visits", "latest") == known[:1]


def test_the_command_line_selects_weeks(store: Store, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["figures", "--territory", "departement:38", "--indicator", "flu_emergency_visits", "--year", "2024",
                 "--comparators", "--format", "csv"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert any(",2024-W48," in line for line in lines) and not any(",2023-W" in line or ",2025-W" in line for line in lines)
