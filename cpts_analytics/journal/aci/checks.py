"""Records made safe to keep: texts cleaned, bounds held, each fault said with its field."""

from __future__ import annotations

import dataclasses
import datetime as dt
import math
from collections.abc import Callable
from typing import Any, TypeVar

from cpts_analytics.errors import JournalError
from cpts_analytics.journal.aci import periods
from cpts_analytics.journal.aci.choices import Calculation, Form, ProofKind
from cpts_analytics.journal.aci.fields import fields
from cpts_analytics.journal.aci.kept import FieldError, R
from cpts_analytics.journal.aci.records import (
    ActionSheet,
    Amendment,
    Contract,
    Cpts,
    Entry,
    Indicator,
    Measure,
    Membership,
    Mission,
    Money,
)
from cpts_analytics.journal.words import TEXT_LENGTH, checked_text

T = TypeVar("T")
_SHORT = 300
_LONG_FIELDS = {"note", "definition", "description", "gap", "gap_comment", "proofs"}
_MOST_PARTS = 500
_YEARS = range(1990, 2101)
_MOST_EUR = 1e9


def checked(record: R) -> R:
    """The record as it will be kept. Raises FieldError, which names the field and says what to do."""
    clean = _cleaned(record, "")
    for kind, check in _CHECKS:
        if isinstance(clean, kind):
            clean = check(clean)
    return clean


def with_value(measure: Measure, indicator: Indicator) -> Measure:
    """The measure with the value that its numerator and denominator make. Raises FieldError when it was typed otherwise.

    value = scale × numerator / denominator, for a ratio whose two parts are typed; a denominator of 0 makes none.
    A count has no denominator: a numerator typed alone is its value.
    """
    if indicator.form is Form.COUNT:
        if measure.denominator is not None:
            raise FieldError("denominator", "Cet indicateur est un nombre : laissez le dénominateur vide.")
        value = measure.value if measure.value is not None else measure.numerator
        return dataclasses.replace(measure, value=value, numerator=None)
    if measure.numerator is None or measure.denominator is None:
        if measure.numerator is not None and measure.value is None:
            raise FieldError("denominator", "Il manque le dénominateur : le taux ne peut pas être calculé.")
        return measure
    if measure.denominator == 0:
        return dataclasses.replace(measure, value=None)
    value = indicator.scale * measure.numerator / measure.denominator
    if measure.value is not None and not math.isclose(measure.value, value, rel_tol=5e-3, abs_tol=0.051):
        raise FieldError("value", f"La valeur saisie ({_number(measure.value)}) n'est pas celle que donnent le numérateur "
                                  f"et le dénominateur ({_number(value)}) : corrigez l'un des trois.")
    return measure if measure.value == value else dataclasses.replace(measure, value=value)


def _cleaned(record: T, within: str) -> T:
    """The record with clean texts and numbers of the right kind; the very same when nothing had to be changed."""
    changes: dict[str, Any] = {}
    for field in fields(type(record)):
        value = getattr(record, field.name)
        if value is None:
            if not field.optional:
                raise FieldError(within or field.name, f"{field.label} : à remplir.")
            continue
        name = within or field.name
        if field.many:
            if len(value) > _MOST_PARTS:
                raise FieldError(name, f"{field.label} : {len(value)} lignes, {_MOST_PARTS} au plus.")
            clean: Any = tuple(_value(part, field.of, name, field.label) for part in value) if value else value
        else:
            clean = _value(value, field.of, name, field.label)
        if clean is not value and clean != value or type(clean) is not type(value):
            changes[field.name] = clean
        if field.required and clean == "":
            raise FieldError(name, f"{field.label} : à remplir.")
    return dataclasses.replace(record, **changes) if changes else record  # type: ignore[type-var]


def _value(value: Any, of: type, name: str, label: str) -> Any:
    if of is str:
        if not value or (len(value) <= _SHORT and value.isprintable() and value == value.strip()):
            return value
        limit = TEXT_LENGTH if name in _LONG_FIELDS else _SHORT
        try:
            return checked_text(value, limit=limit, what=f"« {label} »")
        except JournalError as error:
            raise FieldError(name, str(error)) from error
    if of is float:
        if not math.isfinite(value):
            raise FieldError(name, f"{label} : ce n'est pas un nombre. Écrivez par exemple 12,5 ; laissez vide si la "
                                   "valeur n'est pas connue.")
        return float(value)
    if of is int and not abs(value) < 2**31:
        raise FieldError(name, f"{label} : {value} est trop grand.")
    return _cleaned(value, name) if dataclasses.is_dataclass(of) else value


def _cpts(record: Cpts) -> Cpts:
    _in_order(record.created, record.ended, "ended", "La date de fin précède la date de création.")
    return record


def _contract(record: Contract) -> Contract:
    _in_order(record.signed, record.ends, "ends", "La date de fin précède la signature.")
    if record.size_class is not None and record.size_class not in (1, 2, 3, 4):
        raise FieldError("size_class", "La classe de taille va de 1 à 4.")
    _between(record.population, "population", 0, 10_000_000)
    _year(record.population_year, "population_year")
    _contract_years(record.running, "running")
    for part in record.running:
        _money(part.amount_eur, "running")
    return record


def _amendment(record: Amendment) -> Amendment:
    _in_order(record.date, record.adhered, "adhered", "La date d'adhésion précède celle du texte.")
    return record


def _mission(record: Mission) -> Mission:
    _in_order(record.started, record.deployed, "deployed", "Le déploiement complet précède le démarrage.")
    _contract_years(record.amounts, "amounts")
    for part in record.amounts:
        _money(part.fixed_eur, "amounts")
        _money(part.variable_eur, "amounts")
    return record


def _indicator(record: Indicator) -> Indicator:
    _contract_years(record.targets, "targets")
    _year(record.baseline_year, "baseline_year")
    _between(record.weight_pct, "weight_pct", 0, 100)
    if record.scale <= 0:
        raise FieldError("scale", "Le multiplicateur doit être plus grand que 0 (100 pour un pourcentage).")
    if record.calculation is Calculation.STEPS and not record.steps:
        raise FieldError("steps", "Calcul par paliers : saisissez au moins un palier du contrat.")
    rates = [step.from_rate_pct for step in record.steps]
    if rates != sorted(set(rates)):
        raise FieldError("steps", "Les paliers vont du plus petit taux d'atteinte au plus grand, sans répétition.")
    for step in record.steps:
        _between(step.from_rate_pct, "steps", 0, 100)
        _between(step.earned_pct, "steps", 0, 100)
    return record


def _measure(record: Measure) -> Measure:
    try:
        period = periods.canonical(record.period)
    except JournalError as error:
        raise FieldError("period", str(error)) from error
    if period != record.period:
        record = dataclasses.replace(record, period=period)
    if record.denominator is not None and record.denominator < 0:
        raise FieldError("denominator", "Le dénominateur ne peut pas être négatif.")
    if record.not_measured:
        for name in ("value", "numerator", "denominator"):
            if getattr(record, name) is not None:
                raise FieldError(name, "« Non mesuré » et une valeur à la fois : gardez l'un des deux (zéro est une "
                                       "valeur).")
    for proof in record.proofs:
        if proof.kind is ProofKind.LINK and not proof.link.startswith(("http://", "https://")):
            raise FieldError("proofs", "Preuve : le lien doit commencer par https://.")
        if proof.kind is ProofKind.FILE and len(proof.sha256) != 64:
            raise FieldError("proofs", "Preuve : le fichier n'a pas été enregistré.")
        if proof.kind is ProofKind.TO_COME and not proof.who:
            raise FieldError("proofs", "Preuve à joindre : dites qui l'apportera.")
    return record


def _action(record: ActionSheet) -> ActionSheet:
    _in_order(record.starts, record.ends, "ends", "La fin précède le début.")
    _money(record.budget_eur, "budget_eur")
    return record


def _membership(record: Membership) -> Membership:
    _year(record.year, "year")
    _between(record.members, "members", 0, 1_000_000)
    _between(record.professionals, "professionals", 0, 1_000_000)
    return record


def _budget(record: Money) -> Money:
    _year(record.year, "year")
    _money(record.planned_eur, "planned_eur")
    _money(record.spent_eur, "spent_eur")
    return record


def _in_order(first: dt.date | None, last: dt.date | None, field: str, sentence: str) -> None:
    if first is not None and last is not None and last < first:
        raise FieldError(field, sentence)


def _between(value: float | None, field: str, low: float, high: float) -> None:
    if value is not None and not low <= value <= high:
        raise FieldError(field, f"Attendu : un nombre de {_number(low)} à {_number(high)} ; saisi : {_number(value)}.")


def _year(value: int | None, field: str) -> None:
    if value is not None and value not in _YEARS:
        raise FieldError(field, f"{value} n'est pas une année : écrivez-la en quatre chiffres.")


def _money(value: float | None, field: str) -> None:
    _between(value, field, 0, _MOST_EUR)


def _contract_years(parts: tuple[Any, ...], field: str) -> None:
    years = [part.year for part in parts]
    if len(set(years)) < len(years):
        raise FieldError(field, "La même année du contrat figure deux fois.")
    for year in years:
        _between(year, field, 1, 20)


def _number(value: float) -> str:
    return f"{value:.10g}".replace(".", ",")


_CHECKS: tuple[tuple[type[Entry], Callable[[Any], Any]], ...] = (
    (Cpts, _cpts), (Contract, _contract), (Amendment, _amendment), (Mission, _mission), (Indicator, _indicator),
    (Measure, _measure), (ActionSheet, _action), (Membership, _membership), (Money, _budget))
