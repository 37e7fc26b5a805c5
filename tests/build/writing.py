"""Writing what a producer would publish: delimited texts, outlines, workbooks, Parquet."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from tests.sources.published import workbook

Sheets = Mapping[str, Sequence[Sequence[object]]]
"""Name of each sheet of a workbook → its rows."""


def write_file(path: Path, content: str | pa.Table | Sheets) -> None:
    """A text (gzipped when the name says so), a Parquet table or a workbook, at ``path``."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if isinstance(content, str):
        raw = content.encode("utf-8")
        path.write_bytes(gzip.compress(raw) if path.suffix == ".gz" else raw)
    elif isinstance(content, pa.Table):
        pq.write_table(content, path)
    else:
        workbook(path, **content)


def lines(header: str, rows: Iterable[str]) -> str:
    """A delimited text: the header, then the rows."""
    return "\n".join([header, *rows]) + "\n"


def square(x: float, y: float, width: float = 0.1, height: float = 0.1) -> list[list[list[float]]]:
    """The ring of a rectangle by its south-west corner (degrees)."""
    return [[[x, y], [x + width, y], [x + width, y + height], [x, y + height], [x, y]]]


def geojson(rings: Mapping[str, object], names: Mapping[str, str]) -> str:
    """A layer of polygons with their code and name."""
    return json.dumps({"type": "FeatureCollection", "features": [
        {"type": "Feature", "properties": {"code": code, "nom": names[code]},
         "geometry": {"type": "Polygon", "coordinates": ring}} for code, ring in rings.items()]})
