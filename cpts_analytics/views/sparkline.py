"""A line of measures small enough for a row of a list, with its target: an SVG image, and the words that say the same."""

from __future__ import annotations

import base64
from collections.abc import Sequence

from cpts_analytics.views import palette

WIDTH, HEIGHT, _MARGIN = 132, 36, 4
Point = tuple[float, float]
"""Place in time (any unit) and value."""


def sparkline(points: Sequence[Point], target: float | None = None) -> str:
    """The image as the address of an ``img``: measures in accent, the last one a dot, the target dashed."""
    values = [value for _, value in points] + ([] if target is None else [target])
    if not values:
        return ""
    low, high = min(values), max(values)
    first, last = (min(x for x, _ in points), max(x for x, _ in points)) if points else (0.0, 0.0)

    def across(x: float) -> float:
        return _MARGIN + (WIDTH - 2 * _MARGIN) * ((x - first) / (last - first) if last > first else 0.5)

    def up(value: float) -> float:
        return HEIGHT - _MARGIN - (HEIGHT - 2 * _MARGIN) * ((value - low) / (high - low) if high > low else 0.5)

    parts = []
    if target is not None:
        parts.append(f'<line x1="0" x2="{WIDTH}" y1="{up(target):.1f}" y2="{up(target):.1f}" stroke="{palette.INK}" '
                     'stroke-width="1" stroke-dasharray="4 3"/>')
    if points:
        places = " ".join(f"{across(x):.1f},{up(value):.1f}" for x, value in points)
        x, value = points[-1]
        parts.append(f'<polyline points="{places}" fill="none" stroke="{palette.ACCENT}" stroke-width="1.8"/>')
        parts.append(f'<circle cx="{across(x):.1f}" cy="{up(value):.1f}" r="3" fill="{palette.ACCENT}"/>')
    svg = (f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{HEIGHT}" viewBox="0 0 {WIDTH} {HEIGHT}">'
           f'{"".join(parts)}</svg>')
    return "data:image/svg+xml;base64," + base64.b64encode(svg.encode()).decode()
