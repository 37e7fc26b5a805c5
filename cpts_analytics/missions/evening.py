"""The evening entry: what is to be typed tonight, what looks odd, and the recap for the minutes."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Sequence

from cpts_analytics.journal.aci import Indicator, Kept, Measure, MeasureState, ProofKind, periods
from cpts_analytics.missions.overview import IndicatorLine, MissionLine, Overview
from cpts_analytics.missions.words import NOT_MEASURED, NOT_TYPED, date, french, number
from cpts_analytics.missions.years import target_of, year_of

JUMP_PCT = 50.0
"""A change of more than this share of the last value is called to attention."""
SMALL_COUNT = 11
"""Counts of people from 1 to 10 could tell who they are: they are flagged where they are typed and read, and the pack
says « moins de 11 » in their place. The recap for the minutes and the export of the whole journal keep them."""


@dataclasses.dataclass(frozen=True, kw_only=True)
class ToEnter:
    """One indicator to type tonight: the last period that has ended and has no measure yet."""

    mission: MissionLine
    line: IndicatorLine
    period: str
    target: float | None  # of the contract year that the period counts for
    due: dt.date | None  # the last day of that year
    missing: int  # periods of this year of the contract and the one before that have ended without a measure


def to_enter(seen: Overview) -> tuple[ToEnter, ...]:
    """*À saisir ce soir*: next deadline first, then by mission and rank."""
    found = []
    for mission in seen.lines:
        for line in mission.indicators:
            lacking = _lacking(line, seen)
            if lacking:
                year = year_of(seen.years, periods.end(lacking[0]))
                found.append(ToEnter(mission=mission, line=line, period=lacking[0],
                                     target=target_of(line.indicator.record, year), due=year.last if year else None,
                                     missing=len(lacking)))
    order = {id(line): place for place, line in enumerate(seen.lines)}
    return tuple(sorted(found, key=lambda item: (item.due or dt.date.max, order[id(item.mission)])))


def jump(line: IndicatorLine, period: str, value: float | None) -> str:
    """A sentence when a value is far from the one before it; empty otherwise. ``period``: canonical.

    Formula: |value − last| > 50 % of |last|, last being the measure of the nearest earlier period.
    """
    before = [kept.record for kept in line.measures
              if kept.record.value is not None and periods.end(kept.record.period) < periods.end(period)]
    if value is None or not before:
        return ""
    last = before[-1]
    former = last.value or 0.0
    if abs(value - former) <= abs(former) * JUMP_PCT / 100:
        return ""
    return french(f"Écart important avec {periods.words(last.period)} : {number(former, 2)}, puis {number(value, 2)}. "
                  "Vérifiez le chiffre ; s'il est juste, expliquez-le en une phrase.")


def small_count(indicator: Indicator, measure: Measure) -> str:
    """A sentence when a count of the measure is from 1 to 10; empty otherwise."""
    counts = [measure.numerator, measure.denominator] if measure.numerator is not None else [measure.value]
    if indicator.form.value == "ratio" and measure.numerator is None:
        return ""
    if not any(is_small(count) for count in counts):
        return ""
    return french(f"Effectif de moins de {SMALL_COUNT} : à ne pas diffuser s'il s'agit de patients.")


def is_small(count: float | None) -> bool:
    """Whether a count is more than 0 and less than 11."""
    return count is not None and 0 < count < SMALL_COUNT


def recap(written: Sequence[tuple[str, Indicator, Measure]], *, author: str, on: dt.date) -> str:
    """The text to paste in the minutes: (mission title, indicator, measure) in the order typed; values to validate last."""
    lines = [french(f"Saisie des indicateurs du {date(on)}, par {author} : {len(written)} "
                    f"{'mesures' if len(written) > 1 else 'mesure'}.")]
    former = ""
    for mission, indicator, measure in written:
        if mission != former:
            lines.append(f"\n{mission}")
            former = mission
        lines.append(f"- {_told(indicator, measure)}")
    waiting = [french(f"- {indicator.label} ({periods.words(measure.period)})") for _, indicator, measure in written
               if measure.state is not MeasureState.AGREED]
    if waiting:
        lines += ["", "À valider\u00a0:", *waiting]
    return "\n".join(lines)


def _told(indicator: Indicator, measure: Measure) -> str:
    if measure.not_measured:
        value = f"{NOT_MEASURED} ({measure.not_measured})"
    elif measure.value is None:
        value = NOT_TYPED
    else:
        parts = "" if measure.numerator is None else \
            f" ({number(measure.numerator, 0)} sur {number(measure.denominator, 0)})"
        value = f"{number(measure.value, 2)} {indicator.unit}{parts}"
    cpam = "pas encore reçue" if measure.cpam_value is None else f"{number(measure.cpam_value, 2)} {indicator.unit}"
    proofs = [f"à joindre par {proof.who} pour le {date(proof.due)}" if proof.kind is ProofKind.TO_COME
              else proof.title or proof.file_name or proof.link for proof in measure.proofs]
    comment = f" {measure.gap_comment}" if measure.gap_comment else ""
    return french(f"{indicator.label}, {periods.words(measure.period)} : {value} ; valeur CPAM : {cpam} ; "
                  f"preuve : {', '.join(proofs) or 'aucune'}.{comment}")


def _lacking(line: IndicatorLine, seen: Overview) -> list[str]:
    """Periods that ended in the present year of the contract, or the one before, without a measure: latest first."""
    if seen.year is None:
        return []
    since = next((year.first for year in seen.years if year.number == (seen.year.number - 1 or 1)), seen.year.first)
    there = {kept.record.period for kept in line.measures}
    found: list[str] = []
    moment = seen.today
    while True:
        period = periods.completed(line.indicator.record.frequency, moment)
        first, last = periods.bounds(period)
        if last < since:
            return found
        if period not in there:
            found.append(period)
        moment = first


def latest_by(kept: Sequence[Kept[Measure]], period: str) -> Kept[Measure] | None:
    """The measure of a period, when there is one: to be changed rather than added."""
    return next((item for item in kept if item.record.period == period), None)
