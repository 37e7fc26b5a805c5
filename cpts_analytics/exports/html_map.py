"""A stand-alone HTML map to send or to put on a website, made by folium.

Everything that the page says (communes, colours, legend, table, sources) is inside the file. Only the
drawing library of the interactive map comes from the internet, unless its text is given as
``LeafletAssets``; without it the page shows the drawing that it carries as SVG, and its table. No tile
server is called.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import html
import json
import re

import folium
import geopandas as gpd
import numpy as np
import shapely
from branca.element import CssLink, JavascriptLink
from branca.element import Figure as BrancaFigure

from cpts_analytics.exports.html_page import page
from cpts_analytics.exports.svg_map import fill, svg_map
from cpts_analytics.views import palette
from cpts_analytics.views.map_classes import PATTERNS
from cpts_analytics.views.static_map import MapSubject, map_description, outline_of

TOLERANCE = 4e-4
"""Degrees (about 40 m): contours are thinned to this for a file that can be mailed."""


@dataclasses.dataclass(frozen=True)
class LeafletAssets:
    """The texts of leaflet.js and leaflet.css, to make a page that never asks the internet for anything."""

    script: str
    style: str


def html_map(
    subject: MapSubject, values: list[str], names: list[str], made_on: dt.date, assets: LeafletAssets | None = None
) -> bytes:
    """The page, UTF-8. ``values`` and ``names``: one text a commune, in the order of the subject's communes."""
    if not len(values) == len(names) == len(subject.communes):
        raise ValueError(f"{len(names)} names and {len(values)} values for {len(subject.communes)} communes")
    shapes = _thinned(subject.communes.geometry)
    drawn = _map(subject, shapes, values, names)
    root = drawn.get_root()
    if not isinstance(root, BrancaFigure):
        raise TypeError("folium has changed: a map no longer stands in a branca Figure")
    root.render()
    head = _assets(assets) + "".join(
        child.render() for child in root.header._children.values() if not isinstance(child, JavascriptLink | CssLink)
    )
    head = re.sub(r"<meta[^>]*>", "", head)  # the page has its own, which lets people zoom
    body, script = root.html.render(), root.script.render() + _controls(drawn.get_name())
    return page(
        subject,
        head=head,
        interactive=body,
        script=script,
        drawing=svg_map(subject, shapes, names, values),
        description=map_description(subject),
        rows=_rows(subject, names, values),
        made_on=made_on,
    ).encode()


def _map(subject: MapSubject, shapes: gpd.GeoSeries, values: list[str], names: list[str]) -> folium.Map:
    west, south, east, north = (float(bound) for bound in subject.communes.total_bounds)
    drawn = folium.Map(location=[(south + north) / 2, (west + east) / 2], tiles=None, zoom_control=False)
    features = [
        {
            "type": "Feature",
            "geometry": shapely.geometry.mapping(shape),
            "properties": {
                "name": html.escape(name),
                "value": html.escape(value),
                "colour": fill(subject, int(index)),
                "opacity": 1.0 if own else palette.OUT_OF_TERRITORY_OPACITY,
                "dash": "2 3" if PATTERNS.get(int(index)) == "dotted" else "",
            },
        }
        for shape, name, value, index, own in zip(shapes, names, values, subject.indices, subject.inside, strict=True)
    ]
    folium.GeoJson(
        {"type": "FeatureCollection", "features": features},
        name=html.escape(subject.title),
        style_function=_style,
        tooltip=folium.GeoJsonTooltip(fields=["name", "value"], labels=False, sticky=True),
    ).add_to(drawn)
    if subject.members and subject.inside.any():
        outline = json.loads(shapely.to_geojson(outline_of(shapes[subject.inside])))
        folium.GeoJson(
            outline,
            name="Territoire",
            interactive=False,
            style_function=lambda _: {"color": palette.INK, "weight": 2, "fill": False},
        ).add_to(drawn)
    drawn.fit_bounds([[south, west], [north, east]])
    return drawn


def _controls(name: str) -> str:
    """Zoom buttons that speak French, a scale without miles."""
    return (
        f'L.control.zoom({{zoomInTitle: "Agrandir", zoomOutTitle: "Réduire"}}).addTo({name});'
        f"L.control.scale({{imperial: false}}).addTo({name});"
    )


def _style(feature: dict) -> dict:  # type: ignore[type-arg]
    own = feature["properties"]
    return {
        "fillColor": own["colour"],
        "fillOpacity": own["opacity"],
        "color": palette.STATUS_OUTLINE,
        "weight": 0.5,
        "dashArray": own["dash"] or None,
    }


def _assets(assets: LeafletAssets | None) -> str:
    """The library inside the page when it is given, else folium's own links to it, and to nothing else."""
    if assets is not None:
        script = assets.script.replace("</script", "<\\/script")
        return f"<style>{assets.style}</style><script>{script}</script>"
    links = dict([*folium.Map.default_js, *folium.Map.default_css])
    return (
        f'<link rel="stylesheet" href="{links["leaflet_css"]}"/>'
        f'<script src="{links["leaflet"]}" onerror="window.noLeaflet = true"></script>'
    )


def _thinned(geometries: gpd.GeoSeries) -> gpd.GeoSeries:
    """Contours thinned without opening cracks between communes, coordinates to about ten metres."""
    try:
        thin = shapely.coverage_simplify(geometries.to_numpy(), TOLERANCE)
    except shapely.errors.GEOSException:
        thin = shapely.simplify(geometries.to_numpy(), TOLERANCE)
    return gpd.GeoSeries(shapely.transform(thin, lambda points: np.round(points, 4)), crs=geometries.crs)


def _rows(subject: MapSubject, names: list[str], values: list[str]) -> list[tuple[str, str, str]]:
    codes = subject.communes["code"].astype(str)
    return sorted(row for row, own in zip(zip(names, codes, values, strict=True), subject.inside, strict=True) if own)
