"""How our model compares with the published APL, commune by commune: the measure of what it can be trusted with."""

from __future__ import annotations

import dataclasses
from typing import Any

import numpy as np

from cpts_analytics.access.words import DENSITY_CLASSES, NBSP, number
from cpts_analytics.statistics import weighted_quantile, weighted_spearman

AIM = 0.85
"""Rank correlation that we aim at for GPs."""


@dataclasses.dataclass(frozen=True, kw_only=True)
class Fit:
    """Agreement over some communes, each by its standardised population; NaN when there are none.

    ``error``: mean absolute difference (unit of the APL); ``bias``: mean difference, ours less the published;
    ``two_thirds``: two inhabitants out of three live where we are off by less than this share of the published value.
    """

    label: str
    density: int  # 1 to 7; 0 = all communes
    communes: int
    inhabitants: float
    spearman: float
    error: float
    bias: float
    two_thirds: float


@dataclasses.dataclass(frozen=True, kw_only=True)
class Miss:
    """A commune where ours is far from the published value."""

    code: str
    name: str
    ours: float
    published: float


@dataclasses.dataclass(frozen=True, kw_only=True)
class Calibration:
    """The report on one profession: all communes, each density class, and the communes that weigh most in the error."""

    service: str
    label: str
    unit: str
    year: str
    mean_ours: float
    mean_published: float
    overall: Fit
    by_class: tuple[Fit, ...]
    misses: tuple[Miss, ...]
    sources: dict[str, str]

    @property
    def spearman(self) -> float:
        return self.overall.spearman

    def relative_errors(self, density: np.ndarray) -> np.ndarray:
        """``two_thirds`` of the class of each commune (that of all communes where its class has none)."""
        table = np.full(len(DENSITY_CLASSES), self.overall.two_thirds)
        for fit in self.by_class:
            if not np.isnan(fit.two_thirds):
                table[fit.density] = fit.two_thirds
        return table[density]

    def as_json(self) -> dict[str, Any]:
        """Plain numbers and texts; what does not exist is null."""
        return _plain(dataclasses.asdict(self))

    @property
    def words(self) -> tuple[str, ...]:
        """French sentences: how near, and where it fails."""
        decimals = 2 if self.service == "gp" else 1
        near = "au-dessus" if self.spearman >= AIM else "au-dessous"
        worst = min((fit for fit in self.by_class if fit.communes), key=lambda fit: fit.spearman)
        best = max((fit for fit in self.by_class if fit.communes), key=lambda fit: fit.spearman)
        missed = ", ".join(miss.name for miss in self.misses[:3])
        return (
            f"Notre modèle classe les habitants comme l'APL {self.year} publiée par la Drees avec une corrélation des rangs de "
            f"{number(self.spearman, 2)} ({near} de l'objectif de {number(AIM, 2)})\u00a0; écart moyen de "
            f"{number(self.overall.error, decimals)} pour une moyenne publiée de {number(self.mean_published, decimals)}.",
            f"Deux habitants sur trois vivent dans une commune où l'écart est de moins de "
            f"{number(100 * self.overall.two_thirds)}{NBSP}% de la valeur publiée.",
            f"Il suit le mieux l'APL dans les communes de la classe «{NBSP}{best.label}{NBSP}» "
            f"({number(best.spearman, 2)}), le moins "
            f"bien dans celles de la classe «{NBSP}{worst.label}{NBSP}» ({number(worst.spearman, 2)}).",
            f"Il se trompe le plus là où l'activité réelle diffère du nombre de lieux d'exercice (gardes et visites "
            f"rattachées à une "
            f"adresse, cabinets secondaires, temps partiels) et là où la route s'éloigne du vol d'oiseau\u00a0: {missed}.",
        )


def calibrate(ours: np.ndarray, published: np.ndarray, weights: np.ndarray, density: np.ndarray) -> tuple[Fit, tuple[Fit, ...]]:
    """The fit over all communes and by density class (1 to 7). Arrays (n); NaN where a value does not exist."""
    kept = np.isfinite(ours) & np.isfinite(published) & (weights > 0)
    values = np.column_stack([ours, published, weights])
    fits = [_fit(label, number_, values[kept & ((density == number_) | (number_ == 0))])
            for number_, label in enumerate(("toutes les communes", *DENSITY_CLASSES[1:]))]
    return fits[0], tuple(fits[1:])


def _fit(label: str, density: int, values: np.ndarray) -> Fit:
    """Of some communes; ``values``: columns ours, published, weight."""
    own, real, weight = values.T
    if not len(own):
        return Fit(label=label, density=density, communes=0, inhabitants=0.0,
                   **dict.fromkeys(("spearman", "error", "bias", "two_thirds"), float("nan")))
    above = real > 0
    share = np.abs(own[above] / real[above] - 1)
    return Fit(label=label, density=density, communes=len(own), inhabitants=float(weight.sum()),
               spearman=weighted_spearman(own, real, weight), error=float(np.average(np.abs(own - real), weights=weight)),
               bias=float(np.average(own - real, weights=weight)),
               two_thirds=float(weighted_quantile(share, weight[above], 2 / 3)))


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    return None if isinstance(value, float) and not np.isfinite(value) else value
