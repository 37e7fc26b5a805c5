"""A table as somebody gives it: a file, or cells pasted from a spreadsheet. Its first filled row is its header."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

from cpts_analytics.errors import UploadError
from cpts_analytics.missions.intake.persons import refuse_persons
from cpts_analytics.missions.words import french
from cpts_analytics.territory.upload import rows_of_file

MOST_ROWS = 50_000


@dataclasses.dataclass(frozen=True)
class Table:
    """``lines``: the number of each row in the file, as a spreadsheet shows it (the header's is the first)."""

    name: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    lines: tuple[int, ...]


def read_tables(name: str, content: bytes) -> tuple[Table, ...]:
    """The tables of a file, one a sheet; none of them is kept when one looks like persons.

    Raises UploadError (too large, of another kind, unreadable, empty) and PersonalDataError.
    """
    tables = [_table(name, rows) for rows in rows_of_file(name, content, keep="les lignes à importer")]
    found = tuple(table for table in tables if table is not None)
    if not found:
        raise UploadError(french(f"Fichier « {name} » : trouvé aucune ligne ; attendu une ligne de titres et des mesures."))
    for table in found:
        refuse_persons(name, table.header, table.rows)
        if len(table.rows) > MOST_ROWS:
            raise UploadError(french(f"Fichier « {name} » : {len(table.rows)} lignes, {MOST_ROWS} au plus. Coupez-le en deux."))
    return found


def refuse_tables_of_persons(name: str, content: bytes) -> None:
    """Nothing when no table of the file looks like persons, be it empty. Raises PersonalDataError, UploadError (unreadable)."""
    for rows in rows_of_file(name, content, keep="ce qui fait preuve"):
        table = _table(name, rows)
        if table is not None:
            refuse_persons(name, table.header, table.rows)


def pasted(text: str) -> tuple[Table, ...]:
    """Cells pasted from a spreadsheet (tabs between them). Raises as ``read_tables``."""
    return read_tables("collage.tsv", text.encode())


def _table(name: str, rows: Sequence[Sequence[str]]) -> Table | None:
    filled = [(line, tuple(" ".join(cell.split()) for cell in row)) for line, row in enumerate(rows, 1)
              if any(cell.strip() for cell in row)]
    if len(filled) < 2:
        return None
    (_, header), *body = filled
    return Table(name, header, tuple(row for _, row in body), tuple(line for line, _ in body))
