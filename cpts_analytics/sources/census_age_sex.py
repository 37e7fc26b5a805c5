"""Population by commune, sex and age, counted by the census: a file that a user may load.

Three tables of INSEE are read, told by their header: DS_RP_TD_POPULATION_AGESEX_PRINC (years of age),
DS_RP_POPULATION_PRINC (seven bands) and BTT_TD_POP1B (years of age). Where one is loaded, it takes the
place of the estimated pyramid.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pandas as pd

from cpts_analytics.model import Column, Merge, Source
from cpts_analytics.sources._age_bands import Ages, ages_of, labels, partition, single_ages
from cpts_analytics.sources._files import fault
from cpts_analytics.sources._papers import INSEE, LICENCE_OUVERTE, commune_code, key_part
from cpts_analytics.sources._reading import COMMUNE, tidy
from cpts_analytics.sources._streaming import rows
from cpts_analytics.sources._working import with_columns

_DATASET = "DS_RP_TD_POPULATION_AGESEX_PRINC"

SOURCE = Source(
    key="census_age_sex",
    producer=INSEE,
    title="Recensement : population par commune, sexe et âge (exploitation principale)",
    page=f"https://catalogue-donnees.insee.fr/fr/catalogue/recherche/{_DATASET}",
    file_url=f"https://api.insee.fr/melodi/file/{_DATASET}/{_DATASET}_2023_CSV_FR",
    file=f"population/{_DATASET}_2023_data.csv",
    licence=LICENCE_OUVERTE,
    vintage="2023, ou celui du fichier chargé",
    published="2026-06-30",
    fetched="",
    sha256="",
    encoding="utf-8",
    separator=";",
    columns=(
        commune_code("GEO|CODGEO", "Code de la commune ou de l'arrondissement municipal"),
        key_part("year", "", "Année du recensement : la plus récente du fichier", "year"),
        key_part("sex", "SEX|SEXE", "Sexe : F femmes, M hommes"),
        key_part("age", "AGE|AGED100", "Tranche d'âge : de cinq ans en cinq ans (0-4 … 95+), ou les sept tranches de la "
                 "table réduite (0-14, 15-24, 25-39, 40-54, 55-64, 65-79, 80+)"),
        Column(name="population", unit="inhabitants", meaning="Habitants (le recensement pondère : nombre à décimales)",
               merge=Merge.SUM, published_as="OBS_VALUE|NB"),
    ),
    missing_marks=(),
    theme="population",
    limits=(
        "Résultat d'enquêtes sur cinq ans : les petits effectifs (moins de 200 personnes) sont peu sûrs.",
        "Mayotte n'est pas dans ces tables jusqu'en 2022.",
        "Paris, Lyon et Marseille y sont comme communes et par arrondissement : à ne pas additionner.",
        "Une commune dont une case n'est pas publiée est laissée de côté : elle garde son estimation.",
    ),
    optional=True,
)

_FILE = with_columns(SOURCE, kind="GEO_OBJECT|NIVGEO", year_cell="TIME_PERIOD", measure="RP_MEASURE", status="OBS_STATUS")
_OPTIONAL = ("year_cell", "measure", "status")
_SEXES = {"F": "F", "M": "M", "1": "M", "2": "F", "_T": "_T"}
_NUMBER = re.compile(r"\d+(\.\d+)?(e-?\d+)?", re.IGNORECASE).fullmatch
_HALF = 0.5  # values are rounded to the unit at worst


def read(path: Path) -> pd.DataFrame:
    """One row a commune, sex and band of age; the bands do not overlap and add up to the published totals.

    The file is read twice, line by line: its most recent year and its bands first, its values then.
    Raises SourceFileError.
    """
    path = Path(path)
    year, bands = _year_and_bands(path)
    named = labels(bands)
    places = {label: place for place, label in enumerate(dict.fromkeys(named.values()))}
    counts: dict[tuple[str, str], list[float]] = {}
    totals: dict[tuple[str, str], float] = {}
    hidden: set[str] = set()
    order = {band: place for place, band in enumerate(bands)}
    met: dict[tuple[str, str], int] = {}  # a bit a band: those already read
    for line, (code, sex, age, cell, _, _, status) in _local(path, year):
        band = ages_of(age)
        if band is not None and (band not in named or sex == "_T"):
            continue
        if status not in ("", "A") or cell == "":
            hidden.add(code)
            continue
        value = _number(path, line, cell)
        if band is None:
            totals[code, sex] = value
            continue
        bit = 1 << order[band]
        if met.get((code, sex), 0) & bit:
            raise fault(path, SOURCE, f"un doublon de « {code} / {sex} / {age} »", "une seule ligne par clé", line=line)
        met[code, sex] = met.get((code, sex), 0) | bit
        counts.setdefault((code, sex), [0.0] * len(places))[places[named[band]]] += value
    shown = sorted({code for code, _ in counts} - hidden)
    counts = {(code, sex): counts.get((code, sex), [0.0] * len(places)) for code in shown for sex in ("F", "M")}
    _check_totals(path, counts, totals, rounded=len(bands))
    return tidy(_table(path, counts, year, list(places)), SOURCE)


def _local(path: Path, year: str = "") -> Iterator[tuple[int, list[str]]]:
    """The rows of communes and arrondissements (codes of other areas look the same), of one year when it is given."""
    right: set[str] = set()
    for line, cells in rows(path, _FILE, optional=_OPTIONAL):
        code, sex, age, value, kind, period, measure, status = cells
        if kind not in ("COM", "ARM") or measure not in ("", "POP") or (year and period != year):
            continue
        if code not in right and not re.fullmatch(COMMUNE, code):
            raise fault(path, SOURCE, f"« {code} »", "un code de la forme 01001, 2A004 ou 97411",
                        "Lisez les codes comme du texte : un tableur leur retire le zéro initial.", line=line, column="GEO")
        if sex not in _SEXES:
            raise fault(path, SOURCE, f"« {sex} »", "F, M ou _T (1 ou 2)", line=line, column="SEX ou SEXE")
        right.add(code)
        yield line, [code, _SEXES[sex], age, value, kind, period, status]


def _year_and_bands(path: Path) -> tuple[str, tuple[Ages, ...]]:
    """The most recent year ("" when the file has no such column), and the bands to be read."""
    periods: set[str] = set()
    ages: dict[str, int] = {}
    for line, (_, _, age, _, _, period, _) in _local(path):
        periods.add(period)
        ages.setdefault(age, line)
    published: set[Ages] = set()
    for age, line in ages.items():
        try:
            band = ages_of(age)
        except ValueError as error:
            raise fault(path, SOURCE, f"« {age} »", "un âge (Y15T24, Y_GE80, Y7, 007 ou _T)", line=line,
                        column="AGE ou AGED100") from error
        if band is not None:
            published.add(band)
    wrong = [period for period in periods if not re.fullmatch(r"\d{4}|", period)]
    if wrong:
        raise fault(path, SOURCE, f"« {wrong[0]} »", "une année", column="TIME_PERIOD")
    if published and published <= set(single_ages()):
        return max(periods), single_ages()  # a year of age without a row is nobody
    bands = partition(published)
    if not bands:
        raise fault(path, SOURCE, f"des âges qui ne se suivent pas ({', '.join(list(ages)[:8])})",
                    "des tranches de 0 an au dernier âge, sans trou", column="AGE ou AGED100")
    return max(periods), bands


def _number(path: Path, line: int, cell: str) -> float:
    if not _NUMBER(cell):
        raise fault(path, SOURCE, f"« {cell} »", "un nombre positif ou nul (décimales : « . »)",
                    "Vérifiez cette ligne, ou téléchargez à nouveau le fichier.", line=line, column="OBS_VALUE ou NB")
    return float(cell)


def _check_totals(path: Path, counts: dict[tuple[str, str], list[float]], totals: dict[tuple[str, str], float],
                  rounded: int) -> None:
    """The bands of each commune, by sex and together, make the totals that the file publishes, roundings aside."""
    found = {key: sum(values) for key, values in counts.items()}
    found.update({(code, "_T"): found[code, "F"] + found[code, "M"] for code, _ in counts})
    for (code, sex), value in found.items():
        total = totals.get((code, sex), value)
        if abs(value - total) > _HALF * (2 * rounded + 1):
            raise fault(path, SOURCE, f"{value:g} habitants en additionnant les âges ({code}, sexe {sex})",
                        f"{total:g}, le total publié (_T)", "Le fichier est peut-être tronqué : téléchargez-le à nouveau.")


def _table(path: Path, counts: dict[tuple[str, str], list[float]], year: str, bands: list[str]) -> pd.DataFrame:
    year = year or next(iter(re.findall(r"(?<!\d)(?:19|20)\d{2}(?!\d)", path.name)), "")
    if not year:
        raise fault(path, SOURCE, "aucune année dans le fichier ni dans son nom", "par exemple BTT_TD_POP1B_2022.csv",
                    "Renommez le fichier avec l'année du recensement.")
    table = pd.DataFrame([(code, sex, band, value) for (code, sex), values in counts.items()
                          for band, value in zip(bands, values, strict=True)],
                         columns=["code", "sex", "age", "population"])
    table = table.astype({"code": "str", "sex": "str", "age": "str", "population": "float64"}).assign(year=int(year))
    table.attrs["file"] = path.name
    return table
