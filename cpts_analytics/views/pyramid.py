"""The age pyramid: a territory's inhabitants by sex and five years of age, over the outline of another's, as shares."""

from __future__ import annotations

import dataclasses
import math
import re

import pandas as pd

from cpts_analytics.views import chart_parts as parts
from cpts_analytics.views import palette
from cpts_analytics.views.chart_parts import Chart
from cpts_analytics.views.numbers import NBSP, number, percent, typeset

MEN, WOMEN = "M", "F"
_SEX_WORDS = {MEN: "Hommes", WOMEN: "Femmes"}
_BREAKDOWN = re.compile(r"sex=(?P<sex>[FM]);age=(?P<age>\d+(?:-\d+|\+))")
_ROW = 19  # pixels of one age


@dataclasses.dataclass(frozen=True)
class AgePyramid:
    """Inhabitants of one area: sex → people of each age in ``ages`` (words, youngest first)."""

    name: str
    ages: tuple[str, ...]
    people: dict[str, tuple[float, ...]]

    @property
    def total(self) -> float:
        return sum(map(sum, self.people.values()))

    def shares(self, sex: str) -> tuple[float, ...]:
        """Percent of all the inhabitants, both sexes."""
        return tuple(100 * count / self.total for count in self.people[sex])

    def share_from(self, age: int) -> float:
        """Percent of the inhabitants who are of that age (the beginning of a band) or older."""
        older = [place for place, words in enumerate(self.ages) if _start(words) >= age]
        return 100 * sum(self.people[sex][place] for sex in self.people for place in older) / self.total


def read_pyramid(rows: pd.DataFrame) -> AgePyramid | None:
    """The pyramid in the figure rows of one area (``breakdown``, ``value``, ``area_name``); None when a cell is missing."""
    found: dict[tuple[str, str], float] = {}
    for row in rows.to_dict("records"):
        match = _BREAKDOWN.fullmatch(str(row["breakdown"]))
        if match and not pd.isna(row["value"]):
            found[match["sex"], match["age"]] = float(row["value"])
    ages = sorted({age for _, age in found}, key=_start)
    if not ages or len(found) != 2 * len(ages) or not sum(found.values()) > 0:
        return None
    people = {sex: tuple(found[sex, age] for age in ages) for sex in (MEN, WOMEN)}
    return AgePyramid(str(rows["area_name"].iloc[0]), tuple(map(age_words, ages)), people)


def age_words(age: str) -> str:
    """``0-4`` → ``0–4 ans``; ``95+`` → ``95 ans et plus``."""
    return f"{age[:-1]}{NBSP}ans et plus" if age.endswith("+") else f"{age.replace('-', '–')}{NBSP}ans"


def age_pyramid(own: AgePyramid, other: AgePyramid | None, title: str) -> Chart:
    """Men to the left, women to the right; the territory filled, ``other`` as an outline through the same ages."""
    data = [_bars(own, other, sex) for sex in (MEN, WOMEN)]
    shown = [share for one in (own, other) if one for sex in (MEN, WOMEN) for share in one.shares(sex)]
    if other is not None:
        data += [_outline(other, sex) for sex in (MEN, WOMEN)]
    count, most = len(own.ages), max(shown)
    layout = parts.layout(title, 96 + _ROW * count, "% de la population")
    if other is not None:
        layout["xaxis"]["title"]["text"] += f" · contour{NBSP}: {parts.safe(parts.cut(other.name))}"
    step = next((size for size in (0.5, 1, 2, 5, 10) if most / size <= 4), 20)
    ticks = [place * step for place in range(-math.floor(most / step), math.floor(most / step) + 1)]
    layout["xaxis"].update(range=[-1.06 * most, 1.06 * most], tickvals=ticks,
                           ticktext=[number(abs(tick), 1 if step < 1 else 0) for tick in ticks])
    layout["yaxis"].update(range=[-0.6, count + 0.7], tickvals=list(range(count)),
                           ticktext=[words.replace(f"{NBSP}ans", "").replace(" et plus", f"{NBSP}+") for words in own.ages])
    layout["barmode"] = "overlay"
    layout["annotations"] += [parts.note(_SEX_WORDS[sex], side * most / 2, count + 0.1, palette.INK, xanchor="center")
                              for sex, side in ((MEN, -1), (WOMEN, 1))]
    return {"data": data, "layout": layout}


def pyramid_table(own: AgePyramid, other: AgePyramid | None) -> pd.DataFrame:
    """The same as the picture, oldest last: inhabitants to the nearest ten, shares to a hundredth."""
    columns: dict[str, object] = {"Âge": own.ages}
    for sex in (MEN, WOMEN):
        columns[f"{_SEX_WORDS[sex]} (environ)"] = [10 * round(count / 10) for count in own.people[sex]]
        columns[f"{_SEX_WORDS[sex]} (%)"] = [round(share, 2) for share in own.shares(sex)]
        if other is not None:
            columns[f"{_SEX_WORDS[sex]}, {other.name} (%)"] = [round(share, 2) for share in other.shares(sex)]
    return pd.DataFrame(columns)


def _bars(own: AgePyramid, other: AgePyramid | None, sex: str) -> Chart:
    side = -1 if sex == MEN else 1
    shares = own.shares(sex)
    beside = other.shares(sex) if other is not None else ()
    texts = [f"{_SEX_WORDS[sex]}, {age} : {percent(share, 1)}" for age, share in zip(own.ages, shares, strict=True)]
    if other is not None:
        texts = [f"{text} ({other.name} : {percent(share, 1)})" for text, share in zip(texts, beside, strict=True)]
    return {"type": "bar", "orientation": "h", "x": [side * share for share in shares], "y": list(range(len(shares))),
            "width": 0.82, "marker": {"color": palette.ACCENT, "opacity": 0.78 if sex == MEN else 1.0},
            "hoverinfo": "text", "hovertext": [parts.safe(typeset(text)) for text in texts], "showlegend": False}


def _outline(other: AgePyramid, sex: str) -> Chart:
    side = -1 if sex == MEN else 1
    xs, ys = [0.0], [-0.5]
    for place, share in enumerate(other.shares(sex)):
        xs += [side * share, side * share]
        ys += [place - 0.5, place + 0.5]
    return {"type": "scatter", "mode": "lines", "x": [*xs, 0.0], "y": [*ys, ys[-1]], "hoverinfo": "skip",
            "line": {"color": palette.INK, "width": 1.5}, "showlegend": False}


def _start(age: str) -> int:
    match = re.match(r"\d+", age)
    return int(match[0]) if match else -1
