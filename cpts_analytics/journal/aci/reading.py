"""Reading the ACI journal: living records, one version, a history, what changed. Each works inside the given transaction."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from cpts_analytics.journal.aci.fields import fields, from_plain, from_row
from cpts_analytics.journal.aci.kept import Change, Kept, NotThereError, R, called
from cpts_analytics.journal.aci.records import KINDS, Entry
from cpts_analytics.journal.aci.tables import ACTS, ENTRIES, HISTORY, PRESENT
from cpts_analytics.journal.failures import PARIS, day, french

LARGEST_ID = 2**31 - 1
_TOLD = HISTORY.join(ENTRIES, ENTRIES.c.id == HISTORY.c.entry_id).join(ACTS, ACTS.c.id == HISTORY.c.act_id)
_CHUNK = 500  # values of one IN list


def living(session: Session, kind: type[R], where: dict[str, Any]) -> tuple[Kept[R], ...]:
    """The living records of a kind whose fields equal ``where`` (a tuple: any of its values), by number."""
    table = PRESENT[kind.KIND]
    known = {field.name for field in fields(kind)}
    unknown = set(where) - known - {"id"}
    if unknown:
        raise TypeError(f"{kind.__name__} has no field {sorted(unknown)}; it has {sorted(known)}.")
    several = [(name, value) for name, value in where.items() if isinstance(value, tuple)]
    common = [table.c[name] == value for name, value in where.items() if not isinstance(value, tuple)]
    told = table.join(ENTRIES, ENTRIES.c.id == table.c.id).join(ACTS, ACTS.c.id == ENTRIES.c.act_id)
    read, width = from_row(kind), len(fields(kind)) + 1
    rows: list[Any] = []
    for limits in _chunks(several):
        rows += session.execute(
            sa.select(table, ENTRIES.c.version, ACTS.c.author, ACTS.c.reason, ACTS.c.created_at).select_from(told)
            .where(*common, *(table.c[name].in_(values) for name, values in limits))).all()
    rows.sort(key=lambda row: row[0])
    return tuple(Kept(id=row[0], version=row[width], record=read(row[1:width]), author=row[width + 1],
                      reason=row[width + 2], at=row[width + 3]) for row in rows)


def _chunks(several: Sequence[tuple[str, tuple[Any, ...]]]) -> Iterable[Sequence[tuple[str, tuple[Any, ...]]]]:
    if not several:
        return [()]
    (name, values), *others = several
    unique = sorted(set(values))
    return [((name, tuple(unique[start:start + _CHUNK])), *others) for start in range(0, len(unique), _CHUNK)]


def one(session: Session, kind: type[R], entry_id: int, version: int | None = None) -> Kept[R]:
    """The present version of a living record, or the version asked for. Raises NotThereError."""
    entry = session.execute(sa.select(ENTRIES.c.kind, ENTRIES.c.version, ENTRIES.c.removed).where(
        ENTRIES.c.id == entry_id)).one_or_none() if 0 < entry_id <= LARGEST_ID else None
    if entry is None or entry.kind != kind.KIND:
        raise NotThereError(french(f"Le journal n'a pas d'enregistrement numéro {entry_id} de cette sorte "
                                   f"({kind.NOUN})."))
    found = versions(session, [(entry_id, entry.version if version is None else version)])
    if not found:
        raise NotThereError(french(f"Cet enregistrement n'a pas de version {version} : il en a {entry.version}."))
    if version is None and entry.removed:
        raise removed_error(found[0])
    return found[0]


def removed_error(kept: Kept[Any]) -> NotThereError:
    return NotThereError(french(
        f"{called(kept.record)} : cet enregistrement a été supprimé le {day(kept.at.astimezone(PARIS).date())} par "
        f"{kept.author}. Rien n'est perdu : rétablissez-le pour l'ouvrir de nouveau."))


def versions(session: Session, wanted: Sequence[tuple[int, int]]) -> list[Kept[Any]]:
    """The versions (number, version) that exist, in the order of numbers and versions."""
    found: list[Kept[Any]] = []
    pairs = set(wanted)
    numbers = sorted({number for number, _ in pairs})
    for start in range(0, len(numbers), _CHUNK):
        rows = session.execute(_history().where(HISTORY.c.entry_id.in_(numbers[start:start + _CHUNK])))
        found += [_kept(row) for row in rows if (row.entry_id, row.version) in pairs]
    return found


def history(session: Session, entry_id: int) -> tuple[Kept[Any], ...]:
    """Every version of a record, first to last, removals included. Raises NotThereError."""
    rows = session.execute(_history().where(HISTORY.c.entry_id == entry_id)).all() \
        if 0 < entry_id <= LARGEST_ID else []
    if not rows:
        raise NotThereError(french(f"Le journal n'a pas d'enregistrement numéro {entry_id}."))
    return tuple(_kept(row) for row in rows)


def removed(session: Session, kind: type[R]) -> tuple[Kept[R], ...]:
    """The removals that can be undone, latest first."""
    rows = session.execute(_history().where(ENTRIES.c.kind == kind.KIND, ENTRIES.c.removed,
                                            HISTORY.c.version == ENTRIES.c.version)).all()
    return tuple(sorted((_kept(row) for row in rows), key=lambda kept: kept.at, reverse=True))


def changes(session: Session, since: dt.datetime, until: dt.datetime | None, most: int,
            about: Mapping[str, Collection[int]] | None = None) -> tuple[Change, ...]:
    """What was written from ``since`` on (before ``until``), latest first, each with the version before it.

    ``about``: only records of which one of these fields (or their own number, ``id``) holds one of these numbers.
    """
    when = [ACTS.c.created_at >= since] + ([ACTS.c.created_at < until] if until else [])
    if about is not None:
        when.append(sa.or_(sa.false(), *((HISTORY.c.entry_id if name == "id" else HISTORY.c.content[name].as_integer())
                                         .in_(sorted(numbers)) for name, numbers in about.items())))
    rows = session.execute(_history().where(*when).order_by(None).order_by(
        HISTORY.c.act_id.desc(), HISTORY.c.entry_id.desc()).limit(most)).all()
    latter = [_kept(row) for row in rows]
    before = {(kept.id, kept.version): kept for kept in versions(
        session, [(kept.id, kept.version - 1) for kept in latter if kept.version > 1])}
    return tuple(Change(latter=kept, former=before.get((kept.id, kept.version - 1))) for kept in latter)


def stamp(session: Session) -> tuple[int, int]:
    """How many writes there are, and the number of the last one (0 without any)."""
    count, last = session.execute(sa.select(sa.func.count(), sa.func.coalesce(sa.func.max(ACTS.c.id), 0)).select_from(ACTS)).one()
    return int(count), int(last)


def _history() -> sa.Select[Any]:
    return sa.select(HISTORY.c.entry_id, HISTORY.c.version, HISTORY.c.removed, HISTORY.c.content, ENTRIES.c.kind,
                     ACTS.c.author, ACTS.c.reason, ACTS.c.created_at).select_from(_TOLD).order_by(
        HISTORY.c.entry_id, HISTORY.c.version)


def _kept(row: Any) -> Kept[Any]:
    kind: type[Entry] = KINDS[row.kind]
    return Kept(id=row.entry_id, version=row.version, record=from_plain(kind, row.content), author=row.author,
                reason=row.reason, at=row.created_at, removed=row.removed)
