"""INSEE's workbooks of population by département, sex and age: three blocks side by side in one sheet.

Line 4 names the blocks (Ensemble, Hommes, Femmes), line 5 the ages of each block, which end with "Total".
Of the block of both sexes only the total is read: in the workbook of 2021 one of its ages is headed by a
ditto mark and one of its cells is wrong (Corrèze, 65 to 69: 1), while men and women add up everywhere.
"""

from __future__ import annotations

import dataclasses
import itertools
import re
from pathlib import Path

import pandas as pd

from cpts_analytics.model import Source
from cpts_analytics.sources._files import fault
from cpts_analytics.sources._reading import DEPARTEMENT, sheet_cells, tidy

BLOCKS_LINE, AGES_LINE = 4, 5
SEXES = {"M": "Hommes", "F": "Femmes"}
BOTH = "Ensemble"


@dataclasses.dataclass(frozen=True)
class _Layout:
    """Where the blocks of a sheet start, and the ages that each of them holds before its total."""

    path: Path
    source: Source
    ages: tuple[str, ...]
    starts: dict[str, int]

    def block(self, line: int, row: list[str], label: str) -> list[int]:
        """The numbers of one block of a line: an age each, then the total that they add up to."""
        start = self.starts[label]
        values = row[start:start + len(self.ages) + 1]
        for value, age in zip(values, (*self.ages, "Total"), strict=True):
            if not value.isdecimal():
                raise fault(self.path, self.source, f"« {value} »", "un nombre entier d'habitants", line=line,
                            column=f"{label} {age}")
        numbers = [int(value) for value in values]
        if sum(numbers[:-1]) != numbers[-1]:
            raise fault(self.path, self.source, f"un total de {numbers[-1]}", f"{sum(numbers[:-1])} (somme des âges)",
                        line=line, column=f"{label} Total")
        return numbers


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
    layout = _Layout(path, source, ages, _block_starts(path, source, cells[BLOCKS_LINE - 1]))
    for label in SEXES.values():
        _check_ages(layout, cells[AGES_LINE - 1], label)
    rows = [long for line, row in enumerate(cells[AGES_LINE:], AGES_LINE + 1)
            if re.fullmatch(DEPARTEMENT, row[0])
            for long in _long_rows(layout, line, row)]
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


def _check_ages(layout: _Layout, header: list[str], block: str) -> None:
    start = layout.starts[block]
    expected = (*layout.ages, "Total")
    found = header[start:start + len(expected)]
    for age, label in itertools.zip_longest(expected, found, fillvalue=""):
        if _band(label) != age:
            raise fault(layout.path, layout.source, f"« {label} »", f"la tranche d'âge « {age} »",
                        "Vérifiez qu'il s'agit bien de ce classeur.", line=AGES_LINE, column=block)


def _band(label: str) -> str:
    if closed := re.fullmatch(r"(\d+) à (\d+) ans", label):
        return f"{closed[1]}-{closed[2]}"
    if opened := re.fullmatch(r"(\d+) ans et plus", label):
        return f"{opened[1]}+"
    return label


def _long_rows(layout: _Layout, line: int, row: list[str]) -> list[tuple[str, str, str, int]]:
    by_sex = {sex: layout.block(line, row, label) for sex, label in SEXES.items()}
    both = row[layout.starts[BOTH] + len(layout.ages)]
    expected = sum(values[-1] for values in by_sex.values())
    if both != str(expected):
        raise fault(layout.path, layout.source, f"« {both} »", f"{expected} (hommes + femmes)", line=line,
                    column=f"{BOTH} Total")
    return [(row[0], sex, age, value) for sex, values in by_sex.items()
            for age, value in zip(layout.ages, values[:-1], strict=True)]
