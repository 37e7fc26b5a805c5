"""The journal: what people write, beside the open data that nobody writes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from pathlib import Path
from types import TracebackType
from typing import Self

from cpts_analytics.journal import answers, backup, changes, location, territories
from cpts_analytics.journal.aci import Register
from cpts_analytics.journal.changes import Signature
from cpts_analytics.journal.database import Database
from cpts_analytics.journal.records import Answer, KeptAnswer, KeptVersion
from cpts_analytics.journal.scenarios import Scenarios
from cpts_analytics.journal.words import checked_author
from cpts_analytics.model import Territory

WAIT_SECONDS = 10.0
"""How long a write waits for another one before saying so."""


class Journal:
    """Kept territories, typed answers, and the ACI (``aci``). Threads may share one; processes each open theirs.

    Every method raises JournalError, whose text is a French sentence for the user; its subclasses are
    ConflictError (with both versions), NameTakenError and NotKeptError.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self.aci = Register(database)
        """Contracts, missions, indicators, measures … with every version of each."""
        self.scenarios = Scenarios(database)
        """What-if scenarios of access, with their author, note and state of the data."""

    @classmethod
    def open(cls, url: str | None = None, *, wait_seconds: float = WAIT_SECONDS) -> Journal:
        """The journal at ``url``, else ``CPTS_DATABASE_URL``, else ``$CPTS_HOME/journal.sqlite``.

        Creates what is missing and brings an older database up to date. Refuses a newer one.
        """
        return cls(Database(location.address(url), wait_seconds=wait_seconds))

    @property
    def place(self) -> str:
        """Where it lies, as said to a user: a path, or an address without its password."""
        return self._database.place

    # Kept territories

    def territories(self) -> tuple[Territory, ...]:
        """The living territories in their present version, by name. The shipped examples are not among them."""
        return tuple(kept.territory for kept in self._database.read(territories.living))

    def find(self, name: str) -> Territory | None:
        """The living territory of this name, to within case, accents, hyphens and apostrophes."""
        found = self._database.read(lambda session: territories.named(session, name))
        return found.territory if found else None

    def get(self, kept_id: int, version: int | None = None) -> Territory:
        """The present version, or the one asked for (even of a territory that was removed since)."""
        if version is None:
            return self._database.read(lambda session: territories.present(session, kept_id)).territory
        return self._database.read(lambda session: territories.version(session, kept_id, version)).territory

    def at(self, kept_id: int, date: dt.date) -> Territory:
        """The perimeter valid at ``date``: of the versions that cover it, the last one written."""
        return self._database.read(lambda session: territories.at(session, kept_id, date)).territory

    def history(self, kept_id: int) -> tuple[KeptVersion, ...]:
        """Every version with its author, time and reason, first to last, removals included."""
        return self._database.read(lambda session: territories.history(session, kept_id))

    def removed(self) -> tuple[KeptVersion, ...]:
        """The removals that can be undone, latest first."""
        return self._database.read(territories.removed)

    def overlaps(self, members: Collection[str], except_id: int | None = None) -> list[tuple[str, tuple[str, ...]]]:
        """(name, common codes) of the other living territories, those whose perimeter has ended left out.

        Codes are compared as they are: to see that a commune meets its own arrondissements municipaux, give
        both kinds of codes.
        """
        today = dt.datetime.now(dt.UTC).date()
        return list(self._database.read(lambda session: territories.overlaps(session, members, except_id, today)))

    def keep(self, territory: Territory, *, author: str, reason: str,
             expected_version: int | None = None) -> Territory:
        """Keep a new territory, or a new version of a kept one; the result has kept_id and kept_version.

        ``expected_version``: the version that the author saw, ``territory.kept_version`` unless said.
        Saving again what is already kept writes nothing.
        """
        signature = Signature(author=author, reason=reason).checked()
        expected = territory.kept_version if expected_version is None else expected_version
        return self._database.write(
            lambda session: changes.keep(session, territory, signature, expected)).territory

    def remove(self, kept_id: int, *, author: str, reason: str, expected_version: int) -> KeptVersion:
        """Remove a territory by a version that says so; its name is free again, its history stays."""
        signature = Signature(author=author, reason=reason).checked()
        return self._database.write(lambda session: changes.remove(session, kept_id, signature, expected_version))

    def restore(self, kept_id: int, version: int, *, author: str, reason: str, expected_version: int) -> Territory:
        """A new version with the content of ``version``. To undo a removal, restore the version of the removal."""
        signature = Signature(author=author, reason=reason).checked()
        return self._database.write(
            lambda session: changes.restore(session, kept_id, version, signature, expected_version)).territory

    # Answers typed for what open data do not say

    def answers(self, territory: Territory) -> dict[str, KeptAnswer]:
        """Topic → present answer, for a kept territory or for a mere set of communes."""
        return self._database.read(lambda session: answers.present(session, territory))

    def answer(self, territory: Territory, answer: Answer, *, author: str) -> KeptAnswer:
        """Keep an answer as the present one; an empty one withdraws it. Former ones stay in the history."""
        signature = checked_author(author)
        return self._database.write(lambda session: answers.add(session, territory, answer, signature))

    def answer_history(self, territory: Territory, topic: str) -> tuple[KeptAnswer, ...]:
        """Every answer given to ``topic``, first to last."""
        return self._database.read(lambda session: answers.history(session, territory, topic))

    # The whole

    def save(self, path: Path) -> Path:
        """The whole journal in one new file, while people write; the path written (see ``backup``)."""
        return backup.save(self._database, path)

    def export_json(self) -> bytes:
        """Everything that the journal holds, with its history, as JSON: what ``backup.restore`` reads."""
        return backup.as_json(self._database)

    def close(self) -> None:
        """Give the connections back. A closed journal opens new ones when it is used again."""
        self._database.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None,
                 trace: TracebackType | None) -> None:
        self.close()
