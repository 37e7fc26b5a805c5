"""What stands out, in one French line each."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping

from cpts_analytics.diagnosis.standouts import StandOut, StandOuts
from cpts_analytics.model import Indicator
from cpts_analytics.views import places, verdicts
from cpts_analytics.views.numbers import count_words, number, typeset, unit_for


@dataclasses.dataclass(frozen=True)
class StandOutLine:
    """``shape`` and ``colour_key`` as in a verdict; ``text`` stands alone."""

    shape: str
    colour_key: str
    label: str
    text: str
    meaning: str  # favorable, défavorable, à interpréter, élevé …


def lines(found: StandOuts, registry: Mapping[str, Indicator]) -> tuple[StandOutLine, ...]:
    """One line a difference, most inhabitants concerned first."""
    return tuple(_line(item, registry[item.key]) for item in found.lines)


def method_words(found: StandOuts) -> str:
    """How the lines were chosen, with the number of comparisons made."""
    return typeset(f"{count_words(found.comparisons, 'comparaison faite', 'comparaisons faites')} ; lignes rangées par nombre "
                   "d'habitants concernés, sans score ni classement. Les écarts d'événements (naissances, décès) ne sont "
                   "retenus qu'après correction pour comparaisons multiples (Benjamini-Hochberg, 5 %).")


def _line(item: StandOut, indicator: Indicator) -> StandOutLine:
    verdict = verdicts.verdict({"verdict": item.verdict, "meaning": item.meaning, "verdict_against": item.against,
                                "gap_units": float("nan"), "value": item.value, "numerator": float("nan")}, indicator)
    value, reference = (number(x, indicator.decimals) for x in (item.value, item.reference))
    rounded = number(_rounded(item.inhabitants))
    text = (f"{value} {unit_for(item.value, indicator.unit)} contre {reference} {places.inside(item.against)} ; "
            f"environ {rounded} habitants concernés.")
    return StandOutLine(shape=verdict.shape if verdict else "", colour_key=verdict.colour_key if verdict else "muted",
                        label=indicator.label, text=typeset(text), meaning=verdict.meaning if verdict else "")


def _rounded(inhabitants: float) -> float:
    """Two significant digits: an order of magnitude, not a count."""
    digits = max(len(str(int(inhabitants))) - 2, 0)
    return round(inhabitants, -digits)
