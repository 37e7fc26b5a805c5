"""What the interactive map is told to show, and what it says back: records without a screen."""

from __future__ import annotations

import base64
import dataclasses
import gzip
import json
import re
from collections.abc import Mapping, Sequence
from typing import Any, Literal

import numpy as np
import pandas as pd
import shapely

from cpts_analytics.views import map_classes
from cpts_analytics.views.map_classes import LegendEntry

Bounds = tuple[float, float, float, float]
"""West, south, east, north in degrees."""

MAINLAND: Bounds = (-5.2, 41.3, 9.6, 51.1)
SHORTCUTS: tuple[tuple[str, Bounds], ...] = (
    ("Métropole", MAINLAND),
    ("Guadeloupe", (-61.85, 15.8, -60.98, 16.55)),
    ("Martinique", (-61.27, 14.36, -60.78, 14.92)),
    ("Guyane", (-54.65, 2.08, -51.6, 5.8)),
    ("La Réunion", (55.2, -21.42, 55.86, -20.85)),
    ("Mayotte", (44.98, -13.03, 45.32, -12.62)),
)
"""Places that a map of France leads to with one press."""

_SPECIAL = {map_classes.SUPPRESSED: "s", map_classes.NOT_PUBLISHED: "p", map_classes.NOT_LOADED: "l",
            map_classes.NOT_APPLICABLE: "a", map_classes.INSUFFICIENT_INDEX: "i"}
_NOT_DRAWN = "."
_LETTERS = bytes(ord(str(byte)) if byte < 10 else ord(_SPECIAL.get(byte, _NOT_DRAWN)) for byte in range(256))
"""One byte of class → one letter: digits for classes, letters for states, a point for what is not drawn."""

_CODE = re.compile(r"\d[0-9AB]\d{3}")
_POINT_LIMIT = 100_000


@dataclasses.dataclass(frozen=True)
class MapPoint:
    """A place. ``value`` is a quantity that the area of a proportional circle shows; ``detail`` is hover text."""

    lon: float
    lat: float
    label: str
    detail: str = ""
    value: float = 0.0


@dataclasses.dataclass(frozen=True)
class PointLayer:
    """Places of one kind. ``shared``: public and the same for everybody, so fetched once and kept by the browser.

    ``proportional``: circles whose area is the value's, ``largest`` (of all France, say) being the
    biggest; else a small mark of the given shape.
    """

    key: str
    label: str
    colour: str
    points: tuple[MapPoint, ...]
    shape: Literal["circle", "square", "diamond", "triangle", "cross"] = "circle"
    proportional: bool = False
    largest: float = 0.0
    shared: bool = False


@dataclasses.dataclass(frozen=True)
class LegendSquare:
    """A legend of three by three in place of the list: classes 0 to 8 are its cells, 3 × row + column.

    ``rows, columns``: words of the thirds, low to high; ``marked``: the cell that the page speaks of.
    """

    across: str  # name of the axis of the columns
    up: str  # name of the axis of the rows
    columns: tuple[str, str, str]
    rows: tuple[str, str, str]
    marked: int


@dataclasses.dataclass(frozen=True)
class MapView:
    """One state of the map.

    ``classes`` has one byte for each of ``codes`` (any order): the number of its class, or a special
    number of ``views.map_classes``. An area that is not in ``codes`` is not drawn; an arrondissement
    that is, is drawn above its commune. ``labels`` (one for each code, or none) is what hover says
    under the name; without it, the class's own words. ``departements`` are those whose finer outlines
    hold ``codes`` (scope territory). ``members`` are outlined, and the others drawn faint.
    """

    scope: Literal["territory", "france"]
    codes: Sequence[str]
    classes: bytes
    legend: Sequence[LegendEntry]
    title: str  # what a screen reader and the full screen are told: the map's question
    attribution: str
    departements: tuple[str, ...] = ()
    members: tuple[str, ...] = ()
    bounds: Bounds | None = None
    labels: Sequence[str] = ()
    legend_title: str = ""
    points: tuple[PointLayer, ...] = ()
    selected: str = ""
    mode: Literal["read", "edit"] = "read"
    fullscreen: bool = True
    shortcuts: tuple[tuple[str, Bounds], ...] = ()
    names: bool = True  # names of the largest members written on the map
    square: LegendSquare | None = None

    def __post_init__(self) -> None:
        if len(self.codes) != len(self.classes):
            raise ValueError(f"{len(self.classes)} classes for {len(self.codes)} codes")
        if self.labels and len(self.labels) != len(self.codes):
            raise ValueError(f"{len(self.labels)} labels for {len(self.codes)} codes")
        if self.scope == "territory" and not self.departements:
            raise ValueError("a map at the territory's scale needs the départements to be drawn")


@dataclasses.dataclass(frozen=True)
class MapEvent:
    """What somebody did: chose a commune or a place; or what the browser cannot do (draw: no WebGL)."""

    kind: Literal["commune", "point", "no_webgl"]
    code: str = ""
    layer: str = ""
    point: int = -1


def event_from(pick: Any, drawable: Any) -> MapEvent | None:
    """Read what the browser sent, trusting nothing of it."""
    if drawable == "no":
        return MapEvent("no_webgl")
    if not isinstance(pick, Mapping):
        return None
    code, layer, point = pick.get("code"), pick.get("layer"), pick.get("point")
    if isinstance(code, str) and _CODE.fullmatch(code):
        return MapEvent("commune", code=code)
    if isinstance(layer, str) and len(layer) <= 60 and isinstance(point, int) and 0 <= point < _POINT_LIMIT:
        return MapEvent("point", layer=layer, point=point)
    return None


def message(view: MapView, index: Sequence[str]) -> dict[str, Any]:
    """The view as the browser reads it, without addresses. ``index``: codes in the order of the tiles' ids."""
    content: dict[str, Any] = {
        "scope": view.scope, "title": view.title, "attribution": view.attribution, "mode": view.mode,
        "legendTitle": view.legend_title, "bounds": view.bounds, "selected": view.selected,
        "fullscreen": view.fullscreen, "shortcuts": view.shortcuts, "names": view.names,
        "legend": [[_letter(entry.index), entry.label, entry.colour, entry.pattern, entry.communes]
                   for entry in view.legend],
        "styles": _styles(view.legend),
        "square": dataclasses.asdict(view.square) if view.square else None,
    }
    letters = view.classes.translate(_LETTERS)
    if view.scope == "france":
        content["classes"] = _in_order(view.codes, letters, index)
        return content
    members = frozenset(view.members)
    content |= {"codes": list(view.codes), "classes": letters.decode(), "labels": list(view.labels),
                "inside": "".join("1" if not members or code in members else "0" for code in view.codes)}
    return content


def packed(content: Mapping[str, Any]) -> str:
    """JSON, gzip, base64: 35,000 communes in about 15 KB. The same content gives the same text."""
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode()
    return base64.b64encode(gzip.compress(text, compresslevel=6, mtime=0)).decode()


def lines_of(geometry: shapely.Geometry) -> list[list[int]]:
    """Rings as whole numbers of 1e-5 degree: first point, then steps, x and y in turn."""
    rings = shapely.get_rings(shapely.get_parts(geometry))
    lines = []
    for ring in rings:
        units = np.rint(shapely.get_coordinates(ring) * 1e5).astype(np.int64)
        lines.append(np.diff(units, axis=0, prepend=0).ravel().tolist())
    return lines


def _in_order(codes: Sequence[str], letters: bytes, index: Sequence[str]) -> str:
    if tuple(codes) == tuple(index):
        return letters.decode()
    found = pd.Index(index).get_indexer(pd.Index(codes))
    known = found >= 0
    ordered = np.full(len(index), ord(_NOT_DRAWN), dtype=np.uint8)
    ordered[found[known]] = np.frombuffer(letters, dtype=np.uint8)[known]
    return ordered.tobytes().decode()


def _letter(index: int) -> str:
    return chr(_LETTERS[index])


def _styles(legend: Sequence[LegendEntry]) -> dict[str, tuple[str, str]]:
    """Letter → colour and pattern, for the legend's entries and for every state."""
    styles = {letter: (map_classes.special_colour(index), map_classes.PATTERNS[index])
              for index, letter in _SPECIAL.items()}
    return styles | {_letter(entry.index): (entry.colour, entry.pattern) for entry in legend}
