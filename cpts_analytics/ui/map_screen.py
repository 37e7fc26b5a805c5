"""The screen « Carte »: one indicator on the communes of a territory and around it, or of all France."""

from __future__ import annotations

import dataclasses
import functools
from typing import Any

import pandas as pd
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from cpts_analytics.figures import LATEST
from cpts_analytics.model import Role, Territory
from cpts_analytics.ui import assets, cache, map_card, map_files, map_table, map_words
from cpts_analytics.ui.map_area import FRANCE, drawn_area
from cpts_analytics.ui.map_choices import MapChoice
from cpts_analytics.ui.map_component import commune_map
from cpts_analytics.ui.map_files import MapFiles, source_words
from cpts_analytics.ui.map_layers import layers
from cpts_analytics.ui.map_layers import sources_of as layer_sources
from cpts_analytics.ui.map_sheet import MapSheet, map_sheet
from cpts_analytics.ui.map_view import SHORTCUTS, MapView
from cpts_analytics.ui.markup import draw, tag
from cpts_analytics.views.numbers import NBSP, period_words


@dataclasses.dataclass(frozen=True, eq=False)
class MapScreen:
    """Everything that the screen shows. ``rows``: figure rows of the territory and of what it is compared to."""

    territory: Territory
    choice: MapChoice
    sheet: MapSheet
    rows: pd.DataFrame

    @property
    def question(self) -> str:
        return map_words.question(self.choice.indicator)

    @functools.cached_property
    def answer(self) -> str:
        counted = map_words.PEOPLE_OF.get(self.choice.indicator.key)
        people = cache.map_values(counted, self.choice.year) if counted else None
        return map_words.answer(self.sheet, self.row(Role.TERRITORY), self.reference, people)

    @functools.cached_property
    def reference(self) -> dict[str, Any] | None:
        """The figure row of what the territory is compared to; None when it has none."""
        return self.row(*self.choice.reference)

    @functools.cached_property
    def beside(self) -> list[dict[str, Any]]:
        """The figure rows that stand beside a commune's: the territory's, the reference's, France's."""
        found = [row for row in (self.row(Role.TERRITORY), self.reference, self.row(Role.FRANCE)) if row]
        names = [row["area_name"] for row in found]
        return [row for at, row in enumerate(found) if row["area_name"] not in names[:at]]

    def row(self, role: Role, code: str = "") -> dict[str, Any] | None:
        found = self.rows[(self.rows["role"] == role.value) & ((self.rows["area"] == code) if code else True)]
        return None if found.empty else found.to_dict("records")[0]


def place() -> DeltaGenerator:
    """The place of the title and its answer, kept above the choices that decide them."""
    return st.container(key="cpts-map-head")


def read(territory: Territory, choice: MapChoice) -> MapScreen:
    """The figures of these choices. Raises StoreError when figures or outlines are missing."""
    key = choice.indicator.key
    geography = cache.geography()
    map_card.explain(geography)
    area = drawn_area(territory, choice.scope, geography, assets.prepare().data)
    sheet = map_sheet(choice.indicator, area, cache.map_values(key, choice.year), cache.classes(key), geography)
    return MapScreen(territory, choice, sheet, _figures(territory, key, choice.year))


def _figures(territory: Territory, key: str, year: str) -> pd.DataFrame:
    """Rows of one indicator. Those of today are read all at once: the next indicator then costs nothing."""
    rows = cache.figures(territory) if year == LATEST else cache.figures(territory, (key,), year)
    return rows[rows["indicator"] == key]


def show(screen: MapScreen) -> None:
    """Map and table side by side (one under the other on a phone), card of the chosen commune, files, text."""
    left, right = st.columns([8, 5], gap="medium")
    files = MapFiles(screen.sheet, screen.territory.name, assets.prepare().data)
    drawing = left.container()
    with right:
        card = st.container()
        map_table.show(screen.sheet, screen.reference, files.name)
    _drawn(screen, files, drawing, card)
    map_files.buttons(files)
    with st.expander("La carte en texte"):
        draw(tag("p", f"{screen.question} {screen.answer}"),
             tag("ul", *(tag("li", line) for line in map_words.in_words(screen.sheet))))


@st.fragment
def _drawn(screen: MapScreen, files: MapFiles, drawing: DeltaGenerator, card: DeltaGenerator) -> None:
    """The map and the card: a click runs this alone, so that neither map nor table is made again."""
    with drawing:
        event = commune_map(view(screen, st.query_params.get(map_card.COMMUNE, "")), key="carte")
        if event is not None and event.kind == "no_webgl":
            with st.spinner("Dessin de la carte fixe…"):
                st.image(files.kept_picture, width="stretch",
                         alt=f"{screen.question} {screen.answer} {'. '.join(map_words.in_words(screen.sheet))}.")
    with card:
        code = map_card.chosen(screen.sheet, event.code if event is not None and event.kind == "commune" else "")
        if code:
            map_card.show(screen.sheet, code, screen.territory, screen.beside)


def view(screen: MapScreen, selected: str = "") -> MapView:
    """What the map component is told."""
    sheet, indicator = screen.sheet, screen.choice.indicator
    france = screen.choice.scope == FRANCE
    unit = indicator.unit.strip("()")
    year = f", {period_words(sheet.period)}" if sheet.period else ""
    return MapView(
        scope="territory" if sheet.area.fine else "france",
        codes=sheet.rows["area"].tolist(),
        classes=sheet.indices.tobytes(),
        legend=sheet.legend,
        legend_title=f"{unit[:1].upper()}{unit[1:]}{year}{'' if france else f' (nombres{NBSP}: communes du territoire)'}",
        title=screen.question,
        attribution=" ".join((source_words(sheet), *layer_sources(screen.choice.layers))),
        departements=sheet.area.departements,
        members=sheet.area.members,
        bounds=sheet.area.bounds,
        labels=sheet.labels() if sheet.area.fine else (),
        points=layers(screen.choice.layers, sheet.area),
        selected=selected if selected in sheet.geography else "",
        shortcuts=SHORTCUTS if france else (),
    )
