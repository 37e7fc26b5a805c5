"""``data/`` → the store: the shipped figures are checked, numbered, sorted, and the file is published at once."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from cpts_analytics import indicators, store
from cpts_analytics.build.long_table import long_table
from cpts_analytics.build.papers import sha256
from cpts_analytics.contours import DETAIL_FILE
from cpts_analytics.errors import StoreError
from cpts_analytics.store import PACKAGE, data_version

Words = Callable[[str], None]


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
            families.append(_known(pq.read_table(path)))
        elif path.suffix == ".parquet" and path.name != DETAIL_FILE:
            tables[path.stem] = pq.read_table(path)
    figures = long_table(families, tables["communes"])
    families.clear()
    tables |= {"places": figures.places, "series": figures.series, "statuses": figures.statuses, "methods": figures.methods,
               "figures_by_area": figures.by_area, "figures_by_indicator": figures.by_indicator}
    return store.publish(tables, version, where, progress=lambda name: words(f"table : {name}"))


def _resources(data: Path) -> list[dict[str, str]]:
    """Files of the shipped figures (``path``, ``hash``), as their papers list them."""
    try:
        found = json.loads((data / PACKAGE).read_text(encoding="utf-8"))["resources"]
        return [{"path": str(item["path"]), "hash": str(item["hash"])} for item in found]
    except (ValueError, KeyError, TypeError) as error:
        raise StoreError(f"Les papiers des figures livrées, « {data / PACKAGE} », sont abîmés. Reprenez le dossier data/ du "
                         "projet ; l'ancienne base reste en place.") from error


def _known(table: pa.Table) -> pa.Table:
    """The table itself. Raises StoreError when it holds an indicator that this program does not have."""
    keys = pc.unique(table["indicator"].cast(pa.string())).to_pylist()
    unknown = sorted(set(keys) - set(indicators.registry()))
    if unknown:
        raise StoreError(f"Les figures livrées contiennent un indicateur que ce programme ne connaît pas : « {unknown[0]} ». "
                         "Prenez le programme et le dossier data/ de la même version ; l'ancienne base reste en place.")
    return table
