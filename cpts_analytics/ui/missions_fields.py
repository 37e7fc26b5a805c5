"""Fields of a record on screen: a widget for each kind of field, read back with its fault said at the field."""

from __future__ import annotations

import dataclasses
import datetime as dt
import enum
import re
from collections.abc import Mapping
from typing import Any

import streamlit as st

from cpts_analytics.journal.aci import (
    ActionStep,
    FieldError,
    Meeting,
    PayStep,
    RunningAmount,
    Target,
    YearAmount,
)
from cpts_analytics.journal.aci.fields import Field
from cpts_analytics.missions import NOT_TYPED
from cpts_analytics.missions.intake import cells
from cpts_analytics.ui.markup import draw, plain, tag
from cpts_analytics.views.numbers import typeset

FIRST, LAST = dt.date(1990, 1, 1), dt.date(2100, 12, 31)
YEARS = range(1, 6)
"""The years of a contract that nothing prolongs."""
_A_ROW = 5
LONG = ("definition", "description", "note", "gap")
BY_YEAR: dict[type, tuple[str, ...]] = {Target: ("value",), RunningAmount: ("amount_eur",),
                                        YearAmount: ("fixed_eur", "variable_eur")}
"""Parts held by year of the contract: rows of small fields for each of their amounts."""
_PARTS = {"fixed_eur": "fixe ", "variable_eur": "variable "}
LINES: dict[type, tuple[str, str]] = {
    ActionStep: ("Une étape par ligne\u00a0: libellé ; échéance ; faite", "Réunir les infirmières ; 15/01/2027 ; faite"),
    Meeting: ("Une réunion par ligne\u00a0: date ; objet", "15/01/2027 ; Bilan des indicateurs"),
    PayStep: ("Un palier par ligne\u00a0: à partir de ce taux d'atteinte (%) ; part acquise (%)", "50 ; 40")}
"""Parts of which there are as many as one likes: a line each, which can be pasted from a spreadsheet."""


def spelt(value: float | None) -> str:
    """A number as one types it: ``12,5``."""
    return "" if value is None else f"{value:.10g}".replace(".", ",")


def number_of(text: object, name: str) -> float | None:
    """The number typed; None when the field is left blank. Raises FieldError."""
    try:
        return cells.number(str(text or ""))
    except cells.CellError as error:
        raise FieldError(name, str(error)) from error


def whole_of(text: object, name: str) -> int | None:
    """The whole number typed; None when blank. Raises FieldError."""
    try:
        return cells.whole(str(text or ""))
    except cells.CellError as error:
        raise FieldError(name, str(error)) from error


def widget(field: Field, value: Any, key: str, *, options: Mapping[Any, str] | None = None, help: str | None = None,
           years: range = YEARS) -> None:
    """The widget of a field. ``options``: the records that an ``*_id`` field may name; ``years``: of the contract."""
    label = typeset(field.label)
    if options is not None:
        _choice(field, value, key, options, help)
    elif field.many and field.of in BY_YEAR:
        _by_year(field, value, key, years)
    elif field.many:
        title, example = LINES.get(field.of, ("un par ligne", ""))
        st.text_area(f"{label} ({title[:1].lower()}{title[1:]})", _lines(value, field.of), key=key, height=90,
                     placeholder=example, help=help)
    elif issubclass(field.of, enum.Enum):
        members = ([None] if field.optional else []) + list(field.of)
        st.selectbox(label, members, index=members.index(value), key=key, help=help,
                     format_func=lambda one: NOT_TYPED if one is None else one.label)
    elif field.of is bool:
        st.checkbox(label, value, key=key, help=help)
    elif field.of is dt.date:
        st.date_input(label, value, min_value=FIRST, max_value=LAST, format="DD/MM/YYYY", key=key, help=help)
    elif field.name in LONG:
        st.text_area(label, value or "", key=key, height=80, help=help)
    else:
        shown = spelt(value) if field.of in (int, float) else value or ""
        st.text_input(label, shown, key=key, help=help, max_chars=300, placeholder=NOT_TYPED if field.optional else None)


def keys_of(field: Field, key: str, years: range = YEARS) -> tuple[str, ...]:
    """The keys under which the widgets of a field hold what is typed."""
    if field.many and field.of in BY_YEAR:
        return tuple(f"{key}-{part}-{year}" for part in BY_YEAR[field.of] for year in years)
    return (key,)


def read(field: Field, raw: Mapping[str, Any], key: str, former: Any, years: range = YEARS) -> Any:
    """The field's value out of what its widgets hold. Raises FieldError with the field's name."""
    if field.many and field.of in BY_YEAR:
        return _amounts(field, raw, key, former, years)
    value = raw.get(key)
    if field.many and field.of in LINES:
        return tuple(_part(field, line) for line in str(value or "").splitlines() if line.strip())
    if field.many:
        if isinstance(value, str):
            return tuple(one.strip() for one in value.splitlines() if one.strip())
        return tuple(value or ())
    if issubclass(field.of, enum.Enum) or field.of is bool or field.of is dt.date or not isinstance(value, str | None):
        return value
    if field.of is float:
        found: Any = number_of(value, field.name)
    elif field.of is int:
        found = whole_of(value, field.name)
    else:
        return str(value or "").strip()
    if found is None and not field.optional:
        raise FieldError(field.name, f"{field.label} : à remplir.")
    return found


def fault(text: str) -> None:
    """A fault, right under the field that it is about."""
    if text:
        draw(tag("p", f"▲ {typeset(text)}", cls="cpts-fault", role="alert"))


def told(value: Any) -> str:
    """Any value of a record in words, for a comparison or a history."""
    if value is None or value == "" or value == ():
        return NOT_TYPED
    if isinstance(value, bool):
        return "oui" if value else "non"
    if isinstance(value, enum.Enum):
        return str(getattr(value, "label", value.value))
    if isinstance(value, dt.date):
        return f"{value:%d/%m/%Y}"
    if isinstance(value, float | int):
        return spelt(value)
    if isinstance(value, tuple):
        return " ; ".join(told(one) for one in value)
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        if type(value) in BY_YEAR:
            amounts = [f"{_PARTS.get(name, '')}{told(getattr(value, name))}" for name in BY_YEAR[type(value)]]
            return f"année {value.year}\u00a0: {', '.join(amounts)}"  # type: ignore[attr-defined]
        inside = [getattr(value, item.name) for item in dataclasses.fields(value)]
        return ", ".join(told(one) for one in inside if one not in (None, "") and not isinstance(one, bool))
    return str(value)


def _choice(field: Field, value: Any, key: str, options: Mapping[Any, str], help: str | None) -> None:
    label = typeset(field.label)
    if field.many:
        st.multiselect(label, list(options), default=[one for one in value if one in options], key=key, help=help,
                       format_func=options.__getitem__, placeholder="Aucun")
        return
    members = [None, *options] if field.optional else list(options)
    st.selectbox(label, members, index=members.index(value) if value in members else 0, key=key, help=help,
                 format_func=lambda one: NOT_TYPED if one is None else options[one])


def _by_year(field: Field, value: tuple[Any, ...], key: str, years: range) -> None:
    held = {part.year: part for part in value}
    labels = {"value": "", "amount_eur": "", "fixed_eur": "part fixe (€)", "variable_eur": "part variable (€)"}
    for name in BY_YEAR[field.of]:
        words = f"{field.label}, {labels[name]}" if labels[name] else field.label
        st.markdown(plain(typeset(f"{words} : par année du contrat")))
        for start in range(0, len(years), _A_ROW):
            row = st.container(key=f"years-{key}-{name}-{start}")
            for column, year in zip(row.columns(_A_ROW, gap="small"), years[start:start + _A_ROW], strict=False):
                column.text_input(f"Année {year}", spelt(getattr(held.get(year), name, None)), key=f"{key}-{name}-{year}",
                                  max_chars=20, placeholder=NOT_TYPED)


def _amounts(field: Field, raw: Mapping[str, Any], key: str, former: tuple[Any, ...], years: range) -> tuple[Any, ...]:
    found = [part for part in former if part.year not in years]  # further years are not on screen: they stay
    for year in years:
        typed = {name: number_of(raw.get(f"{key}-{name}-{year}"), field.name) for name in BY_YEAR[field.of]}
        if any(amount is not None for amount in typed.values()):
            found.append(field.of(year=year, **typed))
    return tuple(sorted(found, key=lambda part: part.year))


def _lines(value: tuple[Any, ...], of: type) -> str:
    if of not in LINES:
        return "\n".join(map(str, value))
    lines = []
    for part in value:
        cells_ = [getattr(part, item.name) for item in dataclasses.fields(part)]
        words = [("faite" if cell else "") if isinstance(cell, bool) else "" if cell is None
                 else told(cell) if cell != "" else "" for cell in cells_]
        lines.append(" ; ".join(words).rstrip(" ;"))
    return "\n".join(lines)


def _part(field: Field, line: str) -> Any:
    parts = [cell.strip() for cell in re.split(r"[;\t]", line)] + ["", "", ""]
    if field.of is PayStep:
        rate, earned = number_of(parts[0], field.name), number_of(parts[1], field.name)
        if rate is None or earned is None:
            raise FieldError(field.name, f"« {line[:60]} » : attendu deux nombres, par exemple 50 ; 40.")
        return PayStep(from_rate_pct=rate, earned_pct=earned)
    if field.of is Meeting:
        date = _date(parts[0], field.name)
        if date is None:
            raise FieldError(field.name, f"« {line[:60]} » : attendu une date, par exemple 15/01/2027 ; Bilan.")
        return Meeting(date=date, title=parts[1])
    return ActionStep(label=parts[0], due=_date(parts[1], field.name), done=parts[2].casefold() in ("faite", "fait", "oui", "x"))


def _date(text: str, name: str) -> dt.date | None:
    if not text:
        return None
    match = re.fullmatch(r"(\d{1,2})[/.\-](\d{1,2})[/.\-](\d{4})", text)
    try:
        return dt.date(int(match[3]), int(match[2]), int(match[1])) if match else dt.date.fromisoformat(text)
    except ValueError as error:
        raise FieldError(name, f"« {text[:40]} » n'est pas une date : écrivez 15/01/2027.") from error
