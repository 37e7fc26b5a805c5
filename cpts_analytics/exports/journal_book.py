"""The ACI journal as a workbook: one sheet a kind of record, the history, and the tables to fill in. Bytes, no file."""

from __future__ import annotations

import dataclasses
import datetime as dt
import io
import json
from collections.abc import Sequence
from typing import Any

import xlsxwriter
from xlsxwriter.workbook import Workbook

from cpts_analytics.exports.safe import safe_text
from cpts_analytics.journal.aci import (
    BELONGS_TO,
    KINDS,
    Choice,
    Entry,
    Indicator,
    Kept,
    Measure,
    Mission,
    Register,
    fields,
    periods,
)
from cpts_analytics.journal.aci.fields import to_plain
from cpts_analytics.missions.intake import FIELDS, field_label

_OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False,
            "nan_inf_to_errors": False}
_SHEETS = {"cpts": "CPTS", "contract": "Contrats", "amendment": "Avenants", "mission": "Missions", "objective": "Objectifs",
           "indicator": "Indicateurs", "measure": "Mesures", "group": "Groupes de travail", "action": "Fiches action",
           "membership": "Adhésions", "money": "Financements", "format": "Formats de fichiers"}
_ORDER = ("measure", "indicator", *(name for name in KINDS if name not in ("measure", "indicator")))
_WIDEST = 60
Rows = list[list[Any]]


def to_xlsx(register: Register) -> bytes:
    """Every living record, one sheet a kind (numbers of records and versions first), then every version ever written."""
    kept = {name: register.find(kind) for name, kind in KINDS.items()}
    names = {item.id: _name(item.record) for items in kept.values() for item in items}
    missions = {item.id: item.record.mission_id for item in kept["indicator"]}  # type: ignore[attr-defined]
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, _OPTIONS) as workbook:
        for name in _ORDER:
            _write(workbook, _SHEETS[name], *_sheet(KINDS[name], kept[name], names, missions))
        changes = register.changes(dt.datetime(1970, 1, 1, tzinfo=dt.UTC), most=1_000_000)
        _write(workbook, "Historique", ["Numéro", "Objet", "Version", "Ce qui a été fait", "Auteur", "Le", "Motif", "Contenu"],
               [[item.latter.id, _SHEETS[item.latter.record.KIND], item.latter.version, item.what, item.latter.author,
                 _moment(item.latter.at), item.latter.reason,
                 json.dumps(to_plain(item.latter.record), ensure_ascii=False)] for item in changes])
    return buffer.getvalue()


def template(register: Register, contract_id: int, kind: str) -> bytes:
    """The table to fill in and give back: its titles, a line for each indicator of the contract (with its last period's
    words as an example), and a sheet that says how."""
    missions = register.find(Mission, contract_id=contract_id)
    indicators = register.find(Indicator, mission_id=tuple(item.id for item in missions))
    titles = {item.id: item.record.title for item in missions}
    header = [field_label(kind, field) for field in FIELDS[kind]]
    rows: Rows = []
    if kind == Measure.KIND:
        rows = [[titles[item.record.mission_id], item.record.label] + [None] * (len(header) - 2) for item in indicators]
    else:
        rows = [[title] + [None] * (len(header) - 1) for title in titles.values()]
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, _OPTIONS) as workbook:
        _write(workbook, _SHEETS[kind], header, rows)
        _write(workbook, "Mode d'emploi", ["Colonne", "Ce qui s'y écrit"],
               [[field_label(kind, field), _HELP.get(field, "")] for field in FIELDS[kind]])
    return buffer.getvalue()


_HELP = {
    "mission": "Le titre de la mission, tel que dans le contrat.",
    "indicator": "Le libellé de l'indicateur, tel que dans le contrat.",
    "period": "2025, S1 2025, T2 2025 ou mars 2025.",
    "numerator": "Un nombre. Jamais de ligne par patient.", "denominator": "Un nombre.",
    "value": "Laissez vide si le numérateur et le dénominateur sont donnés\u00a0: le taux est calculé. Zéro est une valeur.",
    "not_measured": "La raison, si rien n'a été mesuré.", "giver": "CPTS, CPAM, ARS, SAS, données ouvertes ou autre.",
    "cpam_value": "La valeur de la CPAM, si elle est reçue.", "gap_comment": "Une phrase.",
    "state": "brouillon, à valider ou validée.", "proof": "Un lien https.",
    "form": "numérateur et dénominateur, ou nombre.", "direction": "à augmenter, ou à diminuer.",
    "nature": "moyens, ou résultat.", "calculation": "tout ou rien, proportionnel, ou par paliers.",
    "frequency": "chaque année, chaque semestre, chaque trimestre ou chaque mois.",
    "yearly": "dernière valeur, ou somme des périodes.",
    **{f"target_{number}": "Ce qui doit être atteint à la fin de cette année du contrat." for number in range(1, 6)},
}


def _sheet(kind: type[Entry], kept: Sequence[Kept[Any]], names: dict[int, str],
           missions: dict[int, int]) -> tuple[list[str], Rows]:
    header = ["Numéro", "Version"]
    rows: Rows = [[item.id, item.version] for item in kept]
    if kind is Measure:
        header.append("Mission")
        for row, item in zip(rows, kept, strict=True):
            row.append(names.get(missions[item.record.indicator_id], ""))
    for field in fields(kind):
        if kind is Indicator and field.name == "targets":
            years = range(1, max([5, *(target.year for item in kept for target in item.record.targets)]) + 1)
            header += [f"Cible année {year}" for year in years]
            for row, item in zip(rows, kept, strict=True):
                targets = {target.year: target.value for target in item.record.targets}
                row += [targets.get(year) for year in years]
            continue
        header.append(field.label)
        for row, item in zip(rows, kept, strict=True):
            value = getattr(item.record, field.name)
            row.append(names.get(value, "") if field.name in BELONGS_TO and value is not None else _cell(value))
    for row, item in zip(rows, kept, strict=True):
        row += [item.author, _moment(item.at), item.reason]
    return [*header, "Auteur", "Le", "Motif"], rows


def _cell(value: Any) -> Any:
    """A value as a cell: numbers stay numbers, what is held in several becomes a text."""
    if isinstance(value, Choice):
        return value.label
    if isinstance(value, bool):
        return "oui" if value else "non"
    if isinstance(value, tuple):
        return "\u00a0; ".join(_part(part) for part in value)
    return value.isoformat() if isinstance(value, dt.date) else value


def _part(part: Any) -> str:
    if not dataclasses.is_dataclass(part):
        return str(part)
    told = [(field.label, _cell(getattr(part, field.name))) for field in fields(type(part))]
    return ", ".join(f"{name}\u00a0: {value}" for name, value in told if value not in (None, ""))


def _name(record: Entry) -> str:
    if isinstance(record, Measure):
        return periods.words(record.period)
    return next((str(value) for value in (getattr(record, name, "") for name in ("label", "title", "name")) if value), "")


def _moment(at: dt.datetime) -> str:
    return f"{at.astimezone(dt.UTC):%Y-%m-%d %H:%M:%S} UTC"


def _write(workbook: Workbook, title: str, header: list[str], rows: Rows) -> None:
    bold = workbook.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
    sheet = workbook.add_worksheet(title)
    sheet.freeze_panes(1, 0)
    for place, name in enumerate(header):
        longest = max((len(str(row[place])) for row in rows[:500] if row[place] is not None), default=0)
        sheet.set_column(place, place, min(_WIDEST, max(longest, len(name)) + 2))
        sheet.write_string(0, place, name, bold)
    for line, row in enumerate(rows, 1):
        for place, value in enumerate(row):
            if isinstance(value, int | float):
                sheet.write_number(line, place, value)
            elif value is not None and value != "":
                sheet.write_string(line, place, safe_text(str(value))[:32_767])
    sheet.autofilter(0, 0, max(len(rows), 1), len(header) - 1)
