"""Small words of Offre de soins: lists, capitals, how many of what."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from cpts_analytics.model import Indicator, Role, Status
from cpts_analytics.ui.supply_catalogue import Offer, lower_first
from cpts_analytics.views import states

Row = Mapping[str, Any]


def counted_label(offer: Offer, count: float) -> str:
    """« lieux d'exercice de sage-femme », singular below two."""
    words = offer.count.numerator_label
    if words == "places":
        words = lower_first(offer.label)
    return words if count >= 2 else " ".join(_ONE.get(word, word) for word in words.split(" "))


def is_feminine(words: str) -> bool:
    """Whether a counted plural is feminine (« pharmacies »)."""
    return words.split(" ")[0] in ("pharmacies", "maisons", "maternités", "résidences", "places")


_ONE = {"lieux": "lieu", "places": "place", "pharmacies": "pharmacie", "laboratoires": "laboratoire",
        "services": "service", "centres": "centre", "maisons": "maison", "établissements": "établissement",
        "maternités": "maternité", "résidences": "résidence", "pluriprofessionnelles": "pluriprofessionnelle",
        "psychiatriques": "psychiatrique"}


def listed(words: list[str]) -> str:
    """« a, b et c »."""
    return f"{', '.join(words[:-1])} et {words[-1]}" if len(words) > 1 else "".join(words)


def capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def by_key(rows: pd.DataFrame) -> dict[tuple[str, str], Row]:
    """(indicator, role) → row, for the two roles that have one row each: the territory and France."""
    chosen = rows[rows["role"].isin([Role.TERRITORY, Role.FRANCE])]
    return {(row["indicator"], row["role"]): row for row in chosen.to_dict("records")}


def shown_words(row: Row | None, indicator: Indicator) -> str:
    """The value or the words of its state; a row that is not there is absent, never a hole."""
    return states.value_words(row, indicator, with_unit=False) if row is not None else states.STATUS_WORDS[Status.NOT_LOADED]
