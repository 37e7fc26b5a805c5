"""A file of communes given by the user: CSV or XLSX, bounded before it is read.

A spreadsheet is a zip: its directory is read first, then every part is unpacked within the bound and
packed again, so that what the reader of workbooks sees has really been measured. The far corner of each
sheet is looked for too: a reader fills the whole rectangle up to it.
"""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Iterable

import python_calamine

from cpts_analytics.errors import UploadError
from cpts_analytics.territory.geography import Geography
from cpts_analytics.territory.names import Parsed, parse_entries
from cpts_analytics.territory.tables import Rows, entries_of_table
from cpts_analytics.territory.text import quoted

MOST_BYTES = 5_000_000
MOST_UNZIPPED_BYTES = 50_000_000
MOST_CELLS = 2_000_000
_MOST_SHEETS = 20
_TEXT_ENDINGS = (".csv", ".txt", ".tsv")
_CELL_REFERENCE = re.compile(rb"""\br\s*=\s*["']([A-Z]{0,3})(\d{1,7})["']""")


def parse_file(name: str, content: bytes, geography: Geography, *, near: Iterable[str] = ()) -> Parsed:
    """The communes of a file, found in whichever column holds their codes or names.

    Raises UploadError: too large, of another kind, unreadable, no column of communes; TerritoryError: too many.
    """
    for rows in rows_of_file(name, content):
        entries = entries_of_table(rows, geography)
        if entries:
            return parse_entries(entries, geography, near=near)
    raise _fault(name, "aucune colonne de communes", "une colonne de codes Insee (38053) ou de noms (Bourgoin-Jallieu)",
                 "Vérifiez les colonnes, ou collez la liste.")


def rows_of_file(name: str, content: bytes, *, keep: str = "la colonne des communes") -> list[Rows]:
    """The sheets of a workbook, or the one table of a CSV file, as texts. Raises UploadError.

    ``keep``: what somebody whose file is too large should keep of it.
    """
    if len(content) > MOST_BYTES:
        raise _fault(name, f"{len(content) / 1e6:.1f} Mo".replace(".", ","), "5 Mo au plus", f"Gardez seulement {keep}.")
    if not content.strip():
        raise _fault(name, "un fichier vide", "un tableau", "Choisissez un autre fichier.")
    ending = name.lower()
    if ending.endswith(".xlsx"):
        return _sheets(name, content, keep)
    if ending.endswith(_TEXT_ENDINGS):
        return [_text_rows(name, content)]
    raise _fault(name, "un autre format", "un fichier CSV ou XLSX", "Enregistrez-le sous l'un de ces formats.")


def _fault(name: str, found: str, expected: str, action: str) -> UploadError:
    return UploadError(f"Fichier {quoted(name)}\u00a0: trouvé {found}\u00a0; attendu {expected}. {action}")


def _text_rows(name: str, content: bytes) -> Rows:
    text = _decoded(content)
    if "\x00" in text:
        raise _fault(name, "des octets qui ne sont pas du texte", "un fichier CSV", "Exportez-le de nouveau en CSV.")
    if re.match(r"\s*<(?:!doctype|html|\?xml)", text, re.IGNORECASE):
        raise _fault(name, "une page web", "un fichier CSV", "Le téléchargement a échoué\u00a0: recommencez-le.")
    try:
        return list(csv.reader(io.StringIO(text, newline=""), delimiter=_separator(text)))
    except csv.Error as error:
        raise _fault(name, "un guillemet qui n'est pas fermé ou une cellule trop longue", "un fichier CSV",
                     "Exportez-le de nouveau en CSV.") from error


def _decoded(content: bytes) -> str:
    """UTF-8 or UTF-16 when marked or valid, else Windows' Western European."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", errors="replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def _separator(text: str) -> str:
    """The mark that splits the most of the first lines into the same number of cells."""
    lines = [line for line in text.splitlines()[:50] if line.strip()]
    def regularity(mark: str) -> tuple[int, int]:
        counts = [line.count(mark) for line in lines]
        usual = max(set(counts), key=counts.count) if counts else 0
        return (counts.count(usual) if usual else 0, usual)
    return max(";\t,|", key=regularity)


def _sheets(name: str, content: bytes, keep: str) -> list[Rows]:
    try:
        workbook = python_calamine.CalamineWorkbook.from_filelike(_measured(name, content, keep))
        sheets = [workbook.get_sheet_by_name(sheet).to_python(skip_empty_area=False)  # rows keep their numbers
                  for sheet in workbook.sheet_names[:_MOST_SHEETS]]
    except (python_calamine.CalamineError, zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError,
            EOFError) as error:
        raise _fault(name, "un classeur illisible", "un fichier XLSX",
                     "Enregistrez-le de nouveau, sans mot de passe.") from error
    return [[[_cell_text(cell) for cell in row] for row in sheet] for sheet in sheets]


def _measured(name: str, content: bytes, keep: str) -> io.BytesIO:
    """The same workbook, unpacked within the bounds and packed again without compression."""
    packed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as archive, zipfile.ZipFile(packed, "w") as copy:
        size = sum(part.file_size for part in archive.infolist())
        if size > MOST_UNZIPPED_BYTES:
            raise _fault(name, f"{size // 1_000_000} Mo une fois décompressé", "50 Mo au plus",
                         f"Gardez seulement {keep}.")
        for part in archive.infolist():
            unpacked = archive.read(part)
            if part.filename.startswith("xl/worksheets/") and _corner(unpacked) > MOST_CELLS:
                raise _fault(name, "une feuille démesurée", f"{MOST_CELLS // 1_000_000} millions de cellules au plus",
                             f"Copiez {keep} dans un nouveau classeur.")
            copy.writestr(part.filename, unpacked)
    packed.seek(0)
    return packed


def _corner(sheet: bytes) -> int:
    """Cells of the rectangle up to the sheet's last row and column."""
    last_row = last_column = 1
    for letters, digits in _CELL_REFERENCE.findall(sheet):
        last_row = max(last_row, int(digits))
        number = 0
        for letter in letters:
            number = number * 26 + letter - 64
        last_column = max(last_column, number)
    return last_row * last_column


def _cell_text(cell: object) -> str:
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return "" if cell is None else str(cell)
