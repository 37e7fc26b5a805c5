"""Years of a contract: numbered from 1, each from an anniversary of the signature to the day before the next."""

from __future__ import annotations

import calendar
import dataclasses
import datetime as dt

from cpts_analytics.journal.aci import Contract, Indicator
from cpts_analytics.missions.rulebook import RuleText
from cpts_analytics.missions.words import day, french

MOST_YEARS = 20


@dataclasses.dataclass(frozen=True)
class ContractYear:
    """One year of a contract; both days are in it."""

    number: int
    first: dt.date
    last: dt.date

    @property
    def words(self) -> str:
        """``année 2 (du 12/06/2025 au 11/06/2026)``."""
        return french(f"année {self.number} (du {day(self.first)} au {day(self.last)})")


def after_months(date: dt.date, count: int) -> dt.date:
    """The same day ``count`` months later; the last day of the month when it has no such day."""
    year, month = divmod(date.year * 12 + date.month - 1 + count, 12)
    return dt.date(year, month + 1, min(date.day, calendar.monthrange(year, month + 1)[1]))


def last_day(contract: Contract, text: RuleText) -> dt.date | None:
    """The last day of the contract: as typed, else the day before the anniversary that its text sets (five years).
    None without a signature."""
    if contract.ends is not None or contract.signed is None:
        return contract.ends
    return after_months(contract.signed, 12 * text.duration_years) - dt.timedelta(days=1)


def contract_years(contract: Contract, text: RuleText) -> tuple[ContractYear, ...]:
    """The years of the contract, the last one cut at its end; none without a signature."""
    ends = last_day(contract, text)
    if contract.signed is None or ends is None:
        return ()
    years = []
    for number in range(1, MOST_YEARS + 1):
        first = after_months(contract.signed, 12 * (number - 1))
        if first > ends:
            break
        last = min(after_months(contract.signed, 12 * number) - dt.timedelta(days=1), ends)
        years.append(ContractYear(number, first, last))
    return tuple(years)


def year_of(years: tuple[ContractYear, ...], date: dt.date) -> ContractYear | None:
    """The year of the contract that holds this day; None before the signature and after the end."""
    return next((year for year in years if year.first <= date <= year.last), None)


def target_of(indicator: Indicator, year: ContractYear | None) -> float | None:
    """What an indicator must reach by the end of a year of the contract; None outside the contract, or when none is typed."""
    return next((target.value for target in indicator.targets if year and target.year == year.number), None)
