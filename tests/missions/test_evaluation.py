"""Achievement, trend and projection: values worked out by hand, and by a second way."""

from __future__ import annotations

import datetime as dt
import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from cpts_analytics.journal.aci import Direction, Form, Indicator, Measure, MeasureState, Target, YearlyValue
from cpts_analytics.missions.achievement import AchievementState, achievement, of_measure
from cpts_analytics.missions.projection import Course, Outlook, distance, projection, trend
from cpts_analytics.missions.yearly import counted, projected_points
from cpts_analytics.missions.years import ContractYear

UP, DOWN = Direction.UP, Direction.DOWN
State = AchievementState


def indicator(direction: Direction = UP, baseline: float | None = None, **fields: object) -> Indicator:
    return Indicator(**{"mission_id": 1, "label": "x", "unit": "%", "direction": direction, "baseline": baseline,  # type: ignore[arg-type]
                        "targets": (Target(year=1, value=1),), **fields})


@pytest.mark.parametrize(("direction", "baseline", "value", "target", "rate", "state"), [
    (UP, 20, 25, 40, 25, State.PARTIAL),  # 5 of the 20 points to gain
    (UP, 20, 40, 40, 100, State.REACHED),
    (UP, 20, 55, 40, 100, State.REACHED),  # bounded
    (UP, 20, 10, 40, 0, State.NOT_REACHED),  # a step back
    (UP, 20, 20, 40, 0, State.NOT_REACHED),
    (DOWN, 12, 9, 8, 75, State.PARTIAL),  # 3 of the 4 points to lose
    (DOWN, 12, 8, 8, 100, State.REACHED),
    (DOWN, 12, 14, 8, 0, State.NOT_REACHED),
    (UP, 40, 40, 40, 100, State.REACHED),  # the baseline is the target: kept
    (UP, 40, 39, 40, 0, State.NOT_REACHED),  # … not kept
    (DOWN, 6, 7, 8, 100, State.REACHED),  # already better than the target at the start
    (DOWN, 6, 9, 8, 0, State.NOT_REACHED),
    (UP, None, 30, 40, 75, State.PARTIAL),
    (UP, None, 0, 40, 0, State.NOT_REACHED),
    (DOWN, None, 10, 8, 80, State.PARTIAL),
    (DOWN, None, 0, 8, 100, State.REACHED),
    (DOWN, None, 3, 0, None, State.NO_RATE),  # 0 to reach: no share can be told
    (UP, None, -3, -2, None, State.NO_RATE),
    (UP, -10, -5, 0, 50, State.PARTIAL),
    (UP, 0, 0, 0, 100, State.REACHED),
])
def test_rates_worked_out_by_hand(direction: Direction, baseline: float | None, value: float, target: float,
                                  rate: float | None, state: AchievementState) -> None:
    found = achievement(indicator(direction, baseline), value, target)
    assert (found.rate_pct, found.state) == (pytest.approx(rate), state)
    assert found.sentence.endswith(".")


def test_what_cannot_be_told_is_said() -> None:
    one = indicator(baseline=20)
    assert achievement(one, 5, None).sentence == "Pas de cible saisie pour cette année du contrat."
    assert achievement(one, None, 5).sentence == "Valeur\u00a0: non renseigné."
    assert of_measure(one, None, 5).state is State.MISSING
    absent = of_measure(one, Measure(indicator_id=1, period="2024", not_measured="logiciel en panne"), 5)
    assert (absent.rate_pct, absent.state) == (None, State.NOT_MEASURED) and "logiciel en panne" in absent.sentence
    nobody = of_measure(one, Measure(indicator_id=1, period="2024", numerator=0, denominator=0), 5)
    assert nobody.state is State.NO_DENOMINATOR and "dénominateur est 0" in nobody.sentence
    assert of_measure(one, Measure(indicator_id=1, period="2024", value=0.0), 5).rate_pct == 0  # zero is a value


numbers = st.floats(-1e6, 1e6)


@given(st.sampled_from([UP, DOWN]), st.none() | numbers, numbers, numbers)
def test_a_rate_is_bounded_and_whole_exactly_when_the_target_is_reached(
        direction: Direction, baseline: float | None, value: float, target: float) -> None:
    found = achievement(indicator(direction, baseline), value, target)
    good = value >= target if direction is UP else value <= target
    assert (found.state is State.REACHED) is good
    if found.rate_pct is not None:
        assert 0 <= found.rate_pct <= 100
        assert not good or found.rate_pct == 100


@given(st.none() | numbers, numbers, numbers)
def test_lowering_is_raising_turned_over(baseline: float | None, value: float, target: float) -> None:
    """With a baseline, an indicator to lower and its opposite to raise have one rate."""
    if baseline is not None:
        down = achievement(indicator(DOWN, baseline), value, target)
        up = achievement(indicator(UP, -baseline), -value, -target)
        assert (down.rate_pct, down.state) == (up.rate_pct, up.state)


def day(number: int) -> dt.date:
    return dt.date(2024, 1, 1) + dt.timedelta(days=number)


def test_trend() -> None:
    assert trend([], UP).course is trend([(day(0), 1.0)], UP).course is Course.UNKNOWN
    assert trend([(day(9), 3.0), (day(0), 1.0)], UP) == trend([(day(0), 1.0), (day(9), 3.0)], UP)
    assert trend([(day(0), 1.0), (day(9), 3.0)], UP).course is Course.IMPROVING
    assert trend([(day(0), 1.0), (day(9), 3.0)], DOWN).course is Course.WORSENING
    assert trend([(day(0), 5.0), (day(1), 3.0), (day(9), 3.0)], DOWN).course is Course.STABLE
    assert "+2" in trend([(day(0), 1.0), (day(9), 3.0)], UP).sentence


def test_distance_to_the_target() -> None:
    assert distance(25.0, 40.0, UP) == 15 and distance(41.0, 40.0, UP) == 0
    assert distance(12.0, 8.0, DOWN) == 4 and distance(None, 8.0, DOWN) is None is distance(1.0, None, UP)


def test_projection_needs_four_measures_on_several_days() -> None:
    points = [(day(30 * number), float(number)) for number in range(4)]
    assert projection(points[:3], day(200), 5, UP) is None
    assert projection([(day(0), 1.0)] * 4, day(200), 5, UP) is None
    assert projection(points, day(200), 5, UP) is not None


def test_a_straight_line_goes_on_straight() -> None:
    """One unit every 30 days: at day 180 it is 6, and there is no doubt."""
    found = projection([(day(30 * number), float(number)) for number in range(4)], day(180), 6.0, UP)
    assert found is not None
    assert (found.value, found.lower, found.upper) == (pytest.approx(6), pytest.approx(6), pytest.approx(6))


@given(st.lists(st.tuples(st.integers(0, 1500), st.floats(-100, 100)), min_size=4, max_size=30,
                unique_by=lambda point: point[0]), st.integers(1501, 3000))
def test_projection_against_scipy(points: list[tuple[int, float]], due: int) -> None:
    found = projection([(day(at), value) for at, value in points], day(due), None, UP, (None, None))
    assert found is not None
    x, y = np.array([at for at, _ in points]) / 365.25, np.array([value for _, value in points])
    line = stats.linregress(x, y)
    at = due / 365.25
    deviation = math.sqrt(sum((y - line.intercept - line.slope * x) ** 2) / (len(x) - 2))
    half = stats.t.ppf(0.975, len(x) - 2) * deviation * math.sqrt(1 + 1 / len(x) + (at - x.mean()) ** 2 / (len(x) * x.var()))
    assert found.value == pytest.approx(line.intercept + line.slope * at, rel=1e-6, abs=1e-6)
    assert (found.upper - found.lower) / 2 == pytest.approx(half, rel=1e-6, abs=1e-6)


@pytest.mark.parametrize(("target", "direction", "outlook"), [
    (5.0, UP, Outlook.LIKELY), (9.0, UP, Outlook.UNLIKELY), (9.0, DOWN, Outlook.LIKELY), (5.0, DOWN, Outlook.UNLIKELY),
    (6.0, UP, Outlook.UNCERTAIN)])
def test_outlook(target: float, direction: Direction, outlook: Outlook) -> None:
    wavy = [(day(30 * number), number + 0.05 * (-1) ** number) for number in range(6)]
    found = projection(wavy, day(180), target, direction)
    assert found is not None and found.outlook is outlook


def test_a_share_stays_a_share() -> None:
    found = projection([(day(30 * number), 70.0 + 8 * number + number % 2) for number in range(4)], day(720), 95, UP, (0, 100))
    assert found is not None and found.value == found.upper == 100


YEAR = ContractYear(1, dt.date(2024, 6, 12), dt.date(2025, 6, 11))


def measures(*values: tuple[str, float | None], **fields: object) -> list[Measure]:
    return [Measure(indicator_id=1, period=period, value=value, **fields) for period, value in values]  # type: ignore[arg-type]


def test_the_measure_that_counts_for_a_year_of_the_contract() -> None:
    """The last one whose period ends from 12/06/2024 to 11/06/2025: May 2025 (ends on the 31st), not June."""
    found = measures(("2024-05", 1), ("2024-06", 2), ("2024", 3), ("2025-05", 4), ("2025-06", 5))
    assert counted(indicator(), found, YEAR) == found[3]
    assert counted(indicator(), found[:1], YEAR) is None is counted(indicator(), found, None)
    silent = [*found[:3], Measure(indicator_id=1, period="2025-05", not_measured="absent")]
    assert counted(indicator(), silent, YEAR) == found[2]  # what was measured before, rather than nothing
    assert counted(indicator(), silent[3:], YEAR) == silent[3]


def test_counts_that_add_up() -> None:
    """10 + 20 + 30 of the year, the one before it left out; the CPAM's only when it has come for each."""
    count = indicator(form=Form.COUNT, yearly=YearlyValue.SUM)
    found = measures(("2024-05", 99), ("2024-07", 10), ("2024-08", 20), ("2024-09", 30), state=MeasureState.AGREED)
    whole = counted(count, found, YEAR)
    assert whole is not None and (whole.value, whole.cpam_value, whole.state) == (60, None, MeasureState.AGREED)
    both = [Measure(indicator_id=1, period=item.period, value=item.value, cpam_value=1.0) for item in found]
    whole = counted(count, both, YEAR)
    assert whole is not None and whole.cpam_value == 3
    assert [value for _, value in projected_points(count, found, YEAR)] == [10, 30, 60]


def test_shares_add_up_by_their_parts() -> None:
    """1/10 and 9/30 make 10/40 = 25 %, not the mean of 10 and 30; shares typed alone cannot be added."""
    share = indicator(yearly=YearlyValue.SUM)
    found = [Measure(indicator_id=1, period="2024-07", numerator=1, denominator=10, value=10),
             Measure(indicator_id=1, period="2024-08", numerator=9, denominator=30, value=30)]
    whole = counted(share, found, YEAR)
    assert whole is not None and (whole.numerator, whole.denominator, whole.value) == (10, 40, 25)
    alone = measures(("2024-07", 10), ("2024-08", 30))
    assert counted(share, alone, YEAR) == alone[1]
