"""Which column of somebody's table fills which of our fields: proposed from the titles, corrected by hand, remembered."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping, Sequence

from cpts_analytics.journal.aci import ColumnMatch, Indicator, Kept, Measure, PartnerFormat, Register, label
from cpts_analytics.missions.intake.table import Table
from cpts_analytics.territory.text import normalise

MEASURE_FIELDS = ("mission", "indicator", "period", "numerator", "denominator", "value", "not_measured", "giver", "cpam_value",
                  "gap_comment", "state", "proof")
INDICATOR_FIELDS = ("mission", "label", "unit", "definition", "form", "numerator_label", "denominator_label", "direction",
                    "baseline", "baseline_year", "weight_pct", "nature", "calculation", "frequency", "yearly", "owner",
                    "target_1", "target_2", "target_3", "target_4", "target_5")
FIELDS: dict[str, tuple[str, ...]] = {Measure.KIND: MEASURE_FIELDS, Indicator.KIND: INDICATOR_FIELDS}
REQUIRED: dict[str, tuple[str, ...]] = {Measure.KIND: ("indicator", "period"), Indicator.KIND: ("mission", "label", "unit")}

_LABELS = {"mission": "Mission", "indicator": "Indicateur", "proof": "Preuve (lien)",
           **{f"target_{number}": f"Cible année {number}" for number in range(1, 6)}}
_OTHER_TITLES: Mapping[str, tuple[str, ...]] = {
    "indicator": ("libelle", "libelle indicateur", "nom de l indicateur", "indicateurs"),
    "label": ("libelle", "indicateur", "libelle indicateur", "nom de l indicateur"),
    "period": ("annee", "date", "mois", "trimestre", "semestre", "exercice"),
    "numerator": ("num", "nb", "nombre"), "denominator": ("denom", "den", "total"),
    "value": ("valeur", "resultat", "taux", "valeur de la cpts", "realise"),
    "cpam_value": ("cpam", "valeur de la cpam", "resultat cpam"),
    "gap_comment": ("commentaire", "explication", "observations", "remarque"), "not_measured": ("non mesure", "motif"),
    "giver": ("source", "origine"), "proof": ("preuve", "justificatif", "lien"), "state": ("statut",),
    "baseline": ("depart", "valeur initiale", "t0", "reference"), "weight_pct": ("poids", "ponderation"),
    "direction": ("sens", "objectif"), "unit": ("unite de mesure",), "owner": ("pilote",), "calculation": ("mode de calcul",)}


@dataclasses.dataclass(frozen=True)
class Matching:
    """``columns``: field → title of the column that fills it. ``format_name``: the remembered format, "" when guessed."""

    kind: str  # Measure.KIND or Indicator.KIND
    columns: dict[str, str]
    format_name: str = ""

    @property
    def missing(self) -> tuple[str, ...]:
        """The fields that nothing fills and that must be."""
        return tuple(field for field in REQUIRED[self.kind] if field not in self.columns)

    def unused(self, table: Table) -> tuple[str, ...]:
        """The columns of the file that are left out."""
        return tuple(title for title in table.header if title and title not in self.columns.values())


def field_label(kind: str, field: str) -> str:
    """How a field of an import is called: the title of its column in the template."""
    return _LABELS.get(field) or label(Measure if kind == Measure.KIND else Indicator, field)


def propose(table: Table, kind: str, formats: Iterable[Kept[PartnerFormat]] = ()) -> Matching:
    """The matching remembered for a table with these titles, else one guessed from them: nothing is written."""
    titles = {title for title in table.header if title}
    for kept in formats:
        columns = {match.field: match.column for match in kept.record.columns}
        if columns and set(columns.values()) <= titles and set(columns) <= set(FIELDS[kind]):
            return Matching(kind, columns, kept.record.name)
    by_key = {normalise(title): title for title in reversed(table.header) if title}
    found: dict[str, str] = {}
    for field in FIELDS[kind]:
        own = normalise(field_label(kind, field))
        for key in (own, *_OTHER_TITLES.get(field, ())):
            if key in by_key and by_key[key] not in found.values():
                found[field] = by_key[key]
                break
    return Matching(kind, found)


def best_table(tables: Sequence[Table], kind: str) -> Table:
    """The sheet whose titles fit best."""
    return max(tables, key=lambda table: (not propose(table, kind).missing, len(propose(table, kind).columns)))


def remember(register: Register, cpts_id: int, matching: Matching, *, name: str, partner: str,
             author: str) -> Kept[PartnerFormat]:
    """Keep a matching made by hand, under a name; one of this name gets a new version."""
    record = PartnerFormat(cpts_id=cpts_id, name=name, partner=partner, columns=tuple(
        ColumnMatch(column=column, field=field) for field, column in matching.columns.items()))
    former = register.find(PartnerFormat, cpts_id=cpts_id, name=name)
    if former:
        return register.change(former[0].id, record, expected_version=former[0].version, author=author)
    return register.add(record, author=author, reason="Colonnes associées à la main")
