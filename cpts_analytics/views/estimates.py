"""The words of an estimated number of people: its interval, or why there is none."""

from __future__ import annotations

from cpts_analytics.model import Indicator
from cpts_analytics.views import states
from cpts_analytics.views.numbers import is_known, range_words

WHOLE = "effectif publié de la région"


def said(row: dict | None, indicator: Indicator) -> str:
    """« entre 4 480 et 6 970 », or why there is none."""
    if row is None:
        return "absent de cette version"
    if not is_known(row["value"]):
        return states.value_words(row, indicator)
    return interval(row, indicator) or WHOLE


def interval(row: dict, indicator: Indicator) -> str:
    """« entre 4 480 et 6 970 »; empty where the figure is the région's published count."""
    if not (is_known(row.get("lower")) and is_known(row.get("upper"))):
        return ""
    return range_words(float(row["lower"]), float(row["upper"]), indicator.decimals)
