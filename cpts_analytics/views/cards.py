"""The figure card: one indicator of a territory, its comparators, its verdict and its papers, in words."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Mapping
from typing import Any

import pandas as pd

from cpts_analytics.model import GROUPED_LEVELS, Aggregation, Indicator, Level, Role, Source, Status
from cpts_analytics.views import places, states, verdicts
from cpts_analytics.views.numbers import NBSP, is_known, number, period_words, typeset, unit_for
from cpts_analytics.views.verdicts import Verdict

PLACES = "Lieux d'exercice"
"""The badge of what counts places of practice, not persons."""

LEVEL_WORDS = {
    Level.COMMUNE: "commune",
    Level.ARRONDISSEMENT_MUNICIPAL: "arrondissement municipal",
    Level.EPCI: "EPCI",
    Level.BASSIN_DE_VIE: "bassin de vie",
    Level.DEPARTEMENT: "département",
    Level.REGION: "région",
    Level.FRANCE: "France",
    Level.TERRITORY: "territoire, à partir de ses communes",
}

Row = Mapping[str, Any]


@dataclasses.dataclass(frozen=True)
class FigureCard:
    """Texts only, ready to show. ``reason`` and ``advice`` are empty when the figure is known."""

    key: str
    label: str
    value_text: str
    unit: str
    comparator_line: str
    verdict: Verdict | None
    gap: str
    year_level: str
    badges: tuple[str, ...]
    lecture: str
    caveat: str
    known: bool
    reason: str = ""
    advice: str = ""
    sources: str = ""


def figure_card(indicator: Indicator, rows: pd.DataFrame, sources: Mapping[str, Source] | None = None) -> FigureCard:
    """The card of one indicator from its figure rows (roles territory and comparators).

    With several periods, the territory's latest is shown; with breakdowns, the whole. A territory
    without a row is a card « absent de cette version », never a hole.
    """
    own, others = _split(rows)
    if own is None:
        own = {"status": Status.NOT_LOADED.value, "period": "", "level": Level.TERRITORY.value}
    known = states.status_of(own).has_value and not states.is_insufficient(own)
    zero = known and states.is_zero(own, indicator)
    notes = [states.state_words(own, indicator)] if known else []
    return FigureCard(
        key=indicator.key,
        label=indicator.label,
        known=known,
        value_text=states.value_words(own, indicator, with_unit=False),
        unit="" if not known else indicator.unit if zero else unit_for(_size(own), indicator.unit),
        comparator_line=comparator_line(indicator, others),
        verdict=verdicts.verdict(own, indicator) if known else None,
        gap=_gap(own, indicator) if known else "",
        year_level=_year_level(own),
        badges=_badges(own, indicator),
        lecture=_fill(indicator, own, others) if known else "",
        caveat=typeset(" ".join([*(f"{note[0].upper()}{note[1:]}." for note in notes if note), *indicator.limits[:1]])),
        reason="" if known else states.reason(own),
        advice="" if known else states.advice(own),
        sources=sources_line(indicator, sources or {}),
    )


def comparator_line(indicator: Indicator, others: list[Row]) -> str:
    """``reste de l'Isère 4,1 · France 3,7``; only values that exist.

    The département, then the région, stands in for a missing rest; an EPCI's or a whole city's published value comes first.
    """
    whole = [row for row in others if row["role"] in (Role.EPCI, Role.CITY) and _has_number(row)]
    chosen = [row for row in others if row["role"] == Role.REST and _has_number(row)]
    if not chosen:
        chosen = [row for row in others if row["role"] == Role.DEPARTEMENT and _has_number(row)]
    if not chosen:
        chosen = [row for row in others if row["role"] == Role.REGION and _has_number(row)]
    france = [row for row in others if row["role"] == Role.FRANCE and _has_number(row)]
    return " · ".join(
        f"{row['area_name']}{NBSP}{states.value_words(row, indicator, with_unit=False)}"
        for row in [*whole, *chosen, *france]
    )


def lecture(indicator: Indicator, rows: pd.DataFrame) -> str:
    """The indicator's « Lecture » with the territory's numbers; empty when its figure is not known."""
    own, others = _split(rows)
    if own is None or not states.status_of(own).has_value or states.is_insufficient(own):
        return ""
    return _fill(indicator, own, others)


def sources_line(indicator: Indicator, sources: Mapping[str, Source]) -> str:
    """``Insee, Populations légales (2023) ; DREES, APL (2023)``."""
    papers = [sources[key] for key in indicator.reads if key in sources]
    return f"{NBSP}; ".join(f"{paper.producer}, {paper.title} ({paper.vintage})" for paper in papers)


def _split(rows: pd.DataFrame) -> tuple[Row | None, list[Row]]:
    """The territory's latest row and the comparators' rows of the same period, without breakdowns."""
    if "breakdown" in rows and (rows["breakdown"].fillna("") == "").any():
        rows = rows[rows["breakdown"].fillna("") == ""]
    own = rows[rows["role"] == Role.TERRITORY.value].sort_values("period")
    others = rows[~rows["role"].isin([Role.TERRITORY.value, Role.PART.value])]
    if own.empty:
        return None, [dict(row) for row in others.to_dict("records")]
    chosen = own.iloc[-1].to_dict()
    same = others[others["period"] == chosen["period"]]
    return chosen, same.to_dict("records")


def _has_number(row: Row) -> bool:
    return states.status_of(row).has_value and not states.is_insufficient(row)


def _gap(row: Row, indicator: Indicator) -> str:
    """The gap; for places of practice also how much one of them weighs."""
    parts = [verdicts.gap_words(row, indicator)]
    if PLACES in indicator.badges and indicator.aggregation is Aggregation.RATIO:
        parts.append(verdicts.one_more_words(row))
    return f"{NBSP}; ".join(part for part in parts if part)


def _size(row: Row) -> float:
    return float(row["value"] if is_known(row.get("value")) else row["upper"])


def _year_level(row: Row) -> str:
    period = str(row.get("period") or "")
    level = Level(row.get("level") or Level.TERRITORY)
    parts = [period_words(period)] if period else []
    return " · ".join([*parts, LEVEL_WORDS[level]])


def _badges(row: Row, indicator: Indicator) -> tuple[str, ...]:
    badges = list(indicator.badges)
    status = states.status_of(row)
    if status is Status.ESTIMATED:
        badges.append("Estimation")
    covered = states.coverage_words(row) if status is Status.PARTIAL else ""
    if covered:
        badges.append(covered[0].upper() + covered[1:])
    if indicator.levels and row.get("level") in GROUPED_LEVELS and Level.COMMUNE not in indicator.levels:
        badges.append(f"Valeur {places.of(str(row.get('area_name') or LEVEL_WORDS[Level(row['level'])]))}")
    return tuple(dict.fromkeys(badges))


def _fill(indicator: Indicator, own: Row, others: list[Row]) -> str:
    if not is_known(own.get("value")):
        span = states.value_words(own, indicator)
        return typeset(
            f"Lecture : en {period_words(str(own['period']))}, d'une commune à l'autre "
            f"{places.of(str(own['area_name']))}, la valeur va {span}."
        )
    fields = {
        "period": period_words(str(own["period"])),
        **_area_forms("area", str(own["area_name"])),
        "value": _plain_value(own, indicator),
        "denominator": _count(own.get("denominator")),
        "numerator": _at_least(own, indicator, _count(own.get("numerator"))),
    }
    reference = _reference(own, others)
    if reference is not None:
        fields |= _area_forms("reference", str(reference["area_name"]))
        fields["reference_value"] = _plain_value(reference, indicator)
    text = _formatted(indicator.lecture, fields)
    gap = verdicts.gap_words(own, indicator)
    if gap:
        text += f" {gap[0].upper()}{gap[1:]}."
    if states.status_of(own) is Status.ESTIMATED and indicator.limits:
        text += f" À ne pas conclure : {indicator.limits[0]}"
    return typeset(text)


def _area_forms(field: str, name: str) -> dict[str, str]:
    """The forms of a name that a template may ask for: ``{area}``, ``de {area}``, ``dans {area}``."""
    return {
        field: places.with_article(name),
        f"de {field}": places.of(name),
        f"dans {field}": places.inside(name),
        f"à {field}": places.to(name),
    }


def _plain_value(row: Row, indicator: Indicator) -> str:
    if not is_known(row.get("value")):
        return states.value_words(row, indicator, with_unit=False)
    return _at_least(row, indicator, number(float(row["value"]), indicator.decimals))


def _at_least(row: Row, indicator: Indicator, text: str) -> str:
    partial = states.status_of(row) is Status.PARTIAL and indicator.aggregation is Aggregation.SUM
    return f"au moins {text}" if partial and text else text


def _reference(own: Row, others: list[Row]) -> Row | None:
    """The comparator that the verdict names, else the rest of the département, else France."""
    valued = [row for row in others if _has_number(row) and row["role"] != Role.LIKE]
    named = [row for row in valued if row["area_name"] == own.get("verdict_against")]
    ranked = sorted(valued, key=lambda row: list(Role).index(Role(row["role"])))
    return next(iter([*named, *ranked]), None)


def _formatted(template: str, fields: dict[str, str]) -> str:
    """Fill the fields, small words agreed with the names; a clause whose field is not known is left out."""
    for name in set(re.findall(r"{(\w+)}", template)):
        if not fields.get(name):
            template = re.sub(rf"[,;(]?[^,;.()]*{{{name}}}[^,;.()]*\)?", "", template)
    return re.sub(r"(?:\b(de|dans|à) )?{(\w+)}", lambda match: _filled(match, fields), template).strip()


def _filled(match: re.Match[str], fields: dict[str, str]) -> str:
    word, name = match[1], match[2]
    if word and f"{word} {name}" in fields:
        return fields[f"{word} {name}"]
    return f"{word} {fields[name]}" if word else fields[name]


def _count(x: object) -> str:
    return number(float(x)) if is_known(x) else ""  # type: ignore[arg-type]
