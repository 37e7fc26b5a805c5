"""Why a commune has no minutes to a service: the sea, no road, or no way known to the routing engine."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np

from cpts_analytics.access.national import Access
from cpts_analytics.access.parameters import Setting, parameters
from cpts_analytics.access.words import NO_ITINERARY, NO_ROAD, NOT_COMPUTED

COLUMNS = {"no_road": NO_ROAD, "across_sea": NOT_COMPUTED, "no_way": NO_ITINERARY}
"""Column of ``near_table`` (inhabitants) → its French words."""


def causes(model: Access, key: str, rows: np.ndarray) -> np.ndarray:
    """One of the words of ``COLUMNS`` for each row, "" where there are minutes."""
    words = causes_to(model, model.places(key), rows)
    return np.where(np.isnan(model.minutes(key, Setting.FAST)[rows]), words, "").astype(object)


def causes_to(model: Access, places: np.ndarray, rows: np.ndarray) -> np.ndarray:
    """The same to any places (n: how many each row has), for ``rows`` without minutes to them: never empty."""
    held = np.unique(model.country.land[places > 0])
    words = np.where(np.isin(model.country.land[rows], held), NO_ITINERARY, [cause_of(code) for code in model.codes[rows]])
    return words.astype(object)


def cause_of(code: str) -> str:
    """What keeps the commune from every place of another land."""
    return NO_ROAD if code in parameters().roadless else NOT_COMPUTED


def reasons(counts: Mapping[str, float]) -> dict[str, float]:
    """Words → inhabitants, of a row of ``near_table``; only the causes that concern somebody."""
    return {words: float(counts[column]) for column, words in COLUMNS.items() if counts[column] > 0}


def named(words: Iterable[str]) -> str:
    """« traversée maritime », « aucune route et traversée maritime »: the causes alone."""
    return " et ".join(f"{text[:1].lower()}{text[1:]}".partition("\u00a0:")[0] for text in words)
