"""Confidence intervals of counts, rates and proportions."""

from __future__ import annotations

import dataclasses
from typing import Any

import numpy as np
from scipy import special

from cpts_analytics.statistics.checks import (
    FloatArray,
    StatisticsError,
    level_of_confidence,
    not_negative,
    numbers,
    unwrapped,
)

EXACT_BELOW = 10
"""Number of events below which the interval of a count is exact; Byar's approximation from there on."""

_NOBODY = 1e-9  # estimates are not whole numbers: under this, a count is none

POISSON_METHOD = "intervalle de Poisson (exact sous 10 événements, Byar à partir de 10), v1"
ESTIMATE_METHOD = "erreur mesurée de la méthode et hasard de Poisson, ajoutés en carré, v1"
WILSON_METHOD = "intervalle de Wilson (score, sans correction de continuité), v1"


@dataclasses.dataclass(frozen=True, kw_only=True)
class Interval:
    """A value, the limits of its interval, and how they were made.

    ``value``, ``lower`` and ``upper`` are numbers when the inputs were numbers, else arrays of the inputs'
    common shape; NaN where an input was missing.
    """

    value: Any
    lower: Any
    upper: Any
    confidence: float
    method: str


def poisson_interval(count: Any, confidence: float = 0.95) -> Interval:
    """Interval of the expected number of events, given the number observed (events).

    Formula: below 10 events, lower = χ²(α/2 ; 2k) / 2 and upper = χ²(1 − α/2 ; 2k + 2) / 2; from 10,
    lower = k (1 − 1/(9k) − z/(3√k))³ and upper = (k+1) (1 − 1/(9(k+1)) + z/(3√(k+1)))³.
    Reads: ``count``, number of events, any shape.
    Lecture: "10 décès observés : l'intervalle à 95 % va de 4,8 à 18,4 décès."
    Method: exact (Garwood) below 10 events, Byar from 10, where it lies within 0.2 % of the exact limits.
    Limits: events must be independent; an exhaustive count of places of practice has no such interval.
    References: Garwood 1936, Biometrika 28; Breslow and Day 1987, Statistical Methods in Cancer Research II,
    p. 69; Public Health England, Technical Guide: Confidence Intervals, 2018.

    Raises:
        StatisticsError: a negative count, a confidence outside ]0, 1[.
    """
    events = not_negative("count", count)
    alpha = 1 - level_of_confidence(confidence)
    exact = events < EXACT_BELOW
    lower = np.where(exact, _exact_lower(events, alpha), _byar(events, -_z(alpha)))
    upper = np.where(exact, _exact_upper(events, alpha), _byar(events + 1, _z(alpha)))
    missing = np.isnan(events)
    return Interval(value=unwrapped(events), lower=unwrapped(np.where(missing, np.nan, lower)),
                    upper=unwrapped(np.where(missing, np.nan, upper)), confidence=confidence, method=POISSON_METHOD)


def rate_interval(count: Any, population: Any, *, scale: float = 1.0, confidence: float = 0.95) -> Interval:
    """Rate of events in a population, with its interval (events per ``scale`` inhabitants).

    Formula: scale × count / population; limits: those of the count, divided likewise.
    Reads: ``count`` events, ``population`` inhabitants or person-years; shapes that broadcast.
    Lecture: "30 décès pour 15 210 habitants, soit 19,7 pour 10 000 (entre 13,3 et 28,2)."
    Method: :func:`poisson_interval` of the count, the population taken as known.
    Limits: for rare events; a share of people (up to 100 %) takes :func:`wilson_interval`. NaN where the
    population is 0 (not applicable).
    References: those of :func:`poisson_interval`.

    Raises:
        StatisticsError: a negative count or population, events in a population of 0.
    """
    inhabitants = not_negative("population", population)
    counted = poisson_interval(count, confidence)
    if np.any((inhabitants == 0) & (np.asarray(counted.value) > 0)):
        raise StatisticsError("population : trouvé 0 habitant avec des événements ; attendu une population positive.")
    per = scale / np.where(inhabitants == 0, np.nan, inhabitants)
    return Interval(value=unwrapped(counted.value * per), lower=unwrapped(counted.lower * per),
                    upper=unwrapped(counted.upper * per), confidence=confidence, method=POISSON_METHOD)


def wilson_interval(successes: Any, n: Any, confidence: float = 0.95) -> Interval:
    """A share and its interval (between 0 and 1).

    Formula: p = k/n; centre = (p + z²/2n) / (1 + z²/n); half-width = z √(p(1−p)/n + z²/4n²) / (1 + z²/n).
    Reads: ``successes`` people concerned, ``n`` people observed; shapes that broadcast.
    Lecture: "81 personnes sur 263, soit 31 % (entre 26 % et 37 %)."
    Method: Wilson's score, without continuity correction.
    Limits: people must be independent of each other. NaN where ``n`` is 0 (not applicable).
    References: Wilson 1927, JASA 22; Newcombe 1998, Statistics in Medicine 17, method 3.

    Raises:
        StatisticsError: a negative number, more successes than people, a confidence outside ]0, 1[.
    """
    hits, people = np.broadcast_arrays(not_negative("successes", successes), not_negative("n", n))
    if np.any(hits > people):
        worst = int(np.flatnonzero((hits > people).ravel())[0])
        raise StatisticsError(f"successes : trouvé {hits.ravel()[worst]:g} pour n = {people.ravel()[worst]:g} ; "
                              "attendu au plus n.")
    z2 = _z(1 - level_of_confidence(confidence)) ** 2
    known = np.where(people == 0, np.nan, people)
    share = hits / known
    centre = (share + z2 / (2 * known)) / (1 + z2 / known)
    half = np.sqrt(z2 * (share * (1 - share) / known + z2 / (4 * known**2))) / (1 + z2 / known)
    lower = np.where(hits == 0, known * 0, np.maximum(centre - half, 0))
    upper = np.where(hits == people, known * 0 + 1, np.minimum(centre + half, 1))
    return Interval(value=unwrapped(share), lower=unwrapped(lower), upper=unwrapped(upper),
                    confidence=confidence, method=WILSON_METHOD)


def estimate_interval(count: Any, relative_error: Any, confidence: float = 0.95) -> Interval:
    """Interval of an estimated number of people: the method's own error, and chance (people).

    Formula: with L and U the Poisson limits of the count k and e the relative error, lower =
    k − √((k − L)² + (z e k)²), not below 0, and upper = k + √((U − k)² + (z e k)²).
    Reads: ``count`` people expected; ``relative_error`` the standard deviation of the method's error, as a share of the
    count (0.11: 11 %); shapes that broadcast.
    Lecture: "environ 1 200 personnes, entre 930 et 1 470."
    Method: the two errors taken as independent, their half-widths added in square.
    Limits: the error is measured on areas larger than a commune.
    References: Zou and Donner 2008, Statistics in Medicine 27 (limits of a sum from those of its terms).

    Raises:
        StatisticsError: a negative count or error, a confidence outside ]0, 1[.
    """
    people, errors = np.broadcast_arrays(not_negative("count", count), not_negative("relative_error", relative_error))
    chance = poisson_interval(people, confidence)
    own = _z(1 - level_of_confidence(confidence)) * errors * people
    lower = people - np.sqrt((people - np.asarray(chance.lower)) ** 2 + own**2)
    upper = people + np.sqrt((np.asarray(chance.upper) - people) ** 2 + own**2)
    return Interval(value=unwrapped(people * 1.0), lower=unwrapped(np.maximum(lower, 0.0)), upper=unwrapped(upper),
                    confidence=confidence, method=ESTIMATE_METHOD)


def scaled(interval: Interval, factor: Any) -> Interval:
    """The same interval in another unit: value and limits multiplied by ``factor`` (positive)."""
    times = numbers("factor", factor)
    return dataclasses.replace(interval, value=unwrapped(interval.value * times),
                               lower=unwrapped(interval.lower * times), upper=unwrapped(interval.upper * times))


def _z(alpha: float) -> float:
    return float(special.ndtri(1 - alpha / 2))


def _exact_lower(events: FloatArray, alpha: float) -> FloatArray:
    positive = np.where(events > _NOBODY, events, 1)
    return np.where(events > _NOBODY, special.gammaincinv(positive, alpha / 2), 0)


def _exact_upper(events: FloatArray, alpha: float) -> FloatArray:
    return np.asarray(special.gammaincinv(events + 1, 1 - alpha / 2))


def _byar(events: FloatArray, z: float) -> FloatArray:
    positive = np.maximum(events, 1)  # below, it is not used
    return positive * (1 - 1 / (9 * positive) + z / (3 * np.sqrt(positive))) ** 3
