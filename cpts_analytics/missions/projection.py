"""Where an indicator goes: its trend, and from four measures on where it may stand at the deadline."""

from __future__ import annotations

import dataclasses
import datetime as dt
import enum
import math
from collections.abc import Sequence

import numpy as np
from scipy.special import stdtrit

from cpts_analytics.journal.aci import Direction
from cpts_analytics.missions.words import day, french, number

LEAST_MEASURES = 4
LEVEL = 0.95

Point = tuple[dt.date, float]
"""End of a period, and the value measured for it."""


class Course(enum.StrEnum):
    IMPROVING = "improving"
    WORSENING = "worsening"
    STABLE = "stable"  # the last two are equal
    UNKNOWN = "unknown"  # fewer than two measures


@dataclasses.dataclass(frozen=True)
class Trend:
    """``change``: last value minus the one before it, in the indicator's unit."""

    course: Course
    change: float | None
    sentence: str


class Outlook(enum.StrEnum):
    LIKELY = "likely"  # the whole interval is as good as the target
    UNLIKELY = "unlikely"  # the whole interval falls short of it
    UNCERTAIN = "uncertain"


@dataclasses.dataclass(frozen=True)
class Projection:
    """The value expected on ``due`` and its 95 % prediction interval, in the indicator's unit."""

    due: dt.date
    value: float
    lower: float
    upper: float
    measures: int
    outlook: Outlook
    sentence: str


def trend(points: Sequence[Point], direction: Direction) -> Trend:
    """Formula: change = last value − the one before it; better when it goes the indicator's way."""
    if len(points) < 2:
        return Trend(Course.UNKNOWN, None, "Pas encore de tendance\u00a0: il faut deux mesures.")
    (_, former), (_, last) = sorted(points)[-2:]
    change = last - former
    if math.isclose(change, 0.0, abs_tol=1e-12):
        return Trend(Course.STABLE, 0.0, "Stable depuis la mesure précédente.")
    better = (change > 0) is (direction is Direction.UP)
    words = "Amélioration" if better else "Dégradation"
    sign = "+" if change > 0 else ""
    return Trend(Course.IMPROVING if better else Course.WORSENING, change,
                 french(f"{words} depuis la mesure précédente : {sign}{number(change, 2)}."))


def distance(value: float | None, target: float | None, direction: Direction) -> float | None:
    """What is still to be gained, in the indicator's unit: 0 once the target is reached. None when either is missing."""
    if value is None or target is None:
        return None
    return max(0.0, target - value if direction is Direction.UP else value - target)


def projection(points: Sequence[Point], due: dt.date, target: float | None, direction: Direction,
               bounds: tuple[float | None, float | None] = (0.0, None)) -> Projection | None:
    """The line fitted to the measures, read on ``due``; None with fewer than four, or all on one day.

    Formula: ordinary least squares of the value on time (years). Interval: prediction interval at 95 %,
    ŷ ± t(n−2) × s × √(1 + 1/n + (x − x̄)²/Σ(xᵢ − x̄)²), s² = Σ residuals² / (n − 2). Both are kept within ``bounds``
    (a share does not leave 0–100). Method: says nothing of a change of course to come.
    """
    if len(points) < LEAST_MEASURES:
        return None
    start = min(date for date, _ in points)
    x = np.array([(date - start).days / 365.25 for date, _ in points])
    y = np.array([value for _, value in points])
    spread = float(((x - x.mean()) ** 2).sum())
    if spread == 0:
        return None
    slope = float(((x - x.mean()) * (y - y.mean())).sum()) / spread
    at = (due - start).days / 365.25
    value = float(y.mean()) + slope * (at - float(x.mean()))
    residuals = y - y.mean() - slope * (x - x.mean())
    free = len(points) - 2
    deviation = math.sqrt(float((residuals ** 2).sum()) / free)
    half = float(stdtrit(free, 1 - (1 - LEVEL) / 2)) * deviation * math.sqrt(
        1 + 1 / len(points) + (at - float(x.mean())) ** 2 / spread)
    value, lower, upper = (_within(number_, bounds) for number_ in (value, value - half, value + half))
    outlook, words = _outlook(lower, upper, target, direction)
    return Projection(due, value, lower, upper, len(points), outlook, french(
        f"À ce rythme, {number(value, 1)} le {day(due)} (entre {number(lower, 1)} et {number(upper, 1)}, "
        f"{len(points)} mesures){words}."))


def _within(value: float, bounds: tuple[float | None, float | None]) -> float:
    low, high = bounds
    value = value if low is None else max(value, low)
    return value if high is None else min(value, high)


def _outlook(lower: float, upper: float, target: float | None, direction: Direction) -> tuple[Outlook, str]:
    if target is None:
        return Outlook.UNCERTAIN, ""
    worst, best = (lower, upper) if direction is Direction.UP else (-upper, -lower)
    aim = target if direction is Direction.UP else -target
    if worst >= aim:
        return Outlook.LIKELY, " : la cible devrait être atteinte"
    if best < aim:
        return Outlook.UNLIKELY, " : la cible ne devrait pas être atteinte"
    return Outlook.UNCERTAIN, " : on ne peut pas encore conclure"
