"""What ``cache`` keeps of the map's values, of the names to choose from and of charts, as it is made the first time."""

from __future__ import annotations

from typing import Any

import pandas as pd

from cpts_analytics import figures
from cpts_analytics.model import LOCAL_LEVELS, Level
from cpts_analytics.store import Store
from cpts_analytics.territory import Geography

_MAP_COLUMNS = ["area", "numerator", "denominator", "value", "lower", "upper", "indicator", "level", "period", "status", "method"]


def map_values(store: Store, key: str, year: str, breakdown: str) -> pd.DataFrame:
    """Rows of one indicator for every commune and arrondissement of France."""
    return figures.map_values(store, key, LOCAL_LEVELS, year, breakdown)[_MAP_COLUMNS]


def area_options(geography: Geography, level: str) -> dict[str, str]:
    """Code → « CA Porte de l'Isère (CAPI) » of every area of a level, by name."""
    areas = geography.areas.loc[[level]].reset_index()
    repeated = areas["name"].duplicated(keep=False)
    labels = areas["name"].where(~repeated, areas["name"] + " (" + areas["code"] + ")")
    order = labels.str.casefold().argsort(kind="stable")
    return dict(zip(areas["code"].iloc[order], labels.iloc[order], strict=True))


def commune_options(geography: Geography) -> dict[str, str]:
    """Code → « Saint-Savin (38, Isère) » of every commune and arrondissement, by name."""
    departements = {code: row["name"] for (level, code), row in geography.areas.iterrows() if level == Level.DEPARTEMENT.value}
    table = geography.communes.sort_values("name", key=lambda names: names.str.casefold())
    return {code: f"{name} ({departement}, {departements.get(departement, '')})"
            for code, name, departement in zip(table.index, table["name"], table["departement_code"], strict=True)}


def figure(content: dict[str, Any]) -> Any:
    """A chart, checked by plotly."""
    import plotly.graph_objects  # late: the app starts without it

    return plotly.graph_objects.Figure(content)
