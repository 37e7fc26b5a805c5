"""The records of the ACI journal: what a board writes from the signature of its contract to the next one.

Each is frozen and knows nothing of its number, version or author: those come with ``Kept``. A field's
French name stands in its annotation; ``*_id`` fields name the record that it belongs to. Years of the
contract are numbered from 1 (from the signature to the day before its first anniversary). Money in euros.
``None`` always means "non renseigné": zero is a value.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
from typing import Annotated, ClassVar

from cpts_analytics.journal.aci.choices import (
    ActionStatus,
    AmendmentScope,
    Calculation,
    DataSource,
    Direction,
    Form,
    Frequency,
    Fund,
    Giver,
    MeasureState,
    MissionKind,
    Nature,
    YearlyValue,
)
from cpts_analytics.journal.aci.parts import (
    ActionStep,
    ColumnMatch,
    Meeting,
    PayStep,
    Proof,
    RunningAmount,
    Target,
    YearAmount,
)


class Entry:
    """Any record of the ACI journal."""

    KIND: ClassVar[str]  # as kept in the database
    NOUN: ClassVar[str]  # French, with its article
    UNIQUE: ClassVar[tuple[str, ...]] = ()  # fields that two living records may not share


@dataclasses.dataclass(frozen=True, kw_only=True)
class Cpts(Entry):
    """An association and its kept territory; the perimeter's own dates are versions of the territory."""

    KIND, NOUN, UNIQUE = "cpts", "la CPTS", ("name",)
    name: Annotated[str, "Nom"]
    territory_id: Annotated[int | None, "Territoire enregistré"] = None
    created: Annotated[dt.date | None, "Date de création"] = None
    ended: Annotated[dt.date | None, "Date de fin"] = None
    note: Annotated[str, "Note"] = ""


@dataclasses.dataclass(frozen=True, kw_only=True)
class Contract(Entry):
    """An ACI signed with the CPAM and the ARS, under the rules of ``rules`` (a key of missions/rules)."""

    KIND, NOUN = "contract", "le contrat"
    cpts_id: Annotated[int, "CPTS"]
    title: Annotated[str, "Intitulé"]
    rules: Annotated[str, "Texte de référence"]
    signed: Annotated[dt.date | None, "Date de signature"] = None
    ends: Annotated[dt.date | None, "Date de fin"] = None  # only when it is not the fifth anniversary
    population: Annotated[int | None, "Population retenue (habitants)"] = None
    population_year: Annotated[int | None, "Année de la population retenue"] = None
    size_class: Annotated[int | None, "Classe de taille"] = None  # 1 to 4, as the contract says
    running: Annotated[tuple[RunningAmount, ...], "Crédits de fonctionnement"] = ()
    note: Annotated[str, "Note"] = ""


@dataclasses.dataclass(frozen=True, kw_only=True)
class Amendment(Entry):
    """An avenant of the contract. ``key`` ties a national one to the rules that it brings ("avenant-2")."""

    KIND, NOUN = "amendment", "l'avenant"
    contract_id: Annotated[int, "Contrat"]
    scope: Annotated[AmendmentScope, "Portée"]
    title: Annotated[str, "Intitulé"]
    key: Annotated[str, "Clé"] = ""
    date: Annotated[dt.date | None, "Date du texte"] = None
    adhered: Annotated[dt.date | None, "Date d'adhésion ou de signature"] = None
    note: Annotated[str, "Note"] = ""


@dataclasses.dataclass(frozen=True, kw_only=True)
class Mission(Entry):
    """A mission of a contract. ``key`` is one of its rules, or empty for one that the contract alone names."""

    KIND, NOUN, UNIQUE = "mission", "la mission", ("contract_id", "title")
    contract_id: Annotated[int, "Contrat"]
    title: Annotated[str, "Intitulé"]
    key: Annotated[str, "Clé"] = ""
    kind: Annotated[MissionKind, "Nature"] = MissionKind.SOCLE
    started: Annotated[dt.date | None, "Date de démarrage réelle"] = None
    deployed: Annotated[dt.date | None, "Date de déploiement complet"] = None
    lead: Annotated[str, "Pilote"] = ""
    rank: Annotated[int, "Ordre"] = 0
    amounts: Annotated[tuple[YearAmount, ...], "Montants du contrat"] = ()
    note: Annotated[str, "Note"] = ""


@dataclasses.dataclass(frozen=True, kw_only=True)
class Objective(Entry):
    KIND, NOUN = "objective", "l'objectif"
    mission_id: Annotated[int, "Mission"]
    title: Annotated[str, "Objectif"]
    description: Annotated[str, "Description"] = ""
    rank: Annotated[int, "Ordre"] = 0


@dataclasses.dataclass(frozen=True, kw_only=True)
class Indicator(Entry):
    """An indicator of a mission, as the contract defines it. A ratio's value is ``scale`` × numerator / denominator."""

    KIND, NOUN, UNIQUE = "indicator", "l'indicateur", ("mission_id", "label")
    mission_id: Annotated[int, "Mission"]
    label: Annotated[str, "Libellé"]
    unit: Annotated[str, "Unité"]
    objective_id: Annotated[int | None, "Objectif"] = None
    definition: Annotated[str, "Définition"] = ""
    form: Annotated[Form, "Forme"] = Form.RATIO
    numerator_label: Annotated[str, "Numérateur (définition)"] = ""
    denominator_label: Annotated[str, "Dénominateur (définition)"] = ""
    scale: Annotated[float, "Multiplicateur"] = 100.0
    direction: Annotated[Direction, "Sens"] = Direction.UP
    baseline: Annotated[float | None, "Valeur de départ"] = None
    baseline_year: Annotated[int | None, "Année de départ"] = None
    targets: Annotated[tuple[Target, ...], "Cibles"] = ()
    weight_pct: Annotated[float | None, "Poids dans la part variable (%)"] = None  # of its mission
    nature: Annotated[Nature, "Nature"] = Nature.RESULT
    calculation: Annotated[Calculation | None, "Calcul"] = None
    steps: Annotated[tuple[PayStep, ...], "Paliers"] = ()
    source: Annotated[DataSource, "Source"] = DataSource.TYPED
    open_data_key: Annotated[str, "Indicateur des données ouvertes"] = ""
    partner: Annotated[str, "Partenaire"] = ""
    owner: Annotated[str, "Responsable"] = ""
    frequency: Annotated[Frequency, "Rythme"] = Frequency.YEAR
    yearly: Annotated[YearlyValue, "Valeur de l'année"] = YearlyValue.LAST
    template: Annotated[str, "Modèle"] = ""
    rank: Annotated[int, "Ordre"] = 0


@dataclasses.dataclass(frozen=True, kw_only=True)
class Measure(Entry):
    """A value of an indicator for a period: the CPTS's and the CPAM's side by side.

    A ratio typed with numerator and denominator gets its ``value`` when it is kept; a denominator of 0 leaves it
    None. ``not_measured``: the reason why there is no value; then numerator, denominator and value are None.
    """

    KIND, NOUN, UNIQUE = "measure", "la mesure", ("indicator_id", "period")
    indicator_id: Annotated[int, "Indicateur"]
    period: Annotated[str, "Période"]  # "2025", "2025-S1", "2025-T2", "2025-03": periods.canonical()
    numerator: Annotated[float | None, "Numérateur"] = None
    denominator: Annotated[float | None, "Dénominateur"] = None
    value: Annotated[float | None, "Valeur CPTS"] = None
    not_measured: Annotated[str, "Non mesuré : raison"] = ""
    giver: Annotated[Giver, "D'où vient le chiffre"] = Giver.CPTS
    cpam_value: Annotated[float | None, "Valeur CPAM"] = None  # None: not received yet
    gap_comment: Annotated[str, "Ce qui explique l'écart"] = ""
    proofs: Annotated[tuple[Proof, ...], "Preuves"] = ()
    state: Annotated[MeasureState, "État"] = MeasureState.DRAFT
    level: Annotated[str, "Échelle"] = ""  # of an open figure: "département de l'Isère"


@dataclasses.dataclass(frozen=True, kw_only=True)
class ActionSheet(Entry):
    KIND, NOUN = "action", "la fiche action"
    mission_id: Annotated[int, "Mission"]
    title: Annotated[str, "Intitulé"]
    gap: Annotated[str, "Écart auquel elle répond"] = ""
    group_id: Annotated[int | None, "Groupe pilote"] = None
    partners: Annotated[tuple[str, ...], "Partenaires"] = ()
    steps: Annotated[tuple[ActionStep, ...], "Étapes"] = ()
    starts: Annotated[dt.date | None, "Début"] = None
    ends: Annotated[dt.date | None, "Fin"] = None
    budget_eur: Annotated[float | None, "Budget (€)"] = None
    status: Annotated[ActionStatus, "Statut"] = ActionStatus.PLANNED
    indicator_ids: Annotated[tuple[int, ...], "Indicateurs visés"] = ()


@dataclasses.dataclass(frozen=True, kw_only=True)
class WorkingGroup(Entry):
    """A working group; ``members`` are names of accounts, nothing more is known of anybody."""

    KIND, NOUN, UNIQUE = "group", "le groupe de travail", ("cpts_id", "name")
    cpts_id: Annotated[int, "CPTS"]
    name: Annotated[str, "Nom"]
    mission_id: Annotated[int | None, "Mission"] = None
    members: Annotated[tuple[str, ...], "Comptes"] = ()
    meetings: Annotated[tuple[Meeting, ...], "Calendrier"] = ()


@dataclasses.dataclass(frozen=True, kw_only=True)
class Membership(Entry):
    """Members of the CPTS of one profession in one year, against the professionals of the territory."""

    KIND, NOUN, UNIQUE = "membership", "l'adhésion", ("cpts_id", "year", "profession")
    cpts_id: Annotated[int, "CPTS"]
    year: Annotated[int, "Année"]
    profession: Annotated[str, "Profession"]
    members: Annotated[int | None, "Adhérents"] = None
    professionals: Annotated[int | None, "Professionnels du territoire"] = None
    source: Annotated[str, "Source du nombre de professionnels"] = ""


@dataclasses.dataclass(frozen=True, kw_only=True)
class Money(Entry):
    """Planned and spent money of a calendar year, by fund and mission."""

    KIND, NOUN = "money", "la ligne de budget"
    cpts_id: Annotated[int, "CPTS"]
    year: Annotated[int, "Année"]
    fund: Annotated[Fund, "Financement"]
    label: Annotated[str, "Libellé"]
    mission_id: Annotated[int | None, "Mission"] = None
    planned_eur: Annotated[float | None, "Prévu (€)"] = None
    spent_eur: Annotated[float | None, "Dépensé (€)"] = None
    note: Annotated[str, "Note"] = ""


@dataclasses.dataclass(frozen=True, kw_only=True)
class PartnerFormat(Entry):
    """How the columns of a partner's table were matched by hand, to be proposed again next time."""

    KIND, NOUN, UNIQUE = "format", "le format de fichier", ("cpts_id", "name")
    cpts_id: Annotated[int, "CPTS"]
    name: Annotated[str, "Nom"]
    partner: Annotated[str, "Partenaire"] = ""
    columns: Annotated[tuple[ColumnMatch, ...], "Colonnes"] = ()


KINDS: dict[str, type[Entry]] = {kind.KIND: kind for kind in (
    Cpts, Contract, Amendment, Mission, Objective, Indicator, Measure, WorkingGroup, ActionSheet, Membership, Money,
    PartnerFormat)}
"""Every kind of record, owners before what belongs to them."""

BELONGS_TO: dict[str, type[Entry]] = {
    "cpts_id": Cpts, "contract_id": Contract, "mission_id": Mission, "objective_id": Objective,
    "indicator_id": Indicator, "group_id": WorkingGroup}
"""Field → the kind of record that it names. ``territory_id`` names a kept territory."""
