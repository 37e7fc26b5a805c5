"""The same map as plain SVG: shown by the stand-alone page where the interactive library cannot be had."""

from __future__ import annotations

import html
import math
from typing import TYPE_CHECKING

import numpy as np
import shapely

from cpts_analytics.views import palette
from cpts_analytics.views.map_classes import OUTSIDE, PATTERNS
from cpts_analytics.views.static_map import MapSubject, map_description, outline_of

if TYPE_CHECKING:  # the app starts without it
    import geopandas as gpd

WIDTH = 900
HATCH_ID, CROSS_ID = "hachures", "croix"
FADED = f' opacity="{palette.OUT_OF_TERRITORY_OPACITY}"'

PATTERNS_SVG = f"""<svg width="0" height="0" style="position:absolute" aria-hidden="true"><defs>
<pattern id="{HATCH_ID}" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
<rect width="6" height="6" fill="{palette.SUPPRESSED}"/><path d="M0 0V6" stroke="{palette.HATCH}" stroke-width="2"/>
</pattern>
<pattern id="{CROSS_ID}" width="8" height="8" patternUnits="userSpaceOnUse">
<rect width="8" height="8" fill="{palette.GROUND}"/><path d="M0 0L8 8M8 0L0 8" stroke="{palette.HATCH}"/>
</pattern></defs></svg>"""
"""Goes once into the page, never hidden: what refers to a pattern of a hidden element is not painted."""


def svg_map(subject: MapSubject, shapes: gpd.GeoSeries, names: list[str], values: list[str]) -> str:
    """An ``<svg>`` element; each commune has a title that browsers show on hovering. All text escaped."""
    west, south, east, north = (float(bound) for bound in subject.communes.total_bounds)
    shrink = math.cos(math.radians((south + north) / 2))
    scale = WIDTH / max((east - west) * shrink, 1e-6)
    height = math.ceil((north - south) * scale) + 2

    def project(points: np.ndarray) -> np.ndarray:
        return np.column_stack([(points[:, 0] - west) * shrink * scale, (north - points[:, 1]) * scale])

    paths = [
        f'<path d="{_path(shapely.transform(shape, project))}" fill="{fill(subject, int(index))}"'
        f"{'' if own else FADED}{_dash(int(index))}>"
        f"<title>{html.escape(name)} : {html.escape(value)}</title></path>"
        for shape, index, own, name, value in sorted(
            zip(shapes, subject.indices, subject.inside, names, values, strict=True), key=lambda item: -item[0].area
        )
    ]
    outline = ""
    if subject.members and subject.inside.any():
        border = shapely.transform(outline_of(shapes[subject.inside]), project)
        outline = f'<path d="{_path(border)}" fill="none" stroke="{palette.INK}" stroke-width="2"/>'
    return (
        f'<svg viewBox="-1 -1 {WIDTH + 2} {height}" role="img" aria-label="{html.escape(map_description(subject))}" '
        f'xmlns="http://www.w3.org/2000/svg" stroke="{palette.STATUS_OUTLINE}" stroke-width="0.4" fill-rule="evenodd">'
        f"{''.join(paths)}{outline}</svg>"
    )


def fill(subject: MapSubject, index: int) -> str:
    pattern = PATTERNS.get(index, "plain")
    if pattern in ("hatched", "crossed"):
        return f"url(#{HATCH_ID if pattern == 'hatched' else CROSS_ID})"
    return palette.GROUND if index == OUTSIDE else subject.classes.colour(index)


def _dash(index: int) -> str:
    return ' stroke-dasharray="2 3"' if PATTERNS.get(index) == "dotted" else ""


def _path(shape: shapely.Geometry) -> str:
    rings = shapely.get_rings(shapely.get_parts(shape))
    return "".join(
        "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in shapely.get_coordinates(ring)[:-1]) + "Z" for ring in rings
    )
