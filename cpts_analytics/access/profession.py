"""One profession everywhere: what there is, what it brings, and our value beside the published APL."""

from __future__ import annotations

import dataclasses
import functools

import numpy as np

from cpts_analytics.access.catchment import Catchment
from cpts_analytics.access.services import Service


@dataclasses.dataclass(frozen=True, kw_only=True, eq=False)
class Profession:
    """One profession everywhere, arrays by row of the country.

    ``ours``: our value in the published unit; ``published``: the APL, NaN where there is none; ``weights``: standardised
    population; ``posts``: places of practice brought to the département's count of persons; ``activity``: full-time
    equivalents that one of these persons brings, inferred from ``before``, the APL of the year before (1 where there is no
    supply, and everywhere when it is not published); ``per_post``: what one full-time professional adds to the supply
    (consultations a year; 100,000 for the others, whose unit is FTE for 100,000).
    """

    service: Service
    catchment: Catchment
    posts: np.ndarray
    places: np.ndarray
    activity: np.ndarray
    per_post: float
    published: np.ndarray
    before: np.ndarray
    weights: np.ndarray
    year: str
    year_before: str  # "" when it is not published

    @functools.cached_property
    def ours(self) -> np.ndarray:
        return self.catchment.access(self.posts * self.activity * self.per_post)

    def at_standard_activity(self) -> np.ndarray:
        """Our value if every person brought the same (n)."""
        return self.catchment.access(self.posts * self.per_post)
