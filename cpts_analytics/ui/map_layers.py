"""What can be laid over the map: places, and counts by commune as circles. One line of ``LAYERS`` each."""

from __future__ import annotations

import dataclasses
import functools
from typing import Literal

import pandas as pd

from cpts_analytics import sources
from cpts_analytics.store import Store
from cpts_analytics.territory import Geography
from cpts_analytics.ui import cache
from cpts_analytics.ui.map_area import FRANCE, DrawnArea
from cpts_analytics.ui.map_view import MapPoint, PointLayer
from cpts_analytics.views.numbers import NBSP, count_words


@dataclasses.dataclass(frozen=True)
class LayerKind:
    """A layer that can be chosen. Either ``points`` (a kind of the store's points) or ``counts`` (an indicator)."""

    label: str
    colour: str
    one: str  # one of them, in French, for hover
    source: str  # key of the source record
    points: str = ""
    counts: str = ""
    unit: str = ""  # what ``capacity`` counts
    shape: Literal["circle", "square", "diamond", "triangle", "cross"] = "circle"


LAYERS = {
    "ehpad": LayerKind("EHPAD", "#6b2178", "EHPAD", "cnsa_elderly_2025", points="ehpad", unit="place",
                       shape="triangle"),
    "residences": LayerKind("Résidences autonomie", "#b3135a", "résidence autonomie", "cnsa_elderly_2025",
                            points="autonomy_residence", unit="place", shape="diamond"),
    "hopitaux": LayerKind("Établissements hospitaliers", "#9b1c1c", "établissement hospitalier", "hospitals_2020",
                          points="hospital", shape="cross"),
    "pharmacies": LayerKind("Pharmacies", "#14532d", "pharmacie", "bpe_2024", counts="count_pharmacy"),
    "msp": LayerKind("Maisons de santé (MSP)", "#7c3a00", "maison de santé", "bpe_2024", counts="count_msp"),
    "urgences": LayerKind("Services d'urgences", "#111827", "service d'urgences", "bpe_2024",
                          counts="count_emergency"),
}
"""Value of the address → layer. Circles (counts) are drawn under the places."""

_PLURALS = {"maison de santé": "maisons de santé", "service d'urgences": "services d'urgences"}


def layers(chosen: tuple[str, ...], area: DrawnArea) -> tuple[PointLayer, ...]:
    """The chosen layers, circles first, for what is drawn."""
    ordered = sorted(chosen, key=lambda key: (bool(LAYERS[key].points), list(LAYERS).index(key)))
    here, places = cache.store(), cache.geography()
    codes = () if area.scope == FRANCE else area.codes
    return tuple(_places(key, codes, here, places) if LAYERS[key].points else _circles(key, codes, places)
                 for key in ordered)


def sources_of(chosen: tuple[str, ...]) -> tuple[str, ...]:
    """Where the chosen layers come from: one sentence, or none."""
    records = sources.records()
    papers = [records[key] for key in dict.fromkeys(LAYERS[name].source for name in chosen)]
    words = f"{NBSP}; ".join(f"{paper.producer}, {paper.title} ({paper.vintage}, {paper.licence})" for paper in papers)
    return (f"Couches{NBSP}: {words}.",) if words else ()


@functools.lru_cache(maxsize=32)
def _places(key: str, codes: tuple[str, ...], store: Store, geography: Geography) -> PointLayer:
    kind = LAYERS[key]
    found = store.frame("SELECT name, commune_code, lon, lat, capacity, year FROM points "
                        "WHERE kind = ? AND lon IS NOT NULL ORDER BY id", [kind.points])
    year = int(found["year"].max()) if len(found) else 0
    if codes:
        found = found[found["commune_code"].isin(_with_arrondissements(codes, geography))]
    points = tuple(MapPoint(float(lon), float(lat), str(name), _detail(kind, capacity, year)) for name, lon, lat, capacity
                   in zip(found["name"], found["lon"], found["lat"], found["capacity"], strict=True))
    return PointLayer(key, f"{kind.label} ({year})" if year else kind.label, kind.colour, points, shape=kind.shape,
                      shared=not codes)


@functools.lru_cache(maxsize=32)
def _circles(key: str, codes: tuple[str, ...], geography: Geography) -> PointLayer:
    kind = LAYERS[key]
    rows = cache.map_values(kind.counts)
    split = {geography.parent(code) for code in geography.codes[geography.column("parent_code") != ""]}
    shown = rows[(rows["value"] > 0) & ~rows["area"].isin(split)]
    largest = float(shown["value"].max()) if len(shown) else 0.0
    wanted = rows[(rows["value"] > 0) & rows["area"].isin(codes)] if codes else shown
    at = geography.rows(wanted["area"])
    lon, lat, names = geography.column("lon")[at], geography.column("lat")[at], geography.column("name")[at]
    points = tuple(MapPoint(float(x), float(y), str(name), count_words(value, kind.one, _PLURALS.get(kind.one, "")),
                            float(value))
                   for x, y, name, value in zip(lon, lat, names, wanted["value"], strict=True))
    year = str(rows["period"].iloc[0]) if len(rows) else ""
    return PointLayer(key, f"{kind.label} ({year})", kind.colour, points, proportional=True, largest=largest,
                      shared=not codes)


def _detail(kind: LayerKind, capacity: float, year: int) -> str:
    what = f"{kind.one[:1].upper()}{kind.one[1:]}"
    size = f", {count_words(float(capacity), kind.unit)}" if kind.unit and pd.notna(capacity) else ""
    return f"{what}{size} ({year})"


def _with_arrondissements(codes: tuple[str, ...], geography: Geography) -> set[str]:
    """The codes and the arrondissements of those that have some: places of Paris are known by arrondissement."""
    drawn = set(codes)
    parts = geography.codes[geography.column("parent_code") != ""]
    return drawn | {code for code in parts if geography.parent(code) in drawn}
