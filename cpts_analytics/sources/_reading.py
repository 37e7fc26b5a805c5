"""What every reader of a dataset is made of.

``read_csv``, ``read_sheet`` and ``read_parquet`` give a frame of **text** whose columns bear the names of
``Column.name``, found in the file by the names of ``Column.published_as`` (alternatives: ``"a|b"``; a
column without ``published_as`` is made by the reader). The frame's index is the **line in the file**, so
that ``numbers``, ``codes`` and ``unique`` can say where a fault is (``frame.attrs["file"]``: in which
file). ``tidy`` ends every reader.
"""

from __future__ import annotations

import csv
import dataclasses
import difflib
import io
import math
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import python_calamine

from cpts_analytics.model import Column, Source
from cpts_analytics.sources._checks import (
    COMMUNE,
    DEPARTEMENT,
    REGION,
    SIREN,
    codes,
    dates,
    header_name,
    numbers,
    sums,
    tidy,
    unique,
    whole_numbers,
)
from cpts_analytics.sources._files import content, fault, listed, text

__all__ = ["COMMUNE", "DEPARTEMENT", "REGION", "SIREN", "check_header", "codes", "dates", "header_name", "numbers", "read_csv",
           "read_parquet", "read_sheet", "sheet_cells", "sums", "tidy", "unique", "whole_numbers"]

_SEPARATORS = {";": "le point-virgule", ",": "la virgule", "\t": "la tabulation", "|": "la barre verticale"}


def read_csv(path: Path, source: Source, *, skip_lines: int = 0,
             optional: Sequence[str] = ()) -> pd.DataFrame:
    """Read a delimited text (gzip or not, CRLF or LF, quoted or not) after ``skip_lines`` lines.

    ``optional`` columns that the file lacks are filled with empty cells.
    Raises SourceFileError for every fault of encoding, separator, header or line length.
    """
    path = Path(path)
    stream = io.StringIO(text(path, source), newline="")
    for _ in range(skip_lines):
        stream.readline()
    reader = csv.reader(stream, delimiter=source.separator, strict=True)
    rows: list[list[str]] = []
    lines: list[int] = []
    try:
        header = next(reader, [])
        _check_separator(path, source, header, skip_lines + 1)
        for row in reader:
            if not row:
                continue
            line = reader.line_num + skip_lines
            if len(row) != len(header):
                raise fault(path, source, f"{len(row)} champ{'s' * (len(row) > 1)}",
                            f"{len(header)} champs comme dans l'en-tête",
                            "Le fichier est peut-être tronqué : téléchargez-le à nouveau.", line=line)
            rows.append(row)
            lines.append(line)
    except csv.Error as error:
        raise fault(path, source, f"une ligne que l'on ne peut pas découper ({error})",
                    "des champs bien délimités", line=reader.line_num + skip_lines) from error
    return _named(path, source, _Raw(header, rows, lines, skip_lines + 1), optional)


def read_sheet(path: Path, source: Source, sheet: str, *, header_line: int, units_line: int | None = None,
               optional: Sequence[str] = ()) -> pd.DataFrame:
    """Read one sheet of a workbook (xlsx, xls, ods); lines are counted from 1, as on screen.

    Data start below ``header_line`` (and ``units_line``); blank lines are skipped.
    """
    cells = sheet_cells(path, source, sheet)
    if len(cells) < header_line:
        raise fault(Path(path), source, f"{len(cells)} lignes", f"un en-tête en ligne {header_line}")
    header = cells[header_line - 1]
    start = max(header_line, units_line or 0)
    numbered = [(line, row) for line, row in enumerate(cells[start:], start + 1) if any(row)]
    raw = _Raw(header, [row for _, row in numbered], [line for line, _ in numbered], header_line)
    return _named(Path(path), source, raw, optional)


def sheet_cells(path: Path, source: Source, sheet: str) -> list[list[str]]:
    """Every cell of a sheet as stripped text, whole numbers without ".0"; row 0 is line 1 of the sheet."""
    path = Path(path)
    try:
        workbook = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content(path, source)))
        names = workbook.sheet_names
        if sheet not in names:
            raise fault(path, source, f"les feuilles {listed(names)}", f"une feuille « {sheet} »",
                        "Vérifiez qu'il s'agit bien de ce millésime du classeur.")
        found = workbook.get_sheet_by_name(sheet)
        cells = found.to_python(skip_empty_area=False)
    except python_calamine.CalamineError as error:
        raise fault(path, source, "un fichier qui n'est pas un classeur lisible",
                    "un classeur (xlsx, xls)") from error
    return [[_cell_text(cell) for cell in row] for row in cells]


def read_parquet(path: Path, source: Source) -> pd.DataFrame:
    """Read a Parquet file; every column becomes text, as in the other readers (index: row, from 1)."""
    path = Path(path)
    try:
        table = pq.read_table(pa.BufferReader(content(path, source)))
    except (pa.ArrowInvalid, OSError) as error:
        raise fault(path, source, "un fichier qui n'est pas un Parquet complet", "un fichier Parquet") from error
    rows = list(zip(*([_cell_text(value) for value in column.to_pylist()] for column in table.columns),
                    strict=True))
    return _named(path, source, _Raw(table.column_names, rows, range(1, len(rows) + 1)))


@dataclasses.dataclass(frozen=True)
class _Raw:
    """Cells as they stand in the file: ``rows`` of text, the line of each, the header and its own line."""

    header: Sequence[str]
    rows: Sequence[Sequence[str]]
    lines: Sequence[int]
    header_line: int = 1

    @property
    def titles(self) -> list[str]:
        return [" ".join(title.split()) for title in self.header]


def check_header(path: Path, source: Source, header: list[str], optional: Sequence[str] = ()) -> list[int | None]:
    """Where each published column stands in a header (None: an ``optional`` one that the file lacks).

    Raises SourceFileError for another separator, and for a column absent or met twice.
    """
    _check_separator(path, source, header, 1)
    return list(_places(path, source, _Raw(header, [], []), optional).values())


def _places(path: Path, source: Source, raw: _Raw, optional: Sequence[str]) -> dict[str, int | None]:
    titles = raw.titles
    found: dict[str, int | None] = {}
    for column in source.columns:
        if not column.published_as:
            continue
        places = [i for i, title in enumerate(titles) if title in column.published_as.split("|")]
        if len(places) != 1 and (places or column.name not in optional):
            raise _header_fault(path, source, column, raw, len(places))
        found[column.name] = places[0] if places else None
    return found


def _named(path: Path, source: Source, raw: _Raw, optional: Sequence[str] = ()) -> pd.DataFrame:
    index = pd.Index(raw.lines, dtype="int64", name="line")
    frame = {name: pd.Series("" if place is None else [row[place] for row in raw.rows], index=index, dtype="str")
             for name, place in _places(path, source, raw, optional).items()}
    named = pd.DataFrame(frame, index=index)
    named.attrs["file"] = path.name
    return named


def _header_fault(path: Path, source: Source, column: Column, raw: _Raw, times: int) -> Exception:
    name, titles = header_name(column), raw.titles
    expected = f"une colonne « {name} »"
    if times:
        return fault(path, source, f"{times} colonnes de ce nom", expected, line=raw.header_line, column=name)
    by_lower = {title.lower(): title for title in titles if title}
    close = [by_lower[match] for title in column.published_as.split("|")
             for match in difflib.get_close_matches(title.lower(), by_lower, n=3, cutoff=0.6)]
    hint = f"Noms proches dans le fichier : {listed(dict.fromkeys(close))}. " if close else ""
    return fault(path, source, f"un en-tête sans cette colonne ({listed(titles[:12])})", expected,
                 f"{hint}Le producteur a peut-être renommé la colonne, ou le fichier est d'un autre millésime.",
                 line=raw.header_line, column=name)


def _check_separator(path: Path, source: Source, header: list[str], line: int) -> None:
    expected = {name for column in source.columns for name in column.published_as.split("|") if name}
    if len(header) != 1 or header[0] in expected:
        return
    for separator, name in _SEPARATORS.items():
        parts = {part.strip('" ') for part in header[0].split(separator)}
        if len(parts) > 1 and parts & expected:
            raise fault(path, source, f"des champs séparés par {name}",
                        f"{_SEPARATORS.get(source.separator, source.separator)}",
                        "Téléchargez à nouveau le fichier sans l'enregistrer avec un tableur.", line=line)


def _cell_text(cell: Any) -> str:
    if cell is None or (isinstance(cell, float) and math.isnan(cell)):
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return cell.strip() if isinstance(cell, str) else str(cell)
