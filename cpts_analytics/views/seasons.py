"""Weekly curves laid over each other, a line a season from October to May: the last ones in colour, named at their peak."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable

from cpts_analytics.model import Indicator
from cpts_analytics.views import chart_parts as parts
from cpts_analytics.views import palette
from cpts_analytics.views.chart_parts import Chart
from cpts_analytics.views.numbers import NBSP, number, period_words

FIRST_WEEK, LAST_WEEK = 40, 20
_TICKS = (40, 44, 48, 52, 4, 8, 12, 16, 20)
_NEAR_WEEKS, _NEAR_SHARE = 8.0, 0.07


@dataclasses.dataclass(frozen=True)
class Season:
    """``first_year``: that of its autumn; ``weeks``: (period, value), in order."""

    first_year: int
    weeks: tuple[tuple[str, float], ...]

    @property
    def name(self) -> str:
        return f"{self.first_year}–{self.first_year + 1}"

    @property
    def peak(self) -> tuple[str, float]:
        """The first week of the highest value."""
        return max(self.weeks, key=lambda week: week[1])

    @property
    def is_over(self) -> bool:
        """Whether its last week is known."""
        return self.weeks[-1][0] >= f"{self.first_year + 1}-W{LAST_WEEK:02}"


def seasons_of(weeks: Iterable[tuple[str, float]]) -> list[Season]:
    """The seasons of weekly values (« 2024-W48 », value), oldest first; the weeks of summer are left out.

    A season that begins after its October (the first of the series) is left out: its peak may be missing.
    """
    found: dict[int, list[tuple[str, float]]] = {}
    for period, value in sorted(weeks):
        year, week = int(period[:4]), int(period[6:])
        if week >= FIRST_WEEK or week <= LAST_WEEK:
            found.setdefault(year if week >= FIRST_WEEK else year - 1, []).append((period, value))
    return [Season(year, tuple(values)) for year, values in sorted(found.items())
            if values[0][0] < f"{year}-W{FIRST_WEEK + 9:02}"]


def place_of(period: str) -> float:
    """Weeks since the first of a season; the 53rd week that some years have stands between the 52nd and the next 1st."""
    week = int(period[6:])
    return 12.5 if week == 53 else float(week - FIRST_WEEK if week >= FIRST_WEEK else week + 12)


def seasons_chart(indicator: Indicator, seasons: list[Season], title: str) -> Chart:
    """One line a season; the last in accent, the one before in ink, the others in grey."""
    colours = dict(zip((season.name for season in reversed(seasons)), (palette.ACCENT, palette.INK), strict=False))
    data = []
    for season in seasons:
        colour = colours.get(season.name, palette.COMPARATOR)
        strong = season.name in colours
        few = len(season.weeks) < 3
        data.append({
            "type": "scatter", "mode": "lines+markers" if few else "lines", "showlegend": False, "hoverinfo": "text",
            "x": [place_of(period) for period, _ in season.weeks], "y": [value for _, value in season.weeks],
            "hovertext": [parts.safe(f"Saison {season.name}, {period_words(period)}{NBSP}: {number(value, indicator.decimals)}")
                          for period, value in season.weeks],
            "line": {"color": colour, "width": 3 if strong else 1.5}, "marker": {"color": colour, "size": 7}})
    highest = max((season.peak[1] for season in seasons), default=1.0) or 1.0
    layout = parts.layout(title, 400, "")
    parts.unit_above(layout, indicator.unit)
    layout["xaxis"].update(range=[-0.5, 32.5], tickmode="array", tickvals=[place_of(f"2024-W{week:02}") for week in _TICKS],
                           ticktext=[f"S{week}" for week in _TICKS])
    layout["xaxis"]["title"]["text"] = "semaine de l'année"
    layout["yaxis"].update(range=[0, 1.15 * highest], nticks=5)
    layout["annotations"] += _names(seasons, colours, highest)
    return {"data": data, "layout": layout}


def _names(seasons: list[Season], colours: dict[str, str], highest: float) -> list[Chart]:
    """The name of each season over its peak, raised where another name is near."""
    placed: list[tuple[float, float]] = []
    notes = []
    for season in sorted(seasons, key=lambda one: one.peak[1]):
        x, y = place_of(season.peak[0]), season.peak[1]
        while any(abs(x - other) < _NEAR_WEEKS and abs(y - height) < _NEAR_SHARE * highest for other, height in placed):
            y += 0.02 * highest
        placed.append((x, y))
        side = "left" if x < 3 else "right" if x > 29 else "center"
        colour = colours.get(season.name, palette.MUTED)
        notes.append(parts.note(season.name, x, y, colour, yanchor="bottom", xanchor=side))
    return notes
