"""What the ACI journal gives back: a record with its number, version, author and time; and how two of them differ."""

from __future__ import annotations

import dataclasses
import datetime as dt
from typing import Any, Generic, TypeVar

from cpts_analytics.errors import JournalError
from cpts_analytics.journal.aci.fields import fields
from cpts_analytics.journal.aci.records import Entry
from cpts_analytics.journal.failures import PARIS, french

R = TypeVar("R", bound=Entry)


@dataclasses.dataclass(frozen=True, kw_only=True)
class Kept(Generic[R]):
    """One version of a record. A removal is a version too: it carries what was removed."""

    id: int
    version: int
    record: R
    author: str
    reason: str
    at: dt.datetime  # UTC
    removed: bool = False


@dataclasses.dataclass(frozen=True, kw_only=True)
class Difference:
    """One field that is not the same in two records of a kind."""

    field: str
    label: str  # French
    former: Any
    latter: Any


def differences(former: Entry, latter: Entry) -> tuple[Difference, ...]:
    """The fields in which two records of one kind differ, in the order of the fields."""
    return tuple(
        Difference(field=field.name, label=field.label, former=getattr(former, field.name),
                   latter=getattr(latter, field.name))
        for field in fields(type(former)) if getattr(former, field.name) != getattr(latter, field.name))


@dataclasses.dataclass(frozen=True, kw_only=True)
class Change:
    """One version of one record among what changed: its former content is None when it was new."""

    latter: Kept[Any]
    former: Kept[Any] | None

    @property
    def differences(self) -> tuple[Difference, ...]:
        return () if self.former is None else differences(self.former.record, self.latter.record)

    @property
    def what(self) -> str:
        """``ajout``, ``modification``, ``suppression`` or ``rétablissement``."""
        if self.latter.removed:
            return "suppression"
        if self.former is None:
            return "ajout"
        return "rétablissement" if self.former.removed else "modification"


class FieldError(JournalError):
    """One field of a record cannot be kept as typed: to be said beside that field."""

    def __init__(self, field: str, sentence: str) -> None:
        super().__init__(french(sentence))
        self.field = field


class EditConflictError(JournalError):
    """Somebody else changed the record meanwhile: ``mine`` was not kept, ``theirs`` is what is kept now.

    ``base``: the version that ``mine`` began from, None when it is unknown. ``mine`` is None for a removal.
    """

    def __init__(self, *, mine: Entry | None, theirs: Kept[Any], base: Kept[Any] | None, expected: int) -> None:
        done = "supprimé" if theirs.removed else "modifié"
        super().__init__(french(
            f"{called(theirs.record)} : cet enregistrement a été {done} par {theirs.author} le "
            f"{theirs.at.astimezone(PARIS):%d/%m/%Y à %H h %M} (version {theirs.version}) pendant que vous "
            f"travailliez sur la version {expected}. Rien n'a été écrasé : comparez les deux versions, "
            "puis enregistrez de nouveau."))
        self.mine, self.theirs, self.base, self.expected = mine, theirs, base, expected


class AlreadyThereError(JournalError):
    """A living record already has this name, period …: ``theirs``. To change it, use its number and version."""

    def __init__(self, *, mine: Entry, theirs: Kept[Any]) -> None:
        super().__init__(french(
            f"{called(theirs.record)} : cela est déjà enregistré par {theirs.author} le {theirs.at.astimezone(PARIS):%d/%m/%Y}. "
            "Ouvrez cet enregistrement pour le modifier."))
        self.mine, self.theirs = mine, theirs


class NotThereError(JournalError):
    """No such record or version, or it has been removed."""


def called(record: Entry) -> str:
    """How a sentence names a record: ``l'indicateur « Patients sans médecin traitant »``, with a capital."""
    name = next((str(value) for value in (getattr(record, field, "") for field in
                                          ("label", "title", "name", "period", "profession")) if value), "")
    noun = record.NOUN[:1].upper() + record.NOUN[1:]
    return french(f"{noun} « {name} »") if name else noun
