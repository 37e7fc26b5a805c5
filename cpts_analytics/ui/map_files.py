"""The map as files: a picture (PNG) and a page to send (HTML). Made when they are asked for, never before: the libraries that
draw them come then too."""

from __future__ import annotations

import dataclasses
import datetime as dt
import functools
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import streamlit as st

from cpts_analytics import contours, sources
from cpts_analytics.exports.safe import safe_filename
from cpts_analytics.model import Level
from cpts_analytics.ui.map_area import FRANCE
from cpts_analytics.ui.map_sheet import MapSheet
from cpts_analytics.ui.map_words import question, short_label
from cpts_analytics.views import states
from cpts_analytics.views.cards import sources_line
from cpts_analytics.views.numbers import NBSP, period_words

if TYPE_CHECKING:
    from cpts_analytics.views.static_map import MapSubject

MOST_IN_A_PAGE = 3_000
"""More communes than this make a page too heavy to be mailed."""


def source_words(sheet: MapSheet) -> str:
    """Sources of the figures and of the outlines, in one line."""
    records = sources.records()
    outlines = records["contours_communes_detail" if sheet.area.fine else "contours_communes"]
    return (f"Sources{NBSP}: {sources_line(sheet.indicator, records)}. "
            f"Contours{NBSP}: {outlines.producer}, {outlines.title}.")


@dataclasses.dataclass(frozen=True, eq=False)
class MapFiles:
    """Makes the files of one map. ``place``: the territory's name."""

    sheet: MapSheet
    place: str
    data: Path

    @property
    def name(self) -> str:
        return f"Carte {self.sheet.indicator.label} {self.place}"

    def picture(self) -> bytes:
        """PNG; of France, the mainland and Corsica (said in its subtitle)."""
        from cpts_analytics.views.static_map import static_map

        return static_map(self._subject)

    @functools.cached_property
    def kept_picture(self) -> bytes:
        """The same, made once: shown at every run where the browser cannot draw."""
        return self.picture()

    def page(self) -> bytes:
        """A page that holds everything, to send or to put on a website."""
        from cpts_analytics.exports.html_map import html_map

        names, values = self._texts()
        return html_map(self._subject, values, names, dt.datetime.now(dt.UTC).date())

    @functools.cached_property
    def _drawn(self) -> np.ndarray:
        """bool per row of the sheet: each piece of ground once, no far island."""
        rows, geography = self.sheet.rows, self.sheet.geography
        split = {geography.parent(code) for code in rows["area"][rows["level"] == Level.ARRONDISSEMENT_MUNICIPAL.value]}
        kept = ~rows["area"].isin(split)
        return (kept & ~rows["area"].str.startswith("97") if self.sheet.area.scope == FRANCE else kept).to_numpy()

    @functools.cached_property
    def _subject(self) -> MapSubject:
        from cpts_analytics.views.static_map import MapSubject

        codes = self.sheet.rows["area"][self._drawn].tolist()  # by code, as the shapes
        shapes = contours.read_communes(self.data, codes).sort_values("code").reset_index(drop=True)
        members: tuple[str, ...] = ()
        indices = self.sheet.indices[self._drawn]
        indicator, period = self.sheet.indicator, period_words(self.sheet.period) if self.sheet.period else ""
        if self.sheet.area.scope == FRANCE:
            where = "France hexagonale et Corse (outre-mer non dessiné)"
        else:
            where, members = self.place, self.sheet.area.members
        return MapSubject(communes=shapes, indices=indices, classes=self.sheet.classes, members=members,
                          title=question(indicator), subtitle=f"{where} · {short_label(indicator)} · {period}",
                          sources=source_words(self.sheet))

    def _texts(self) -> tuple[list[str], list[str]]:
        """Names and values in words, in the order of the subject's communes."""
        rows = self.sheet.named()[self._drawn]
        values = [states.full_words(row, self.sheet.indicator) for row in rows.to_dict("records")]
        return rows["area_name"].tolist(), values


def buttons(files: MapFiles) -> None:
    """Two buttons; each file is made when its button is pressed."""
    stem = safe_filename(files.name, "x").removesuffix(".x")
    heavy = len(files.sheet.area.codes) > MOST_IN_A_PAGE
    with st.container(horizontal=True, gap="small", key="cpts-map-files"):
        st.download_button("Image (PNG)", files.picture, f"{stem}.png", "image/png", key="cpts-map-png", on_click="ignore",
                           icon=":material/image:", help="Pour un diaporama ou un compte rendu")
        st.download_button("Page à envoyer (HTML)", files.page, f"{stem}.html", "text/html", key="cpts-map-html",
                           on_click="ignore", icon=":material/public:", disabled=heavy,
                           help="Trop de communes pour une page à envoyer\u00a0: choisissez la vue du territoire." if heavy
                           else "Une carte autonome, pour un courriel ou le site de la CPTS")
