"""Scenarios of access kept with a name, an author's note and the state of the data: ``journal.scenarios``."""

from __future__ import annotations

import dataclasses
import datetime as dt
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import Session

from cpts_analytics.errors import JournalError
from cpts_analytics.journal.database import Database
from cpts_analytics.journal.failures import french
from cpts_analytics.journal.records import perimeter_digest
from cpts_analytics.journal.scenario_tables import ScenarioVersion
from cpts_analytics.journal.words import NAME_LENGTH, checked_author, checked_text, name_key
from cpts_analytics.model import Territory

if TYPE_CHECKING:  # the journal opens without the access model, which is slow to import
    from cpts_analytics.access import Scenario


@dataclasses.dataclass(frozen=True, kw_only=True)
class KeptScenario:
    """One version of a scenario. ``content``: read by ``access.Scenario.decode``; ``members``: the communes that it was made
    for; ``removed``: it was taken away."""

    name: str
    content: str
    note: str
    data_version: str
    territory_name: str
    members: tuple[str, ...]
    version: int
    author: str
    created_at: dt.datetime
    removed: bool = False

    def made_on_other_data(self, data_version: str) -> bool:
        """Whether the figures have changed since it was made: its result may differ from what was read then."""
        return self.data_version != data_version


class Scenarios:
    """The scenarios of territories. Every method raises JournalError, whose text is a French sentence."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def of(self, territory: Territory) -> tuple[KeptScenario, ...]:
        """The present version of every scenario of a territory, by name."""
        rows = self._database.read(lambda session: _rows(session, territory))
        present = {row.name_key: row for row in rows}  # the last version comes last
        return tuple(_record(row) for _, row in sorted(present.items()) if not row.removed)

    def history(self, territory: Territory, name: str) -> tuple[KeptScenario, ...]:
        """Every version of one scenario, first to last, removals included."""
        key = name_key(name)
        rows = self._database.read(lambda session: _rows(session, territory))
        return tuple(_record(row) for row in rows if row.name_key == key)

    def keep(self, territory: Territory, scenario: Scenario, *, name: str, note: str = "", data_version: str,
             author: str) -> KeptScenario:
        """Keep a scenario, or a new version of the one of this name. Keeping what is already kept writes nothing."""
        called = " ".join(checked_text(name, limit=NAME_LENGTH, what="Le nom du scénario").split())
        if not name_key(called):
            raise JournalError("Donnez un nom au scénario avant de l'enregistrer.")
        if not scenario.actions:
            raise JournalError(french("Le scénario est vide : ajoutez une arrivée ou un départ avant de l'enregistrer."))
        said, writer = checked_text(note, what="La note"), checked_author(author)
        return self._database.write(lambda session: _add(session, territory, ScenarioVersion(
            name=called, name_key=name_key(called)[:NAME_LENGTH], content=scenario.encode(), note=said,
            data_version=data_version, removed=False, author=writer)))

    def remove(self, territory: Territory, name: str, *, author: str) -> KeptScenario:
        """Take a scenario away, by a version that says so; its history stays and its name is free again."""
        key, writer = name_key(name), checked_author(author)

        def work(session: Session) -> KeptScenario:
            last = next((row for row in reversed(_rows(session, territory)) if row.name_key == key), None)
            if last is None or last.removed:
                raise JournalError(french(f"Le scénario « {name[:NAME_LENGTH]} » n'est pas enregistré pour ce territoire."))
            return _add(session, territory, ScenarioVersion(
                name=last.name, name_key=key, content=last.content, note=last.note, data_version=last.data_version,
                removed=True, author=writer))

        return self._database.write(work)


def _subjects(territory: Territory) -> tuple[str, ...]:
    """The perimeter, then the kept territory: what was made before it was kept stays with it."""
    perimeter = f"perimeter:{perimeter_digest(territory)}"
    return (perimeter,) if territory.kept_id is None else (perimeter, f"kept:{territory.kept_id}")


def _rows(session: Session, territory: Territory) -> list[ScenarioVersion]:
    rows = session.scalars(select(ScenarioVersion).where(ScenarioVersion.subject.in_(_subjects(territory)))
                           .order_by(ScenarioVersion.id))
    return list(rows)


def _add(session: Session, territory: Territory, new: ScenarioVersion) -> KeptScenario:
    """Number the version and write it, unless it says what the present one says already."""
    former = [row for row in _rows(session, territory) if row.name_key == new.name_key]
    same = ("name", "content", "note", "data_version", "removed")
    if former and all(getattr(former[-1], field) == getattr(new, field) for field in same):
        return _record(former[-1])
    new.subject = _subjects(territory)[-1]
    new.version = max((row.version for row in former), default=0) + 1
    new.territory_name, new.members, new.created_at = territory.name, list(territory.members), dt.datetime.now(dt.UTC)
    session.add(new)
    session.flush()
    return _record(new)


def _record(row: ScenarioVersion) -> KeptScenario:
    return KeptScenario(name=row.name, content=row.content, note=row.note, data_version=row.data_version,
                        territory_name=row.territory_name, members=tuple(row.members), version=row.version, author=row.author,
                        created_at=row.created_at, removed=row.removed)
