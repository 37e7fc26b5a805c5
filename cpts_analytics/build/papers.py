"""Writing ``data/``: Parquet tables and their papers (Frictionless ``datapackage.json``), all or nothing."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from cpts_analytics import indicators, sources
from cpts_analytics.contours import DETAIL_FILE, TILES_FILE
from cpts_analytics.errors import StoreError
from cpts_analytics.store import PACKAGE

_READS = {
    "communes": ("cog_communes", "epci_communes", "zonages", "density_grid", "legal_population_2023",
                 "legal_population_mayotte_2017", "comparateur_communes", "commune_points", "contours_arrondissements"),
    "areas": ("epci_communes", "zonages", "cog_departements", "cog_regions", "legal_population_2023"),
    "aliases": ("cog_communes", "cog_movements", "former_codes"),
    "former_codes": ("former_codes",),
    "touching": ("contours_communes_detail", "contours_arrondissements"),
    "points": ("cnsa_elderly_2025", "hospitals_2020", "contours_communes_detail", "contours_arrondissements"),
    DETAIL_FILE: ("contours_communes_detail", "contours_arrondissements"),
    TILES_FILE: ("contours_communes", "contours_departements", "contours_arrondissements"),
}
ERRORS, VALIDATION = "estimate_errors", "validation.json"
"""The measured errors of the estimates of patients, and what they were measured on: made by the family that has them."""

_ESTIMATES = "chronic_diseases"
_DECIMALS = 6
_TEXTS = ("indicator", "level", "area", "period", "breakdown", "status", "method")


def sha256(path: Path) -> str:
    """Checksum of a file, in hexadecimal."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


@contextlib.contextmanager
def staged(target: Path) -> Iterator[Path]:
    """A folder beside ``target`` whose files replace the former ones at the end, the papers last.

    A kill before the end leaves the former figures whole; one in the middle of the replacement is seen by the
    loading, which checks every checksum and keeps the former store.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    stage = Path(tempfile.mkdtemp(prefix=f".{target.name}-", dir=target.parent))
    try:
        yield stage
        target.mkdir(exist_ok=True)
        new = sorted(stage.iterdir(), key=lambda path: path.name == PACKAGE)
        for path in new:
            os.replace(path, target / path.name)
        for path in target.iterdir():
            if path.name not in {item.name for item in new} and path.suffix in (".parquet", ".pmtiles", ".zip"):
                path.unlink()
    except OSError as error:
        raise StoreError(f"Les figures n'ont pas pu être écrites dans « {target} » : {error}. "
                         "Libérez de la place ou vérifiez les droits, puis recommencez.") from error
    finally:
        shutil.rmtree(stage, ignore_errors=True)


def write(stage: Path, tables: dict[str, pd.DataFrame], checksums: dict[str, str], *, former: Path) -> tuple[str, ...]:
    """Write the tables and the papers into ``stage``; returns what differs from ``former``, in French."""
    changes: list[str] = []
    for name, table in tables.items():
        path = stage / f"{name}.parquet"
        _write_parquet(path, table, name)
        if name.startswith("figures-") and (former / PACKAGE).is_file():
            changes += _compare(former / path.name, path)
    changes += [sentence for path in sorted(former.glob("figures-*.parquet")) if path.stem not in tables
                for sentence in _compare(path, stage / path.name)]
    package = _package(stage, checksums)
    write_json(stage / PACKAGE, package)
    return tuple(changes)


def write_json(path: Path, content: dict[str, Any]) -> None:
    """One JSON file, readable as text."""
    path.write_text(json.dumps(content, ensure_ascii=False, indent=1, allow_nan=False) + "\n", encoding="utf-8")


def _write_parquet(path: Path, table: pd.DataFrame, name: str) -> None:
    if not name.startswith("figures-"):
        pq.write_table(pa.Table.from_pandas(table, preserve_index=False), path, compression="zstd", compression_level=15)
        return
    # By area first: names of areas and repeated denominators then cost next to nothing (9 MB against 25).
    table = table.sort_values(["level", "area", "indicator", "period", "breakdown"], ignore_index=True)
    numbers = ["numerator", "denominator", "coverage_population"]
    table[numbers] = table[numbers].astype(float).round(_DECIMALS)
    table["coverage_communes"] = table["coverage_communes"].astype("Int32")
    arrow = pa.Table.from_pandas(table.astype(dict.fromkeys(_TEXTS, "category")), preserve_index=False)
    pq.write_table(arrow, path, compression="zstd", compression_level=19, use_dictionary=list(_TEXTS),
                   data_page_size=16 << 20, row_group_size=len(table) + 1, write_statistics=False)


def _compare(before: Path, after: Path) -> list[str]:
    """One French sentence an indicator that is new, gone or whose figures differ; an absent file has none."""
    keys = ["indicator", "level", "area", "period", "breakdown"]
    old, new = (_compared(path, keys) for path in (before, after))
    joined = old.merge(new, on=keys, how="outer", suffixes=("_old", "_new"))
    same = joined["status_old"].eq(joined["status_new"])
    for column in ("numerator", "denominator"):
        left, right = joined[f"{column}_old"], joined[f"{column}_new"]
        same &= ((left - right).abs() <= 1e-9 * right.abs().clip(lower=1.0)) | (left.isna() & right.isna())
    return [_sentence(str(key), len(rows), rows[["status_old", "status_new"]].isna().all(), int((~same[rows.index]).sum()))
            for key, rows in joined.groupby("indicator") if not same[rows.index].all()]


def _compared(path: Path, keys: list[str]) -> pd.DataFrame:
    columns = [*keys, "numerator", "denominator", "status"]
    if not path.is_file():
        return pd.DataFrame({name: pd.Series(dtype=float if "inator" in name else object) for name in columns})
    return pd.read_parquet(path, columns=columns).astype(dict.fromkeys([*keys, "status"], "object"))


def _sentence(key: str, total: int, absent: pd.Series, differing: int) -> str:
    if absent["status_old"]:
        return f"{key} : nouvel indicateur, {total} valeurs."
    if absent["status_new"]:
        return f"{key} : n'est plus calculé ({total} valeurs retirées)."
    return f"{key} : {differing} valeurs sur {total} ont changé."


def _package(stage: Path, checksums: dict[str, str]) -> dict[str, Any]:
    records = sources.records()
    resources = []
    for path in sorted(stage.iterdir()):
        name = path.stem if path.suffix == ".parquet" else path.name
        reads = tuple(key for key in _reads(name, path.name) if key in checksums)  # an optional source may be away
        resource: dict[str, Any] = {
            "name": path.stem.lower().replace("_", "-"), "path": path.name, "format": path.suffix.lstrip("."),
            "bytes": path.stat().st_size, "hash": f"sha256:{sha256(path)}",
            "sources": [{"title": records[key].title, "path": records[key].page} for key in reads],
            "licenses": [{"title": licence} for licence in sorted({records[key].licence for key in reads})],
            "cpts_sources": list(reads),
            "cpts_limits": sorted({limit for key in reads for limit in records[key].limits})}
        if path.suffix == ".parquet":
            table = pq.ParquetFile(path)
            resource["rows"] = table.metadata.num_rows
            resource["schema"] = {"fields": [{"name": field.name, "type": _type(field.type)} for field in table.schema_arrow]}
        resources.append(resource)
    loaded = {key for key in checksums if records[key].optional}
    used = sorted({key for resource in resources for key in resource["cpts_sources"]} | loaded)
    return {
        "profile": "data-package", "name": "cpts-analytics-figures",
        "title": "Figures dérivées de données ouvertes pour les CPTS",
        "licenses": [{"name": "etalab-2.0", "title": "Licence Ouverte 2.0",
                      "path": "https://www.etalab.gouv.fr/licence-ouverte-open-licence/"}],
        "description": "Tables dérivées par la commande build ; aucun fichier publié n'est recopié. Les producteurs nommés "
                       "ne cautionnent pas ces figures.",
        "resources": resources,
        "cpts_published_files": [_paper(records[key], checksums.get(key, records[key].sha256)) for key in used]}


def _paper(record: sources.Source, checksum: str) -> dict[str, str]:
    return {"key": record.key, "producer": record.producer, "title": record.title, "page": record.page,
            "file_url": record.file_url, "licence": record.licence, "vintage": record.vintage,
            "published": record.published, "fetched": record.fetched, "sha256": checksum}


def _reads(name: str, file: str) -> tuple[str, ...]:
    if name.startswith("figures-"):
        module = indicators.families()[name.removeprefix("figures-")]
        return tuple(sorted({key for record in module.INDICATORS for key in record.reads}))
    if name in (ERRORS, VALIDATION):
        return _reads(f"figures-{_ESTIMATES}", file)
    if name == "passages":
        return tuple(key for key, record in sources.records().items() if record.theme != "geography")
    return _READS[file if file in _READS else name]


def _type(kind: pa.DataType) -> str:
    """The Frictionless type of an Arrow type."""
    if pa.types.is_list(kind) or pa.types.is_large_list(kind):
        return "array"
    if pa.types.is_boolean(kind):
        return "boolean"
    if pa.types.is_integer(kind):
        return "integer"
    return "number" if pa.types.is_floating(kind) else "string"
