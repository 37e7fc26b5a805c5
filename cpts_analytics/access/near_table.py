"""Minutes to the nearest of each service in a territory, as a range from the two settings. No verdict."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pandas as pd

from cpts_analytics.access.causes import COLUMNS, causes
from cpts_analytics.access.national import Access, service
from cpts_analytics.access.nearest import beyond, mean_minutes
from cpts_analytics.access.parameters import Setting
from cpts_analytics.access.services import LIMITS, NEAREST


def near_table(model: Access, members: Iterable[str], services: Iterable[str] = NEAREST) -> pd.DataFrame:
    """One row a service: ``service, label, inhabitants`` (all of the territory), ``not_computed`` (inhabitants without minutes:
    those of ``no_road``, ``across_sea`` and ``no_way``), ``minutes_fast, minutes_slow`` (mean of an inhabitant with a place
    within reach) and, for 10, 20 and 30 minutes, ``beyond_10_fast`` (inhabitants), ``share_10_fast`` (%), ``older_10_fast``
    (% of those aged 75 and over), ``diabetes_10_fast`` (% of the estimated people treated for diabetes); the same with
    ``slow``. Shares are of those whose minutes are computed; NaN when there are none. Raises ScenarioError.
    """
    rows = model.rows(members)
    people = model.population[rows]
    groups = {"share": people, "older": np.nan_to_num(model.figures["population_75_plus"][rows]),
              "diabetes": np.nan_to_num(model.figures["diabetes_estimate"][rows])}
    lines = []
    for key in services:
        found = service(key)
        line: dict[str, object] = {"service": key, "label": found.label, "inhabitants": float(people.sum())}
        why = causes(model, key, rows)
        line |= {column: float(people[why == words].sum()) for column, words in COLUMNS.items()}
        for setting in Setting:
            minutes = model.minutes(key, setting)[rows]
            computed = ~np.isnan(minutes)
            line["not_computed"] = float(people[~computed].sum())
            line[f"minutes_{setting}"] = mean_minutes(minutes, people)
            for limit in LIMITS:
                line[f"beyond_{limit}_{setting}"] = beyond(minutes, limit, people)
                for name, group in groups.items():
                    total = float(group[computed].sum())
                    line[f"{name}_{limit}_{setting}"] = 100 * beyond(minutes, limit, group) / total if total > 0 else float("nan")
        lines.append(line)
    return pd.DataFrame(lines)


def commune_minutes(model: Access, members: Iterable[str], services: Iterable[str] = NEAREST) -> pd.DataFrame:
    """One row a commune: ``code, name, population`` and ``<service>_fast, <service>_slow`` minutes (NaN as the model
    says)."""
    rows = model.rows(members)
    table = pd.DataFrame({"code": model.codes[rows], "name": model.country.names[rows], "population": model.population[rows]})
    return table.assign(**{f"{key}_{setting}": model.minutes(key, setting)[rows] for key in services for setting in Setting})
