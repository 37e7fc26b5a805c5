"""Rates made comparable between populations of different ages: direct and indirect standardisation."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from typing import Any

import numpy as np
from scipy import special

from cpts_analytics.statistics.checks import (
    FloatArray,
    StatisticsError,
    level_of_confidence,
    not_negative,
    unwrapped,
)
from cpts_analytics.statistics.intervals import Interval, poisson_interval, scaled

EUROPEAN_STANDARD_2013: dict[str, int] = {
    "0": 1000, "1-4": 4000, "5-9": 5500, "10-14": 5500, "15-19": 5500, "20-24": 6000, "25-29": 6000,
    "30-34": 6500, "35-39": 7000, "40-44": 7000, "45-49": 7000, "50-54": 7000, "55-59": 6500, "60-64": 6000,
    "65-69": 5500, "70-74": 5000, "75-79": 4000, "80-84": 2500, "85-89": 1500, "90-94": 800, "95+": 200,
}
"""European standard population 2013, both sexes: 21 age bands that sum to 100,000 (Eurostat, KS-RA-13-028-EN)."""

DIRECT_METHOD = "standardisation directe, intervalle gamma de Fay et Feuer, v1"
INDIRECT_METHOD = "standardisation indirecte, intervalle de Poisson (exact sous 10 événements, Byar ensuite), v1"


def european_standard(starts: Sequence[int]) -> FloatArray:
    """The European standard population 2013 in wider age bands (persons of 100,000).

    Formula: sum of the 21 bands from each start up to the next. Reads: ``starts``, first age of each band,
    increasing, beginning with 0: ``(0, 15, 65)`` for 0–14, 15–64, 65 and more.
    Lecture: "19 500 personnes de 65 ans et plus sur 100 000." Method: plain sums.
    Limits: bands can start only at 0, 1, 5, 10 … 95. References: Eurostat 2013, Revision of the European Standard
    Population.

    Raises:
        StatisticsError: a start that is no boundary of the standard, out of order, or a first one that is not 0.
    """
    ages = [int(band.rstrip("+").split("-")[0]) for band in EUROPEAN_STANDARD_2013]
    known = list(starts)
    if not known or known[0] != 0 or known != sorted(set(known)) or not set(known) <= set(ages):
        raise StatisticsError(f"starts : trouvé {known} ; attendu des âges croissants parmi {ages}, à partir de 0.")
    band = np.searchsorted(known, ages, side="right") - 1
    people = np.array(list(EUROPEAN_STANDARD_2013.values()), dtype=float)
    return np.bincount(band, weights=people, minlength=len(known)).astype(np.float64)


def directly_standardised_rate(events: Any, population: Any, standard: Any, *, scale: float = 100_000.0,
                               confidence: float = 0.95) -> Interval:
    """The rate that a population would have with the ages of the standard (events per ``scale`` inhabitants).

    Formula: scale × Σ w(a) d(a) / n(a), with w(a) = standard(a) / Σ standard. Variance v = Σ (w/n)² d;
    lower = v/(2y) χ²(α/2 ; 2y²/v); upper = (v+m²)/(2(y+m)) χ²(1 − α/2 ; 2(y+m)²/(v+m²)), m = max w/n.
    Reads: ``events`` d, ``population`` n: last dimension the age bands, others free; ``standard``: one number a band.
    Lecture: "75,5 cas pour 100 000 naissances à structure d'âge égale (entre 67,7 et 188,3)."
    Method: gamma interval of Fay and Feuer: never negative, and covers at least as often as it says even with few
    events unevenly weighted, which small territories have.
    Limits: with fewer than 10 events in all, prefer :func:`standardised_ratio`. NaN where a number is missing or an
    age band has no inhabitant: merge bands first.
    References: Fay and Feuer 1997, Statistics in Medicine 16; Eurostat 2013 for the standard.

    Raises:
        StatisticsError: negative numbers, a number of bands that differs, events in a band without inhabitants.
    """
    alpha = 1 - level_of_confidence(confidence)
    counts, people = np.broadcast_arrays(not_negative("events", events), not_negative("population", population))
    weights = not_negative("standard", standard)
    if counts.ndim == 0 or weights.ndim != 1 or counts.shape[-1] != weights.size or not weights.sum() > 0:
        raise StatisticsError(f"standard : trouvé {weights.size} tranches d'âge pour des données de dimensions "
                              f"{counts.shape} ; attendu le même nombre, de somme positive.")
    if np.any((people == 0) & (counts > 0)):
        raise StatisticsError("population : trouvé 0 habitant dans une tranche d'âge qui a des événements.")
    per_event = weights / weights.sum() / np.where(people == 0, np.nan, people)
    rate = (per_event * counts).sum(axis=-1)
    variance = (per_event**2 * counts).sum(axis=-1)
    largest = per_event.max(axis=-1)
    lower = np.where(rate > 0, _gamma_quantile(alpha / 2, np.where(rate > 0, rate, 1), np.where(rate > 0, variance, 1)),
                     rate * 0)
    upper = _gamma_quantile(1 - alpha / 2, rate + largest, variance + largest**2)
    made = Interval(value=unwrapped(rate), lower=unwrapped(lower), upper=unwrapped(upper), confidence=confidence,
                    method=DIRECT_METHOD)
    return scaled(made, scale)


def expected_events(population: Any, reference_rates: Any) -> Any:
    """Events that a population would have at the reference's rate of each age (events).

    Formula: Σ population(a) × rate(a). Reads: ``population``, last dimension the age bands; ``reference_rates`` per
    inhabitant, the same bands. Lecture: "25,4 décès attendus aux taux du département."
    Method: plain sum; NaN where a band is missing. Limits: the reference's rates are taken as known. References:
    Breslow and Day 1987, II, chapter 2.

    Raises:
        StatisticsError: negative numbers.
    """
    return unwrapped(np.asarray((not_negative("population", population)
                                 * not_negative("reference_rates", reference_rates)).sum(axis=-1)))


def standardised_ratio(observed: Any, expected: Any, *, scale: float = 1.0, confidence: float = 0.95) -> Interval:
    """Events observed over events expected: indirect standardisation (ratio; 100 with ``scale=100``).

    Formula: scale × observed / expected; limits: those of the count observed, divided likewise.
    Reads: ``observed`` events, ``expected`` events (:func:`expected_events`); shapes that broadcast.
    Lecture: "1,97 fois les décès attendus (entre 1,33 et 2,82)."
    Method: :func:`poisson_interval` of the count observed, the expected number taken as known.
    Limits: two ratios of different territories do not compare with each other, only each with its reference. NaN where
    nothing is expected.
    References: Breslow and Day 1987, Statistical Methods in Cancer Research II, p. 65–72.

    Raises:
        StatisticsError: negative numbers.
    """
    awaited = not_negative("expected", expected)
    ratio = scaled(poisson_interval(observed, confidence), scale / np.where(awaited == 0, np.nan, awaited))
    return dataclasses.replace(ratio, method=INDIRECT_METHOD)


def ratio_to_reference(rate: Interval, reference: Any) -> Interval:
    """A rate over the reference's, with its interval (ratio).

    Formula: value, lower and upper divided by ``reference``. Reads: ``rate``, an :class:`Interval`; ``reference`` in
    the same unit. Lecture: "1,2 fois le taux de la région (entre 0,9 et 1,6)."
    Method: the reference is taken as known; the rate's own method is kept.
    Limits: only where the reference rests on many more events than the territory. NaN for a reference of 0.
    References: those of the rate.

    Raises:
        StatisticsError: a negative reference.
    """
    there = not_negative("reference", reference)
    return scaled(rate, 1 / np.where(there == 0, np.nan, there))


def _gamma_quantile(share: float, mean: FloatArray, variance: FloatArray) -> FloatArray:
    return np.asarray(variance / mean * special.gammaincinv(mean**2 / variance, share))
