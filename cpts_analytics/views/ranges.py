"""The chart of ranges: one lane an item, a bar from its low to its high value, label and words above it."""

from __future__ import annotations

import dataclasses

from cpts_analytics.views import chart_parts as parts
from cpts_analytics.views import palette
from cpts_analytics.views.chart_parts import Chart
from cpts_analytics.views.numbers import NBSP


@dataclasses.dataclass(frozen=True)
class Span:
    """One lane. ``low, high``: None where nothing is computed, ``words`` then say why."""

    label: str
    low: float | None
    high: float | None
    words: str


def ranges(title: str, items: list[Span], unit: str, theme: str = "access") -> Chart:
    """Bars that float between two values; two that are the same are a thin mark."""
    count = len(items)
    ys = [count - place - 1 for place in range(count)]
    top = max([item.high for item in items if item.high is not None], default=0.0) or 1.0
    least = 0.006 * top
    drawn = [(item, y) for item, y in zip(items, ys, strict=True) if item.low is not None and item.high is not None]
    bar: Chart = {
        "type": "bar",
        "orientation": "h",
        "base": [item.low for item, _ in drawn],
        "x": [max(item.high - item.low, least) for item, _ in drawn],  # type: ignore[operator]
        "y": [y for _, y in drawn],
        "width": 0.3,
        "marker": {"color": palette.RAMPS[theme][3]},
        "hovertext": [parts.safe(f"{item.label}{NBSP}: {item.words}") for item, _ in drawn],
        "hoverinfo": "text",
        "showlegend": False,
    }
    layout = parts.layout(title, 88 + 42 * max(count, 1), unit)
    layout["xaxis"].update(range=[0, 1.05 * top], rangemode="tozero")
    layout["yaxis"].update(range=[-0.45, count - 0.2], visible=False, fixedrange=True)
    layout["annotations"] += [parts.lane_label(f"{item.label}{NBSP}: {item.words}", y, palette.INK, lift=0.2)
                              for item, y in zip(items, ys, strict=True)]
    layout["shapes"] = [{**parts.horizontal(y), "line": {"color": palette.LINES, "width": 1}} for y in ys]
    return {"data": [bar], "layout": layout}
