"""The printed map: communes in classes, as PNG, without a browser and without a network.

matplotlib's objects are used directly (no pyplot: its global state is not for a server with threads).
"""

from __future__ import annotations

import dataclasses
import io
import math
import textwrap
from collections.abc import Collection
from typing import TYPE_CHECKING

import numpy as np
import shapely
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.collections import PolyCollection
from matplotlib.figure import Figure
from matplotlib.patches import Patch

from cpts_analytics.views import palette
from cpts_analytics.views.map_classes import OUTSIDE, PATTERNS, Legended, LegendEntry
from cpts_analytics.views.numbers import NBSP, count_words, number

if TYPE_CHECKING:  # the app starts without it
    import geopandas as gpd

HATCHES = {"hatched": "////", "crossed": "xx", "dotted": "", "plain": ""}
OUTSIDE_WORDS = f"Hors du territoire{NBSP}: mêmes classes, couleurs pâlies, communes non comptées."
KM_PER_DEGREE = 111.32
MOST_BORDERED = 5_000
"""Of more communes than this, white borders would hide the colours."""

FONT = {"family": "DejaVu Sans"}  # ships with matplotlib: the same everywhere


@dataclasses.dataclass(frozen=True)
class MapSubject:
    """What is drawn. ``communes``: columns code, geometry (longitude, latitude); ``indices``: one uint8 each.

    ``members``: codes of the territory, outlined; the others are drawn faint. Empty: nobody is outside.
    """

    communes: gpd.GeoDataFrame
    indices: np.ndarray
    classes: Legended
    members: Collection[str]
    title: str
    subtitle: str = ""
    sources: str = ""

    def __post_init__(self) -> None:
        if len(self.communes) != len(self.indices):
            raise ValueError(f"{len(self.indices)} classes for {len(self.communes)} communes")
        if self.communes.empty:
            raise ValueError("a map needs at least one commune")

    @property
    def inside(self) -> np.ndarray:
        """bool per commune: in the territory."""
        if not self.members:
            return np.ones(len(self.communes), dtype=bool)
        return self.communes["code"].isin(list(self.members)).to_numpy()

    def legend(self) -> tuple[LegendEntry, ...]:
        """The legend counts what is in colour: the territory's communes."""
        return self.classes.legend(self.indices[self.inside])


def static_map(subject: MapSubject, dpi: int = 150) -> bytes:
    """PNG of 8 × 6.6 inches."""
    figure = Figure(figsize=(8, 6.6), dpi=dpi, facecolor=palette.GROUND)
    canvas = FigureCanvasAgg(figure)
    axes = figure.add_axes((0.02, 0.08, 0.66, 0.8))
    _draw_communes(axes, subject)
    _frame(axes, subject)
    _scale_bar(axes)
    _legend(figure, subject)
    _texts(figure, subject)
    buffer = io.BytesIO()
    canvas.print_png(buffer, metadata={"Software": None, "Title": subject.title})
    return buffer.getvalue()


def map_description(subject: MapSubject) -> str:
    """The alternative text: title, then how many communes are in each class or state."""
    total = int(subject.inside.sum())
    parts = [
        f"{entry.label}{NBSP}: {count_words(entry.communes, 'commune')}" for entry in subject.legend() if entry.communes
    ]
    title = subject.title if subject.title[-1] in ".?!" else f"{subject.title}."
    where = f" {subject.subtitle}." if subject.subtitle else ""
    return (
        f"Carte{NBSP}: {title}{where} {count_words(total, 'commune')}, valeurs en "
        f"{subject.classes.unit}{NBSP}: {f'{NBSP}; '.join(parts)}."
    )


def outline_of(geometries: gpd.GeoSeries) -> shapely.Geometry:
    """The union of neighbouring communes, small cracks between contours closed."""
    joined = shapely.union_all(shapely.buffer(geometries.to_numpy(), 2e-4, quad_segs=1))
    return shapely.buffer(joined, -2e-4, quad_segs=1)


def _draw_communes(axes: Axes, subject: MapSubject) -> None:
    inside = subject.inside
    geometries = subject.communes.geometry.to_numpy()
    parts, owners = shapely.get_parts(geometries, return_index=True)
    order = np.argsort(-shapely.area(parts), kind="stable")  # an enclave is drawn after what surrounds it
    rings = [shapely.get_coordinates(ring) for ring in shapely.get_exterior_ring(parts[order])]
    owners = owners[order]
    numbers = subject.indices[owners]
    faces = np.array(
        [_face(subject, int(index), own=bool(own)) for index, own in zip(numbers, inside[owners], strict=True)]
    )
    crowded = len(subject.communes) > MOST_BORDERED
    axes.add_collection(
        PolyCollection(
            rings,
            facecolors=faces,
            edgecolors=faces if crowded else palette.GROUND,
            linewidths=0.1 if crowded else 0.35,
            zorder=1,
        )
    )
    for index, pattern in PATTERNS.items():
        for own in (True, False):
            chosen = np.flatnonzero((numbers == index) & (inside[owners] == own))
            if len(chosen):
                _overlay(axes, [rings[i] for i in chosen], pattern, 1.0 if own else palette.OUT_OF_TERRITORY_OPACITY)
    if subject.members and inside.any():
        outline = outline_of(subject.communes.geometry[inside])
        borders = [
            shapely.get_coordinates(part) for part in shapely.get_parts(shapely.boundary(shapely.get_parts(outline)))
        ]
        axes.add_collection(
            PolyCollection(borders, facecolors="none", edgecolors=palette.INK, linewidths=1.4, zorder=5)
        )


def _overlay(axes: Axes, rings: list[np.ndarray], pattern: str, opacity: float) -> None:
    dotted = pattern == "dotted"
    axes.add_collection(
        PolyCollection(
            rings,
            facecolors="none",
            edgecolors=palette.fade(palette.HATCH, opacity),
            hatch=HATCHES[pattern] or None,
            linewidths=0.7 if dotted else 0.3,
            linestyles="dotted" if dotted else "solid",
            zorder=3,
        )
    )


def _face(subject: MapSubject, index: int, *, own: bool) -> str:
    colour = palette.GROUND if index == OUTSIDE else subject.classes.colour(index)
    return colour if own else palette.fade(colour)


def _frame(axes: Axes, subject: MapSubject) -> None:
    west, south, east, north = subject.communes.total_bounds
    pad = 0.03 * max(east - west, north - south, 1e-3)
    axes.set_xlim(west - pad, east + pad)
    axes.set_ylim(south - 2 * pad, north + pad)
    axes.set_aspect(1 / math.cos(math.radians((south + north) / 2)))
    axes.set_axis_off()


def _scale_bar(axes: Axes) -> None:
    (west, east), (south, north) = axes.get_xlim(), axes.get_ylim()
    km_per_degree = KM_PER_DEGREE * math.cos(math.radians((south + north) / 2))
    length = _round_length((east - west) * km_per_degree * 0.25)
    x, y = west + 0.02 * (east - west), south + 0.015 * (north - south)
    axes.plot([x, x + length / km_per_degree], [y, y], color=palette.INK, linewidth=2, solid_capstyle="butt", zorder=6)
    axes.text(
        x,
        y + 0.01 * (north - south),
        f"{number(length, 0 if length >= 1 else 1)}{NBSP}km",
        fontsize=8,
        color=palette.INK,
        va="bottom",
        fontdict=FONT,
        zorder=6,
    )


def _round_length(km: float) -> float:
    """The largest of 1, 2, 5 × 10ⁿ that is not longer."""
    power = 10.0 ** math.floor(math.log10(km))
    return max(step * power for step in (1, 2, 5) if step * power <= km * (1 + 1e-9))


def _legend(figure: Figure, subject: MapSubject) -> None:
    handles = [
        Patch(
            facecolor=entry.colour,
            edgecolor=palette.HATCH,
            linewidth=0.6,
            hatch=HATCHES[entry.pattern] or None,
            linestyle="dotted" if entry.pattern == "dotted" else "solid",
            label=_wrapped(f"{entry.label} ({number(entry.communes)})", 26),
        )
        for entry in subject.legend()
    ]
    legend = figure.legend(
        handles=handles,
        loc="upper left",
        bbox_to_anchor=(0.69, 0.86),
        frameon=False,
        prop={**FONT, "size": 8.5},
        title=_wrapped(f"{_capital(subject.classes.unit)} (nombre de communes)", 30),
        labelspacing=0.8,
        handlelength=2.2,
        handleheight=1.4,
        alignment="left",
        labelcolor=palette.INK,
    )
    if not subject.inside.all():
        figure.text(
            0.7, 0.1, _wrapped(OUTSIDE_WORDS, 36), fontsize=7.5, color=palette.MUTED, va="bottom", fontdict=FONT
        )
    legend.get_title().set(fontsize=8.5, color=palette.MUTED, fontfamily=FONT["family"])


def _texts(figure: Figure, subject: MapSubject) -> None:
    figure.text(
        0.02,
        0.975,
        _wrapped(subject.title, 74),
        fontsize=13,
        fontweight="bold",
        color=palette.INK,
        va="top",
        fontdict=FONT,
    )
    figure.text(
        0.02,
        0.93 if len(subject.title) <= 74 else 0.895,
        _wrapped(subject.subtitle, 110),
        fontsize=9,
        color=palette.MUTED,
        va="top",
        fontdict=FONT,
    )
    figure.text(
        0.02, 0.015, _wrapped(subject.sources, 150), fontsize=6.5, color=palette.MUTED, va="bottom", fontdict=FONT
    )


def _wrapped(text: str, width: int) -> str:
    """Wrapped by hand, and never read as mathematics by matplotlib."""
    return "\n".join(line for part in text.split("\n") for line in textwrap.wrap(part, width)).replace("$", r"\$")


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
