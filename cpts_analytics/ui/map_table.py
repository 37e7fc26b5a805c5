"""The table beside the map: it says the same, commune by commune, and can be sorted and downloaded."""

from __future__ import annotations

import dataclasses
import functools
from collections.abc import Callable

import numpy as np
import pandas as pd
import streamlit as st

from cpts_analytics.model import Aggregation, Level
from cpts_analytics.territory import Geography
from cpts_analytics.ui import tables
from cpts_analytics.ui.map_area import FRANCE
from cpts_analytics.ui.map_sheet import MapSheet
from cpts_analytics.views import states
from cpts_analytics.views.numbers import NBSP, is_known, number, period_words, signed
from cpts_analytics.views.tables import CODE, COMMUNE, SHOWN, STATE, commune_table, value_header

PERIMETER, DEPARTEMENT, COMMUNES = "Périmètre", "Département", "Communes"
INSIDE, AROUND = "territoire", "alentours"
HEIGHT = 388


@dataclasses.dataclass(frozen=True)
class ScreenColumn:
    """A column of numbers as it looks: short header, how a number is written, what stands in its place by row."""

    header: str
    writer: Callable[[float], str]
    help: str | None = None
    said: pd.Series | None = None  # words in place of the number, by row; empty where the number is written


@st.fragment
def show(sheet: MapSheet, reference: dict | None, name: str) -> None:
    """The table, and what is downloaded: every commune of the map with all its columns."""
    if sheet.area.scope == FRANCE:
        st.caption(f"Nombre de communes de chaque classe, par département{NBSP}; le fichier à télécharger donne les "
                   "communes une à une.")
        st.dataframe(class_table(sheet), hide_index=True, height=HEIGHT, alt=name, key="cpts-map-table")
    else:
        unit, year = sheet.indicator.unit.strip("()"), period_words(sheet.period) if sheet.period else ""
        st.caption(", ".join(part for part in (sheet.indicator.label, unit, year) if part))
        around = bool((~sheet.counted).any()) and st.toggle("Avec les alentours", key="cpts-map-around")
        whole = whole_table(sheet, reference, around=around)
        _show(screen_table(sheet, reference, whole), _columns(sheet, reference, whole), name)
    tables.downloads(lambda: whole_table(sheet, reference), name=name, indicators=(sheet.indicator.key,))


def screen_table(sheet: MapSheet, reference: dict | None, whole: pd.DataFrame) -> pd.DataFrame:
    """The rows of ``whole`` as they are shown: commune, value, state if one has no value, gap, perimeter if two."""
    value, gap = value_header(sheet.indicator), _gap_header(reference)
    exact = whole[CODE].map(sheet.rows.set_index("area")["value"]).astype("Float64")  # rounded once, when written
    table = whole[[COMMUNE]].assign(**{value: exact})
    if exact.isna().any():
        table[STATE] = whole[SHOWN].where(exact.isna(), "")  # words, where there is no number
    if gap in whole:
        table[gap] = exact - float(reference["value"])  # type: ignore[index]
    return table if (whole[PERIMETER] == INSIDE).all() else table.assign(**{PERIMETER: whole[PERIMETER]})


def whole_table(sheet: MapSheet, reference: dict | None, *, around: bool = True) -> pd.DataFrame:
    """Every column: ``views.commune_table`` with the gap to the reference and who is in the territory (all of what is drawn,
    or, without ``around``, the territory alone)."""
    named = sheet.named()
    table = commune_table(sheet.indicator, named if around else named[sheet.counted])
    if sheet.area.scope == FRANCE:
        table.insert(2, DEPARTEMENT, table[CODE].map(sheet.geography.communes["departement_code"]))
        return table
    inside = set(sheet.rows["area"][sheet.counted])
    table.insert(2, PERIMETER, table[CODE].isin(inside).map({True: INSIDE, False: AROUND}))
    if _comparable(sheet, reference):
        value = value_header(sheet.indicator)
        table.insert(table.columns.get_loc(value) + 1, _gap_header(reference),
                     (table[value] - float(reference["value"])).round(sheet.indicator.decimals + 2))  # type: ignore[index]
    return table.sort_values(PERIMETER, ascending=False, kind="stable").reset_index(drop=True)


def class_table(sheet: MapSheet) -> pd.DataFrame:
    """For France: a row for each département, the number of its communes in each class or state of the map."""
    numbers, names = _departements(sheet.geography)
    counted = sheet.counted
    cells = numbers[sheet.at[counted]] * 256 + sheet.indices[counted]
    counts = np.bincount(cells, minlength=256 * len(names)).reshape(len(names), 256)
    columns = {entry.label: counts[:, entry.index] for entry in sheet.legend if entry.communes}
    numeric = {COMMUNES: counts.sum(axis=1), **columns}
    return pd.DataFrame({DEPARTEMENT: names, **{name: cells.astype("int16") for name, cells in numeric.items()}})


@functools.lru_cache(maxsize=4)
def _departements(geography: Geography) -> tuple[np.ndarray, list[str]]:
    """The number of the département of each commune, and the départements by their number, which is that of their code."""
    codes, numbers = np.unique(geography.column("departement_code").astype(str), return_inverse=True)
    return numbers, [f"{geography.area(Level.DEPARTEMENT, code).name} ({code})" for code in codes]


def _show(table: pd.DataFrame, columns: dict[str, ScreenColumn], name: str) -> None:
    here = {column: about for column, about in columns.items() if column in table}
    styled = table.style.format({column: about.writer for column, about in here.items()})
    for column, about in here.items():
        if about.said is None:
            continue
        said = about.said.reindex(table.index)
        for words in said[said != ""].unique():
            styled = styled.format(lambda _, written=words: written, subset=(said == words, [column]))
    config = {column: st.column_config.NumberColumn(about.header, help=about.help) for column, about in here.items()}
    st.dataframe(styled, hide_index=True, height=min(HEIGHT, 38 + 35 * max(len(table), 1)), alt=name,
                 column_config=config, placeholder="", key="cpts-map-table")


def _columns(sheet: MapSheet, reference: dict | None, whole: pd.DataFrame) -> dict[str, ScreenColumn]:
    decimals, value, gap = sheet.indicator.decimals, value_header(sheet.indicator), _gap_header(reference)
    said = whole[SHOWN].where(whole[SHOWN] == states.ZERO_WORDS, "")
    return {value: ScreenColumn("Valeur", lambda one: number(one, decimals) if is_known(one) else "", value, said),
            gap: ScreenColumn("Écart", lambda one: signed(one, decimals) if is_known(one) else "", gap)}


def _gap_header(reference: dict | None) -> str:
    return f"Écart avec {reference['area_name']}" if reference else "Écart"


def _comparable(sheet: MapSheet, reference: dict | None) -> bool:
    """A count is not compared to a larger place's."""
    return bool(reference and sheet.indicator.aggregation is not Aggregation.SUM and is_known(reference.get("value"))
                and states.status_of(reference).has_value)
