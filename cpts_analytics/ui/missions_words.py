"""Words and small marks that several screens of the missions share."""

from __future__ import annotations

import datetime as dt

from cpts_analytics.journal.aci import Indicator, Kept, Measure, periods
from cpts_analytics.journal.failures import PARIS
from cpts_analytics.missions import (
    NOT_MEASURED,
    NOT_TYPED,
    Deadline,
    IndicatorLine,
    MissionLine,
    MissionState,
    Total,
    Track,
    euros,
    number,
)
from cpts_analytics.ui.markup import Markup, tag
from cpts_analytics.views.numbers import NBSP, count_words, typeset
from cpts_analytics.views.sparkline import sparkline

TRACK_MARKS = {Track.REACHED: ("●", "favourable"), Track.ON_TRACK: ("▲", "favourable"), Track.OFF_TRACK: ("▼", "unfavourable"),
               Track.TO_WATCH: ("◐", "to_interpret"), Track.UNMEASURED: ("○", "to_interpret"),
               Track.NO_TARGET: ("–", "to_interpret")}
STATE_MARKS = {MissionState.TO_START: ("○", "to_interpret"), MissionState.LATE: ("▼", "unfavourable"),
               MissionState.STARTED: ("◐", "favourable"), MissionState.DEPLOYMENT_LATE: ("▼", "unfavourable"),
               MissionState.DEPLOYED: ("●", "favourable")}


def track(line: IndicatorLine) -> Markup:
    """Where an indicator stands: a shape and its words."""
    mark, colour = TRACK_MARKS[line.track]
    return tag("span", f"{mark} {line.track.label}", cls=f"cpts-verdict cpts-{colour}")


def mission(line: MissionLine) -> str:
    """The short name of a mission, else its title."""
    return line.rule.short if line.rule else line.mission.record.title


def mission_state(state: MissionState) -> Markup:
    """Where a mission stands: a shape and its words."""
    mark, colour = STATE_MARKS[state]
    return tag("span", f"{mark} {state.label}", cls=f"cpts-verdict cpts-{colour}")


def unit(indicator: Indicator) -> str:
    """The unit after a number, with its space."""
    return f"{NBSP}{indicator.unit}" if indicator.unit else ""


def value(measure: Measure | None, indicator: Indicator) -> str:
    """« 12,5 % », « non mesuré (raison) », « non renseigné »."""
    if measure is None:
        return NOT_TYPED
    if measure.not_measured:
        return f"{NOT_MEASURED} ({measure.not_measured})"
    return amount(measure.value, indicator)


def amount(figure: float | None, indicator: Indicator) -> str:
    """A number in the indicator's unit; « non renseigné » without one."""
    return NOT_TYPED if figure is None else f"{number(figure, 2)}{unit(indicator)}"


def cpam(measure: Measure | None, indicator: Indicator) -> str:
    """The CPAM's value, or that it has not come."""
    if measure is None or measure.cpam_value is None:
        return "pas encore reçue"
    return amount(measure.cpam_value, indicator)


def gap(measure: Measure | None, indicator: Indicator) -> str:
    """The CPTS's value minus the CPAM's, with its sign; empty without both."""
    if measure is None or measure.value is None or measure.cpam_value is None:
        return ""
    difference = measure.value - measure.cpam_value
    sign = "+" if difference > 0 else ""
    return f"{sign}{number(difference, 2)}{' point' if indicator.unit.startswith('%') else unit(indicator)}" \
        + ("s" if indicator.unit.startswith("%") and abs(difference) >= 2 else "")


def target(line: IndicatorLine) -> str:
    """« cible 12 % (à diminuer) », or that none is typed."""
    return aim(line.indicator.record, line.target)


def aim(indicator: Indicator, figure: float | None) -> str:
    """The same for any year's target."""
    shown = "non renseignée" if figure is None else amount(figure, indicator)
    return f"cible {shown} ({indicator.direction.label})"


def spark(line: IndicatorLine) -> Markup:
    """The measures as a small line with the target dashed; its words for who does not see it."""
    indicator, points = line.indicator.record, line.points
    if not points:
        return tag("span", "", cls="cpts-spark")
    image = sparkline([(float(date.toordinal()), figure) for date, figure in points], line.target)
    if len(points) == 1:
        words = f"Une mesure : {amount(points[0][1], indicator)}"
    else:
        words = f"{len(points)} mesures, de {number(points[0][1], 2)} à {amount(points[-1][1], indicator)}"
    return tag("img", src=image, alt=typeset(f"{words} ; {target(line)}"), cls="cpts-spark")


def total(sum_: Total) -> str:
    """Euros, and for how many missions they are not typed."""
    if sum_.eur is None or not sum_.unknown:
        return euros(sum_.eur)
    return f"{euros(sum_.eur)} + {count_words(sum_.unknown, 'mission')} non renseignée{'s' if sum_.unknown > 1 else ''}"


def deadline(item: Deadline | None) -> str:
    """« démarrage : 12/12/2024 (dépassée) »; that there is none."""
    if item is None or item.date is None:
        return "aucune"
    return f"{item.label.rpartition(f'{NBSP}: ')[2]}\u00a0: {item.date:%d/%m/%Y}{' (dépassée)' if item.late else ''}"


def written(kept: Kept) -> str:
    """« par Coordinatrice le 12/01/2026 à 20:15 »."""
    return f"par {kept.author} le {kept.at.astimezone(PARIS):%d/%m/%Y à %H:%M}"


def period(measure: Measure) -> str:
    """The period in words."""
    return periods.words(measure.period)


def days_to(date: dt.date, today: dt.date) -> str:
    """« dans 3 mois », « dans 12 jours », « depuis 2 mois »."""
    days = (date - today).days
    size = f"{abs(days)} jour{'s' if abs(days) > 1 else ''}" if abs(days) < 60 else f"{round(abs(days) / 30.44)} mois"
    return f"dans {size}" if days > 0 else "aujourd'hui" if days == 0 else f"depuis {size}"

