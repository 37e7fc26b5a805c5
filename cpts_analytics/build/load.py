"""``data/`` → the store: values and intervals are made here, then the file is published at once."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from cpts_analytics import aggregation, indicators, statistics, store
from cpts_analytics.build.papers import sha256
from cpts_analytics.contours import DETAIL_FILE
from cpts_analytics.errors import StoreError
from cpts_analytics.model import VALUED_STATUSES, VerdictRule
from cpts_analytics.store import PACKAGE, data_version

Words = Callable[[str], None]

ORDERS = {"figures_by_area": ("level", "area", "series"), "figures_by_indicator": ("series", "level", "area")}
"""The two physical orders of the long table: a territory's card, a map."""


def ensure_store(data: Path = store.DATA, words: Words = lambda _: None) -> Path:
    """The published store of these figures, made first if it is not there yet."""
    version = data_version(data)
    return store.published_path() if store.is_published(version) else build_store(data, words)


def build_store(data: Path = store.DATA, words: Words = lambda _: None, where: Path | None = None) -> Path:
    """Load ``data/`` into a new store and publish it. Raises StoreError when a table is damaged."""
    version, resources = data_version(data), _resources(data)
    words("contrôle des figures livrées")
    tables: dict[str, Any] = {}
    families = []
    for resource in resources:
        path = data / resource["path"]
        if not path.is_file() or f"sha256:{sha256(path)}" != resource["hash"]:
            raise StoreError(f"La table « {path.name} » est absente ou abîmée : son empreinte n'est pas celle de "
                             f"{PACKAGE}. Reprenez le dossier data/ du projet ; l'ancienne base reste en place.")
        if path.name.startswith("figures-"):
            words(f"valeurs : {path.stem.removeprefix('figures-')}")
            families.append(_valued(_same_types(pq.read_table(path))))
        elif path.suffix == ".parquet" and path.name != DETAIL_FILE:
            tables[path.stem] = pq.read_table(path)
    figures = pa.concat_tables(families).unify_dictionaries()
    figures, series = _numbered(figures)
    tables |= {"series": series, "figures_by_area": figures, "figures_by_indicator": figures}
    return store.publish(tables, version, where, orders=ORDERS, progress=lambda name: words(f"table : {name}"))


def _resources(data: Path) -> list[dict[str, str]]:
    """Files of the shipped figures (``path``, ``hash``), as their papers list them."""
    try:
        found = json.loads((data / PACKAGE).read_text(encoding="utf-8"))["resources"]
        return [{"path": str(item["path"]), "hash": str(item["hash"])} for item in found]
    except (ValueError, KeyError, TypeError) as error:
        raise StoreError(f"Les papiers des figures livrées, « {data / PACKAGE} », sont abîmés. Reprenez le dossier data/ du "
                         "projet ; l'ancienne base reste en place.") from error


def _same_types(table: pa.Table) -> pa.Table:
    """Dictionary columns with one width of index in every family, so that the tables can be put end to end."""
    texts = pa.dictionary(pa.int32(), pa.string())
    fields = [field.with_type(texts) if pa.types.is_dictionary(field.type) else field for field in table.schema]
    return table.cast(pa.schema(fields))


def _valued(table: pa.Table) -> pa.Table:
    """Adds ``value, lower, upper`` to rows of the long table, indicator by indicator."""
    registry = indicators.registry()
    codes = table["indicator"].combine_chunks()
    position, keys = codes.indices.to_numpy(), codes.dictionary.to_pylist()
    unknown = sorted(set(keys) - set(registry))
    if unknown:
        raise StoreError(f"Les figures livrées contiennent un indicateur que ce programme ne connaît pas : « {unknown[0]} ». "
                         "Prenez le programme et le dossier data/ de la même version ; l'ancienne base reste en place.")
    numerator = table["numerator"].to_numpy().astype(float)
    denominator = table["denominator"].to_numpy().astype(float)
    shown = pc.is_in(table["status"].cast(pa.string()), pa.array([str(status) for status in VALUED_STATUSES]))
    shown = shown.combine_chunks().to_numpy(zero_copy_only=False)
    value, lower, upper = (np.full(len(table), np.nan) for _ in range(3))
    for number, key in enumerate(keys):
        record, here = registry[key], np.flatnonzero((position == number) & shown)
        value[here] = aggregation.values(numerator[here], denominator[here], record)
        if record.verdict is VerdictRule.INTERVAL:
            band = statistics.poisson_interval(numerator[here])
            lower[here] = record.scale * band.lower / denominator[here]
            upper[here] = record.scale * band.upper / denominator[here]
    for name, column in (("value", value), ("lower", lower), ("upper", upper)):
        table = table.append_column(name, pa.array(column))
    return table


def _numbered(table: pa.Table) -> tuple[pa.Table, pa.Table]:
    """The long table with one small number for indicator, period and breakdown, and the table of those series.

    ``is_latest`` marks the most recent period of an indicator.
    """
    names = ["indicator", "period", "breakdown"]
    texts = pa.table({name: table[name].cast(pa.string()) for name in names})
    series = texts.group_by(names).aggregate([]).sort_by([(name, "ascending") for name in names])
    keys, periods = series["indicator"].to_pylist(), series["period"].to_pylist()
    latest: dict[str, str] = {}
    for key, period in zip(keys, periods, strict=True):
        latest[key] = max(latest.get(key, ""), period, key=_end)
    is_latest = [latest[key] == period for key, period in zip(keys, periods, strict=True)]
    joined = [pc.binary_join_element_wise(*(frame[name] for name in names), "|") for frame in (texts, series)]
    numbers = pc.index_in(joined[0], joined[1].combine_chunks()).cast(pa.int16())
    series = series.append_column("series", pa.array(range(len(series)), pa.int16()))
    return table.drop_columns(names).append_column("series", numbers), series.append_column("is_latest", pa.array(is_latest))


def _end(period: str) -> str:
    """'2023' of '2021/2023': what makes a period more recent than another."""
    return period.rpartition("/")[2]
