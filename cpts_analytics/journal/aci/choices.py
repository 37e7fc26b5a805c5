"""The closed lists of the ACI journal: what is kept is short and English, ``label`` is what a person reads."""

from __future__ import annotations

import enum
from typing import Self


class Choice(enum.StrEnum):
    """One of a closed list, with its French words."""

    label: str

    def __new__(cls, value: str, label: str) -> Self:
        member = str.__new__(cls, value)
        member._value_ = value
        member.label = label
        return member


class MissionKind(Choice):
    SOCLE = "socle", "mission socle"
    OPTIONAL = "optional", "mission optionnelle"


class AmendmentScope(Choice):
    NATIONAL = "national", "avenant national"
    LOCAL = "local", "avenant local"


class Form(Choice):
    """What an indicator is made of."""

    RATIO = "ratio", "numérateur et dénominateur"
    COUNT = "count", "nombre"


class Direction(Choice):
    UP = "up", "à augmenter"
    DOWN = "down", "à diminuer"


class Nature(Choice):
    MEANS = "means", "moyens"
    RESULT = "result", "résultat"


class Calculation(Choice):
    """How the variable part tied to an indicator is earned."""

    ALL_OR_NOTHING = "all_or_nothing", "tout ou rien"
    PROPORTIONAL = "proportional", "proportionnel"
    STEPS = "steps", "par paliers"


class DataSource(Choice):
    TYPED = "typed", "saisi"
    OPEN_DATA = "open_data", "données ouvertes"
    PARTNER = "partner", "fichier d'un partenaire"


class Frequency(Choice):
    YEAR = "year", "chaque année"
    HALF = "half", "chaque semestre"
    QUARTER = "quarter", "chaque trimestre"
    MONTH = "month", "chaque mois"


class YearlyValue(Choice):
    """How the measures of a year of the contract make its value."""

    LAST = "last", "dernière valeur"
    SUM = "sum", "somme des périodes"


class Giver(Choice):
    """Where the figure of a measure comes from."""

    CPTS = "cpts", "CPTS"
    CPAM = "cpam", "CPAM"
    ARS = "ars", "ARS"
    SAS = "sas", "SAS"
    OPEN_DATA = "open_data", "données ouvertes"
    OTHER = "other", "autre"


class MeasureState(Choice):
    DRAFT = "draft", "brouillon"
    PROPOSED = "proposed", "à valider"
    AGREED = "agreed", "validée"


class ProofKind(Choice):
    LINK = "link", "lien"
    FILE = "file", "fichier"
    TO_COME = "to_come", "à joindre"


class ActionStatus(Choice):
    PLANNED = "planned", "prévue"
    GOING = "going", "en cours"
    DONE = "done", "terminée"
    DROPPED = "dropped", "abandonnée"


class Fund(Choice):
    """Where money comes from."""

    ACI = "aci", "ACI"
    FIR = "fir", "FIR de l'ARS"
    STRUCTURE = "structure", "forfait structure"
    PARTNER = "partner", "partenaire"
    OTHER = "other", "autre"
