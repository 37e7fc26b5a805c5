"""One write of the ACI journal: everything that it does is kept together, under one author, time and reason, or not at all.

A record is changed by whoever saw its present version; anybody else gets an EditConflictError with both. The row
that tells the present version is locked before it is compared, so that two writers can never both succeed.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any, cast

import sqlalchemy as sa
from sqlalchemy.orm import Session

from cpts_analytics.journal.aci import reading
from cpts_analytics.journal.aci.checks import checked, with_value
from cpts_analytics.journal.aci.fields import fields, to_plain, to_row
from cpts_analytics.journal.aci.kept import AlreadyThereError, EditConflictError, FieldError, Kept, NotThereError, R, called
from cpts_analytics.journal.aci.records import BELONGS_TO, KINDS, Entry, Indicator, Measure
from cpts_analytics.journal.aci.tables import ACTS, ENTRIES, HISTORY, PRESENT
from cpts_analytics.journal.changes import Signature
from cpts_analytics.journal.failures import french
from cpts_analytics.journal.tables import KeptTerritory
from cpts_analytics.model import RecordError

_CHUNK = 500


class Batch:
    """The open transaction: reads see what it has written so far."""

    def __init__(self, session: Session, signature: Signature) -> None:
        self._session, self._signature = session, signature
        self._at = dt.datetime.now(dt.UTC)
        self._act: int | None = None
        self._indicators: dict[int, Indicator] = {}

    # Reading

    def get(self, kind: type[R], entry_id: int, version: int | None = None) -> Kept[R]:
        return reading.one(self._session, kind, entry_id, version)

    def find(self, kind: type[R], **where: Any) -> tuple[Kept[R], ...]:
        return reading.living(self._session, kind, where)

    # Writing

    def add(self, record: R) -> Kept[R]:
        """A new record. Raises FieldError, AlreadyThereError, NotThereError (what it belongs to)."""
        return self.add_all([record])[0]

    def change(self, entry_id: int, record: R, *, expected_version: int) -> Kept[R]:
        """A new version; the present content again writes nothing. Raises as ``add``, and EditConflictError, even when
        somebody else wrote the very same meanwhile: two who each add one must not make one."""
        return self.change_all([(entry_id, expected_version, record)])[0]

    def add_all(self, records: Sequence[R]) -> list[Kept[R]]:
        """New records of one kind, in their order: several thousand are as easy as one."""
        if not records:
            return []
        ready = [self._ready(record) for record in records]
        self._refuse_twice(ready, set())
        numbers = sorted(self._session.scalars(  # the new rows are alike: any number does for any record
            sa.insert(ENTRIES).returning(ENTRIES.c.id),
            [{"kind": type(records[0]).KIND, "version": 1, "act_id": self.act, "removed": False}] * len(records)))
        result = [self._kept(number, 1, record) for number, record in zip(numbers, ready, strict=True)]
        self._append(result)
        self._insert(result)
        return result

    def change_all(self, changes: Sequence[tuple[int, int, R]]) -> list[Kept[R]]:
        """(number, expected version, record) of one kind each: new versions, in the order given."""
        if not changes:
            return []
        kind = type(changes[0][2])
        present = {kept.id: kept for kept in self._lock(kind, [number for number, _, _ in changes])}
        result, written = [], []
        for number, expected, record in changes:
            theirs = present[number]
            ready = self._ready(record)
            self._require(theirs, expected, ready)
            if theirs.record == ready:
                result.append(theirs)
                continue
            written.append(self._kept(number, expected + 1, ready))
            result.append(written[-1])
        self._refuse_twice([kept.record for kept in written], {kept.id for kept in written})
        self._move(written)
        if written:
            table = PRESENT[kind.KIND]
            self._session.execute(sa.update(table).where(table.c.id == sa.bindparam("_number")),
                                  [{"_number": kept.id, **to_row(kept.record)} for kept in written])
        return result

    def remove(self, kind: type[R], entry_id: int, *, expected_version: int) -> Kept[R]:
        """A version that says the record is removed. Raises EditConflictError, NotThereError, FieldError when
        something living still belongs to it."""
        theirs = self._lock(kind, [entry_id])[0]
        if theirs.version != expected_version:
            raise EditConflictError(mine=None, theirs=theirs, base=self._base(theirs, expected_version),
                                    expected=expected_version)
        if theirs.removed:
            return theirs
        self._refuse_owner(theirs)
        gone = self._kept(entry_id, expected_version + 1, theirs.record, removed=True)
        self._move([gone])
        self._session.execute(sa.delete(PRESENT[kind.KIND]).where(PRESENT[kind.KIND].c.id == entry_id))
        return gone

    def restore(self, kind: type[R], entry_id: int, version: int, *, expected_version: int) -> Kept[R]:
        """A new version with the content of ``version``; to undo a removal, restore any version. Raises as ``change``."""
        theirs = self._lock(kind, [entry_id])[0]
        wanted = self.get(kind, entry_id, version).record
        if not theirs.removed:
            return self.change(entry_id, wanted, expected_version=expected_version)
        if theirs.version != expected_version:
            raise EditConflictError(mine=wanted, theirs=theirs, base=None, expected=expected_version)
        ready = self._ready(wanted)
        self._refuse_twice([ready], {entry_id})
        back = self._kept(entry_id, expected_version + 1, ready)
        self._move([back])
        self._insert([back])
        return back

    @property
    def act(self) -> int:
        """The number of this transaction in the history, made at the first thing written."""
        if self._act is None:
            self._act = self._session.scalars(sa.insert(ACTS).returning(ACTS.c.id), [{
                "author": self._signature.author, "reason": self._signature.reason, "created_at": self._at}]).one()
        return self._act

    # Parts

    def _kept(self, number: int, version: int, record: R, *, removed: bool = False) -> Kept[R]:
        return Kept(id=number, version=version, record=record, author=self._signature.author,
                    reason=self._signature.reason, at=self._at, removed=removed)

    def _ready(self, record: R) -> R:
        """The record checked, its owners alive, a measure with its value."""
        clean = checked(record)
        for name, owner in BELONGS_TO.items():
            number = getattr(clean, name, None)
            if number is not None:
                self._require_living(owner, number, name)
        territory = getattr(clean, "territory_id", None)
        if territory is not None and self._session.get(KeptTerritory, territory) is None:
            raise FieldError("territory_id", "Ce territoire n'est pas enregistré dans ce journal.")
        if isinstance(clean, Measure):
            return cast(R, with_value(clean, self._indicators[clean.indicator_id]))
        return clean

    def _require_living(self, owner: type[Entry], number: int, field: str) -> None:
        if owner is Indicator and number in self._indicators:
            return
        table = PRESENT[owner.KIND]
        if owner is Indicator:
            self._indicators |= {kept.id: kept.record for kept in self.find(Indicator, id=number)}
            there = number in self._indicators
        else:
            there = self._session.scalar(sa.select(table.c.id).where(table.c.id == number)) is not None
        if not there:
            raise NotThereError(french(f"{owner.NOUN[:1].upper()}{owner.NOUN[1:]} numéro {number} n'existe pas, ou a été "
                                       f"supprimé : rien n'a été enregistré ({field})."))

    def _refuse_twice(self, records: Sequence[Entry], own: set[int]) -> None:
        """Raises AlreadyThereError when a living record, or another one of these, holds the same unique fields."""
        unique = type(records[0]).UNIQUE if records else ()
        if not unique:
            return
        keys = [tuple(getattr(record, name) for name in unique) for record in records]
        repeated = next((key for key, count in Counter(keys).items() if count > 1), None)
        if repeated is not None:
            raise FieldError(unique[-1], f"{called(records[keys.index(repeated)])} figure deux fois.")
        by_key = dict(zip(keys, records, strict=True))
        first, *others = unique
        limits: Mapping[str, Any] = {first: tuple({key[0] for key in keys})}
        if len(records) == 1:
            limits = dict(zip(unique, keys[0], strict=True))
        for kept in self.find(type(records[0]), **limits):
            key = tuple(getattr(kept.record, name) for name in unique)
            if key in by_key and kept.id not in own:
                raise AlreadyThereError(mine=by_key[key], theirs=kept)

    def _lock(self, kind: type[R], numbers: Sequence[int]) -> list[Kept[R]]:
        """The present versions (removals too) of these records, ours until the end of the write. Raises NotThereError."""
        wanted = sorted(set(numbers))
        found: dict[int, tuple[str, int]] = {}
        for start in range(0, len(wanted), _CHUNK):
            rows = self._session.execute(
                sa.select(ENTRIES.c.id, ENTRIES.c.kind, ENTRIES.c.version).order_by(ENTRIES.c.id).with_for_update()
                .where(ENTRIES.c.id.in_([min(max(n, 0), reading.LARGEST_ID) for n in wanted[start:start + _CHUNK]])))
            found |= {row.id: (row.kind, row.version) for row in rows}
        for number in wanted:
            if found.get(number, ("", 0))[0] != kind.KIND:
                raise NotThereError(french(f"Le journal n'a pas d'enregistrement numéro {number} de cette sorte "
                                           f"({kind.NOUN})."))
        return reading.versions(self._session, [(number, found[number][1]) for number in wanted])

    def _require(self, theirs: Kept[R], expected: int, mine: R) -> None:
        if theirs.version != expected:
            raise EditConflictError(mine=mine, theirs=theirs, base=self._base(theirs, expected), expected=expected)
        if theirs.removed:
            raise reading.removed_error(theirs)

    def _base(self, theirs: Kept[R], expected: int) -> Kept[R] | None:
        return next(iter(reading.versions(self._session, [(theirs.id, expected)])), None)

    def _refuse_owner(self, owner: Kept[Any]) -> None:
        """Raises FieldError when something living belongs to the record."""
        for kind in KINDS.values():
            names = [field.name for field in fields(kind) if BELONGS_TO.get(field.name) is type(owner.record)]
            for name in names:
                count = self._session.scalar(sa.select(sa.func.count()).select_from(PRESENT[kind.KIND]).where(
                    PRESENT[kind.KIND].c[name] == owner.id))
                if count:
                    raise FieldError(name, f"{called(owner.record)} : {count} enregistrement(s) en dépendent encore "
                                           f"({kind.NOUN}). Supprimez-les d'abord.")

    def _move(self, written: Sequence[Kept[Any]]) -> None:
        """The pointers of these records, locked before, from the version before to theirs."""
        if not written:
            return
        moved = self._session.execute(
            sa.update(ENTRIES).where(ENTRIES.c.id == sa.bindparam("_number"), ENTRIES.c.version == sa.bindparam("_former")),
            [{"_number": kept.id, "_former": kept.version - 1, "version": kept.version, "act_id": self.act,
              "removed": kept.removed} for kept in sorted(written, key=lambda kept: kept.id)])
        if moved.rowcount not in (-1, len(written)):  # type: ignore[attr-defined]
            raise RecordError("the rows of aci_entries were not locked before they were moved")
        self._append(written)

    def _append(self, written: Sequence[Kept[Any]]) -> None:
        if written:
            self._session.execute(sa.insert(HISTORY), [
                {"entry_id": kept.id, "version": kept.version, "act_id": self.act, "removed": kept.removed,
                 "content": to_plain(kept.record)} for kept in written])

    def _insert(self, written: Sequence[Kept[Any]]) -> None:
        self._session.execute(sa.insert(PRESENT[type(written[0].record).KIND]), [
            {"id": kept.id, **to_row(kept.record)} for kept in written])
