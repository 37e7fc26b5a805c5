"""Statistics: numbers and arrays in, numbers and the method's name out. No file, no database, no indicator."""

from cpts_analytics.statistics.checks import StatisticsError
from cpts_analytics.statistics.classes import MOST_CLASSES, Classes, classify, quantile_classes, round_limits
from cpts_analytics.statistics.comparison import (
    MIN_EVENTS,
    Comparison,
    gap_units,
    gap_verdict,
    interval_verdict,
    one_unit_pct,
    threshold_verdict,
)
from cpts_analytics.statistics.distance import great_circle_km
from cpts_analytics.statistics.fitting import (
    Fitted,
    MarginsError,
    NotConvergedError,
    iterative_proportional_fitting,
)
from cpts_analytics.statistics.intervals import (
    Interval,
    estimate_interval,
    poisson_interval,
    rate_interval,
    scaled,
    wilson_interval,
)
from cpts_analytics.statistics.likeness import Resemblance, resemblance
from cpts_analytics.statistics.quantiles import Fifths, lowest_tenth_limit, weighted_fifths, weighted_quantile
from cpts_analytics.statistics.ranks import SPEARMAN_METHOD, weighted_ranks, weighted_spearman
from cpts_analytics.statistics.significance import (
    FalseDiscovery,
    PValue,
    benjamini_hochberg,
    binomial_p_value,
    poisson_p_value,
)
from cpts_analytics.statistics.standardisation import (
    EUROPEAN_STANDARD_2013,
    directly_standardised_rate,
    european_standard,
    expected_events,
    ratio_to_reference,
    standardised_ratio,
)

__all__ = [
    "EUROPEAN_STANDARD_2013", "MIN_EVENTS", "MOST_CLASSES", "SPEARMAN_METHOD", "Classes", "Comparison", "FalseDiscovery",
    "Fifths", "Fitted", "Interval", "MarginsError", "NotConvergedError", "PValue", "Resemblance", "StatisticsError",
    "benjamini_hochberg", "binomial_p_value", "classify", "directly_standardised_rate", "estimate_interval",
    "european_standard", "expected_events", "gap_units", "gap_verdict", "great_circle_km", "interval_verdict",
    "iterative_proportional_fitting", "lowest_tenth_limit", "one_unit_pct", "poisson_interval", "poisson_p_value",
    "quantile_classes", "rate_interval", "ratio_to_reference", "resemblance", "round_limits", "scaled",
    "standardised_ratio", "threshold_verdict", "weighted_fifths", "weighted_quantile", "weighted_ranks",
    "weighted_spearman", "wilson_interval",
]
