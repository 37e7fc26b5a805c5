"""The bytes and the text of a published file, and the faults a download can have.

``fault`` is the one place where a reader's error is made: the file, the line, what was found, what was
expected, what to do.
"""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Iterable
from pathlib import Path

from cpts_analytics.errors import SourceFileError
from cpts_analytics.model import Source

_GZIP = b"\x1f\x8b"
_ZIP = b"PK\x03\x04"


def fault(path: Path, source: Source, found: str, expected: str, action: str = "", *,
          line: int | None = None, column: str | None = None) -> SourceFileError:
    """The error to raise for ``path``; without ``action``, the advice is to fetch the file again."""
    where = source.file_url or source.page
    return SourceFileError(file=path.name, line=line, column=column, found=found, expected=expected,
                           action=action or f"Téléchargez à nouveau le fichier : {where}")


def content(path: Path, source: Source) -> bytes:
    """The whole file, unzipped if it is gzip (told by its first bytes, not by its name).

    Raises SourceFileError if it is absent, empty, truncated, or an HTML page.
    """
    path = Path(path)
    try:
        data = path.read_bytes()
    except FileNotFoundError as error:
        raise fault(path, source, "aucun fichier de ce nom", f"le fichier {source.file}",
                    f"Demandez-le au producteur ({source.producer}) : {source.page}") from error
    except OSError as error:
        raise fault(path, source, f"un fichier illisible ({error.strerror})", "un fichier lisible",
                    "Vérifiez les droits d'accès au fichier.") from error
    if data.startswith(_GZIP):
        try:
            data = gzip.decompress(data)
        except (EOFError, zlib.error, gzip.BadGzipFile) as error:
            raise fault(path, source, "un fichier compressé tronqué ou abîmé",
                        "un fichier gzip complet") from error
    start = data[:1024].removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    if not start:
        raise fault(path, source, "un fichier vide", "des données")
    if start.startswith(b"<"):
        raise fault(path, source, "une page web (HTML)", "des données")
    return data


def text(path: Path, source: Source) -> str:
    """The file's text in the encoding of its record (a byte order mark is removed).

    Raises SourceFileError as ``content`` does, and for a workbook or another encoding.
    """
    data = content(path, source)
    if data.startswith(_ZIP):
        raise fault(path, source, "un classeur ou une archive (zip)", "un fichier texte (CSV)",
                    "Extrayez de l'archive le fichier CSV attendu, ou téléchargez-le à nouveau.")
    encoding = "utf-8-sig" if source.encoding.lower() in {"utf-8", "utf8", "utf-8-sig"} else source.encoding
    try:
        decoded = data.decode(encoding)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise fault(path, source, "un texte dans un autre encodage", f"l'encodage {source.encoding.upper()}",
                    "Téléchargez à nouveau le fichier sans l'ouvrir ni l'enregistrer avec un tableur.",
                    line=line) from error
    if "\x00" in decoded:
        line = decoded.count("\n", 0, decoded.index("\x00")) + 1
        raise fault(path, source, "des octets nuls", f"un texte en {source.encoding.upper()}", line=line)
    return decoded


def listed(names: Iterable[str]) -> str:
    """Names between French quotation marks, for a sentence."""
    return ", ".join(f"« {name} »" for name in names)
