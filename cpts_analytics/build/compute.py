"""Published files → ``data/``: read, bring to the communes of 2025, compute every indicator, write, say what changed."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from cpts_analytics import contours, indicators, sources
from cpts_analytics.aggregation import Hierarchy
from cpts_analytics.build import papers, reference
from cpts_analytics.errors import SourceFileError
from cpts_analytics.indicators._inputs import Inputs
from cpts_analytics.model import LONG_COLUMNS, Indicator, Merge, Source
from cpts_analytics.store import DATA
from cpts_analytics.territory.passage import Passage, to_2025

if TYPE_CHECKING:  # the app starts without it
    import geopandas as gpd

REFERENCE_SOURCES = (
    "cog_communes", "cog_departements", "cog_regions", "cog_movements", "epci_communes", "zonages", "former_codes",
    "density_grid", "commune_points", "legal_population_2023", "legal_population_mayotte_2017", "comparateur_communes",
    "cnsa_elderly_2025", "hospitals_2020", "contours_communes", "contours_communes_detail", "contours_arrondissements",
    "contours_departements",
)
"""What the tables of reference, the points and the maps are made of, whatever the indicators."""

Progress = Callable[[int, int, str], None]


@dataclasses.dataclass(frozen=True)
class Built:
    """What ``build_data`` did: for the command line to say, and for the papers."""

    passages: tuple[Passage, ...]
    unlocated: dict[str, int]  # establishments without a commune, by source
    changes: tuple[str, ...]  # French sentences: what differs from the former figures
    other_vintages: tuple[str, ...]  # files whose checksum is not the recorded one


def build_data(folder: Path, target: Path = DATA, progress: Progress = lambda *_: None) -> Built:
    """Make ``target`` (Parquet, ``datapackage.json``) from the published files under ``folder``.

    Raises SourceFileError (one French sentence) and leaves the former figures untouched when a file is
    absent, damaged or not laid out as its record says.
    """
    records = sources.records()
    wanted = _wanted(indicators.registry().values())
    wanted += [key for key, record in records.items() if record.optional and (folder / record.file).is_file()]
    steps = _Steps(progress, total=len(wanted) + len(indicators.registry()) + 4)
    checksums: dict[str, str] = {}
    raw = {}
    for key in wanted:
        steps.next(f"lecture : {records[key].title}")
        path = folder / records[key].file
        raw[key] = sources.registry()[key].read(path)
        checksums[key] = papers.sha256(path)
    tables, passages = _brought(raw, records)

    steps.next("communes et territoires")
    communes = reference.communes(tables)
    former = _former(raw["former_codes"])
    for key in ("contours_communes_detail", "contours_communes"):
        _require_outlines(communes, tables[key], records[key])
    outlines = _outlines(tables)
    located, unlocated = reference.points(tables, outlines)
    written: dict[str, pd.DataFrame] = {
        "communes": communes, "areas": reference.areas(communes, tables),
        "aliases": reference.aliases(communes, tables, former), "points": located,
        "former_codes": pd.DataFrame({"former_code": list(former), "code": list(former.values())}),
        "passages": _passages_table(passages)}
    steps.next("communes voisines")
    written["touching"] = reference.touching(outlines)

    inputs, hierarchy = Inputs(tables, communes, located, written["touching"]), Hierarchy(communes)
    for family, module in indicators.families().items():
        frames = []
        for indicator in module.INDICATORS:
            steps.next(f"calcul : {indicator.label} ({indicator.key})")
            frames.append(hierarchy.complete(module.compute(inputs, indicator), indicator, records[indicator.reads[0]]))
        written[f"figures-{family}"] = pd.concat(frames, ignore_index=True)[
            [*(c for c in LONG_COLUMNS if c not in ("value", "lower", "upper")), "coverage_communes", "coverage_population"]]

    for module in indicators.families().values():
        if hasattr(module, "errors"):
            written[papers.ERRORS] = module.errors(inputs)

    with papers.staged(target) as stage:
        for module in indicators.families().values():
            if hasattr(module, "validation"):
                papers.write_json(stage / papers.VALIDATION, module.validation(inputs))
        steps.next("contours et tuiles de la carte")
        contours.write_contours(tables["contours_communes_detail"], tables["contours_arrondissements"],
                                communes.loc[communes["parent_code"] == "", ["code", "departement_code"]], stage)
        contours.write_tiles(tables["contours_communes"], tables["contours_departements"],
                             tables["contours_arrondissements"], stage)
        steps.next("écriture des figures et de leurs papiers")
        changes = papers.write(stage, written, checksums, former=target)
    others = tuple(records[key].file for key in wanted if records[key].sha256 not in ("", checksums[key]))
    return Built(passages, unlocated, changes, others)


class _Steps:
    def __init__(self, progress: Progress, total: int) -> None:
        self._progress, self._total, self._done = progress, total, 0

    def next(self, words: str) -> None:
        self._progress(self._done, self._total, words)
        self._done += 1


def _wanted(records: Iterable[Indicator]) -> list[str]:
    return sorted({*REFERENCE_SOURCES, *(key for record in records for key in record.reads)})


def _brought(raw: dict[str, pd.DataFrame], records: dict[str, Source]) -> tuple[dict[str, pd.DataFrame], tuple[Passage, ...]]:
    """Every table keyed by commune, brought to the communes of 2025; the others as they are."""
    cog = raw["cog_communes"]
    valid = set(cog.loc[cog["type"].isin(["COM", "ARM"]), "code"])
    former = _former(raw["former_codes"])
    tables, passages = {}, []
    for key, table in raw.items():
        keyed = any(column.merge is Merge.KEY for column in records[key].columns)
        if keyed and "geometry" not in table:
            tables[key], passage = to_2025(table, records[key], former, valid)
            passages.append(passage)
        else:
            tables[key] = table
    return tables, tuple(passages)


def _former(table: pd.DataFrame) -> dict[str, str]:
    changed = table[table["former_code"] != table["code"]]
    return dict(zip(changed["former_code"], changed["code"], strict=True))


def _outlines(tables: dict[str, pd.DataFrame]) -> gpd.GeoDataFrame:
    return pd.concat([tables["contours_communes_detail"][["code", "geometry"]],
                      tables["contours_arrondissements"][["code", "geometry"]]], ignore_index=True)


def _require_outlines(communes: pd.DataFrame, drawn: pd.DataFrame, source: Source) -> None:
    known, outlined = set(communes.loc[communes["parent_code"] == "", "code"]), set(drawn["code"])
    for codes, found in ((known - outlined, "sans contour"), (outlined - known, "inconnues du code officiel géographique")):
        if codes:
            raise SourceFileError(file=source.file, found=f"{len(codes)} communes {found} ({', '.join(sorted(codes)[:5])})",
                                  expected="un contour pour chaque commune du code officiel géographique",
                                  action="Prenez les deux fichiers de la même année.")


def _passages_table(passages: Iterable[Passage]) -> pd.DataFrame:
    return pd.DataFrame([{"source": item.source, "rows": item.rows, "moved": item.moved, "merged": item.merged,
                          "unknown": item.unknown_rows, "incomplete": item.incomplete} for item in passages])
