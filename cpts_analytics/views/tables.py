"""The table that says the same as the map: one row a commune, words where there is no number."""

from __future__ import annotations

import pandas as pd

from cpts_analytics.model import Indicator, Role
from cpts_analytics.views import states
from cpts_analytics.views.numbers import NBSP, is_known, period_words

COMMUNE, CODE, SHOWN, STATE, YEAR = "Commune", "Code Insee", "Valeur affichée", "État", "Période"


def commune_table(indicator: Indicator, rows: pd.DataFrame) -> pd.DataFrame:
    """Figure rows of communes → table with French headers, highest value first, unknown last.

    The column named by ``value_header`` keeps the numbers (Float64, <NA> where there is none) for sorting
    and for spreadsheets; « Valeur affichée » says the same in words and is never empty.
    """
    records = rows.to_dict("records")
    values = pd.to_numeric(pd.Series([row.get("value") for row in records], dtype="object"), errors="coerce")
    table = pd.DataFrame(
        {
            CODE: [str(row["area"]) for row in records],
            COMMUNE: [str(row["area_name"]) for row in records],
            value_header(indicator): values.round(indicator.decimals + 2).astype("Float64"),
            SHOWN: [states.value_words(row, indicator, with_unit=False) for row in records],
            STATE: [_state(row) for row in records],
            YEAR: [period_words(str(row["period"])) if row.get("period") else "" for row in records],
        }
    )
    for part, label in (("numerator", indicator.numerator_label), ("denominator", indicator.denominator_label)):
        header = label[:1].upper() + label[1:]
        if label and header not in table and any(is_known(row.get(part)) for row in records):
            parts = pd.to_numeric(pd.Series([row.get(part) for row in records], dtype="object"), errors="coerce")
            table[header] = parts.astype("Float64")
    order = [value_header(indicator), COMMUNE]
    return table.sort_values(order, ascending=[False, True], na_position="last").reset_index(drop=True)


def parts_of(rows: pd.DataFrame) -> pd.DataFrame:
    """Only the communes of a territory among figure rows (``role`` part)."""
    return rows[rows["role"] == Role.PART.value]


def value_header(indicator: Indicator) -> str:
    """``Médecins généralistes (pour 10 000 habitants)``."""
    return f"{indicator.label} ({indicator.unit})"


def comparison_table(indicator: Indicator, rows: pd.DataFrame) -> pd.DataFrame:
    """Figure rows of territory and comparators → the table beside a comparison chart, in the rows' order."""
    records = [row for row in rows.to_dict("records") if row["role"] != Role.PART]
    return pd.DataFrame(
        {
            "Territoire": [str(row["area_name"]) for row in records],
            "Rôle": [ROLE_WORDS[Role(row["role"])] for row in records],
            value_header(indicator): pd.to_numeric(
                pd.Series([row.get("value") for row in records], dtype="object"), errors="coerce"
            ).astype("Float64"),
            SHOWN: [states.full_words(row, indicator) for row in records],
            YEAR: [period_words(str(row["period"])) if row.get("period") else "" for row in records],
        }
    )


ROLE_WORDS = {
    Role.TERRITORY: "votre territoire",
    Role.PART: "commune du territoire",
    Role.REST: "reste du département",
    Role.CITY: "ville entière",
    Role.BASSIN_DE_VIE: "bassin de vie",
    Role.EPCI: "EPCI",
    Role.DEPARTEMENT: "département",
    Role.REGION: "région",
    Role.FRANCE: "France",
    Role.LIKE: "territoire semblable",
}


def _state(row: dict[str, object]) -> str:
    if states.is_insufficient(row):
        return states.INSUFFICIENT
    words = states.STATUS_WORDS[states.status_of(row)]
    covered = states.coverage_words(row)
    return f"{words}{NBSP}: {covered}" if covered and states.status_of(row).has_value else words
