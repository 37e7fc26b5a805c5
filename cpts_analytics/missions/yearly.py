"""What the measures of an indicator say of one year of its contract, and the points that its curve is drawn with."""

from __future__ import annotations

import dataclasses
import itertools
from collections.abc import Iterable, Sequence

from cpts_analytics.journal.aci import Form, Indicator, Measure, MeasureState, YearlyValue, periods
from cpts_analytics.missions.projection import Point
from cpts_analytics.missions.years import ContractYear


def measured_points(measures: Iterable[Measure]) -> tuple[Point, ...]:
    """(end of period, value) of the measures that have a value, by date."""
    return tuple(sorted((periods.end(item.period), item.value) for item in measures if item.value is not None))


def inside(measures: Iterable[Measure], year: ContractYear | None) -> list[Measure]:
    """The measures whose period ends in a year of the contract, by date."""
    return [item for item in measures if year and year.first <= periods.end(item.period) <= year.last]


def counted(indicator: Indicator, measures: Sequence[Measure], year: ContractYear | None) -> Measure | None:
    """The measure that counts for a year of the contract. ``measures``: by end of period.

    Formula: *dernière valeur*, the last one with a value; *somme*, Σ values for a count, scale × Σ numerators /
    Σ denominators for a ratio, the CPAM's value only when it has come for each. When no measure has a value, the last
    one that says why (not measured, denominator of 0).
    """
    found = inside(measures, year)
    valued = [item for item in found if item.value is not None]
    if not valued:
        return found[-1] if found else None
    if indicator.yearly is YearlyValue.LAST or len(valued) == 1:
        return valued[-1]
    cpam = [item.cpam_value for item in valued if item.cpam_value is not None]
    whole = dataclasses.replace(
        valued[-1], proofs=(), gap_comment="", numerator=None, denominator=None, value=sum(item.value or 0 for item in valued),
        cpam_value=sum(cpam) if len(cpam) == len(valued) and indicator.form is Form.COUNT else None,
        state=MeasureState.AGREED if all(item.state is MeasureState.AGREED for item in valued) else MeasureState.PROPOSED)
    if indicator.form is Form.COUNT:
        return whole
    pairs = [(item.numerator, item.denominator) for item in valued
             if item.numerator is not None and item.denominator is not None]
    above, below = sum(pair[0] for pair in pairs), sum(pair[1] for pair in pairs)
    if len(pairs) < len(valued) or below == 0:  # shares typed alone cannot be added up
        return valued[-1]
    return dataclasses.replace(whole, numerator=above, denominator=below, value=indicator.scale * above / below)


def projected_points(indicator: Indicator, measures: Sequence[Measure], year: ContractYear | None) -> tuple[Point, ...]:
    """The points whose line is read at the year's end: running totals of the year for a count that adds up, else all."""
    if indicator.yearly is YearlyValue.SUM and indicator.form is Form.COUNT:
        points = measured_points(inside(measures, year))
        return tuple(zip((date for date, _ in points), itertools.accumulate(value for _, value in points), strict=True))
    return measured_points(measures)
