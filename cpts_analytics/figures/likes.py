"""The ten like territories of a territory, from the figures that the store holds."""

from __future__ import annotations

import pandas as pd

from cpts_analytics.figures.query import Question, rows_of_indicator
from cpts_analytics.figures.table import table
from cpts_analytics.model import Level, Territory
from cpts_analytics.store import Store
from cpts_analytics.territory import Geography, LikeTerritories, like_territories

_VARIABLES = {"share_rural": "rural_pct", "share_75_plus": "aged_75_pct", "deprived_fifth_share": "fedi_pct",
              "median_income": "median_income"}
"""Indicator → variable of resemblance. F-EDI enters as the share of inhabitants in the most deprived fifth:
an index is not averaged over communes."""


def variables(store: Store) -> pd.DataFrame:
    """Index (level, code) over EPCI and bassins de vie: population and the variables of resemblance, NaN if unknown."""
    frames = []
    for level in (Level.EPCI, Level.BASSIN_DE_VIE):
        frame = store.frame("SELECT code, population FROM areas WHERE level = ?", [level.value]).set_index("code")
        for key, name in _VARIABLES.items():
            rows = rows_of_indicator(store, key, level)
            frame[name] = rows.set_index("area")["value"]
        frame.index = pd.MultiIndex.from_product([[level.value], frame.index], names=["level", "code"])
        frames.append(frame)
    return pd.concat(frames)


def likes(store: Store, geography: Geography, territory: Territory,
          candidates: pd.DataFrame | None = None) -> LikeTerritories:
    """The ten like territories and how they were found; ``candidates`` as given by ``variables`` (read if absent)."""
    if candidates is None:
        candidates = variables(store)
    own = table(store, territory, Question(keys=tuple(_VARIABLES)))
    target = {_VARIABLES[key]: value for key, value in zip(own["indicator"], own["value"], strict=True)}
    target["population"] = float(geography.population(territory.members))
    return like_territories(territory, geography, candidates, target)
