"""What is checked of a table just read: numbers, dates, codes, doubles. Every fault names its line.

The frame's index is the line in the file; ``frame.attrs["file"]`` is the file's name.
"""

from __future__ import annotations

import itertools
import re
from pathlib import Path

import numpy as np
import pandas as pd

from cpts_analytics.model import Column, RecordError, Source, Status
from cpts_analytics.sources._files import fault, listed

COMMUNE = r"(?:\d{2}|2[AB])\d{3}"
DEPARTEMENT = r"\d{2}|2[AB]|97\d"
REGION = r"\d{2}"
SIREN = r"\d{9}"


def numbers(frame: pd.DataFrame, source: Source, *names: str, decimal: str = ".",
            minimum: float | None = 0.0, maximum: float | None = None) -> pd.DataFrame:
    """Turn text columns into float64 and add ``<name>_status`` columns (values of ``Status``).

    A missing mark gives NaN and ``not_published``, a secret mark NaN and ``suppressed``, anything else
    must be a finite number between ``minimum`` and ``maximum``. A source that declares no mark at all has
    only numbers: an empty cell is then a fault and no status column is added.
    Raises SourceFileError at the first bad cell.
    """
    frame = frame.copy()
    for name in names:
        cells = frame[name].str.strip()
        secret = cells.isin(source.secret_marks)
        missing = cells.isin(source.missing_marks) & ~secret
        plain = cells if decimal == "." else cells.str.replace(decimal, ".", regex=False)
        if decimal != ".":
            plain = plain.where(~cells.str.contains(".", regex=False), "?")
        values = pd.to_numeric(plain.where(~(secret | missing)), errors="coerce").astype("float64")
        bad = ~np.isfinite(values) & ~secret & ~missing
        if bad.any():
            marks = [mark for mark in (*source.missing_marks, *source.secret_marks) if mark]
            also = f", ou {listed(marks)}" if marks else ""
            raise _cell_fault(frame, source, name, bad, f"un nombre (décimales : « {decimal} »){also}")
        if minimum is not None and (values < minimum).any():
            raise _cell_fault(frame, source, name, values < minimum,
                              f"un nombre au moins égal à {minimum:g}")
        if maximum is not None and (values > maximum).any():
            raise _cell_fault(frame, source, name, values > maximum, f"un nombre au plus égal à {maximum:g}")
        frame[name] = values
        if not (source.missing_marks or source.secret_marks):
            continue
        status = np.select([secret, missing], [str(Status.SUPPRESSED), str(Status.NOT_PUBLISHED)],
                           str(Status.OK))
        frame[f"{name}_status"] = pd.Series(status, index=frame.index, dtype="str")
    return frame


def whole_numbers(frame: pd.DataFrame, source: Source, *names: str) -> pd.DataFrame:
    """Turn text columns into int64 counts: every cell must hold a whole number, zero or more."""
    for name in names:
        bad = ~frame[name].str.strip().str.fullmatch(r"\d{1,15}")
        if bad.any():
            raise _cell_fault(frame, source, name, bad, "un nombre entier, positif ou nul")
    return frame.astype(dict.fromkeys(names, "int64"))


def sums(frame: pd.DataFrame, source: Source, total: str, *parts: str) -> None:
    """Raise SourceFileError at the first line where ``total`` is not the sum of ``parts``."""
    expected = frame[list(parts)].sum(axis=1)
    bad = frame[total] != expected
    if bad.any():
        place = int(np.flatnonzero(bad)[0])
        names = " + ".join(header_name(source.column(part)) for part in parts)
        raise _cell_fault(frame, source, total, bad, f"{expected.iloc[place]:g} ({names})")


def dates(frame: pd.DataFrame, source: Source, *names: str) -> pd.DataFrame:
    """Turn ISO dates (2026-01-01) into datetime64. Raises SourceFileError at the first cell that is not one."""
    frame = frame.copy()
    for name in names:
        values = pd.to_datetime(frame[name], format="%Y-%m-%d", errors="coerce")
        if values.isna().any():
            raise _cell_fault(frame, source, name, values.isna(), "une date AAAA-MM-JJ")
        frame[name] = values
    return frame


def codes(frame: pd.DataFrame, source: Source, *names: str, pattern: str = COMMUNE,
          empty: bool = False) -> None:
    """Raise SourceFileError at the first code that does not match ``pattern`` (``empty`` cells allowed)."""
    for name in names:
        bad = ~frame[name].str.fullmatch(pattern)
        if empty:
            bad &= frame[name] != ""
        if bad.any():
            raise _cell_fault(frame, source, name, bad, f"un code de la forme {_example(pattern)}",
                              action="Lisez les codes comme du texte : un tableur leur retire le zéro initial.")


def unique(frame: pd.DataFrame, source: Source, *keys: str) -> None:
    """Raise SourceFileError at the first line whose ``keys`` were already met."""
    repeated = frame.duplicated(list(keys))
    if repeated.any():
        place = int(np.flatnonzero(repeated)[0])
        key_values = frame[list(keys)].iloc[place]
        repeated_key = " / ".join(map(str, key_values))
        first = frame.index[(frame[list(keys)] == key_values).all(axis=1)][0]
        raise fault(_file(frame, source), source,
                    f"un doublon de « {repeated_key} », déjà en ligne {first}",
                    "une seule ligne par clé", line=int(frame.index[place]),
                    column=", ".join(header_name(source.column(key)) for key in keys))


def tidy(frame: pd.DataFrame, source: Source) -> pd.DataFrame:
    """The declared columns in their declared order, each followed by its status; a plain index.

    Raises SourceFileError when no row is left, RecordError when the reader forgot a column.
    """
    if frame.empty:
        raise fault(_file(frame, source), source, "aucune ligne de données", "au moins une ligne sous l'en-tête")
    lacking = [column.name for column in source.columns if column.name not in frame]
    if lacking:
        raise RecordError(f"Source {source.key!r}: its reader returns no column {lacking}.")
    wanted = itertools.chain.from_iterable((column.name, f"{column.name}_status") for column in source.columns)
    return frame[[name for name in wanted if name in frame]].reset_index(drop=True)


def header_name(column: Column) -> str:
    """The column as the user can find it in the file."""
    return column.published_as.replace("|", " ou ") or column.name


def _cell_fault(frame: pd.DataFrame, source: Source, name: str, bad: pd.Series, expected: str, *,
                action: str = "Vérifiez cette ligne, ou téléchargez à nouveau le fichier.") -> Exception:
    place = int(np.flatnonzero(bad)[0])
    return fault(_file(frame, source), source, f"« {frame[name].iloc[place]} »", expected, action,
                 line=int(frame.index[place]), column=header_name(source.column(name)))


def _file(frame: pd.DataFrame, source: Source) -> Path:
    return Path(frame.attrs.get("file", Path(source.file).name))


def _example(pattern: str) -> str:
    known = {COMMUNE: "01001, 2A004 ou 97411", DEPARTEMENT: "01, 2A ou 974", REGION: "01 ou 84",
             SIREN: "200070233 (9 chiffres)"}
    shape = re.sub(r"\\d\{(\d)\}", lambda found: "0" * int(found[1]), pattern)
    return known.get(pattern, shape.replace("|", " ou "))
