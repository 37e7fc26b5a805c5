"""Small files in the publishers' layouts, written by the tests."""

from __future__ import annotations

import gzip
from collections.abc import Sequence
from pathlib import Path

import openpyxl

Row = Sequence[object]


def csv_file(path: Path, *lines: str, bom: bool = False) -> Path:
    """A text file of these lines, gzipped when its name says so."""
    data = ("\n".join(lines) + "\n").encode("utf-8-sig" if bom else "utf-8")
    path.write_bytes(gzip.compress(data) if path.suffix == ".gz" else data)
    return path


def workbook(path: Path, **sheets: Sequence[Row]) -> Path:
    """A workbook of these sheets, each a list of rows."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    book.save(path)
    return path
