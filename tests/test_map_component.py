"""The interactive map, as far as the server goes: what is sent, what is believed, what is served."""

from __future__ import annotations

import base64
import dataclasses
import gzip
import json
import subprocess
import sys
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
import streamlit as st
from shapely import Polygon, box
from streamlit.testing.v1 import AppTest

from cpts_analytics import contours
from cpts_analytics.errors import StoreError
from cpts_analytics.store import ROOT
from cpts_analytics.ui import assets
from cpts_analytics.ui.map_component import MapEvent, MapPoint, MapView, PointLayer
from cpts_analytics.ui.map_view import event_from, lines_of, message, packed
from cpts_analytics.views.map_classes import (
    INSUFFICIENT_INDEX,
    NOT_APPLICABLE,
    NOT_LOADED,
    NOT_PUBLISHED,
    OUTSIDE,
    SUPPRESSED,
    LegendEntry,
)

LEGEND = (LegendEntry(0, "moins de 2,5", "#e0f2ef", "plain", 2), LegendEntry(1, "2,5 et plus", "#0b5a5a", "plain", 1))
VIEW = MapView(scope="territory", codes=("38001", "38002", "38003"), classes=bytes([1, 0, SUPPRESSED]), legend=LEGEND,
               title="Où sont les médecins ?", attribution="IGN", departements=("38",), members=("38001", "38003"),
               labels=("4,1", "2,0", "masqué"))


def frame(codes: dict[str, shapely.Geometry]) -> gpd.GeoDataFrame:
    return gpd.GeoDataFrame({"code": list(codes), "name": [f"Nom de {code}" for code in codes]},
                            geometry=list(codes.values()), crs="EPSG:4326")


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("data")
    shapes = {"38001": box(5.0, 45.0, 5.1, 45.1), "38002": box(5.1, 45.0, 5.2, 45.1), "38003": box(5.2, 45, 5.3, 45.1)}
    parts = frame({"75101": box(2.2, 48.8, 2.3, 48.9)})
    contours.write_contours(frame(shapes), parts,
                            pd.DataFrame({"code": list(shapes), "departement_code": "38"}), folder)
    contours.write_tiles(frame(shapes), frame({"38": box(5.0, 45.0, 5.3, 45.1)}), parts, folder)
    return folder


def unpacked(text: str) -> dict:
    return json.loads(gzip.decompress(base64.b64decode(text)))


# --- what is sent ------------------------------------------------------------------------------------


def test_a_territory_travels_as_one_letter_a_commune_with_who_is_inside():
    sent = message(VIEW, ())
    assert sent["codes"] == ["38001", "38002", "38003"]
    assert sent["classes"] == "10s"
    assert sent["inside"] == "101"
    assert sent["labels"] == ["4,1", "2,0", "masqué"]


def test_every_state_has_its_own_letter_colour_and_pattern():
    states = (SUPPRESSED, NOT_PUBLISHED, NOT_LOADED, NOT_APPLICABLE, INSUFFICIENT_INDEX, OUTSIDE, 0, 5)
    view = dataclasses.replace(VIEW, codes=[f"3800{number}" for number in range(len(states))], labels=(),
                               classes=bytes(states))
    sent = message(view, ())
    assert sent["classes"] == "splai.05"
    assert sent["styles"]["s"] == ("#cbd2d9", "hatched")
    assert sent["styles"]["p"] == ("#ffffff", "dotted")
    assert sent["styles"]["l"] == ("#ffffff", "crossed")
    assert sent["styles"]["1"] == ("#0b5a5a", "plain")
    assert "." not in sent["styles"]


def test_france_travels_in_the_order_of_the_tiles_and_the_unknown_is_not_drawn():
    view = dataclasses.replace(VIEW, scope="france", codes=("75101", "01001", "99999"), labels=(),
                               classes=bytes([3, 4, 5]))
    assert message(view, ("01001", "01002", "75101"))["classes"] == "4.3"


def test_all_france_fits_in_the_budget_of_a_rerun():
    codes = tuple(f"{number:05d}" for number in range(34_920))
    classes = np.random.default_rng(7).integers(0, 6, len(codes)).astype(np.uint8).tobytes()  # the worst: no order
    view = dataclasses.replace(VIEW, scope="france", codes=codes, classes=classes, labels=())
    text = packed(message(view, codes))
    assert len(text) < 40_000
    assert unpacked(text)["classes"] == "".join(str(byte) for byte in classes)


def test_the_same_view_gives_the_same_text_so_that_nothing_is_drawn_again():
    assert packed(message(VIEW, ())) == packed(message(dataclasses.replace(VIEW), ()))


def test_lines_travel_as_steps_of_a_metre():
    ring = Polygon([(5.0, 45.0), (5.00002, 45.0), (5.00002, 45.00001)])
    assert lines_of(ring) == [[500000, 4500000, 2, 0, 0, 1, -2, -1]]
    holed = Polygon(box(0, 0, 3, 3).exterior, [box(1, 1, 2, 2).exterior])
    assert len(lines_of(shapely.MultiPolygon([holed, box(5, 5, 6, 6)]))) == 3


@pytest.mark.parametrize(("change", "found"), [
    ({"classes": b"\x00"}, "1 classes for 3 codes"),
    ({"labels": ("un",)}, "1 labels for 3 codes"),
    ({"departements": ()}, "needs the départements"),
])
def test_a_view_that_does_not_hold_together_is_refused(change, found):
    with pytest.raises(ValueError, match=found):
        dataclasses.replace(VIEW, **change)


# --- what is believed --------------------------------------------------------------------------------


@pytest.mark.parametrize(("pick", "drawable", "event"), [
    (None, None, None),
    ({"code": "38053"}, None, MapEvent("commune", code="38053")),
    ({"code": "2A004"}, None, MapEvent("commune", code="2A004")),
    ({"code": "38053'; drop table"}, None, None),
    ({"code": 38053}, None, None),
    ("38053", None, None),
    ({"layer": "ehpad", "point": 4}, None, MapEvent("point", layer="ehpad", point=4)),
    ({"layer": "ehpad", "point": -1}, None, None),
    ({"layer": "x" * 61, "point": 1}, None, None),
    ({"code": "38053"}, "no", MapEvent("no_webgl")),
])
def test_what_the_browser_says_is_checked(pick, drawable, event):
    assert event_from(pick, drawable) == event


# --- what is served ----------------------------------------------------------------------------------


def test_script_style_and_tiles_are_served_under_names_of_their_digest(data, tmp_path):
    ready = assets.prepare(tmp_path / "static", data)
    for address in (ready.maplibre_script, ready.maplibre_style, ready.module, ready.style,
                    f"{ready.tiles}/tiles.json", f"{ready.tiles}/index.json"):
        assert address.startswith("/app/static/")
        assert (tmp_path / "static" / address.removeprefix("/app/static/")).is_file()
    files = [path for path in (tmp_path / "static").rglob("*") if path.is_file()]
    assert {path.suffix for path in files} == {".js", ".css", ".json", ".pbf"}
    assert not any(path.is_symlink() or path.name.startswith(".") for path in (tmp_path / "static").rglob("*"))
    assert assets.prepare(tmp_path / "static", data) is ready


def test_another_content_has_another_name(data, tmp_path):
    other = tmp_path / "data"
    other.mkdir()
    for file in data.iterdir():
        (other / file.name).write_bytes(file.read_bytes())
    contours.write_tiles(frame({"38001": box(5.0, 45.0, 5.1, 45.1)}), frame({"38": box(5.0, 45.0, 5.1, 45.1)}),
                         frame({"75101": box(2.2, 48.8, 2.3, 48.9)}), other)
    one, two = assets.prepare(tmp_path / "static", data), assets.prepare(tmp_path / "static", other)
    assert one.tiles != two.tiles
    assert (one.module, one.contours_name) == (two.module, two.contours_name)
    assert assets.geometry_index(data) == ("38001", "38002", "38003", "75101")
    assert assets.geometry_index(other) == ("38001", "75101")


def test_a_departement_is_written_on_first_need(data, tmp_path):
    ready = assets.prepare(tmp_path / "static", data)
    assert not list((tmp_path / "static").glob("contours-*"))
    address = ready.departement("38")
    served = json.loads((tmp_path / "static" / address.removeprefix("/app/static/")).read_text())
    assert [feature["properties"]["code"] for feature in served["features"]] == ["38001", "38002", "38003"]
    for code in ("99", "../secret"):
        with pytest.raises(StoreError, match="département"):
            ready.departement(code)
    assert len(list((tmp_path / "static").glob("contours-*/*"))) == 1


def test_the_base_path_of_the_server_is_respected(data, tmp_path, monkeypatch):
    monkeypatch.setattr(st, "get_option", {"server.baseUrlPath": "/cpts/"}.__getitem__)
    ready = assets.prepare(tmp_path / "static", data)
    assert ready.module.startswith("/cpts/app/static/map-")
    assert ready.departement("38").startswith("/cpts/app/static/contours-")


def test_missing_data_are_said(tmp_path):
    with pytest.raises(StoreError, match="build --from"):
        assets.prepare(tmp_path / "static", tmp_path / "nothing")


def test_two_processes_may_start_together(data, tmp_path):
    code = ("import sys; from pathlib import Path; from cpts_analytics.ui import assets; "
            "print(assets.prepare(Path(sys.argv[1]), Path(sys.argv[2])).tiles)")
    command = [sys.executable, "-c", code, str(tmp_path / "static"), str(data)]
    processes = [subprocess.Popen(command, cwd=ROOT, text=True, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE)
                 for _ in range(2)]
    found = [process.communicate(timeout=120)[0].strip() for process in processes]
    assert [process.returncode for process in processes] == [0, 0]
    assert found[0] == found[1] and found[0].startswith("/app/static/")
    assert not list((tmp_path / "static").glob(".new-*"))


def test_public_layers_are_served_once_for_everybody(data, tmp_path):
    ready = assets.prepare(tmp_path / "static", data)
    address = ready.shared_json([[5.1, 45.2, "EHPAD d'ici", "80 places", 80.0]])
    assert address == ready.shared_json([[5.1, 45.2, "EHPAD d'ici", "80 places", 80.0]])
    assert address != ready.shared_json([])


# --- on a page ---------------------------------------------------------------------------------------


def _page(data: str, static: str) -> None:
    from pathlib import Path

    import streamlit as st

    from cpts_analytics.ui import assets
    from cpts_analytics.ui.map_component import commune_map
    from tests.test_map_component import VIEW, with_points

    ready = assets.prepare(Path(static), Path(data))
    event = commune_map(with_points(VIEW), key="map", assets=ready)
    st.write("rien" if event is None else event.kind)


def with_points(view: MapView) -> MapView:
    place = MapPoint(5.05, 45.05, "EHPAD d'ici", "80 places", 80.0)
    return dataclasses.replace(view, points=(PointLayer("ehpad", "EHPAD", "#7a1f5c", (place,), "triangle"),
                                             PointLayer("all", "Pharmacies", "#1d5488", (place,), proportional=True,
                                                        shared=True)))


def test_a_page_shows_the_map_and_nothing_was_chosen_yet(data, tmp_path):
    app = AppTest.from_function(_page, kwargs={"data": str(data), "static": str(tmp_path / "static")},
                                default_timeout=30).run()
    assert not app.exception
    assert app.markdown[0].value == "rien"
    sent = json.loads(app.main.children[0].proto.json)
    assert sent["module"].endswith("/map.js")
    assert list(sent["assets"]["departements"]) == ["38"]
    content = unpacked(sent["packed"])
    assert content["classes"] == "10s"
    assert [("places" in layer, "url" in layer, layer["largest"]) for layer in content["layers"]] == [
        (True, False, 80.0), (False, True, 80.0)]
    assert len(content["outline"]) == 2  # 38001 and 38003 do not touch
