"""Reading kept territories: the present ones, their history, the perimeter valid at a date, the overlaps.

Each function works inside the transaction it is given.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

from sqlalchemy import Select, and_, select
from sqlalchemy.orm import Session

from cpts_analytics.journal.failures import PARIS, NotKeptError, day, french
from cpts_analytics.journal.records import KeptVersion
from cpts_analytics.journal.tables import KeptTerritory, TerritoryVersion
from cpts_analytics.journal.words import name_key
from cpts_analytics.model import SharedCommune, Territory

_LARGEST_ID = 2**31 - 1


def living(session: Session) -> tuple[KeptVersion, ...]:
    """The present version of every territory that has not been removed, by name."""
    found = session.scalars(_presents().where(KeptTerritory.living_name.is_not(None)))
    return tuple(sorted((record(row) for row in found), key=lambda kept: name_key(kept.territory.name)))


def removed(session: Session) -> tuple[KeptVersion, ...]:
    """The removals that have not been undone, latest first."""
    found = session.scalars(_presents().where(KeptTerritory.living_name.is_(None))
                            .order_by(TerritoryVersion.created_at.desc(), KeptTerritory.id.desc()))
    return tuple(record(row) for row in found)


def named(session: Session, name: str) -> KeptVersion | None:
    row = session.scalar(_presents().where(KeptTerritory.living_name == name_key(name)))
    return None if row is None else record(row)


def history(session: Session, kept_id: int) -> tuple[KeptVersion, ...]:
    """Every version, first to last, removals included. Raises NotKeptError."""
    pointer(session, kept_id)
    rows = session.scalars(select(TerritoryVersion).where(TerritoryVersion.territory_id == kept_id)
                           .order_by(TerritoryVersion.version))
    return tuple(record(row) for row in rows)


def present(session: Session, kept_id: int) -> KeptVersion:
    """The present version. Raises NotKeptError when there is none, or when it is a removal."""
    found = version(session, kept_id, pointer(session, kept_id).version)
    if found.removed:
        raise removed_error(found)
    return found


def version(session: Session, kept_id: int, number: int) -> KeptVersion:
    """One version, whatever became of the territory since. Raises NotKeptError."""
    present_number = pointer(session, kept_id).version
    row = session.get(TerritoryVersion, (kept_id, number)) if 0 < number <= present_number else None
    if row is None:
        raise NotKeptError(french(f"Ce territoire n'a pas de version {number} : il en a {present_number}."))
    return record(row)


def at(session: Session, kept_id: int, date: dt.date) -> KeptVersion:
    """The perimeter valid at ``date``: of the versions that cover it, the last one written.

    So a new perimeter leaves the former one in force before its own first day, and a correction with
    the same first day replaces what it corrects. Raises NotKeptError.
    """
    present(session, kept_id)
    versions = [kept for kept in history(session, kept_id) if not kept.removed]
    covering = [kept for kept in versions if kept.territory.valid_from <= date
                and (kept.territory.valid_to is None or date <= kept.territory.valid_to)]
    if covering:
        return covering[-1]
    first = min(kept.territory.valid_from for kept in versions)
    raise NotKeptError(french(
        f"« {versions[-1].territory.name} » n'a pas de périmètre valable au {day(date)} : le premier commence le "
        f"{day(first)}. Choisissez une autre date, ou corrigez les dates de validité."))


def overlaps(session: Session, members: Collection[str], except_id: int | None,
             today: dt.date) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """(name, codes in common) of the other living territories whose perimeter has not ended."""
    asked = set(members)
    found = []
    for kept in living(session):
        territory = kept.territory
        ended = territory.valid_to is not None and territory.valid_to < today
        common = tuple(code for code in territory.members if code in asked)
        if common and not ended and territory.kept_id != except_id:
            found.append((territory.name, common))
    return tuple(found)


def pointer(session: Session, kept_id: int) -> KeptTerritory:
    """The row that tells which version is the present one. Raises NotKeptError."""
    return known(session.get(KeptTerritory, kept_id) if possible(kept_id) else None, kept_id)


def possible(kept_id: int) -> bool:
    """Whether a database can be asked for this number at all."""
    return 0 < kept_id <= _LARGEST_ID


def known(found: KeptTerritory | None, kept_id: int) -> KeptTerritory:
    """``found``, or NotKeptError when there is none."""
    if found is None:
        raise NotKeptError(french(f"Aucun territoire enregistré ne porte le numéro {kept_id} dans ce journal."))
    return found


def removed_error(kept: KeptVersion) -> NotKeptError:
    return NotKeptError(french(
        f"« {kept.territory.name} » a été supprimé le {day(kept.created_at.astimezone(PARIS).date())} par {kept.author}. "
        "Rien n'est perdu : rétablissez-le pour l'ouvrir de nouveau."))


def _presents() -> Select[TerritoryVersion]:
    return select(TerritoryVersion).join(KeptTerritory, and_(
        KeptTerritory.id == TerritoryVersion.territory_id, KeptTerritory.version == TerritoryVersion.version))


def record(row: TerritoryVersion) -> KeptVersion:
    """The row as the rest of the program sees it."""
    territory = Territory(
        name=row.name, members=tuple(row.members), spec=row.spec, valid_from=row.valid_from, valid_to=row.valid_to,
        official=row.official, kept_id=row.territory_id, kept_version=row.version,
        shared=tuple(SharedCommune(code=shared.code, note=shared.note, population=shared.population)
                     for shared in row.shared))
    return KeptVersion(territory=territory, author=row.author, reason=row.reason, created_at=row.created_at,
                       removed=row.removed)
