"""How our model compares with the published APL, commune by commune: the measure of what it can be trusted with."""

from __future__ import annotations

import dataclasses
from typing import Any

import numpy as np

from cpts_analytics.access.activity import FOLDS, left_out
from cpts_analytics.access.calibration_words import Said, said
from cpts_analytics.access.country import Country
from cpts_analytics.access.parameters import parameters
from cpts_analytics.access.profession import Profession
from cpts_analytics.access.words import DENSITY_CLASSES
from cpts_analytics.statistics import weighted_quantile, weighted_spearman

MOST_MISSES = 12


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
class LeftOut:
    """Rank correlations over communes dealt in ``folds`` parts: each part by the activity that the other parts give
    (``spearman``, mean absolute difference ``error``), and without inferred activity."""

    folds: int
    communes: int
    spearman: float
    error: float
    uncalibrated: float


@dataclasses.dataclass(frozen=True, kw_only=True)
class Calibration:
    """The report on one profession: all communes, each density class, and the communes that weigh most in the error.

    ``year_before``: the APL that the activity is inferred from ("": none, then nothing is inferred). Rank correlations with
    the APL of ``year``: ``overall.spearman``, ours; ``uncalibrated.spearman``, ours without inferred activity; ``benchmark``,
    the APL of the year before as it is (NaN: none). ``left_out``: None as long as it is not asked for
    (``Access.cross_validation``). ``uncalibrated_by_class``: as ``by_class``, without inferred activity.
    """

    service: str
    label: str
    unit: str
    year: str
    year_before: str
    mean_ours: float
    mean_published: float
    overall: Fit
    uncalibrated: Fit
    benchmark: float
    left_out: LeftOut | None
    by_class: tuple[Fit, ...]
    uncalibrated_by_class: tuple[Fit, ...]
    misses: tuple[Miss, ...]
    sources: dict[str, str]

    @property
    def spearman(self) -> float:
        return self.overall.spearman

    def relative_errors(self, density: np.ndarray) -> np.ndarray:
        """``two_thirds`` of the class of each commune (that of all communes where its class has none), without inferred
        activity: that brings our values nearer to the published ones, not the effect of one more professional.
        """
        table = np.full(len(DENSITY_CLASSES), self.uncalibrated.two_thirds)
        for fit in self.uncalibrated_by_class:
            if not np.isnan(fit.two_thirds):
                table[fit.density] = fit.two_thirds
        return table[density]

    def as_json(self) -> dict[str, Any]:
        """Plain numbers and texts; what does not exist is null."""
        return _plain(dataclasses.asdict(self))

    @property
    def said(self) -> Said:
        """French sentences by what they tell."""
        return said(self)

    @property
    def words(self) -> tuple[str, ...]:
        """The same, one after the other: how near, where it fails, what the test is worth."""
        return tuple(text for text in self.said if text)


def compare(found: Profession, country: Country) -> Calibration:
    """The report on a profession."""
    overall, by_class = calibrate(found.ours, found.published, found.weights, country.density)
    plain, plain_by_class = calibrate(found.at_standard_activity(), found.published, found.weights, country.density)
    kept = np.isfinite(found.published) & (found.weights > 0)
    off = np.where(kept, np.abs(found.ours - found.published) * found.weights, 0.0)
    misses = tuple(Miss(code=str(country.codes[row]), name=str(country.names[row]), ours=float(found.ours[row]),
                        published=float(found.published[row])) for row in np.argsort(-off, kind="stable")[:MOST_MISSES])
    means = [float(np.average(values[kept], weights=found.weights[kept])) for values in (found.ours, found.published)]
    return Calibration(service=found.service.key, label=found.service.label, unit=found.service.unit, year=found.year,
                       year_before=found.year_before, mean_ours=means[0], mean_published=means[1], overall=overall,
                       uncalibrated=plain, benchmark=weighted_spearman(found.before, found.published, found.weights),
                       left_out=None, by_class=by_class, uncalibrated_by_class=plain_by_class, misses=misses,
                       sources=parameters().sources)


def compare_left_out(found: Profession) -> LeftOut | None:
    """Each commune by what the others tell of the activity; None when there is no APL of the year before."""
    if not found.year_before:
        return None
    ours = left_out(found.catchment, found.posts * found.per_post, found.before, found.weights, parameters().activity)
    known = np.isfinite(ours) & np.isfinite(found.published) & (found.weights > 0)
    own, plain, real, weight = (values[known] for values in (ours, found.at_standard_activity(), found.published, found.weights))
    return LeftOut(folds=FOLDS, communes=int(known.sum()), spearman=weighted_spearman(own, real, weight),
                   error=float(np.average(np.abs(own - real), weights=weight)),
                   uncalibrated=weighted_spearman(plain, real, weight))


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
