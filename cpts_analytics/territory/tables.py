"""Which column of a table holds the communes: by what the cells are, the header only breaking ties.

A column of codes is trusted when the names beside it agree with it, or when no names are there; a column
of postcodes looks like one of codes, and then only helps to tell homonyms apart.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Sequence

from cpts_analytics.territory.entry import (
    Entry,
    arrondissement_key,
    departements_named,
    departements_of_number,
    read_entry,
)
from cpts_analytics.territory.geography import Geography
from cpts_analytics.territory.text import normalise

_SAMPLE = 200  # rows looked at
_LEAST_SHARE = 0.5  # of the cells of a column
_CODE_HEADER = re.compile(r"insee|codgeo|depcom|code com|^com$|code geo")
_NAME_HEADER = re.compile(r"commune|libgeo|^nom|^ville")
_POSTCODE_HEADER = re.compile(r"postal|^cp$|postcode|zip")
_DEPARTEMENT_HEADER = re.compile(r"^dep|departement")

_FIVE = re.compile(r"\d{5}|2[AB]\d{3}")  # a code or a postcode

Rows = Sequence[Sequence[str]]


@dataclasses.dataclass(frozen=True)
class _Column:
    """How far a column is one of codes, of names, of départements (shares of its filled cells)."""

    number: int
    header: str
    codes: float
    names: float
    departements: float
    variety: float  # different values / filled cells

    @property
    def as_codes(self) -> float:
        return self.codes + 0.3 * self.variety + (0.5 if _CODE_HEADER.search(self.header) else 0)

    @property
    def as_names(self) -> float:
        return self.names + 0.3 * self.variety + (0.5 if _NAME_HEADER.search(self.header) else 0)


def entries_of_table(rows: Rows, geography: Geography) -> list[Entry] | None:
    """One entry a row, repeats left out; None when no column holds communes. The first row may be a header."""
    filled = [[" ".join(cell.split()) for cell in row] for row in rows if any(cell.strip() for cell in row)]
    if not filled:
        return None
    columns = [_describe(filled, number, geography) for number in range(max(map(len, filled)))]
    coded = max((column for column in columns if column.codes >= _LEAST_SHARE), key=lambda c: c.as_codes, default=None)
    named = max((column for column in columns if column.names >= _LEAST_SHARE), key=lambda c: c.as_names, default=None)
    if coded is None and named is None:
        return None
    placed = next((column for column in columns if column.departements >= _LEAST_SHARE and column is not named
                   and _DEPARTEMENT_HEADER.search(column.header)), None)
    body = filled[1:] if _is_header(filled[0], named or coded, geography) else filled
    if named is None or (coded is not None and _agree(body[:_SAMPLE], coded, named, geography)):
        assert coded is not None
        return _unique(_code_entry(row, coded, named) for row in body)
    postcode = next((column for column in [*filter(_is_postcode, columns), *([coded] if coded else [])]
                     if _same_departement(body[:_SAMPLE], column, named, geography)), None)
    return _unique(_name_entry(row, named, postcode, placed, geography) for row in body)


def _describe(rows: Rows, number: int, geography: Geography) -> _Column:
    cells = [cell for row in rows[1:_SAMPLE] if (cell := _cell(row, number))] or [_cell(rows[0], number)]
    header = normalise(_cell(rows[0], number))
    size = len(cells)
    postcode = _POSTCODE_HEADER.search(header)
    codes = 0 if postcode else sum(geography.current(_padded(cell)) is not None for cell in cells)
    return _Column(number, header, codes / size, sum(_is_name(cell, geography) for cell in cells) / size,
                   sum(bool(departements_named(cell, geography.departement_names)) for cell in cells) / size,
                   len(set(cells)) / size)


def _is_name(cell: str, geography: Geography) -> bool:
    entry = read_entry(cell, geography.departement_names)
    keys = (normalise(entry.name), arrondissement_key(entry.name)) if entry.name else ()
    return any(geography.names.find(key) for key in keys if key)


def _is_header(row: Sequence[str], column: _Column | None, geography: Geography) -> bool:
    cell = _cell(row, column.number) if column else ""
    return geography.current(_padded(cell)) is None and not _is_name(cell, geography) and not re.search(r"\d{4}", cell)


def _agree(rows: Rows, coded: _Column, named: _Column, geography: Geography) -> bool:
    """Whether the codes are those of the names beside them, in most rows."""
    agreed = 0
    for row in rows:
        entry = read_entry(_cell(row, named.number), geography.departement_names)
        code = geography.current(_padded(_cell(row, coded.number)))
        agreed += code in {alias.code for alias in geography.names.find(normalise(entry.name))}
    return agreed * 2 >= len(rows)


def _is_postcode(column: _Column) -> bool:
    return _POSTCODE_HEADER.search(column.header) is not None


def _same_departement(rows: Rows, numbers: _Column, named: _Column, geography: Geography) -> bool:
    """Whether the numbers begin with the département of the names beside them, in most rows: postcodes do."""
    agreed = 0
    for row in rows:
        number = _padded(_cell(row, numbers.number))
        where = departements_of_number(number) if _FIVE.fullmatch(number) else ()
        aliases = geography.names.find(normalise(read_entry(_cell(row, named.number), {}).name))
        agreed += any(alias.code in geography and geography.departement(alias.code) in where for alias in aliases)
    return agreed * 2 > len(rows)


def _code_entry(row: Sequence[str], coded: _Column, named: _Column | None) -> Entry:
    code, name = _padded(_cell(row, coded.number)), _cell(row, named.number) if named else ""
    return Entry(text=f"{code} {name}".strip(), number=code)


def _name_entry(row: Sequence[str], named: _Column, postcode: _Column | None, placed: _Column | None,
                geography: Geography) -> Entry:
    entry = read_entry(_cell(row, named.number), geography.departement_names)
    number = _padded(_cell(row, postcode.number)) if postcode else ""
    where = departements_named(_cell(row, placed.number), geography.departement_names) if placed else ()
    return dataclasses.replace(entry, number=entry.number or (number if _FIVE.fullmatch(number) else ""),
                               departements=entry.departements or where)


def _cell(row: Sequence[str], number: int) -> str:
    return row[number] if number < len(row) else ""


def _padded(cell: str) -> str:
    """A code as text: a spreadsheet drops the zero in front and may add ".0"."""
    plain = cell.upper().removesuffix(".0")
    return plain.zfill(5) if plain.isdigit() and len(plain) == 4 else plain


def _unique(entries: object) -> list[Entry]:
    return [entry for entry in dict.fromkeys(entries) if entry.text]  # type: ignore[call-overload]
