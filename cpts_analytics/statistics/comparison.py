"""Verdicts: is this value higher or lower than that one, and how sure can one be?

The words are those of a figure's row: ``higher``, ``lower``, ``close``, ``inconclusive``, ``too_few`` and
``not_comparable`` (a value is missing). Whether higher is good is not decided here.
"""

from __future__ import annotations

import dataclasses
from typing import Any

import numpy as np

from cpts_analytics.statistics.checks import FloatArray, StatisticsError, not_negative, numbers, unwrapped

MIN_EVENTS = 11
"""Events, observed or expected, from which an interval may give a verdict.

With 10 events the 95 % interval runs from 4.8 to 18.4: only a territory at half or at twice the reference could
be told from it. It is also the number of patients below which the producers of health data show nothing.
"""

GAP_METHOD = "écart pratique, une unité près, v1"
INTERVAL_METHOD = "intervalle contre une référence fixe, 11 événements au moins, v1"
THRESHOLD_METHOD = "seuil fixe, v1"

_TOLERANCE = 1e-9  # relative: 3.3 is 10 % above 3.0, whatever the last bit says


@dataclasses.dataclass(frozen=True, kw_only=True)
class Comparison:
    """A verdict (``verdict``, text), why it was given (``reason``, text) and by which method.

    ``gap_pct``: gap to the reference in % of it (NaN where the reference is 0 or missing). ``one_unit_pct``:
    by how many % one unit more or less changes the value (NaN where unknown). Numbers or arrays as the inputs.
    """

    verdict: Any
    reason: Any
    gap_pct: Any
    one_unit_pct: Any
    method: str

    def __str__(self) -> str:
        return str(self.verdict)


def gap_verdict(value: Any, reference: Any, *, gap_pct: float = 10.0, numerator: Any = None,
                unit_value: Any = None) -> Comparison:
    """Verdict by a practical gap, for exhaustive counts and censuses (% of the reference).

    Formula: gap = 100 (value − reference) / |reference|; ``higher`` from +gap_pct, ``lower`` from −gap_pct,
    else ``close``; ``inconclusive`` when one unit more or less in the numerator would change that word.
    Reads: ``value`` and ``reference`` in the same unit; ``numerator`` the count behind the value (None: not a
    count, no such test); ``unit_value`` what one unit is worth in the value's unit (scale / denominator), needed
    only where the numerator is 0, which otherwise stays ``inconclusive``.
    Lecture: "5 médecins pour 10 000 habitants contre 4,6 : +9 %, mais un départ ou une arrivée change ce chiffre
    de 20 % : écart non concluant."
    Method: the practical gap is declared by the indicator; no probability is involved, so never "significatif".
    Limits: a gap in % means little when the reference is near 0 (a growth): from a reference of 0 any other value
    is a full gap, and 0 against 0 is ``close``.
    References: none; a convention of this project.

    Raises:
        StatisticsError: gap_pct not positive, a negative numerator.
    """
    if not gap_pct > 0:
        raise StatisticsError(f"gap_pct : trouvé {gap_pct!r} ; attendu un pourcentage positif, par exemple 10.")
    here, there = np.broadcast_arrays(numbers("value", value), numbers("reference", reference))
    verdict = _gap_words(here, there, gap_pct)
    reason = np.where(verdict == "close", "gap_not_reached", "gap_reached").astype(object)
    one_unit = np.full(here.shape, np.nan)
    if numerator is not None:
        count = np.broadcast_to(not_negative("numerator", numerator), here.shape)
        one_unit = np.asarray(one_unit_pct(count))
        step = _worth_of_one(here, count, unit_value)
        more, less = _gap_words(here + step, there, gap_pct), _gap_words(here - step, there, gap_pct)
        flips = (count >= 1) & ((more != verdict) | (less != verdict)) | (count < 1) & (more != verdict)
        unsure = (np.isnan(step) | flips) & ~((here == 0) & (there == 0))
        verdict, reason = np.where(unsure, "inconclusive", verdict), np.where(unsure, "one_unit_changes_it", reason)
    missing = np.isnan(here) | np.isnan(there)
    with np.errstate(divide="ignore", invalid="ignore"):
        gap = np.where(there == 0, np.nan, 100 * (here - there) / np.abs(there))
    return Comparison(verdict=unwrapped(np.where(missing, "not_comparable", verdict).astype(object)),
                      reason=unwrapped(np.where(missing, "missing_value", reason).astype(object)),
                      gap_pct=unwrapped(gap), one_unit_pct=unwrapped(one_unit), method=GAP_METHOD)


def one_unit_pct(numerator: Any) -> Any:
    """By how many % one departure or one arrival changes a figure (%).

    Formula: 100 / numerator. Reads: ``numerator``, a count; any shape.
    Lecture: "5 lieux d'exercice : un départ ou une arrivée change ce chiffre de 20 %."
    Method: the denominator stays the same. Limits: NaN for a count of 0. References: none.

    Raises:
        StatisticsError: a negative numerator.
    """
    count = not_negative("numerator", numerator)
    return unwrapped(100 / np.where(count == 0, np.nan, count))


def gap_units(numerator: Any, denominator: Any, reference_rate: Any, *, scale: float = 1.0) -> Any:
    """Places or persons more (+) or less (−) than at the reference's rate (units of the numerator).

    Formula: numerator − reference_rate × denominator / scale.
    Reads: ``numerator`` and ``denominator`` of the territory; ``reference_rate`` per ``scale``.
    Lecture: "12 infirmiers de moins qu'au taux du reste du département."
    Method: plain arithmetic; NaN where anything is missing. Limits: says what equality would take, not what is
    needed. References: none.

    Raises:
        StatisticsError: a negative denominator.
    """
    inhabitants = not_negative("denominator", denominator)
    return unwrapped(np.asarray(numbers("numerator", numerator)
                                - numbers("reference_rate", reference_rate) * inhabitants / scale))


def interval_verdict(lower: Any, upper: Any, reference: Any, events: Any, *, expected: Any = None) -> Comparison:
    """Verdict by an interval against a reference taken as fixed, for events observed on a population (word).

    Formula: ``too_few`` when fewer than 11 events were observed, and fewer than 11 expected; else ``higher`` when
    lower > reference, ``lower`` when upper < reference, else ``inconclusive``.
    Reads: ``lower``, ``upper``, ``reference`` in one unit; ``events`` observed (for a share: the smaller of people
    concerned and people not concerned); ``expected`` events at the reference's rate, if known: no death where 30
    were expected is not "too few to conclude".
    Lecture: "42 décès, entre 30 et 57, contre 25 attendus : significativement plus élevé."
    Method: a 95 % interval that leaves out the reference; the only verdict that may be called "significatif".
    Limits: several comparisons call for :func:`benjamini_hochberg`; a reference that rests on few events is not
    fixed.
    References: APHO, Technical Briefing 3, 2008.

    Raises:
        StatisticsError: a negative number of events, limits in the wrong order.
    """
    low, high, there, seen = np.broadcast_arrays(numbers("lower", lower), numbers("upper", upper),
                                                 numbers("reference", reference), not_negative("events", events))
    if np.any(low > high):
        raise StatisticsError("lower, upper : trouvé une limite basse au-dessus de la limite haute.")
    at_stake = seen if expected is None else np.fmax(seen, not_negative("expected", expected))
    apart = np.where(low > there, "higher", np.where(high < there, "lower", "inconclusive"))
    verdict = np.where(at_stake < MIN_EVENTS, "too_few", apart)
    reason = np.select([at_stake < MIN_EVENTS, apart == "inconclusive"], ["too_few_events", "interval_holds_reference"],
                       "interval_leaves_reference_out")
    missing = np.isnan(low) | np.isnan(high) | np.isnan(there) | np.isnan(seen)
    nothing = np.full(missing.shape, np.nan)
    return Comparison(verdict=unwrapped(np.where(missing, "not_comparable", verdict).astype(object)),
                      reason=unwrapped(np.where(missing, "missing_value", reason).astype(object)),
                      gap_pct=unwrapped(nothing), one_unit_pct=unwrapped(nothing), method=INTERVAL_METHOD)


def threshold_verdict(value: Any, threshold: float) -> Comparison:
    """Verdict against a fixed official threshold (word).

    Formula: ``lower`` when value < threshold, ``higher`` when value > threshold, ``close`` when equal.
    Reads: ``value`` and ``threshold`` in the same unit.
    Lecture: "2,4 consultations par an et par habitant : sous le seuil de 2,5."
    Method: strict inequality, as the DREES's "APL below 2.5". Limits: none of the value's own uncertainty.
    References: DREES, APL below 2.5 consultations a year and inhabitant.
    """
    here = numbers("value", value)
    gap = here - threshold
    equal = np.abs(gap) <= _TOLERANCE * max(1.0, abs(threshold))
    verdict = np.where(equal, "close", np.where(gap < 0, "lower", "higher"))
    missing = np.isnan(here)
    with np.errstate(divide="ignore", invalid="ignore"):
        percent = np.full(here.shape, np.nan) if threshold == 0 else 100 * gap / abs(threshold)
    return Comparison(verdict=unwrapped(np.where(missing, "not_comparable", verdict).astype(object)),
                      reason=unwrapped(np.where(missing, "missing_value", "threshold").astype(object)),
                      gap_pct=unwrapped(percent), one_unit_pct=unwrapped(np.full(here.shape, np.nan)),
                      method=THRESHOLD_METHOD)


def _gap_words(here: FloatArray, there: FloatArray, gap_pct: float) -> Any:
    limit = np.abs(there) * gap_pct / 100
    reached = np.abs(here - there) >= limit - _TOLERANCE * np.abs(there)
    reached &= here != there
    return np.where(reached, np.where(here > there, "higher", "lower"), "close")


def _worth_of_one(here: FloatArray, count: FloatArray, unit_value: Any) -> FloatArray:
    from_count = np.where(count > 0, here / np.where(count > 0, count, 1), np.nan)
    if unit_value is None:
        return from_count
    given = np.broadcast_to(not_negative("unit_value", unit_value), here.shape)
    return np.where(np.isnan(from_count), given, from_count)
