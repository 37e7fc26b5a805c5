"""Minutes from the communes drawn to the nearest place of a link: those of the access model, the same on every page."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

import numpy as np

from cpts_analytics import access
from cpts_analytics.ui import cache
from cpts_analytics.ui.access_read import by_code


@dataclasses.dataclass(frozen=True, eq=False)
class Times:
    """Minutes at the two settings of the model, one for each commune drawn; NaN where there are none, and ``why`` then
    (``access.causes_to``, "" elsewhere)."""

    fast: np.ndarray
    slow: np.ndarray
    why: np.ndarray


def times(model: access.Access, counts: tuple[str, ...], codes: Sequence[str]) -> Times:
    """To the nearest place that ``counts`` count, from each of ``codes``; of a city, the mean of its arrondissements."""
    fast, slow = (by_code(model, _everywhere(model, counts, setting), model.population, codes)
                  for setting in (access.Setting.FAST, access.Setting.SLOW))
    why, none = np.full(len(codes), "", dtype=object), np.flatnonzero(np.isnan(fast)).tolist()
    if none:
        why[none] = access.causes_to(model, _places(model, counts), np.array([model.rows([codes[at]])[0] for at in none]))
    return Times(fast, slow, why)


def _everywhere(model: access.Access, counts: tuple[str, ...], setting: access.Setting) -> np.ndarray:
    """By row of the model: made once, for every territory and every pathway that has the link."""
    return cache.of_data(f"minutes {'+'.join(counts)} {setting} {model.source.kind} {model.source.state}",
                         lambda: model.minutes_to(_places(model, counts), setting))


def _places(model: access.Access, counts: tuple[str, ...]) -> np.ndarray:
    return cache.local_counts(counts).reindex(model.codes).fillna(0.0).to_numpy(float)
