"""Verdicts in words, with a shape and a colour's name: never by colour alone.

« Significatif » belongs to the indicators compared by a confidence interval. A need is high or low,
never unfavourable.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import Any

from cpts_analytics.model import Indicator, Polarity, VerdictRule
from cpts_analytics.statistics import one_unit_pct
from cpts_analytics.views import places
from cpts_analytics.views.numbers import NBSP, count_words, is_known, number, percent

SHAPES = {"higher": "▲", "lower": "▼", "close": "≈", "inconclusive": "○", "too_few": "○", "not_comparable": "○"}

MEANINGS = {
    "favourable": "favorable",
    "unfavourable": "défavorable",
    "to_interpret": "à interpréter",
    "high_need": "besoin élevé",
    "low_need": "besoin moins élevé",
}

COLOUR_KEYS = {"favourable": "favourable", "unfavourable": "unfavourable"}
"""Meaning → key of ``palette.MEANINGS``; anything else is « to_interpret »."""


@dataclasses.dataclass(frozen=True)
class Verdict:
    """``words`` compare, ``meaning`` judges (may be empty); ``shape`` and ``colour_key`` only repeat them."""

    words: str
    meaning: str
    shape: str
    colour_key: str

    @property
    def text(self) -> str:
        """``▲ plus élevé que le reste de l'Isère : favorable``."""
        judged = f"{NBSP}: {self.meaning}" if self.meaning else ""
        return f"{self.shape} {self.words}{judged}"


def verdict(row: Mapping[str, Any], indicator: Indicator) -> Verdict | None:
    """The verdict of a figure row, or None when none was given."""
    code = str(row.get("verdict") or "")
    if code not in SHAPES:
        return None
    against = str(row.get("verdict_against") or "")
    key = str(row.get("meaning") or "")
    if indicator.polarity is Polarity.NEED and key in ("favourable", "unfavourable"):
        key = "high_need" if code == "higher" else "low_need"
    meaning = MEANINGS.get(key, "")
    return Verdict(
        _compared(code, against, indicator.verdict), meaning, SHAPES[code], COLOUR_KEYS.get(key, "to_interpret")
    )


def _compared(code: str, against: str, rule: VerdictRule) -> str:
    if code in ("higher", "lower"):
        how = "significativement " if rule is VerdictRule.INTERVAL else ""
        which = "plus élevé" if code == "higher" else "plus bas"
        return f"{how}{which} {places.than(against)}" if against else f"{how}{which}"
    if code == "close":
        return f"proche {places.of(against)}" if against else "proche"
    return {"inconclusive": "écart non concluant", "too_few": "trop peu pour conclure"}.get(code, "non comparable")


def gap_words(row: Mapping[str, Any], indicator: Indicator) -> str:
    """The gap in people or places: ``12 lieux d'exercice de moins qu'avec le taux du reste de l'Isère``.

    Empty when the gap is not known, or when the indicator does not name what it counts.
    """
    gap, against = row.get("gap_units"), str(row.get("verdict_against") or "")
    if not is_known(gap) or not indicator.numerator_label or not against:
        return ""
    size = abs(float(gap))  # type: ignore[arg-type]
    if size < 0.5:
        return "moins d'une unité d'écart"
    more = "plus" if float(gap) > 0 else "moins"  # type: ignore[arg-type]
    return f"{number(size)}{NBSP}{indicator.numerator_label} de {more} qu'avec le taux {places.of(against)}"


def one_more_words(row: Mapping[str, Any]) -> str:
    """How much one departure or arrival weighs: ``un départ ou une arrivée change ce chiffre de 8 %``.

    For counts of places of practice; empty when the count is zero or not known.
    """
    count = row.get("numerator")
    if not is_known(count) or float(count) < 1:  # type: ignore[arg-type]
        return ""
    share = float(one_unit_pct(count))
    return f"un départ ou une arrivée change ce chiffre de {percent(share, 1 if share < 1 else 0)}"


def comparisons_words(count: int) -> str:
    """``sur 14 comparaisons``: printed wherever several verdicts stand together."""
    return f"sur {count_words(count, 'comparaison')}"
