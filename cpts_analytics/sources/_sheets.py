"""Workbooks whose sheets and headers change their words from one vintage to the next."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping
from pathlib import Path

import pandas as pd
import python_calamine

from cpts_analytics.model import Source
from cpts_analytics.sources._files import content, fault, listed
from cpts_analytics.sources._reading import header_name, sheet_cells


def sheet_names(path: Path, source: Source, pattern: str) -> list[str]:
    """The sheets whose whole name matches ``pattern``. Raises SourceFileError when there is none."""
    try:
        names = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content(path, source))).sheet_names
    except python_calamine.CalamineError as error:
        raise fault(path, source, "un fichier qui n'est pas un classeur lisible", "un classeur (xlsx)") from error
    found = [name for name in names if re.fullmatch(pattern, name.strip())]
    if not found:
        raise fault(path, source, f"les feuilles {listed(names)}", f"une feuille nommée comme « {pattern} »",
                    "Vérifiez qu'il s'agit bien de ce classeur.")
    return found


def table_by_titles(path: Path, source: Source, sheet: str, header_line: int,
                    titles: Mapping[str, str]) -> pd.DataFrame:
    """The table of a sheet as text: columns found by patterns, index = line in the sheet (from 1).

    ``titles``: name of the column → pattern of its whole title, spaces normalised. The table ends at the
    first blank title: what stands to its right is a legend. The line below the header is passed over
    when it holds units: no code in its first column, no number anywhere.
    Raises SourceFileError for a title absent or met twice.
    """
    cells = sheet_cells(path, source, sheet)
    if len(cells) < header_line:
        raise fault(path, source, f"{len(cells)} lignes dans la feuille « {sheet} »",
                    f"un en-tête en ligne {header_line}")
    header = [" ".join(title.split()) for title in cells[header_line - 1]]
    header = header[: header.index("")] if "" in header else header
    places = {name: _place(path, source, header, header_line, (name, pattern))
              for name, pattern in titles.items()}
    numbered = [(line, row) for line, row in enumerate(cells[header_line:], header_line + 1)
                if any(row[: len(header)])]
    first = next(iter(places.values()))
    if numbered and numbered[0][1][first] == "" and not any(map(_is_number, numbered[0][1])):
        numbered = numbered[1:]
    index = pd.Index([line for line, _ in numbered], dtype="int64", name="line")
    frame = pd.DataFrame({name: pd.Series([row[place] for _, row in numbered], index=index, dtype="str")
                          for name, place in places.items()}, index=index)
    frame.attrs["file"] = path.name
    return frame


def _place(path: Path, source: Source, header: list[str], line: int, title: tuple[str, str]) -> int:
    name, pattern = title
    places = [place for place, text in enumerate(header) if re.fullmatch(pattern, text, re.IGNORECASE)]
    if len(places) == 1:
        return places[0]
    wanted = header_name(source.column(name))
    found = f"{len(places)} colonnes de ce nom" if places else f"un en-tête sans cette colonne ({listed(header)})"
    raise fault(path, source, found, f"une colonne « {wanted} »",
                "Le producteur a peut-être changé la disposition du classeur.", line=line, column=wanted)


def _is_number(cell: str) -> bool:
    return re.fullmatch(r"-?\d+([.,]\d+)?", cell) is not None
