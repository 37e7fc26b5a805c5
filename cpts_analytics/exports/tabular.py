"""Tables to download: CSV that a French spreadsheet opens, XLSX with a sheet of sources. Bytes, no file."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Sequence

import pandas as pd
import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from cpts_analytics.exports.papers import HEADERS, Paper
from cpts_analytics.exports.safe import safe_frame, safe_text

PAPER_COLUMNS = ("source", "millesime", "consulte_le")
_EPOCH = dt.datetime(2000, 1, 1, tzinfo=dt.UTC)  # fixed, so that the same table gives the same bytes
_WIDEST = 60


def to_csv(frame: pd.DataFrame, papers: Sequence[Paper]) -> bytes:
    """UTF-8 with mark, semicolons, decimal comma; an empty cell where there is no number.

    The papers are repeated in three last columns, so that a row cut out of the file keeps its source and
    any reader still reads a plain table.
    """
    table = safe_frame(frame)
    texts = (
        " | ".join(paper.short for paper in papers),
        " | ".join(paper.vintage for paper in papers),
        " | ".join(paper.read_on for paper in papers),
    )
    for name, text in zip(PAPER_COLUMNS, texts, strict=True):
        table[name] = safe_text(text)
    return table.to_csv(sep=";", decimal=",", index=False, na_rep="", lineterminator="\r\n").encode("utf-8-sig")


def to_xlsx(frame: pd.DataFrame, papers: Sequence[Paper], title: str = "") -> bytes:
    """A workbook: sheet « Données » (frozen header, filter, number formats) and sheet « Sources »."""
    buffer = io.BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
        "nan_inf_to_errors": False,
    }
    with xlsxwriter.Workbook(buffer, options) as workbook:
        workbook.set_properties({"title": title, "created": _EPOCH})
        header = workbook.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
        _data_sheet(workbook, safe_frame(frame), header)
        _source_sheet(workbook.add_worksheet("Sources"), papers, header)
    return buffer.getvalue()


def _data_sheet(workbook: Workbook, table: pd.DataFrame, header: Format) -> None:
    sheet = workbook.add_worksheet("Données")
    sheet.freeze_panes(1, 0)
    for place, name in enumerate(table.columns):
        cells = table.iloc[:, place]
        numeric = pd.api.types.is_numeric_dtype(cells) and not pd.api.types.is_bool_dtype(cells)
        sheet.write_string(0, place, name, header)
        longest = max((len(str(cell)) for cell in cells), default=0)
        style = workbook.add_format({"num_format": _number_format(cells)}) if numeric else None
        sheet.set_column(place, place, min(_WIDEST, max(longest, min(len(name), 24)) + 2), style)
        for line, cell in enumerate(cells, start=1):
            _write(sheet, line, place, cell, style)
    if len(table.columns):
        sheet.autofilter(0, 0, max(len(table), 1), len(table.columns) - 1)


def _write(sheet: Worksheet, line: int, place: int, cell: object, style: Format | None) -> None:
    if pd.isna(cell):  # type: ignore[call-overload]
        return
    if style is not None:
        sheet.write_number(line, place, float(cell), style)  # type: ignore[arg-type]
    else:
        sheet.write_string(line, place, cell if isinstance(cell, str) else safe_text(str(cell)))


def _number_format(cells: pd.Series) -> str:
    """Thousands apart; as many decimals as the column holds, two at most."""
    known = cells.dropna().astype(float)
    if (known == known.round()).all():
        return "#,##0"
    return "#,##0.0" if (known.round(1) - known).abs().max() < 1e-9 else "#,##0.00"


def _source_sheet(sheet: Worksheet, papers: Sequence[Paper], header: Format) -> None:
    sheet.freeze_panes(1, 0)
    for place, (field, label) in enumerate(HEADERS.items()):
        texts = [safe_text(str(getattr(paper, field))) for paper in papers]
        sheet.write_string(0, place, label, header)
        sheet.set_column(place, place, min(_WIDEST, max([len(label), *map(len, texts)]) + 2))
        for line, text in enumerate(texts, start=1):
            sheet.write_string(line, place, text)
