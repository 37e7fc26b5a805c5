"""Every figure of a territory as one table with French headers, each row with its own sources: for an export."""

from __future__ import annotations

import pandas as pd

from cpts_analytics import sources
from cpts_analytics.indicators import registry
from cpts_analytics.model import THEMES, Role
from cpts_analytics.views import states, verdicts
from cpts_analytics.views.cards import sources_line
from cpts_analytics.views.numbers import period_words
from cpts_analytics.views.tables import ROLE_WORDS


def whole_table(rows: pd.DataFrame) -> pd.DataFrame:
    """Figure rows (territory and comparators) → one line each, in the order of the themes."""
    records, papers = registry(), sources.records()
    origin = {key: sources_line(record, papers) for key, record in records.items()}
    order = {key: number for number, key in enumerate(records)}
    lines = rows.assign(_order=rows["indicator"].map(order)).sort_values("_order", kind="stable").to_dict("records")
    return pd.DataFrame([{
        "Thème": THEMES[records[row["indicator"]].theme],
        "Indicateur": records[row["indicator"]].label,
        "Clé": row["indicator"],
        "Territoire": row["area_name"],
        "Rôle": ROLE_WORDS[Role(row["role"])],
        "Période": period_words(str(row["period"])) if row["period"] else "",
        "Détail": row["breakdown"],
        "Valeur": row["value"],
        "Unité": row["unit"],
        "Valeur affichée": states.full_words(row, records[row["indicator"]]),
        "Numérateur": row["numerator"],
        "Dénominateur": row["denominator"],
        "Borne basse": row["lower"],
        "Borne haute": row["upper"],
        "État": states.STATUS_WORDS[states.status_of(row)],
        "Méthode": row["method"],
        "Communes couvertes": row["coverage_communes"],
        "Communes": row["total_communes"],
        "Habitants couverts (%)": row["coverage_population_pct"],
        "Comparaison": _compared(row),
        "Sources": origin[row["indicator"]],
    } for row in lines])


def _compared(row: dict[str, object]) -> str:
    found = verdicts.verdict(row, registry()[str(row["indicator"])])
    return found.text if found else ""
