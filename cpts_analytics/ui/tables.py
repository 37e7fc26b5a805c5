"""Tables on screen: sorted by a click on a header, numbers in French form, downloads with their papers."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable, Mapping

import pandas as pd
import streamlit as st

from cpts_analytics import sources
from cpts_analytics.exports.papers import Paper, papers_of
from cpts_analytics.exports.safe import safe_filename
from cpts_analytics.exports.tabular import to_csv, to_xlsx
from cpts_analytics.indicators import registry
from cpts_analytics.views.numbers import decimals_of, is_known, number

MOST_STYLED_CELLS = 60_000
"""Beyond, numbers are written by the browser in its own language: thousands of French texts would weigh too much."""

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def table(frame: pd.DataFrame, *, name: str, indicators: Iterable[str] = (), height: int | None = None,
          most: int | None = None, short: Mapping[str, str] | None = None,
          on_screen: OnScreen | None = None) -> None:
    """Show ``frame`` and offer it as CSV and XLSX. ``name``: title and file name; ``indicators``: keys, for the papers.

    ``most``: rows shown at most, which is said; the files hold every row. ``short``: column → a shorter header on screen; the
    files keep the whole one, which is also its help. ``on_screen``: what is shown of ``frame`` instead of it
    (``ranged``); the files keep ``frame``.
    """
    whole = frame
    frame, texts = (on_screen.frame, on_screen.texts) if on_screen else (frame, {})
    if most is not None and len(whole) > most:
        st.caption(f"Les {number(most)} premières lignes sur {number(len(whole))} ; les fichiers les ont toutes.")
        frame = frame.head(most)
    said = {column: (short or {}).get(column, column) for column in frame.columns}
    config: dict[str, object] = {column: st.column_config.TextColumn(said[column]) for column in frame.columns
                                 if not pd.api.types.is_numeric_dtype(frame[column])}
    config |= {column: st.column_config.NumberColumn(header, help=str(column)) for column, header in said.items()
               if column not in config and header != column}
    st.dataframe(_styled(frame, texts), hide_index=True, placeholder="—", column_config=config,  # type: ignore[arg-type]
                 key=f"table-{safe_filename(name, 'x')}", height=height or "auto", alt=name)
    downloads(whole, name=name, indicators=indicators)


def downloads(frame: pd.DataFrame | Callable[[], pd.DataFrame], *, name: str, indicators: Iterable[str] = ()) -> None:
    """Two buttons: the table (or what makes it) as CSV and as XLSX, made when they are pressed."""
    origin = papers(indicators)
    made = frame if callable(frame) else lambda: frame
    stem = safe_filename(name, "x").removesuffix(".x")
    with st.container(horizontal=True, gap="small"):
        st.download_button("CSV", lambda: to_csv(made(), origin), f"{stem}.csv", "text/csv", key=f"csv-{stem}",
                           icon=":material/download:", on_click="ignore", help=f"{name}, pour un tableur ou un programme")
        st.download_button("XLSX", lambda: to_xlsx(made(), origin, name), f"{stem}.xlsx", _XLSX, key=f"xlsx-{stem}",
                           icon=":material/download:", on_click="ignore", help=f"{name}, avec une feuille de sources")


def papers(indicators: Iterable[str]) -> tuple[Paper, ...]:
    """The papers of the datasets that these indicators read, each once."""
    known, records = registry(), sources.records()
    keys = dict.fromkeys(key for indicator in indicators if indicator in known for key in known[indicator].reads)
    return papers_of(records[key] for key in keys)


@dataclasses.dataclass(frozen=True, eq=False)
class OnScreen:
    """A table as it is shown; ``texts``: column of ranges → the words of each of its numbers."""

    frame: pd.DataFrame
    texts: Mapping[str, Mapping[float, str]]


def ranged(frame: pd.DataFrame, spans: Mapping[str, tuple[str, str]], most: int | None = None) -> OnScreen:
    """Its first rows (``most``) with two columns shown as one, « 8 à 13 », sorted by the second: make it once and keep it.

    ``spans``: header → the two columns, replaced where the first one stood. A hair is added row by row: two rows with the same
    second number keep the words of their own.
    """
    frame = frame if most is None else frame.head(most)
    texts: dict[str, dict[float, str]] = {}
    for header, (low, high) in spans.items():
        pairs = list(zip(frame[low], frame[high], strict=True))
        keys = [float(last) + row * 1e-9 if is_known(last) else None for row, (_, last) in enumerate(pairs)]
        texts[header] = {key: _span(float(first), float(last)) for key, (first, last) in zip(keys, pairs, strict=True)
                         if key is not None}
        place = list(frame.columns).index(low)
        frame = frame.drop(columns=[low, high])
        frame.insert(place, header, pd.array(keys, dtype="Float64"))
    return OnScreen(frame, texts)


def _span(low: float, high: float) -> str:
    first, last = number(low), number(high)
    return first if first == last else f"{first} à {last}"


def _styled(frame: pd.DataFrame, texts: Mapping[str, Mapping[float, str]]) -> object:
    numeric = [column for column in frame.columns if pd.api.types.is_numeric_dtype(frame[column])]
    if not numeric or frame.size > MOST_STYLED_CELLS or not frame.columns.is_unique:
        return frame
    return frame.style.format({column: _teller(texts[column]) if column in texts else _writer(frame[column])
                               for column in numeric})


def _teller(texts: Mapping[float, str]) -> object:
    return lambda cell: texts.get(float(cell), "") if is_known(cell) else ""


def _writer(cells: pd.Series) -> object:
    """Thousands apart, decimal comma; as many decimals as the column holds, two at most."""
    decimals = decimals_of(*(float(cell) for cell in cells if is_known(cell)))
    return lambda cell: number(float(cell), decimals) if is_known(cell) else ""
