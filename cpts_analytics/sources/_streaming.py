"""Delimited texts of millions of rows: read line by line, never whole in memory, under the faults of the other readers."""

from __future__ import annotations

import csv
import gzip
import io
import zlib
from collections.abc import Iterator, Sequence
from pathlib import Path

from cpts_analytics.model import Source
from cpts_analytics.sources._files import fault
from cpts_analytics.sources._reading import check_header

_GZIP, _ZIP = b"\x1f\x8b", b"PK\x03\x04"


def rows(path: Path, source: Source, *, optional: Sequence[str] = ()) -> Iterator[tuple[int, list[str]]]:
    """The line in the file and the cells of each row, in the order of the source's columns that are published.

    ``optional`` columns that the file lacks are empty cells. Raises SourceFileError at the first fault.
    """
    path = Path(path)
    with _text(path, source) as stream:
        reader = csv.reader(stream, delimiter=source.separator, strict=True)
        try:
            header = next(reader, [])
            places = check_header(path, source, header, optional)
            for row in reader:
                if not row:
                    continue
                if len(row) != len(header):
                    raise fault(path, source, f"{len(row)} champ{'s' * (len(row) > 1)}",
                                f"{len(header)} champs comme dans l'en-tête",
                                "Le fichier est peut-être tronqué : téléchargez-le à nouveau.", line=reader.line_num)
                yield reader.line_num, ["" if place is None else row[place] for place in places]
        except csv.Error as error:
            raise fault(path, source, f"une ligne que l'on ne peut pas découper ({error})", "des champs bien délimités",
                        line=reader.line_num) from error
        except UnicodeDecodeError as error:
            raise fault(path, source, "un texte dans un autre encodage", f"l'encodage {source.encoding.upper()}",
                        "Téléchargez à nouveau le fichier sans l'ouvrir ni l'enregistrer avec un tableur.") from error
        except (EOFError, zlib.error, gzip.BadGzipFile) as error:
            raise fault(path, source, "un fichier compressé tronqué ou abîmé", "un fichier gzip complet") from error


def _text(path: Path, source: Source) -> io.TextIOWrapper:
    try:
        with path.open("rb") as opened:
            start = opened.read(4)
        stream = gzip.open(path) if start.startswith(_GZIP) else path.open("rb")
    except FileNotFoundError as error:
        raise fault(path, source, "aucun fichier de ce nom", f"le fichier {source.file}",
                    f"Demandez-le au producteur ({source.producer}) : {source.page}") from error
    except OSError as error:
        raise fault(path, source, f"un fichier illisible ({error.strerror})", "un fichier lisible",
                    "Vérifiez les droits d'accès au fichier.") from error
    found = {b"": "un fichier vide", b"<": "une page web (HTML)", b"P": "une archive (zip)"}
    if not start or start.startswith((b"<", _ZIP)):
        stream.close()
        action = "Extrayez de l'archive le fichier CSV de données." if start.startswith(_ZIP) else ""
        raise fault(path, source, found[start[:1]], "des données en texte (CSV)", action)
    return io.TextIOWrapper(stream, encoding="utf-8-sig", newline="")  # type: ignore[arg-type]
