"""The finer outlines: written once for all France, read one département at a time.

One Parquet file, one group of rows per département, so that a territory's map opens a hundredth of it.
Arrondissements municipaux stand beside the commune that they make up; whoever draws chooses.
"""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import shapely
from numpy.typing import NDArray

from cpts_analytics.contours.encoding import GEOMETRY_FIELDS, decode, encode
from cpts_analytics.errors import StoreError
from cpts_analytics.model import Level

if TYPE_CHECKING:  # the app starts without it
    import geopandas as gpd

DETAIL_FILE = "contours.parquet"
TOLERANCE_METRES = 25.0
_METRES_PER_DEGREE = 111_320.0
_NAMES = ("code", "name", "level")
_SCHEMA = pa.schema([pa.field("code", pa.string()), pa.field("name", pa.string()),
                     pa.field("level", pa.string()), pa.field("departement_code", pa.string()),
                     *GEOMETRY_FIELDS])


def write_contours(detail: gpd.GeoDataFrame, arrondissements: gpd.GeoDataFrame, communes: pd.DataFrame,
                   folder: Path, tolerance_metres: float = TOLERANCE_METRES) -> Path:
    """Write ``contours.parquet`` into ``folder`` and return its path.

    ``detail`` and ``arrondissements`` have columns code, name, geometry (longitude and latitude);
    ``communes`` has code and departement_code. Neighbours keep their common border: the outlines are
    simplified together (removing corners of less than ``tolerance_metres`` squared) and rounded to
    1e-5 degree. No island is lost. Raises ValueError when a commune has no outline, or the reverse.
    """
    departement_of = dict(zip(communes["code"], communes["departement_code"], strict=True))
    _require_same(set(departement_of), set(detail["code"]))
    rows = pd.concat([
        pd.DataFrame({"code": detail["code"], "name": detail["name"], "level": str(Level.COMMUNE),
                      "departement_code": detail["code"].map(departement_of),
                      "geometry": _simplified(detail, departement_of, tolerance_metres)}),
        pd.DataFrame({"code": arrondissements["code"], "name": arrondissements["name"],
                      "level": str(Level.ARRONDISSEMENT_MUNICIPAL),
                      "departement_code": arrondissements["code"].str[:2],
                      "geometry": _simplify(_array(arrondissements), tolerance_metres)}),
    ]).sort_values(["departement_code", "code"], ignore_index=True)
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / DETAIL_FILE
    beside = folder / f".{DETAIL_FILE}.{os.getpid()}"
    try:
        with pq.ParquetWriter(beside, _SCHEMA, compression="zstd", compression_level=19, use_dictionary=False,
                              column_encoding={f"{field.name}.list.element": "DELTA_BINARY_PACKED"
                                               for field in GEOMETRY_FIELDS},
                              write_statistics=["departement_code"]) as writer:
            for _, group in rows.groupby("departement_code", sort=True):
                columns = {name: pa.array(group[name], pa.string()) for name in _SCHEMA.names[:4]}
                columns |= encode(group["geometry"].to_numpy())
                writer.write_table(pa.table(columns, schema=_SCHEMA))
        os.replace(beside, path)
    finally:
        beside.unlink(missing_ok=True)
    return path


def read_departement(folder: Path, departement: str) -> gpd.GeoDataFrame:
    """Outlines of a département, by code: columns code, name, level, geometry (EPSG:4326).

    Raises StoreError when the file is missing or holds no such département.
    """
    return _geographic(*_of_departement(folder, departement))


def _of_departement(folder: Path, departement: str) -> tuple[pd.DataFrame, NDArray[np.object_]]:
    """Code, name and level, and the outlines beside: without geopandas, which the map on screen does not need."""
    path = folder / DETAIL_FILE
    try:
        opened = pq.ParquetFile(path)
    except (FileNotFoundError, pa.ArrowInvalid) as error:
        raise StoreError(f"Les contours des communes manquent ou sont abîmés\u00a0: «\u00a0{path}\u00a0». "
                         "Reprenez le dossier data/ du projet, ou lancez «\u00a0build --from\u00a0».") from error
    with opened as file:
        place = _SCHEMA.get_field_index("departement_code")
        for number in range(file.metadata.num_row_groups):
            if file.metadata.row_group(number).column(place).statistics.min == departement:
                table = file.read_row_group(number)
                return pd.DataFrame({name: table[name].to_pandas() for name in _NAMES}), decode(table)
    raise StoreError(f"Aucun contour pour le département «\u00a0{departement}\u00a0»\u00a0: "
                     "attendu un code comme 38, 2A ou 974.")


def read_communes(folder: Path, codes: Sequence[str]) -> gpd.GeoDataFrame:
    """Outlines of the given communes or arrondissements, by code. Unknown codes raise StoreError."""
    return _geographic(*_of_communes(folder, codes))


def _of_communes(folder: Path, codes: Sequence[str]) -> tuple[pd.DataFrame, NDArray[np.object_]]:
    wanted = sorted(set(codes))
    read = [_of_departement(folder, departement) for departement in sorted({departement_of_code(code) for code in wanted})]
    if not read:
        return pd.DataFrame({name: [] for name in _NAMES}), np.empty(0, dtype=object)
    names, geometries = pd.concat([names for names, _ in read], ignore_index=True), np.concatenate([shapes for _, shapes in read])
    kept = names["code"].isin(wanted).to_numpy()
    missing = sorted(set(wanted) - set(names["code"]))
    if missing:
        raise StoreError(f"Aucun contour pour {', '.join(missing[:5])}\u00a0: ces codes ne sont pas des communes "
                         "de 2025. Vérifiez-les.")
    return names[kept].reset_index(drop=True), geometries[kept]


def _geographic(names: pd.DataFrame, geometries: NDArray[np.object_]) -> gpd.GeoDataFrame:
    import geopandas

    return geopandas.GeoDataFrame(names, geometry=geometries, crs="EPSG:4326")


def read_departement_geojson(folder: Path, departement: str) -> str:
    """The same outlines as a GeoJSON FeatureCollection (properties code, name)."""
    names, geometries = _of_departement(folder, departement)
    features = ",".join(
        f'{{"type":"Feature","properties":{json.dumps({"code": code, "name": name}, ensure_ascii=False)},'
        f'"geometry":{geometry}}}'
        for code, name, geometry in zip(names["code"], names["name"], shapely.to_geojson(geometries), strict=True))
    return f'{{"type":"FeatureCollection","features":[{features}]}}'


def outline(folder: Path, codes: Sequence[str]) -> shapely.Geometry:
    """The outer border of a territory: one (Multi)Polygon. Slits narrower than about 20 m are closed."""
    united = shapely.union_all(_of_communes(folder, codes)[1], grid_size=1e-5)
    half = 1e-4
    return united.buffer(half, join_style="mitre").buffer(-half, join_style="mitre")


def departement_of_code(code: str) -> str:
    """``38`` of 38053, ``2A`` of 2A004, ``974`` of 97411."""
    return code[:3] if code.startswith("97") else code[:2]


def _simplified(frame: gpd.GeoDataFrame, departement_of: dict[str, str],
                tolerance_metres: float) -> NDArray[np.object_]:
    """Simplify each land mass as one coverage: the mainland and Corsica together, each island overseas."""
    overseas = frame["code"].map(departement_of).where(frame["code"].str.startswith("97"), "")
    geometries = _array(frame).copy()
    for land in overseas.unique():
        here = (overseas == land).to_numpy()
        geometries[here] = _simplify(geometries[here], tolerance_metres)
    return geometries


def _simplify(geometries: NDArray[np.object_], tolerance_metres: float) -> NDArray[np.object_]:
    """Simplify as one coverage, in degrees of latitude so that both directions weigh the same."""
    _, south, _, north = shapely.total_bounds(geometries)
    shrink = np.array([np.cos(np.radians((south + north) / 2)), 1.0])
    flat = shapely.transform(geometries, lambda points: points * shrink)
    simpler = shapely.coverage_simplify(flat, tolerance_metres / _METRES_PER_DEGREE)
    simpler = shapely.transform(simpler, lambda points: points / shrink)
    lost = shapely.is_empty(simpler) | ~shapely.is_valid(simpler)
    return np.where(lost, geometries, simpler)


def _array(frame: gpd.GeoDataFrame) -> NDArray[np.object_]:
    return np.asarray(frame.geometry, dtype=object)


def _require_same(known: set[str], drawn: set[str]) -> None:
    if known != drawn:
        raise ValueError(f"communes without an outline: {sorted(known - drawn)[:5]}; "
                         f"outlines of no commune: {sorted(drawn - known)[:5]}")
