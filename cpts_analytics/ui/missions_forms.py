"""What each record asks in the editor, in which rows; « title » of the dialog; help at a field."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping
from typing import Any

from cpts_analytics.journal.aci import (
    ActionSheet,
    Amendment,
    Contract,
    Cpts,
    Entry,
    Indicator,
    Membership,
    Mission,
    Money,
    Objective,
    WorkingGroup,
)
from cpts_analytics.missions import texts
from cpts_analytics.ui.missions_fields import YEARS
from cpts_analytics.ui.missions_read import Here

Options = Mapping[Any, str]


@dataclasses.dataclass(frozen=True)
class Form:
    """``rows``: fields side by side. ``more``: rows behind a press. ``noun``: French, for the title."""

    noun: str
    new: str
    rows: tuple[tuple[str, ...], ...]
    more: tuple[tuple[str, ...], ...] = ()


FORMS: dict[type[Entry], Form] = {
    Cpts: Form("la CPTS", "Nouvelle CPTS", (("name",), ("created", "ended"), ("note",))),
    Contract: Form("le contrat", "Nouveau contrat", (
        ("title",), ("rules", "signed", "ends"), ("population", "population_year", "size_class"), ("running",), ("note",))),
    Amendment: Form("l'avenant", "Nouvel avenant", (("title",), ("scope", "date", "adhered"), ("note",))),
    Mission: Form("la mission", "Nouvelle mission", (
        ("title",), ("kind", "started", "deployed", "lead"), ("amounts",), ("note",))),
    Objective: Form("l'objectif", "Nouvel objectif", (("title",), ("description",))),
    Indicator: Form("l'indicateur", "Nouvel indicateur", (
        ("label",), ("unit", "form", "direction"), ("baseline", "baseline_year", "frequency"), ("targets",),
        ("weight_pct", "nature", "calculation")), (
        ("definition",), ("numerator_label", "denominator_label", "scale"), ("yearly", "objective_id", "owner"),
        ("source", "partner"), ("steps",))),
    ActionSheet: Form("la fiche action", "Nouvelle fiche action", (
        ("title",), ("gap",), ("group_id", "status", "budget_eur"), ("starts", "ends"), ("indicator_ids",), ("steps",),
        ("partners",))),
    WorkingGroup: Form("le groupe de travail", "Nouveau groupe de travail", (("name", "mission_id"), ("members", "meetings"))),
    Membership: Form("l'adhésion", "Adhésion d'une profession", (
        ("profession", "year"), ("members", "professionals"), ("source",))),
    Money: Form("la ligne de budget", "Nouvelle ligne de budget", (
        ("label",), ("fund", "year", "mission_id"), ("planned_eur", "spent_eur"), ("note",))),
}

HELP = {
    "profession": "Par exemple infirmiers, kinésithérapeutes, pharmaciens\u00a0: la liste montre alors les lieux d'exercice "
                  "que les données ouvertes comptent sur le territoire.",
    "population": "Celle que retient le contrat, avec son année\u00a0: elle décide de la taille.",
    "size_class": "De 1 à 4, telle que le contrat l'écrit.",
    "targets": "La valeur à atteindre à la fin de chaque année du contrat.",
    "weight_pct": "Part de cet indicateur dans la part variable de la mission, telle que le contrat l'écrit.",
    "calculation": "Comment la part variable est acquise, selon le contrat.",
    "scale": "100 pour un pourcentage, 1 000 pour un taux pour 1 000 …",
    "yearly": "Ce qui compte pour l'année du contrat\u00a0: la dernière mesure, ou la somme des périodes.",
    "started": "Date réelle, qui peut différer de l'échéance du contrat.",
    "members": "Rien d'autre que leur nom de compte ou leur fonction.",
    "source": "D'où vient le nombre\u00a0: saisi, données ouvertes ou fichier d'un partenaire.",
}


def options(here: Here, record: Entry, groups: Options) -> dict[str, Options]:
    """Field → the records that it may name, for the fields that name one."""
    seen = here.overview
    missions = {line.mission.id: line.mission.record.title for line in seen.lines}
    found: dict[str, Options] = {"mission_id": missions, "group_id": groups,
                                 "rules": {key: text.short for key, text in texts().items()}}
    line = seen.line(getattr(record, "mission_id", None) or 0)
    if line is not None:
        found["indicator_ids"] = {one.indicator.id: one.indicator.record.label for one in line.indicators}
        found["objective_id"] = {kept.id: kept.record.title for kept in line.objectives}
    return found


def years(here: Here, record: Entry) -> range:
    """The years whose amounts and targets are typed: those of the contract, and any that the record already holds."""
    held = [part.year for name in ("amounts", "targets", "running") for part in getattr(record, name, ())]
    return range(1, max(len(YEARS), len(here.overview.years), *held, 0) + 1)


def needs(record: Entry) -> Callable[[str], bool]:
    """Whether a field takes its choices from other records."""
    named = {"mission_id", "group_id", "indicator_ids", "objective_id"} | ({"rules"} if isinstance(record, Contract) else set())
    return named.__contains__
