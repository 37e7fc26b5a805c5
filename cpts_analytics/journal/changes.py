"""Changing kept territories: versions are added, a removal can be undone, nothing is overwritten.

Each function works inside the write it is given. A territory is changed by whoever saw its present
version; anybody else gets a ConflictError with both versions.
"""

from __future__ import annotations

import dataclasses
import datetime as dt

from sqlalchemy.orm import Session

from cpts_analytics.errors import JournalError
from cpts_analytics.journal.examples import EXAMPLES
from cpts_analytics.journal.failures import ConflictError, NameTakenError, day, french
from cpts_analytics.journal.records import KeptVersion
from cpts_analytics.journal.tables import KeptTerritory, SharedVersion, TerritoryVersion
from cpts_analytics.journal.territories import known, named, possible, record, removed_error, version
from cpts_analytics.journal.words import checked_author, checked_name, checked_text, name_key
from cpts_analytics.model import SharedCommune, Territory

_LARGEST_POPULATION = 10_000_000


@dataclasses.dataclass(frozen=True, kw_only=True)
class Signature:
    """Who writes, and why (may be empty)."""

    author: str
    reason: str = ""

    def checked(self) -> Signature:
        """The same, safe to keep. Raises JournalError without an author."""
        return Signature(author=checked_author(self.author), reason=checked_text(self.reason, what="Le motif"))


def keep(session: Session, territory: Territory, signature: Signature, expected: int | None) -> KeptVersion:
    """A new territory (no ``kept_id``), or a new version of one whose present version is ``expected``.

    What is already kept, to the letter, is given back and nothing is written: saving twice is harmless.
    Raises ConflictError, NameTakenError, NotKeptError, JournalError.
    """
    content = _content(territory)
    if territory.kept_id is None:
        pointer = KeptTerritory(version=0, living_name=_free_name(session, content.name, None))
        session.add(pointer)
        session.flush()
        return _append(session, pointer, content, signature)
    pointer = _locked(session, territory.kept_id)
    kept = version(session, pointer.id, pointer.version)
    if not kept.removed and _bare(kept.territory) == content:
        return kept
    _require_present(kept, expected, mine=territory)
    if kept.removed:
        raise removed_error(kept)
    pointer.living_name = _free_name(session, content.name, pointer.id)
    return _append(session, pointer, content, signature)


def remove(session: Session, kept_id: int, signature: Signature, expected: int) -> KeptVersion:
    """A version that says the territory is removed. Its name is free again. Raises as ``keep``."""
    pointer = _locked(session, kept_id)
    kept = version(session, kept_id, pointer.version)
    _require_present(kept, expected, mine=kept.territory)
    if kept.removed:
        return kept
    pointer.living_name = None
    return _append(session, pointer, _bare(kept.territory), signature)


def restore(session: Session, kept_id: int, number: int, signature: Signature, expected: int) -> KeptVersion:
    """A new version with the content of version ``number``; restoring a removal brings back what it removed.

    Raises as ``keep``.
    """
    pointer = _locked(session, kept_id)
    kept = version(session, kept_id, pointer.version)
    wanted = version(session, kept_id, number)
    _require_present(kept, expected, mine=wanted.territory)
    content = _bare(wanted.territory)
    if not kept.removed and _bare(kept.territory) == content:
        return kept
    pointer.living_name = _free_name(session, content.name, kept_id)
    return _append(session, pointer, content, signature)


def _append(session: Session, pointer: KeptTerritory, content: Territory, signature: Signature) -> KeptVersion:
    pointer.version += 1
    row = TerritoryVersion(
        territory_id=pointer.id, version=pointer.version, name=content.name, members=list(content.members),
        spec=content.spec, valid_from=content.valid_from, valid_to=content.valid_to, official=content.official,
        removed=pointer.living_name is None, author=signature.author, reason=signature.reason,
        created_at=dt.datetime.now(dt.UTC),
        shared=[SharedVersion(code=commune.code, note=commune.note, population=commune.population)
                for commune in content.shared])
    session.add(row)
    session.flush()
    return record(row)


def _require_present(kept: KeptVersion, expected: int | None, *, mine: Territory) -> None:
    if expected is None:
        raise JournalError("Pour modifier un territoire enregistré, ouvrez-le d'abord : le numéro de la version que "
                           "vous avez sous les yeux est nécessaire pour n'écraser le travail de personne.")
    if kept.version != expected:
        raise ConflictError(mine=mine, theirs=kept, expected=expected)


def _free_name(session: Session, name: str, own_id: int | None) -> str:
    """The key of ``name``. Raises NameTakenError when another living territory, or an example, has it."""
    key = name_key(name)
    for example in EXAMPLES:
        if name_key(example.name) == key:
            raise NameTakenError(name=name, taken=example.name)
    other = named(session, name)
    if other is not None and other.territory.kept_id != own_id:
        raise NameTakenError(name=name, taken=other.territory.name)
    return key


def _locked(session: Session, kept_id: int) -> KeptTerritory:
    """The row that tells the present version, ours until the end of the write. Raises NotKeptError."""
    return known(session.get(KeptTerritory, kept_id, with_for_update=True) if possible(kept_id) else None, kept_id)


def _bare(territory: Territory) -> Territory:
    return dataclasses.replace(territory, example=False, kept_id=None, kept_version=None)


def _content(territory: Territory) -> Territory:
    """What will be kept of ``territory``, checked. Raises JournalError."""
    if territory.valid_to is not None and territory.valid_to < territory.valid_from:
        raise JournalError(french(f"Le périmètre finirait le {day(territory.valid_to)}, avant de commencer le "
                                  f"{day(territory.valid_from)} : corrigez l'une des deux dates."))
    shared = tuple(sorted((_shared(commune, territory) for commune in territory.shared), key=lambda item: item.code))
    if len({commune.code for commune in shared}) < len(shared):
        raise JournalError("Une commune est marquée partagée deux fois : gardez une seule ligne par commune.")
    return dataclasses.replace(_bare(territory), name=checked_name(territory.name), shared=shared)


def _shared(commune: SharedCommune, territory: Territory) -> SharedCommune:
    if commune.code not in territory.members:
        raise JournalError(french(f"La commune {commune.code} est marquée partagée, mais ne fait pas partie du "
                                  "territoire : ajoutez-la, ou retirez la marque."))
    if commune.population is not None and not 0 <= commune.population <= _LARGEST_POPULATION:
        raise JournalError(french(f"Commune partagée {commune.code} : une population de {commune.population} "
                                  "habitants n'est pas possible. Écrivez un nombre entier, sans signe."))
    return dataclasses.replace(commune, note=checked_text(commune.note, what=f"La note sur {commune.code}"))
