"""INSEE's workbooks of population by département, sex and age: three blocks side by side in one sheet.

Line 4 names the blocks (Ensemble, Hommes, Femmes), line 5 the ages of each block, which end with "Total".
Of the block of both sexes only the total is read: in the workbook of 2021 one of its ages is headed by a
ditto mark and one of its cells is wrong (Corrèze, 65 to 69: 1), while men and women add up everywhere.
"""

from __future__ import annotations

import re
from pathlib import Path

import pandas as pd

from cpts_analytics.model import Source
from cpts_analytics.sources._files import fault
from cpts_analytics.sources._reading import DEPARTEMENT, sheet_cells, tidy

BLOCKS_LINE, AGES_LINE = 4, 5
SEXES = {"M": "Hommes", "F": "Femmes"}
BOTH = "Ensemble"


def read_pyramid(path: Path, source: Source, sheet: str, ages: tuple[str, ...]) -> pd.DataFrame:
    """One row per département, sex ("F", "M") and age band of ``ages``; ``population`` int64.

    Lines of totals (métropole, DOM, France) are left out. Raises SourceFileError when the blocks or the
    ages are not those expected, or when ages do not add up to the total of their sex, or men and women
    to the total of both.
    """
    path = Path(path)
    cells = sheet_cells(path, source, sheet)
    if len(cells) <= AGES_LINE:
        raise fault(path, source, f"{len(cells)} lignes dans la feuille « {sheet} »", "des lignes par département")
    starts = _block_starts(path, source, cells[BLOCKS_LINE - 1])
    for label in SEXES.values():
        _check_ages(path, source, cells[AGES_LINE - 1], starts[label], ages)
    rows = [row for line, row in enumerate(cells[AGES_LINE:], AGES_LINE + 1)
            if re.fullmatch(DEPARTEMENT, row[0])
            for row in _long_rows(path, source, line, row, starts, ages)]
    frame = pd.DataFrame(rows, columns=["departement_code", "sex", "age", "population"])
    frame = frame.astype({"departement_code": "str", "sex": "str", "age": "str", "population": "int64"})
    if frame.duplicated(["departement_code", "sex", "age"]).any():
        raise fault(path, source, "un département répété", "une ligne par département")
    return tidy(frame, source)


def _block_starts(path: Path, source: Source, header: list[str]) -> dict[str, int]:
    missing = [label for label in (BOTH, *SEXES.values()) if header.count(label) != 1]
    if missing:
        raise fault(path, source, f"un en-tête sans bloc « {missing[0]} »", "trois blocs Ensemble, Hommes, Femmes",
                    line=BLOCKS_LINE)
    return {label: header.index(label) for label in (BOTH, *SEXES.values())}


def _check_ages(path: Path, source: Source, header: list[str], start: int, ages: tuple[str, ...]) -> None:
    found = [_band(label) for label in header[start:start + len(ages) + 1]]
    for expected, label, band in zip((*ages, "Total"), header[start:], found, strict=False):
        if band != expected:
            raise fault(path, source, f"« {label} »", f"la tranche d'âge « {expected} »",
                        "Vérifiez qu'il s'agit bien de ce classeur.", line=AGES_LINE)
    if len(found) != len(ages) + 1:
        raise fault(path, source, f"{len(found)} colonnes d'âges", f"{len(ages) + 1} colonnes", line=AGES_LINE)


def _band(label: str) -> str:
    if closed := re.fullmatch(r"(\d+) à (\d+) ans", label):
        return f"{closed[1]}-{closed[2]}"
    if opened := re.fullmatch(r"(\d+) ans et plus", label):
        return f"{opened[1]}+"
    return label


def _long_rows(path: Path, source: Source, line: int, row: list[str], starts: dict[str, int],
               ages: tuple[str, ...]) -> list[tuple[str, str, str, int]]:
    def block(label: str) -> list[int]:
        values = row[starts[label]:starts[label] + len(ages) + 1]
        for value, age in zip(values, (*ages, "Total"), strict=True):
            if not value.isdecimal():
                raise fault(path, source, f"« {value} »", "un nombre entier d'habitants", line=line,
                            column=f"{label} {age}")
        return [int(value) for value in values]

    by_sex = {sex: block(label) for sex, label in SEXES.items()}
    for sex, label in SEXES.items():
        *parts, total = by_sex[sex]
        if sum(parts) != total:
            raise fault(path, source, f"un total de {total}", f"{sum(parts)} (somme des âges)", line=line,
                        column=f"{label} Total")
    both = row[starts[BOTH] + len(ages)]
    expected = sum(values[-1] for values in by_sex.values())
    if both != str(expected):
        raise fault(path, source, f"« {both} »", f"{expected} (hommes + femmes)", line=line, column=f"{BOTH} Total")
    return [(row[0], sex, age, value) for sex, values in by_sex.items()
            for age, value in zip(ages, values[:-1], strict=True)]
