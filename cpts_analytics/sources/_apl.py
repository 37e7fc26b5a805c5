"""Accessibilité potentielle localisée (DREES): five workbooks of one layout, a sheet a year.

The words of the headers change with the vintage (year of the population, "de moins de 65 ans" or
"de 65 ans et moins", trailing spaces): titles are recognised by patterns.
"""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pandas as pd

from cpts_analytics.model import Column, Gap, Merge, Source, Status
from cpts_analytics.sources._papers import FETCHED, LICENCE_OUVERTE
from cpts_analytics.sources._reading import codes, numbers, tidy, unique
from cpts_analytics.sources._sheets import sheet_names, table_by_titles

PAGE = ("https://data.drees.solidarites-sante.gouv.fr/explore/dataset/"
        "530_l-accessibilite-potentielle-localisee-apl/")
ATTACHMENTS = ("https://data.drees.solidarites-sante.gouv.fr/api/explore/v2.1/catalog/datasets/"
               "530_l-accessibilite-potentielle-localisee-apl/attachments/")
_HEADER_LINE = 9
_MAYOTTE = Gap(departements=("976",), status=Status.NOT_PUBLISHED, reason="L'APL n'est pas publiée pour Mayotte.")
_CORSICA = Gap(departements=("2A", "2B"), status=Status.NOT_LOADED,
               reason="La Corse est publiée par la Drees, mais absente de la copie utilisée.")
_COMMON_LIMITS = (
    "Une moyenne de communes se pondère par la population standardisée ; elle ne se fait jamais simplement.",
    "Paris, Lyon et Marseille par arrondissement seulement ; Mayotte absente.",
)


@dataclasses.dataclass(frozen=True, kw_only=True)
class Profession:
    """What differs between the five workbooks. ``*_title`` are patterns of a header."""

    key: str
    plural: str  # French: "médecins généralistes"
    file: str
    attachment: str  # identifier of the current file at the producer's
    sha256: str
    unit: str
    standardised: str  # French: whose standardised population
    apl_title: str
    population_title: str
    complete: bool = False  # the producer's own file: younger doctors, total population, Corsica


def papers(profession: Profession) -> Source:
    """The SOURCE record of one workbook."""
    columns = [
        Column(name="code", unit="code", meaning="Code de la commune ou de l'arrondissement municipal",
               merge=Merge.KEY, published_as="Code commune INSEE"),
        Column(name="year", unit="year", meaning="Millésime de l'APL", merge=Merge.GROUP),
        Column(name="apl", unit=profession.unit, meaning=f"APL aux {profession.plural}", merge=Merge.MEAN,
               weight="standardised_population", published_as=f"APL aux {profession.plural}"),
    ]
    if profession.complete:
        columns.append(Column(name="apl_under_65", unit=profession.unit,
                              meaning=f"APL aux {profession.plural} de 65 ans et moins", merge=Merge.MEAN,
                              weight="standardised_population",
                              published_as=f"APL aux {profession.plural} de moins de 65 ans"))
    columns.append(Column(name="standardised_population", unit="standardised inhabitants",
                          meaning=f"{profession.standardised} (deux ans avant le millésime)", merge=Merge.SUM,
                          published_as=profession.standardised))
    if profession.complete:
        columns.append(Column(name="total_population", unit="inhabitants",
                              meaning="Population totale (deux ans avant le millésime)", merge=Merge.SUM,
                              published_as="Population totale"))
    return Source(
        key=profession.key,
        producer="Drees",
        title=f"Accessibilité potentielle localisée (APL) aux {profession.plural}, 2022 et 2023",
        page=PAGE,
        file_url=f"{ATTACHMENTS}{profession.attachment}",
        file=profession.file,
        licence=LICENCE_OUVERTE,
        vintage="2022, 2023",
        published="2025",
        fetched=FETCHED,
        sha256=profession.sha256,
        encoding="xlsx",
        separator="",
        columns=tuple(columns),
        gaps=(_MAYOTTE,) if profession.complete else (_MAYOTTE, _CORSICA),
        theme="access",
        limits=_COMMON_LIMITS if profession.complete else (
            *_COMMON_LIMITS,
            "Copie sans la Corse (360 communes) ni la population totale : la moyenne de France est celle des "
            "communes hors Corse et Mayotte."),
    )


def read_workbook(path: Path, source: Source, profession: Profession) -> pd.DataFrame:
    """One row a commune (or arrondissement municipal) and year, every sheet named "APL <year>".

    Raises SourceFileError.
    """
    path = Path(path)
    sheets = sheet_names(path, source, r"APL \d{4}")
    return tidy(pd.concat([_read_year(path, source, profession, sheet) for sheet in sheets]), source)


def _read_year(path: Path, source: Source, profession: Profession, sheet: str) -> pd.DataFrame:
    titles = {"code": "Code commune INSEE", "apl": profession.apl_title,
              "standardised_population": profession.population_title}
    if profession.complete:
        titles |= {"apl_under_65": rf"{profession.apl_title} de (moins de 65 ans|65 ans et moins)",
                   "total_population": r"Population totale \d{4}"}
    frame = table_by_titles(path, source, sheet, _HEADER_LINE, titles)
    codes(frame, source, "code")
    unique(frame, source, "code")
    frame = numbers(frame, source, *(name for name in titles if name != "code"))
    return frame.assign(year=int(sheet.split()[-1]))
