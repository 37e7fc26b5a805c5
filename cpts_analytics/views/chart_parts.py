"""What the charts are made of: frame, title, dots, labels, lines; plotly's names are spoken here alone."""

from __future__ import annotations

import html
import textwrap
from typing import Any

from cpts_analytics.model import Indicator
from cpts_analytics.views import palette, states
from cpts_analytics.views.numbers import NBSP, is_known, period_words, typeset

FONT = "Source Sans Pro, Source Sans, system-ui, sans-serif"
LANE = 46  # pixels of one row of a strip
TITLE_WIDTH = 44  # characters of a line of title that fit a phone
LABEL_WIDTH = 36  # characters of an area's name that fit a phone
LINE_WIDTH = 52  # characters of a line of label and value that fit a phone

Chart = dict[str, Any]


def layout(title: str, height: int, unit: str) -> Chart:
    lines = textwrap.wrap(title, TITLE_WIDTH)
    return {
        "meta": {"title": title},
        "annotations": [heading(title)],
        "font": {"family": FONT, "size": 13, "color": palette.INK},
        "separators": ",\u202f",
        "height": height + 20 * len(lines),
        "margin": {"l": 12, "r": 12, "t": 24 + 22 * len(lines), "b": 52, "pad": 0},
        "showlegend": False,
        "paper_bgcolor": palette.GROUND,
        "plot_bgcolor": palette.GROUND,
        "hovermode": "closest",
        "dragmode": False,
        "transition": {"duration": 0},
        "hoverlabel": {"bgcolor": palette.GROUND, "font": {"color": palette.INK}},
        "xaxis": {
            "showgrid": False,
            "zeroline": False,
            "fixedrange": True,
            "linecolor": palette.LINES,
            "ticks": "outside",
            "tickcolor": palette.LINES,
            "tickfont": {"color": palette.MUTED, "size": 12},
            "nticks": 6,
            "automargin": True,
            "title": {"text": safe(unit), "font": {"color": palette.MUTED, "size": 12}, "standoff": 6},
        },
        "yaxis": {
            "showgrid": False,
            "zeroline": False,
            "fixedrange": True,
            "automargin": True,
            "tickfont": {"color": palette.MUTED, "size": 12},
        },
    }


def heading(title: str) -> Chart:
    """The title as an annotation: plotly's own title leaves the figure when it has several lines."""
    return {
        "text": "<br>".join(safe(line) for line in textwrap.wrap(typeset(title), TITLE_WIDTH)),
        "x": 0,
        "y": 1,
        "xref": "paper",
        "yref": "paper",
        "yshift": 10,
        "xanchor": "left",
        "yanchor": "bottom",
        "align": "left",
        "showarrow": False,
        "font": {"size": 16, "color": palette.INK},
    }


def dots(
    rows: list[dict[str, Any]], y: float, indicator: Indicator, colour: str, *, size: int, opacity: float = 1.0
) -> Chart:
    bounds = [
        (float(row["lower"]), float(row["upper"]))
        if is_known(row.get("lower")) and is_known(row.get("upper"))
        else (float(row["value"]),) * 2
        for row in rows
    ]
    values = [float(row["value"]) for row in rows]
    return {
        "type": "scatter",
        "mode": "markers",
        "x": values,
        "y": [y] * len(rows),
        "showlegend": False,
        "marker": {"color": colour, "size": size, "opacity": opacity, "line": {"color": palette.GROUND, "width": 1}},
        "error_x": {
            "type": "data",
            "symmetric": False,
            "thickness": 1,
            "width": 0,
            "color": colour,
            "array": [high - value for (_, high), value in zip(bounds, values, strict=True)],
            "arrayminus": [value - low for (low, _), value in zip(bounds, values, strict=True)],
        },
        "hoverinfo": "text",
        "hovertext": [hover(row, indicator) for row in rows],
    }


def hover(row: dict[str, Any], indicator: Indicator) -> str:
    return safe(f"{row['area_name']} ({period_words(str(row['period']))}){NBSP}: {states.full_words(row, indicator)}")


def lane_label(text: str, y: float, colour: str, *, bold: bool = False, lift: float = 0.2) -> Chart:
    shown = f"<b>{safe(text)}</b>" if bold else safe(text)
    return {
        "text": shown,
        "x": 0,
        "xref": "paper",
        "xanchor": "left",
        "y": y + lift,
        "yref": "y",
        "yanchor": "bottom",
        "showarrow": False,
        "font": {"color": colour, "size": 13},
        "align": "left",
        "bgcolor": palette.GROUND,
        "borderpad": 0,
    }


def unit_above(chart_layout: Chart, words: str) -> None:
    """Write the unit of the values between the title, which moves up, and the top of the drawing."""
    chart_layout["margin"]["t"] += 18
    chart_layout["annotations"][0]["yshift"] = 28
    chart_layout["annotations"].append(
        note(words, 0, 1, palette.MUTED, xref="paper", yref="paper", xanchor="left", yanchor="bottom")
    )


def note(text: str, x: float | str, y: float, colour: str, **places: str) -> Chart:
    """A text at a place; ``x`` is a day (ISO) where the axis is one of dates."""
    return {"text": safe(text), "x": x, "y": y, "showarrow": False, "font": {"color": colour, "size": 12}, **places}


def vertical(x: float, low: float, high: float, colour: str, *, dashed: bool = False) -> Chart:
    return {
        "type": "line",
        "x0": x,
        "x1": x,
        "y0": low,
        "y1": high,
        "xref": "x",
        "yref": "y",
        "line": {"color": colour, "dash": "dash" if dashed else "solid", "width": 1.5 if dashed else 2},
    }


def horizontal(y: float) -> Chart:
    return {
        "type": "line",
        "x0": 0,
        "x1": 1,
        "xref": "paper",
        "y0": y,
        "y1": y,
        "yref": "y",
        "layer": "below",
        "line": {"color": palette.LINES, "width": 1},
    }


def span(values: list[float]) -> list[float]:
    """From zero when every value is near enough to it, else around the values; with room for the dots."""
    low, high = (min(values), max(values)) if values else (0.0, 1.0)
    reach = (high - low) or abs(high) or 1.0
    if 0 <= low < 2 * reach:
        return [0 - 0.03 * high, high + 0.06 * (high or 1.0)]
    return [low - 0.08 * reach, high + 0.08 * reach]


def side(value: float, values: list[float]) -> str:
    low, high = span(values)
    share = (value - low) / (high - low)
    return "left" if share < 0.2 else "right" if share > 0.8 else "center"


def spread(ends: list[tuple[float, str, str]], gap: float, top: float) -> list[tuple[str, float, str]]:
    """Labels of line ends, pushed apart so that none covers another and none leaves the chart by its top."""
    ordered = sorted(ends)
    heights: list[float] = []
    for y, _, _ in ordered:
        heights.append(max(y, heights[-1] + gap) if heights else y)
    ceiling = top
    for place in reversed(range(len(heights))):
        heights[place] = min(heights[place], ceiling)
        ceiling = heights[place] - gap
    return [(text, height, colour) for (_, text, colour), height in zip(ordered, heights, strict=True)]


def cut(name: str, width: int = LABEL_WIDTH) -> str:
    return name if len(name) <= width else f"{name[: width - 1].rstrip()}…"


def safe(text: str) -> str:
    """Plotly reads a little HTML in texts: names typed by people are shown as they are."""
    return html.escape(text, quote=False)
