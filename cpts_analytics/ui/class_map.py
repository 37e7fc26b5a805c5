"""A map of given classes on the communes of a territory and around: drawn in the browser, or still where it cannot be."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable

import numpy as np
import streamlit as st

from cpts_analytics import contours
from cpts_analytics.model import Territory
from cpts_analytics.ui import assets, cache
from cpts_analytics.ui.map_area import TERRITORY, DrawnArea, drawn_area
from cpts_analytics.ui.map_component import commune_map
from cpts_analytics.ui.map_view import LegendSquare, MapView, PointLayer
from cpts_analytics.views.map_classes import Legended
from cpts_analytics.views.numbers import typeset


@dataclasses.dataclass(frozen=True, eq=False)
class ClassMap:
    """``indices``: the class of each commune of ``area`` (uint8); ``labels``: what hover says of each."""

    territory: Territory
    area: DrawnArea
    indices: np.ndarray
    classes: Legended
    labels: tuple[str, ...]
    title: str
    legend_title: str
    attribution: str
    square: LegendSquare | None = None
    points: tuple[PointLayer, ...] = ()
    subtitle: str = ""  # of the picture: the territory's name unless given

    def view(self) -> MapView:
        """What the component is told: the legend counts the territory's communes."""
        inside = np.isin(np.array(self.area.codes), np.array(self.territory.members))
        counts = np.bincount(self.indices[inside], minlength=256)
        legend = tuple(dataclasses.replace(entry, communes=int(counts[entry.index]))
                       for entry in self.classes.legend(self.indices))
        return MapView(scope="territory" if self.area.fine else "france", codes=self.area.codes,
                       classes=self.indices.tobytes(), legend=legend, legend_title=typeset(self.legend_title),
                       title=typeset(self.title), attribution=typeset(self.attribution), square=self.square,
                       departements=self.area.departements, members=self.area.members, bounds=self.area.bounds,
                       labels=self.labels if self.area.fine else (), points=self.points if self.area.fine else ())

    def picture(self) -> bytes:
        """The same as a PNG."""
        from cpts_analytics.views.static_map import MapSubject, static_map  # late: the drawing library is slow to come

        shapes = contours.read_communes(assets.prepare().data, list(self.area.codes)).sort_values("code").reset_index(drop=True)
        of = dict(zip(self.area.codes, self.indices, strict=True))
        indices = np.array([of[code] for code in shapes["code"]], dtype=np.uint8)
        return static_map(MapSubject(communes=shapes, indices=indices, classes=self.classes, members=self.area.members,
                                     title=typeset(self.title), subtitle=self.subtitle or self.territory.name,
                                     sources=typeset(self.attribution)))


def area_of(territory: Territory) -> DrawnArea:
    """What is drawn of a territory: its communes and those around."""
    return cache.of_territory("drawn area", territory,
                              lambda: drawn_area(territory, TERRITORY, cache.geography(), assets.prepare().data))


def show(made: MapView, picture: Callable[[], bytes], *, key: str) -> None:
    """The map; where the browser cannot draw it, the still one."""
    event = commune_map(made, key=key)
    if event is not None and event.kind == "no_webgl":
        with st.spinner("Dessin de la carte fixe…"):
            st.image(picture(), width="stretch", alt=f"{made.title} Les mêmes chiffres sont dans la table.")
