"""The chart of an indicator of a contract: measures, CPAM's values, the yearly targets as a stepped line, the start."""

from __future__ import annotations

import dataclasses
import datetime as dt

from cpts_analytics.views import chart_parts as parts
from cpts_analytics.views import palette
from cpts_analytics.views.chart_parts import Chart
from cpts_analytics.views.numbers import NBSP, decimals_of, number

Point = tuple[dt.date, float, str]
"""End of a period, its value, the period in words."""


@dataclasses.dataclass(frozen=True, kw_only=True)
class Trajectory:
    """What is drawn. ``targets``: (first day, last day, value) of each year of the contract that has one."""

    title: str
    unit: str
    points: tuple[Point, ...]
    cpam: tuple[Point, ...] = ()
    targets: tuple[tuple[dt.date, dt.date, float], ...] = ()
    direction: str = ""  # « à augmenter », « à diminuer »
    baseline: float | None = None
    projected: tuple[dt.date, float, float, float] | None = None  # day, value, lower, upper


def trajectory(drawn: Trajectory) -> Chart:
    """The chart as a dictionary. The target says its direction; CPAM's values are rings; the projection is dotted."""
    data: list[Chart] = [_line(drawn.points, palette.ACCENT, "CPTS")] if drawn.points else []
    if drawn.cpam:
        data.append({"type": "scatter", "mode": "markers", "x": [x.isoformat() for x, _, _ in drawn.cpam],
                     "y": [y for _, y, _ in drawn.cpam], "hoverinfo": "text",
                     "hovertext": [parts.safe(f"CPAM, {words}{NBSP}: {_short(y)} {drawn.unit}") for _, y, words in drawn.cpam],
                     "marker": {"symbol": "circle-open", "size": 11, "color": palette.INK, "line": {"width": 1.6}}})
    if drawn.projected is not None and drawn.points:
        day, value, lower, upper = drawn.projected
        last = drawn.points[-1]
        data.append({"type": "scatter", "mode": "lines+markers", "x": [last[0].isoformat(), day.isoformat()],
                     "y": [last[1], value], "line": {"color": palette.ACCENT, "dash": "dot", "width": 1.4},
                     "marker": {"size": [0, 8], "color": palette.ACCENT},
                     "error_y": {"type": "data", "symmetric": False, "array": [0, upper - value],
                                 "arrayminus": [0, value - lower], "color": palette.ACCENT, "thickness": 1, "width": 4},
                     "hoverinfo": "text", "hovertext": ["", parts.safe(f"Projection{NBSP}: {_short(value)} {drawn.unit}")]})
    layout = parts.layout(drawn.title, 300, "")
    layout["shapes"] = [{"type": "line", "x0": first.isoformat(), "x1": last.isoformat(), "y0": value, "y1": value,
                         "line": {"color": palette.INK, "dash": "dash", "width": 1.5}} for first, last, value in drawn.targets]
    layout["xaxis"]["type"] = "date"
    layout["xaxis"]["tickformat"] = "%m/%Y"
    layout["xaxis"]["range"] = _range(drawn)
    values = [y for _, y, _ in (*drawn.points, *drawn.cpam)] + [value for _, _, value in drawn.targets]
    values += [drawn.baseline] if drawn.baseline is not None else []
    values += list(drawn.projected[2:]) if drawn.projected else []
    layout["yaxis"]["range"] = _span(values)
    parts.unit_above(layout, f"{drawn.unit} · trait plein{NBSP}: CPTS" + (f" · ronds{NBSP}: CPAM" if drawn.cpam else ""))
    layout["annotations"] += _notes(drawn)
    return {"data": data, "layout": layout}


def _line(points: tuple[Point, ...], colour: str, name: str) -> Chart:
    return {"type": "scatter", "mode": "lines+markers", "x": [x.isoformat() for x, _, _ in points],
            "y": [y for _, y, _ in points], "line": {"color": colour, "width": 2}, "marker": {"size": 8, "color": colour},
            "hoverinfo": "text", "hovertext": [parts.safe(f"{name}, {words}{NBSP}: {_short(y)}") for _, y, words in points]}


def _notes(drawn: Trajectory) -> list[Chart]:
    notes = []
    for first, last, value in drawn.targets:
        middle = first + (last - first) / 2
        notes.append(parts.note(f"cible {_short(value)}", middle.isoformat(), value, palette.INK, yanchor="bottom"))
    if drawn.baseline is not None:
        notes.append(parts.note(f"départ {_short(drawn.baseline)}", 0, drawn.baseline, palette.MUTED, xref="paper",
                                xanchor="left", yanchor="bottom"))
    return notes


def _range(drawn: Trajectory) -> list[str]:
    days = [x for x, _, _ in (*drawn.points, *drawn.cpam)] + [day for first, last, _ in drawn.targets for day in (first, last)]
    days += [drawn.projected[0]] if drawn.projected else []
    margin = dt.timedelta(days=30)
    return [(min(days) - margin).isoformat(), (max(days) + margin).isoformat()] if days else []


def _span(values: list[float]) -> list[float]:
    if not values:
        return [0.0, 1.0]
    low, high = min(values), max(values)
    room = 0.18 * (high - low) or abs(high) * 0.1 or 1.0
    return [max(0.0, low - room) if low >= 0 else low - room, high + room]


def _short(value: float) -> str:
    return number(value, decimals_of(value))
