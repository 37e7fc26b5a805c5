"""Charts of the screens, as plotly figures in the form of dictionaries (cheap to keep, ready to draw).

The title says the finding or the question; direct labels, no legend; the territory in accent,
comparators in grey, France dashed; nothing moves. Made to be read at 390 pixels.
"""

from __future__ import annotations

import dataclasses
from typing import Any

import numpy as np
import pandas as pd

from cpts_analytics.model import Indicator, Role
from cpts_analytics.views import chart_parts as parts
from cpts_analytics.views import palette, states
from cpts_analytics.views.chart_parts import Chart
from cpts_analytics.views.map_classes import MapClasses
from cpts_analytics.views.numbers import NBSP, is_known, number, percent, period_words

CONFIG: dict[str, Any] = {"displayModeBar": False, "responsive": True, "scrollZoom": False, "locale": "fr"}
"""Passed beside the figure to whatever draws it."""


@dataclasses.dataclass(frozen=True)
class Bar:
    """One bar: its label, its value (None: ``words`` alone is written) and the reference's value, if any."""

    label: str
    value: float | None
    words: str
    reference: float | None = None


def comparison_strip(indicator: Indicator, rows: pd.DataFrame, title: str) -> Chart:
    """One lane per area: the territory, the rest of the département, région; the like territories share one.

    ``rows``: figure rows of one indicator and period. Each lane bears its own label above its dot, so
    labels cannot overlap; France is a dashed line through all of them.
    """
    known = [row for row in rows.to_dict("records") if is_known(row.get("value"))]
    lanes = [
        row
        for role in (Role.TERRITORY, Role.EPCI, Role.REST, Role.DEPARTEMENT, Role.REGION)
        for row in known
        if row["role"] == role
    ]
    like = [row for row in known if row["role"] == Role.LIKE]
    france = next((row for row in known if row["role"] == Role.FRANCE), None)
    data, notes, shapes = [], [], []
    count = len(lanes) + bool(like)
    for place, row in enumerate(lanes):
        y = count - place - 1
        own = row["role"] == Role.TERRITORY
        colour = palette.ACCENT if own else palette.COMPARATOR
        data.append(parts.dots([row], y, indicator, colour, size=15 if own else 11))
        label = f"{parts.cut(str(row['area_name']))}{NBSP}: {states.value_words(row, indicator, with_unit=False)}"
        notes.append(parts.lane_label(label, y, palette.ACCENT if own else palette.MUTED, bold=own))
    if like:
        data.append(parts.dots(like, 0, indicator, palette.COMPARATOR, size=9, opacity=0.65))
        median = float(np.median([float(row["value"]) for row in like]))
        shapes.append(parts.vertical(median, -0.16, 0.16, palette.INK))
        words = "Dix territoires semblables" if len(like) == 10 else f"{len(like)} territoires semblables"
        notes.append(
            parts.lane_label(f"{words}, médiane{NBSP}: {number(median, indicator.decimals)}", 0, palette.MUTED)
        )
    if france is not None:
        value = float(france["value"])
        shapes.append(parts.vertical(value, -0.3, count - 0.35, palette.MUTED, dashed=True))
        notes.append(
            parts.note(
                f"France{NBSP}: {states.value_words(france, indicator, with_unit=False)}",
                value,
                count - 0.35,
                palette.MUTED,
                yanchor="bottom",
                xanchor=parts.side(value, [float(row["value"]) for row in known]),
            )
        )
    shapes += [parts.horizontal(y) for y in range(count)]
    layout = parts.layout(title, 96 + parts.LANE * max(count, 1), indicator.unit)
    layout["xaxis"]["range"] = parts.span([float(row["value"]) for row in known])
    layout["yaxis"].update(range=[-0.5, count + 0.1], visible=False, fixedrange=True)
    layout["annotations"] += notes
    layout["shapes"] = shapes
    return {"data": data, "layout": layout}


def bars(title: str, items: list[Bar], unit: str, reference_name: str = "") -> Chart:
    """Horizontal bars from zero, label and value above each; the reference is a thin upright mark.

    A bar without a value is its words alone, in its place.
    """
    count = len(items)
    ys = [count - place - 1 for place in range(count)]
    data: list[Chart] = [
        {
            "type": "bar",
            "orientation": "h",
            "x": [item.value or 0 for item in items],
            "y": ys,
            "width": 0.34,
            "marker": {"color": palette.ACCENT},
            "hovertext": [parts.safe(f"{item.label} : {item.words}") for item in items],
            "hoverinfo": "text",
            "showlegend": False,
        }
    ]
    marked = [(item, y) for item, y in zip(items, ys, strict=True) if item.reference is not None]
    shapes = [parts.vertical(float(item.reference or 0), y - 0.24, y + 0.24, palette.INK) for item, y in marked]
    notes = [
        parts.lane_label(f"{_fitted(item)}{NBSP}: {item.words}", y, palette.INK, lift=0.24)
        for item, y in zip(items, ys, strict=True)
    ]
    layout = parts.layout(title, 100 + parts.LANE * max(count, 1), unit)
    if marked and reference_name:
        layout["xaxis"]["title"]["text"] += f"<br>trait{NBSP}: {parts.safe(reference_name)}"
        layout["margin"]["b"] += 16
        layout["height"] += 16
    tops = [x for item in items for x in (item.value, item.reference) if x is not None]
    layout["xaxis"]["range"] = [0, 1.05 * max(tops, default=1) or 1]
    layout["yaxis"].update(range=[-0.5, count - 0.2], visible=False, fixedrange=True)
    layout["annotations"] += notes
    layout["shapes"] = shapes
    return {"data": data, "layout": layout}


def _fitted(item: Bar) -> str:
    """The label, cut where it would push the value out of a phone."""
    return parts.cut(item.label, max(16, min(parts.LABEL_WIDTH, parts.LINE_WIDTH - len(item.words))))


def series(indicator: Indicator, rows: pd.DataFrame, title: str, y_range: tuple[float, float] | None = None) -> Chart:
    """A line per area over the periods, named at its end; ``y_range`` lets small multiples share a scale."""
    known = [row for row in rows.sort_values("period").to_dict("records") if is_known(row.get("value"))]
    periods = list(dict.fromkeys(str(row["period"]) for row in known))
    names = dict.fromkeys((str(row["area_name"]), str(row["role"])) for row in known if row["role"] != Role.LIKE)
    data, ends = [], []
    for name, role in names:
        mine = [row for row in known if row["area_name"] == name and row["role"] == role]
        own = role == Role.TERRITORY
        colour = palette.ACCENT if own else palette.COMPARATOR
        data.append(
            {
                "type": "scatter",
                "mode": "lines+markers",
                "x": [period_words(str(row["period"])) for row in mine],
                "y": [float(row["value"]) for row in mine],
                "showlegend": False,
                "hoverinfo": "text",
                "hovertext": [parts.hover(row, indicator) for row in mine],
                "marker": {"color": colour, "size": 7 if own else 5},
                "line": {
                    "color": colour,
                    "width": 3 if own else 1.5,
                    "dash": "dash" if role == Role.FRANCE else "solid",
                },
            }
        )
        value = float(mine[-1]["value"])
        ends.append(
            (
                value,
                f"{parts.safe(parts.cut(name, 21))}<br>{number(value, indicator.decimals)}",
                palette.ACCENT if own else palette.MUTED,
            )
        )
    layout = parts.layout(title, 360, "")
    layout["margin"]["r"] = 132
    parts.unit_above(layout, indicator.unit)
    low, high = y_range or parts.span([float(row["value"]) for row in known])
    layout["xaxis"].update(type="category", categoryarray=[period_words(p) for p in periods], categoryorder="array")
    layout["yaxis"].update(range=[low, high], nticks=5)
    layout["annotations"] += [
        {
            "text": text,
            "x": 1,
            "y": y,
            "xref": "paper",
            "yref": "y",
            "xanchor": "left",
            "yanchor": "middle",
            "xshift": 6,
            "align": "left",
            "showarrow": False,
            "font": {"color": colour, "size": 12},
        }
        for text, y, colour in parts.spread(ends, (high - low) * 0.135, high)
    ]
    return {"data": data, "layout": layout}


def distribution(classes: MapClasses, communes: pd.DataFrame, title: str, line: float | None = None) -> Chart:
    """Share of the inhabitants by class of their commune, each class in its colour of the map.

    ``communes``: ``value``, ``status``, ``population`` of the territory's communes. ``line``: a limit of the classes that
    means something (2.5), drawn between the two that it parts.
    """
    indices = classes.indices(communes["value"], communes["status"])
    people = communes["population"].to_numpy(dtype=float)
    total = float(people.sum())
    if not total > 0:
        raise ValueError("no inhabitant to distribute")
    entries = classes.legend(indices)
    shares = [100 * float(people[indices == entry.index].sum()) / total for entry in entries]
    items = [
        Bar(entry.label, share, percent(share, 0 if share >= 0.95 or share == 0 else 1))
        for entry, share in zip(entries, shares, strict=True)
    ]
    chart = bars(title, items, "% des habitants")
    chart["data"][0]["marker"] = {
        "color": [entry.colour for entry in entries],
        "line": {"color": palette.MUTED, "width": 0.5},
        "pattern": {
            "shape": [
                "/" if entry.pattern == "hatched" else "x" if entry.pattern == "crossed" else "" for entry in entries
            ],
            "fgcolor": palette.HATCH,
            "fillmode": "overlay",
        },
    }
    if line is not None and line in classes.limits:
        under = classes.limits.index(line) + classes.zero_class
        y = len(entries) - under - 1 - 0.24
        chart["layout"]["shapes"].append({**parts.horizontal(y), "line": {"color": palette.INK, "dash": "dash", "width": 1.5}})
        chart["layout"]["annotations"].append(
            parts.note(f"seuil de {number(line, 1)}", 1, y, palette.INK, xref="paper", xanchor="right", yanchor="bottom")
        )
    return chart
