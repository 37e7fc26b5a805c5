"""The words of states: what a figure is when it is not simply a number (see the project's list of words).

A row is one line of the figures' table, as a mapping (a pandas Series does).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from cpts_analytics.aggregation import INSUFFICIENT, MINIMUM_COVERAGE
from cpts_analytics.disclosure import HIDDEN_TEXT
from cpts_analytics.model import Aggregation, Indicator, Status
from cpts_analytics.views.numbers import (
    NBSP,
    count_words,
    is_known,
    number,
    percent,
    range_words,
    unit_for,
    value_with_unit,
)

STATUS_WORDS: dict[Status, str] = {
    Status.OK: "publié",
    Status.ESTIMATED: "estimation",
    Status.PARTIAL: "couverture partielle",
    Status.SUPPRESSED: "masqué (secret statistique)",
    Status.NOT_PUBLISHED: "non publié à cette échelle",
    Status.NOT_LOADED: "absent de cette version",
    Status.NOT_APPLICABLE: "sans objet",
}
ZERO_WORDS = "0 (aucun)"
NOT_TYPED = "non renseigné"

_REASONS: dict[Status, tuple[str, str]] = {
    Status.SUPPRESSED: (
        "Le producteur masque les petits effectifs.",
        "Regardez la valeur publiée pour l'EPCI ou le département.",
    ),
    Status.NOT_PUBLISHED: (
        "Le producteur ne publie pas ce chiffre à cette échelle.",
        "Regardez le niveau supérieur, ou demandez le chiffre à la CPAM ou à l'ARS.",
    ),
    Status.NOT_LOADED: (
        "Ce chiffre est publié, mais absent de la copie de données de l'application.",
        "La page « Sources et méthodes » dit d'où il viendrait.",
    ),
    Status.NOT_APPLICABLE: (
        f"Le calcul n'a pas de sens ici{NBSP}: le dénominateur est nul ou la comparaison est vide.",
        "Aucune action n'est nécessaire.",
    ),
}


def status_of(row: Mapping[str, Any]) -> Status:
    return Status(row["status"])


def is_insufficient(row: Mapping[str, Any]) -> bool:
    """Whether the figure is withheld because too few inhabitants are covered (some are, but under 90 %)."""
    if is_known(row.get("value")) or is_known(row.get("lower")):
        return False
    return row.get("method") == INSUFFICIENT or status_of(row).has_value


def is_zero(row: Mapping[str, Any], indicator: Indicator) -> bool:
    """Whether the figure says « none »: a count or a ratio of a count that is exactly zero."""
    return (
        indicator.aggregation in (Aggregation.SUM, Aggregation.RATIO)
        and is_known(row.get("value"))
        and status_of(row) is Status.OK
        and float(row["value"]) == 0
    )


def value_words(row: Mapping[str, Any], indicator: Indicator, *, with_unit: bool = True) -> str:
    """The figure's value as text, or the words of its state. Never empty, never « nan »."""
    status = status_of(row)
    if is_insufficient(row):
        return INSUFFICIENT
    if not status.has_value:
        return HIDDEN_TEXT if row.get("method") == HIDDEN_TEXT else STATUS_WORDS[status]
    if not is_known(row.get("value")):
        return _span(row, indicator, with_unit=with_unit)
    if is_zero(row, indicator):
        return ZERO_WORDS
    value = float(row["value"])
    text = value_with_unit(value, indicator) if with_unit else number(value, indicator.decimals)
    if status is Status.PARTIAL and indicator.aggregation is Aggregation.SUM:
        return f"au moins {text}"
    return text


def _span(row: Mapping[str, Any], indicator: Indicator, *, with_unit: bool) -> str:
    """Lowest and highest of the parts, for what is never averaged."""
    lower, upper = float(row["lower"]), float(row["upper"])
    text = f"de {number(lower, indicator.decimals)} à {number(upper, indicator.decimals)}"
    return f"{text}{NBSP}{unit_for(upper, indicator.unit)}" if with_unit else text


def coverage_words(row: Mapping[str, Any]) -> str:
    """``couvre 54 communes sur 60, 96 % des habitants``; empty when coverage is whole or not known."""
    covered, total, share = (
        row.get(name) for name in ("coverage_communes", "total_communes", "coverage_population_pct")
    )
    if not (is_known(covered) and is_known(total)) or int(covered) >= int(total):  # type: ignore[arg-type]
        return ""
    words = f"couvre {count_words(int(covered), 'commune')} sur {number(int(total))}"  # type: ignore[arg-type]
    return f"{words}, {_share_words(float(share))} des habitants" if is_known(share) else words  # type: ignore[arg-type]


def _share_words(share: float) -> str:
    """A share under 100 % is never rounded up to it."""
    return f"plus de 99{NBSP}%" if 99.5 <= share < 100 else percent(share)


def state_words(row: Mapping[str, Any], indicator: Indicator) -> str:
    """What must be said beside the value: estimate and its interval, coverage; or the state itself.

    ``au moins 1 250 (couvre 54 communes sur 60, 96 % des habitants)`` is
    ``value_words`` followed by these words between brackets.
    """
    status = status_of(row)
    if is_insufficient(row) or status is Status.PARTIAL:
        return coverage_words(row)
    if status is Status.ESTIMATED:
        if is_known(row.get("lower")) and is_known(row.get("upper")):
            return f"estimation, {range_words(float(row['lower']), float(row['upper']), indicator.decimals)}"
        return STATUS_WORDS[status]
    return "" if status.has_value else STATUS_WORDS[status]


def full_words(row: Mapping[str, Any], indicator: Indicator) -> str:
    """Value and state in one text: ``au moins 1 250 habitants (couvre 54 communes sur 60, …)``."""
    value, state = value_words(row, indicator), state_words(row, indicator)
    return f"{value} ({state})" if state and state != value else value


def reason(row: Mapping[str, Any]) -> str:
    """Why there is no figure: one sentence; empty when there is one."""
    if is_insufficient(row):
        covered = coverage_words(row)
        return f"Moins de {percent(100 * MINIMUM_COVERAGE)} des habitants sont couverts" + (
            f" ({covered})." if covered else "."
        )
    return _REASONS.get(status_of(row), ("", ""))[0]


def advice(row: Mapping[str, Any]) -> str:
    """What to do about a figure that is not there; empty when there is one."""
    if is_insufficient(row):
        return "Regardez la valeur publiée pour l'EPCI ou le département."
    return _REASONS.get(status_of(row), ("", ""))[1]
