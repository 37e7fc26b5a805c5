"""p-values of counts against a fixed reference, and what is left when many are read at once."""

from __future__ import annotations

import dataclasses
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy import special

from cpts_analytics.statistics.checks import FloatArray, StatisticsError, not_negative, numbers, unwrapped

POISSON_TEST_METHOD = "test de Poisson exact bilatéral (double de la plus petite queue), v1"
BINOMIAL_TEST_METHOD = "test binomial exact bilatéral (double de la plus petite queue), v1"
FDR_METHOD = "Benjamini-Hochberg, v1"


@dataclasses.dataclass(frozen=True, kw_only=True)
class PValue:
    """The p-value of each comparison (number or array; NaN where an input is missing), and the method."""

    p_value: Any
    method: str


@dataclasses.dataclass(frozen=True, kw_only=True)
class FalseDiscovery:
    """What stands out among several comparisons, in the order of the p-values given.

    ``rejected``: the difference is kept. ``adjusted``: the lowest ``q`` at which it would be (NaN where missing).
    ``comparisons``: how many were really made; to be printed beside the result.
    """

    rejected: npt.NDArray[np.bool_]
    adjusted: FloatArray
    comparisons: int
    q: float
    method: str


def poisson_p_value(count: Any, expected: Any) -> PValue:
    """Two-sided p-value of a number of events against the number expected at the reference's rate (0 to 1).

    Formula: min(1, 2 × min(P(X ≤ k), P(X ≥ k))), X ~ Poisson(expected).
    Reads: ``count`` events observed, ``expected`` events; shapes that broadcast.
    Lecture: "5 décès pour 10 attendus : p = 0,13 ; le hasard suffit."
    Method: exact, by the incomplete gamma functions; doubling the smaller tail makes p < 5 % say the same as the
    exact 95 % interval leaving out the reference.
    Limits: the reference is taken as known; slightly conservative.
    References: Garwood 1936, Biometrika 28; Fay 2010, The R Journal 2(1), "central" method.

    Raises:
        StatisticsError: a negative number.
    """
    seen, mean = np.broadcast_arrays(not_negative("count", count), not_negative("expected", expected))
    at_most = special.gammaincc(seen + 1, mean)
    at_least = np.where(seen > 0, special.gammainc(np.where(seen > 0, seen, 1), mean), 1.0)
    return PValue(p_value=_two_sided(at_most, at_least, seen + mean), method=POISSON_TEST_METHOD)


def binomial_p_value(successes: Any, n: Any, reference: Any) -> PValue:
    """Two-sided p-value of a share against a reference share taken as known (0 to 1).

    Formula: min(1, 2 × min(P(X ≤ k), P(X ≥ k))), X ~ Binomial(n, reference).
    Reads: ``successes`` of ``n`` people, ``reference`` between 0 and 1; shapes that broadcast.
    Lecture: "682 plants sur 925, pour 75 % attendus : p = 0,39 ; le hasard suffit."
    Method: exact, by the incomplete beta functions, doubling the smaller tail.
    Limits: people independent of each other; a coverage by practice or family is not.
    References: Clopper and Pearson 1934, Biometrika 26; Fay 2010, The R Journal 2(1), "central" method.

    Raises:
        StatisticsError: a negative number, more successes than people, a share above 1.
    """
    hits, people, share = np.broadcast_arrays(not_negative("successes", successes), not_negative("n", n),
                                              not_negative("reference", reference))
    if np.any(hits > people) or np.any(share > 1):
        raise StatisticsError("successes, reference : trouvé plus de personnes concernées que de personnes, ou une "
                              "part de référence au-dessus de 1 ; attendu une part entre 0 et 1.")
    others = people - hits
    at_most = np.where(others > 0, special.betainc(np.where(others > 0, others, 1), hits + 1, 1 - share), 1.0)
    at_least = np.where(hits > 0, special.betainc(np.where(hits > 0, hits, 1), others + 1, share), 1.0)
    return PValue(p_value=_two_sided(at_most, at_least, hits + people + share), method=BINOMIAL_TEST_METHOD)


def benjamini_hochberg(p_values: Any, q: float = 0.05) -> FalseDiscovery:
    """Which of several comparisons stand out, with at most ``q`` of false findings expected (share, 0 to 1).

    Formula: with p(1) ≤ … ≤ p(m), keep p(1) … p(k) for the largest k such that p(k) ≤ k q / m.
    Reads: ``p_values``, one dimension; NaN: no comparison was made there, it does not count in m.
    Lecture: "15 comparaisons, 4 écarts retenus (au plus 5 % de fausses trouvailles attendues)."
    Method: step-up procedure; the adjusted p-value of p(i) is the least of min(1, m p(j) / j) for j ≥ i.
    Limits: for independent or positively dependent comparisons.
    References: Benjamini and Hochberg 1995, JRSS B 57.

    Raises:
        StatisticsError: a p-value outside [0, 1], ``q`` outside ]0, 1[, more than one dimension.
    """
    values = numbers("p_values", p_values)
    if values.ndim != 1:
        raise StatisticsError(f"p_values : trouvé {values.ndim} dimensions ; attendu une liste.")
    if np.any((values < 0) | (values > 1)) or not 0 < q < 1:
        raise StatisticsError("p_values, q : trouvé un nombre hors de [0, 1] ; attendu des probabilités.")
    known = ~np.isnan(values)
    adjusted = np.full(values.shape, np.nan)
    adjusted[known] = _step_up(values[known])
    rejected = np.zeros(values.shape, dtype=bool)
    rejected[known] = adjusted[known] <= q * (1 + 1e-12)
    return FalseDiscovery(rejected=rejected, adjusted=adjusted, comparisons=int(known.sum()), q=q, method=FDR_METHOD)


def _step_up(p_values: FloatArray) -> FloatArray:
    """Adjusted p-values (m). Written out: importing ``scipy.stats`` for it would take half a second of the first screen."""
    order = np.argsort(p_values)
    scaled = p_values[order] * len(order) / np.arange(1, len(order) + 1)
    adjusted = np.empty(len(order))
    adjusted[order] = np.minimum(np.minimum.accumulate(scaled[::-1])[::-1], 1.0)
    return adjusted


def _two_sided(at_most: FloatArray, at_least: FloatArray, inputs: FloatArray) -> Any:
    doubled = np.minimum(1.0, 2 * np.minimum(at_most, at_least))
    return unwrapped(np.where(np.isnan(inputs), np.nan, doubled))
