"""How far an indicator has come towards its target: a rate from 0 to 100 %, and what is said when there is none."""

from __future__ import annotations

import dataclasses
import enum

from cpts_analytics.journal.aci import Direction, Indicator, Measure
from cpts_analytics.missions.words import NOT_TYPED, french, number, percent


class AchievementState(enum.StrEnum):
    REACHED = "reached"
    PARTIAL = "partial"
    NOT_REACHED = "not_reached"  # no progress, or a step back
    MISSING = "missing"  # nothing typed
    NOT_MEASURED = "not_measured"  # said to be so, with a reason
    NO_DENOMINATOR = "no_denominator"  # the denominator is 0
    NO_TARGET = "no_target"
    NO_RATE = "no_rate"  # not reached, and a share cannot be told

    @property
    def has_rate(self) -> bool:
        return self in (AchievementState.REACHED, AchievementState.PARTIAL, AchievementState.NOT_REACHED)


@dataclasses.dataclass(frozen=True)
class Achievement:
    """``rate_pct``: 0 to 100, None when it cannot be told; ``sentence`` says why, or how it was found (French)."""

    rate_pct: float | None
    state: AchievementState
    sentence: str


def achievement(indicator: Indicator, value: float | None, target: float | None) -> Achievement:
    """Rate of achievement of ``target`` by ``value``.

    Formula: with a baseline, rate = 100 × (value − baseline) / (target − baseline), which holds for an indicator to
    raise and for one to lower; without a baseline, 100 × value / target to raise and 100 × target / value to lower,
    both only when value and target are above 0. Bounded to 0–100. A value as good as the target makes 100 whatever
    the formula. When the baseline is already as good as the target (equal to it, or better), the target is to keep
    what was there: 100 when kept, else 0.
    """
    if target is None:
        return Achievement(None, AchievementState.NO_TARGET, "Pas de cible saisie pour cette année du contrat.")
    if value is None:
        return Achievement(None, AchievementState.MISSING, f"Valeur\u00a0: {NOT_TYPED}.")
    shown, aim = number(value, 2), number(target, 2)
    if as_good(indicator.direction, value, target):
        return Achievement(100.0, AchievementState.REACHED, french(f"Cible atteinte : {shown} pour une cible de {aim}."))
    base = indicator.baseline
    if base is not None and as_good(indicator.direction, base, target):
        return Achievement(0.0, AchievementState.NOT_REACHED, french(
            f"La cible était déjà atteinte au départ ({number(base, 2)} pour {aim}) : il s'agissait de s'y maintenir, "
            f"la valeur est de {shown}."))
    if base is not None:
        rate = 100 * (value - base) / (target - base)
        way = f"de {number(base, 2)} au départ vers {aim} : {shown}"
    elif value > 0 and target > 0:
        rate = 100 * (value / target if indicator.direction is Direction.UP else target / value)
        way = f"{shown} pour une cible de {aim}, sans valeur de départ"
    elif value == 0 and target > 0:
        return Achievement(0.0, AchievementState.NOT_REACHED, french(f"Cible non atteinte : 0 pour une cible de {aim}."))
    else:
        return Achievement(None, AchievementState.NO_RATE, french(
            f"Cible non atteinte : {shown} pour {aim}. Sans valeur de départ, la part du chemin ne se calcule pas."))
    bounded = min(max(rate, 0.0), 100.0)
    state = AchievementState.PARTIAL if bounded > 0 else AchievementState.NOT_REACHED
    return Achievement(bounded, state, french(f"Taux d'atteinte {percent(bounded)} ({way})."))


def of_measure(indicator: Indicator, measure: Measure | None, target: float | None) -> Achievement:
    """The same for a measure: says "non mesuré" with its reason, and a denominator of 0, in their own words."""
    if measure is not None and measure.not_measured:
        return Achievement(None, AchievementState.NOT_MEASURED, french(f"Non mesuré : {measure.not_measured}"))
    if measure is not None and measure.value is None and measure.denominator == 0:
        return Achievement(None, AchievementState.NO_DENOMINATOR,
                           "Le dénominateur est 0\u00a0: le taux ne se calcule pas pour cette période.")
    return achievement(indicator, None if measure is None else measure.value, target)


def as_good(direction: Direction, value: float, target: float) -> bool:
    """Whether a value reaches the target, the way the indicator goes."""
    return value >= target if direction is Direction.UP else value <= target
