"""Where the minutes come from: the estimate by distance, or a routing engine, and what to say of it."""

from __future__ import annotations

import dataclasses

from cpts_analytics.access.pairs import Pairs
from cpts_analytics.access.words import BADGE_MINUTES


@dataclasses.dataclass(frozen=True, kw_only=True)
class TravelSource:
    """``kind``: "distance" or "engine"; ``words``: the badge; ``warning``: why the engine does not serve, or ""."""

    kind: str
    words: str
    warning: str = ""
    state: str = ""  # tells one set of answers from another, for what is made of them and kept

    @property
    def is_estimate(self) -> bool:
        return self.kind == "distance"


def source_of(pairs: Pairs, warning: str = "") -> TravelSource:
    """What a table of pairs is made of."""
    if pairs.routed is None:
        return TravelSource(kind="distance", words=BADGE_MINUTES, warning=warning)
    return TravelSource(kind="engine", words="Temps de trajet en voiture d'un moteur d'itinéraires, de centre à "
                                             "centre", warning=warning)
