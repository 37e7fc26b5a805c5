"""Iterative proportional fitting: a table of any number of dimensions made to agree with known margins."""

from __future__ import annotations

import dataclasses
import itertools
from collections.abc import Mapping
from typing import Any

import numpy as np

from cpts_analytics.statistics.checks import FloatArray, StatisticsError, not_negative

FITTING_METHOD = "ajustement proportionnel itératif, v1"

Axes = tuple[int, ...]


class MarginsError(StatisticsError):
    """Margins that contradict each other, or that the seed's zeros forbid."""


class NotConvergedError(StatisticsError):
    """The margins were not met within the rounds allowed; ``fitted`` holds what was reached."""

    def __init__(self, sentence: str, fitted: Fitted) -> None:
        super().__init__(sentence)
        self.fitted = fitted


@dataclasses.dataclass(frozen=True, kw_only=True)
class Fitted:
    """The fitted table (shape of the seed), the rounds it took, and the largest gap left to a margin.

    ``largest_gap`` is relative to the margin where that is above 1, else in its unit.
    """

    table: FloatArray
    rounds: int
    largest_gap: float
    method: str


def iterative_proportional_fitting(seed: Any, margins: Mapping[Axes, Any], *, tolerance: float = 1e-6,
                                   most_rounds: int = 1000) -> Fitted:
    """The table nearest to the seed that has the known margins (unit of the margins).

    Formula: in turn for each margin, table ← table × margin / Σ table over the other axes, until every margin is met.
    Reads: ``seed``, any number of dimensions, not negative; ``margins``: axes kept, in increasing order → totals over
    the other axes. ``{(0,): rows, (1, 2): …}``.
    Lecture: "la pyramide des âges de la commune est celle du département, ajustée à ses totaux connus."
    Method: Deming and Stephan; keeps the seed's odds ratios, and its zeros. Margins are met to ``tolerance``.
    Limits: an estimate: it knows of the commune only what its margins say.
    References: Deming and Stephan 1940, Annals of Mathematical Statistics 11; Bishop, Fienberg and Holland 1975.

    Raises:
        MarginsError: margins of the wrong shape, that disagree on what they share, or above 0 where the seed is 0.
        NotConvergedError: zeros of the seed make the margins out of reach, or ``most_rounds`` is too small.
        StatisticsError: negative or missing numbers.
    """
    table = _complete("seed", seed).copy()
    targets = {axes: _margin(axes, total, table.shape) for axes, total in margins.items()}
    if not targets:
        raise MarginsError("margins : trouvé aucune marge ; attendu au moins une.")
    _check_agreement(targets, tolerance)
    _check_reachable(table, targets)
    gap, rounds = _largest_gap(table, targets), 0
    while gap > tolerance and rounds < most_rounds:
        for axes, target in targets.items():
            sums = _total(table, axes)
            factor = np.divide(target, sums, out=np.zeros_like(target), where=sums > 0)
            table *= np.expand_dims(factor, _others(axes, table.ndim))
        rounds += 1
        gap = _largest_gap(table, targets)
    fitted = Fitted(table=table, rounds=rounds, largest_gap=gap, method=FITTING_METHOD)
    if gap > tolerance:
        raise NotConvergedError(f"margins : écart restant {gap:.3g} après {rounds} tours ; attendu {tolerance:g} au "
                                "plus. Les zéros du tableau de départ rendent sans doute ces marges inaccessibles.",
                                fitted)
    return fitted


def _others(axes: Axes, ndim: int) -> Axes:
    return tuple(axis for axis in range(ndim) if axis not in axes)


def _total(table: FloatArray, axes: Axes) -> FloatArray:
    return np.asarray(table.sum(axis=_others(axes, table.ndim)))


def _complete(name: str, values: Any) -> FloatArray:
    array = not_negative(name, values)
    if np.isnan(array).any():
        raise StatisticsError(f"{name} : trouvé une valeur manquante ; attendu un tableau complet.")
    return array


def _margin(axes: Axes, total: Any, shape: tuple[int, ...]) -> FloatArray:
    target = _complete(f"marge {axes}", total)
    if list(axes) != sorted(set(axes)) or not set(axes) <= set(range(len(shape))):
        raise MarginsError(f"marge {axes} : attendu des axes croissants, entre 0 et {len(shape) - 1}.")
    wanted = tuple(shape[axis] for axis in axes)
    if target.shape != wanted:
        raise MarginsError(f"marge {axes} : trouvé les dimensions {target.shape} ; attendu {wanted}.")
    return target


def _check_agreement(targets: Mapping[Axes, FloatArray], tolerance: float) -> None:
    for (axes, target), (axes2, target2) in itertools.combinations(targets.items(), 2):
        shared = tuple(axis for axis in axes if axis in axes2)
        here = _total(target, tuple(axes.index(axis) for axis in shared))
        there = _total(target2, tuple(axes2.index(axis) for axis in shared))
        gap = np.abs(here - there)
        if np.any(gap > tolerance * np.maximum(1, here)):
            worst = np.unravel_index(int(np.argmax(gap)), gap.shape)
            raise MarginsError(f"marges {axes} et {axes2} : elles se contredisent, {here[worst]:g} contre "
                               f"{there[worst]:g} sur ce qu'elles partagent ; attendu les mêmes totaux. "
                               "Ramenez l'une aux totaux de l'autre.")


def _check_reachable(table: FloatArray, targets: Mapping[Axes, FloatArray]) -> None:
    for axes, target in targets.items():
        blocked = (target > 0) & (_total(table, axes) == 0)
        if blocked.any():
            place = tuple(int(i) for i in np.argwhere(blocked)[0])
            raise MarginsError(f"marge {axes} : {target[place]:g} attendu à la place {place}, où le tableau de départ "
                               "n'a que des zéros ; attendu au moins une case positive.")


def _largest_gap(table: FloatArray, targets: Mapping[Axes, FloatArray]) -> float:
    return max(float(np.max(np.abs(_total(table, axes) - target) / np.maximum(1, target), initial=0.0))
               for axes, target in targets.items())
