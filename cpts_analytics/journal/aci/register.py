"""The ACI journal as the rest of the program uses it: ``journal.aci``."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable, Collection, Mapping
from typing import Any, TypeVar

import sqlalchemy as sa
from sqlalchemy.orm import Session

from cpts_analytics.journal.aci import reading
from cpts_analytics.journal.aci.batch import Batch
from cpts_analytics.journal.aci.kept import Change, FieldError, Kept, NotThereError, R
from cpts_analytics.journal.aci.tables import DRAFTS, FILES
from cpts_analytics.journal.changes import Signature
from cpts_analytics.journal.database import Database
from cpts_analytics.journal.failures import french
from cpts_analytics.journal.words import checked_author

T = TypeVar("T")
MOST_FILE_BYTES = 5_000_000
MOST_CHANGES = 5000


class Register:
    """Records of the ACI: contracts, missions, indicators, measures … Threads may share one.

    Every method raises JournalError, whose text is a French sentence. Subclasses: FieldError (``.field``),
    EditConflictError (``.mine``, ``.theirs``, ``.base``), AlreadyThereError (``.theirs``), NotThereError.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    def get(self, kind: type[R], entry_id: int, version: int | None = None) -> Kept[R]:
        """The present version, or the one asked for (even of a record that was removed since)."""
        return self._database.read(lambda session: reading.one(session, kind, entry_id, version))

    def find(self, kind: type[R], **where: Any) -> tuple[Kept[R], ...]:
        """The living records whose fields equal ``where``, by number; a tuple means any of its values."""
        return self._database.read(lambda session: reading.living(session, kind, where))

    def history(self, entry_id: int) -> tuple[Kept[Any], ...]:
        """Every version of a record, first to last, removals included."""
        return self._database.read(lambda session: reading.history(session, entry_id))

    def removed(self, kind: type[R]) -> tuple[Kept[R], ...]:
        """The removals that can be undone, latest first."""
        return self._database.read(lambda session: reading.removed(session, kind))

    def changes(self, since: dt.datetime, until: dt.datetime | None = None, *, most: int = MOST_CHANGES,
                about: Mapping[str, Collection[int]] | None = None) -> tuple[Change, ...]:
        """What was written since a moment (before another), latest first, with what it was before: ``most`` at most.

        ``about``: owners, e.g. ``{"mission_id": {3, 4}, "id": {1}}``: records that name one of them, or are one of them.
        """
        return self._database.read(lambda session: reading.changes(session, since, until, most, about))

    def stamp(self) -> tuple[int, int]:
        """Changes with every write of a record: what was read under the same stamp is still what is there."""
        return self._database.read(reading.stamp)

    def read(self, work: Callable[[Session], T]) -> T:
        """What ``work`` finds, all of it as of one moment."""
        return self._database.read(work)

    # Writing: each call is one transaction

    def add(self, record: R, *, author: str, reason: str = "") -> Kept[R]:
        """A new record."""
        return self.together(lambda batch: batch.add(record), author=author, reason=reason)

    def change(self, entry_id: int, record: R, *, expected_version: int, author: str, reason: str = "") -> Kept[R]:
        """A new version of the record whose version ``expected_version`` the author saw. The same content again
        writes nothing."""
        return self.together(lambda batch: batch.change(entry_id, record, expected_version=expected_version),
                             author=author, reason=reason)

    def remove(self, kept: Kept[R], *, author: str, reason: str = "") -> Kept[R]:
        """Remove the record in the version that the author saw; its history stays."""
        return self.together(lambda batch: batch.remove(type(kept.record), kept.id, expected_version=kept.version),
                             author=author, reason=reason)

    def restore(self, kept: Kept[R], version: int, *, author: str, reason: str = "") -> Kept[R]:
        """A new version with the content of ``version``. ``kept``: what the author saw (a removal, to undo it)."""
        return self.together(
            lambda batch: batch.restore(type(kept.record), kept.id, version, expected_version=kept.version),
            author=author, reason=reason)

    def together(self, work: Callable[[Batch], T], *, author: str, reason: str = "") -> T:
        """Everything that ``work`` writes is kept at once, or nothing is. ``work`` may be run again from the start
        when another writer took the same name at the same moment."""
        signature = Signature(author=author, reason=reason).checked()
        return self._database.write(lambda session: work(Batch(session, signature)))

    # Proofs given as files

    def keep_file(self, content: bytes, *, author: str) -> str:
        """Keep a file; its sha256 (hexadecimal) is its name here. The same file twice is kept once."""
        if not content or len(content) > MOST_FILE_BYTES:
            raise FieldError("proofs", "Preuve : un fichier de 1 octet à 5 Mo.")
        name, digest = checked_author(author), hashlib.sha256(content).hexdigest()

        def work(session: Session) -> None:
            if session.scalar(sa.select(FILES.c.sha256).where(FILES.c.sha256 == digest)) is None:
                session.execute(sa.insert(FILES).values(sha256=digest, content=content, author=name,
                                                        created_at=dt.datetime.now(dt.UTC)))
        self._database.write(work)
        return digest

    def file(self, sha256: str) -> bytes:
        """The content of a kept file. Raises NotThereError."""
        found = self._database.read(lambda session: session.scalar(
            sa.select(FILES.c.content).where(FILES.c.sha256 == sha256)))
        if found is None:
            raise NotThereError(french("Ce fichier de preuve n'est pas dans le journal."))
        return bytes(found)

    # Drafts: what somebody is typing, kept so that nothing is lost before it is saved

    def keep_draft(self, author: str, key: str, content: dict[str, Any]) -> None:
        """Keep plain JSON values under this author and key, in place of what was there."""
        name = checked_author(author)

        def work(session: Session) -> None:
            session.execute(sa.delete(DRAFTS).where(DRAFTS.c.author == name, DRAFTS.c.key == key))
            session.execute(sa.insert(DRAFTS).values(author=name, key=key, content=content,
                                                     changed_at=dt.datetime.now(dt.UTC)))
        self._database.write(work)

    def draft(self, author: str, key: str) -> dict[str, Any] | None:
        """The draft of this author and key, if any."""
        return self._database.read(lambda session: session.scalar(sa.select(DRAFTS.c.content).where(
            DRAFTS.c.author == author, DRAFTS.c.key == key)))

    def drop_draft(self, author: str, key: str) -> None:
        """Once saved, the draft has no use."""
        self._database.write(lambda session: session.execute(sa.delete(DRAFTS).where(
            DRAFTS.c.author == author, DRAFTS.c.key == key)) and None)
