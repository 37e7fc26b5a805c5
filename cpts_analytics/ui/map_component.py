"""The interactive map: one component for every page, drawn in the browser by MapLibre.

Geometry is fetched once by the browser (see ``assets``); a rerun sends the classes of the communes
and the words to show, a click sends back one code. The map stays while its key stays: only what
changed is changed in it.
"""

from __future__ import annotations

import functools
from pathlib import Path
from typing import Any

import streamlit as st

from cpts_analytics import contours
from cpts_analytics.ui import assets as assets_room
from cpts_analytics.ui.assets import Assets
from cpts_analytics.ui.map_view import MapEvent, MapPoint, MapView, PointLayer, event_from, lines_of, message, packed

__all__ = ["MapEvent", "MapPoint", "MapView", "PointLayer", "commune_map"]

_NAME = "cpts_commune_map"
_HTML = """
<div class="cpts-map"><p class="cpts-wait" role="status">Chargement de la carte…</p></div>
"""
# The styles proper are in static_src/map.css; this one keeps the place while they come.
_CSS = """
.cpts-map { min-height: min(62vh, 46rem); }
.cpts-wait { color: #52606d; margin: 0; padding: 1rem; }
"""
# Sent again with every rerun, so kept short: the module that it loads is fetched once.
_JS = """
export default function (component) {
  const root = component.parentElement;
  const address = new URL(component.data.module, window.location.origin).href;
  import(address).then((module) => module.update(component)).catch((error) => {
    const place = root.querySelector(".cpts-wait");
    if (place) place.textContent = "La carte n'a pas pu être chargée. Rechargez la page.";
    console.warn("commune map:", error);
  });
  return () => setTimeout(() => { if (!root.isConnected && root.cptsRemove) root.cptsRemove(); }, 0);
}
"""

_mount = st.components.v2.component(_NAME, html=_HTML, css=_CSS, js=_JS)


def commune_map(view: MapView, *, key: str, assets: Assets | None = None) -> MapEvent | None:
    """Show the map and return what was done with it since the last run, if anything.

    A choice is returned once, by the run that it starts; ``no_webgl`` by every run, so that the page
    draws a still map in its place. Raises StoreError when the outlines are missing.
    """
    found = assets or assets_room.prepare()
    content = message(view, assets_room.geometry_index(found.data))
    content["layers"] = [_layer(layer, found) for layer in view.points]
    content["outline"] = _outline(found.data, found.contours_name, view.members) if view.members else []
    result = _mount(key=key, data={"module": found.module, "assets": _addresses(view, found),
                                   "packed": packed(content)},
                    on_pick_change=_nothing, on_drawable_change=_nothing)
    return event_from(result.get("pick"), result.get("drawable"))


def _nothing() -> None:
    """A name for an event is declared by its callback; the page reads the result instead."""


def _addresses(view: MapView, found: Assets) -> dict[str, Any]:
    outlines = {code: found.departement(code) for code in view.departements} if view.scope == "territory" else {}
    return {"maplibre": found.maplibre_script, "maplibreStyle": found.maplibre_style, "style": found.style,
            "tiles": found.tiles, "departements": outlines}


def _layer(layer: PointLayer, found: Assets) -> dict[str, Any]:
    places = [[round(point.lon, 5), round(point.lat, 5), point.label, point.detail, point.value]
              for point in layer.points]
    about: dict[str, Any] = {"key": layer.key, "label": layer.label, "colour": layer.colour, "shape": layer.shape,
                             "proportional": layer.proportional,
                             "largest": layer.largest or max((point.value for point in layer.points), default=0.0)}
    return about | ({"url": found.shared_json(places)} if layer.shared else {"places": places})


@functools.lru_cache(maxsize=64)
def _outline(data: Path, _version: str, members: tuple[str, ...]) -> list[list[int]]:
    return lines_of(contours.outline(data, members))
