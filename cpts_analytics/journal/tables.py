"""The tables of the journal. Versions are only ever added; ``kept_territories`` alone is a pointer that moves."""

from __future__ import annotations

import datetime as dt
from typing import Any

import sqlalchemy as sa
from sqlalchemy import ForeignKey, String, Text, event
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column, relationship

from cpts_analytics.model import RecordError

NAMING = {"ix": "ix_%(column_0_label)s", "uq": "uq_%(table_name)s_%(column_0_name)s",
          "fk": "fk_%(table_name)s_%(column_0_name)s", "pk": "pk_%(table_name)s"}


class UtcDateTime(sa.TypeDecorator[dt.datetime]):
    """A moment, in UTC: SQLite forgets the zone, PostgreSQL translates it; here it always comes back as UTC."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: dt.datetime | None, dialect: sa.Dialect) -> dt.datetime | None:
        return None if value is None else value.astimezone(dt.UTC)

    def process_result_value(self, value: dt.datetime | None, dialect: sa.Dialect) -> dt.datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=dt.UTC) if value.tzinfo is None else value.astimezone(dt.UTC)


class Base(DeclarativeBase):
    metadata = sa.MetaData(naming_convention=NAMING)


class AppendOnly:
    """Rows of this kind are added, never changed nor deleted: a flush that tries is refused."""


class KeptTerritory(Base):
    """Identity of a kept territory: which version is the present one, and the name it holds while it lives."""

    __tablename__ = "kept_territories"
    __table_args__ = ({"sqlite_autoincrement": True},)

    id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int]
    living_name: Mapped[str | None] = mapped_column(String, unique=True)  # words.name_key(); None once removed


class TerritoryVersion(AppendOnly, Base):
    """What a kept territory was from one change to the next."""

    __tablename__ = "kept_territory_versions"

    territory_id: Mapped[int] = mapped_column(ForeignKey(KeptTerritory.id), primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    name: Mapped[str] = mapped_column(Text)
    members: Mapped[list[str]] = mapped_column(sa.JSON)  # sorted codes
    spec: Mapped[str] = mapped_column(Text)
    valid_from: Mapped[dt.date]
    valid_to: Mapped[dt.date | None]
    official: Mapped[bool]
    removed: Mapped[bool]  # this version is a removal; the rest of the row tells what was removed
    author: Mapped[str] = mapped_column(Text)
    reason: Mapped[str] = mapped_column(Text)
    created_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    shared: Mapped[list[SharedVersion]] = relationship(lazy="selectin", order_by="SharedVersion.code")


class SharedVersion(AppendOnly, Base):
    """A commune that another CPTS covers too, in one version of a territory."""

    __tablename__ = "kept_territory_shared"
    __table_args__ = (sa.ForeignKeyConstraint(
        ["territory_id", "version"],
        [TerritoryVersion.territory_id, TerritoryVersion.version]),)

    territory_id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    code: Mapped[str] = mapped_column(String(5), primary_key=True)
    note: Mapped[str] = mapped_column(Text)
    population: Mapped[int | None]  # inhabitants, typed by the CPTS


class AnswerVersion(AppendOnly, Base):
    """What was typed for a question that open data do not answer; the highest version is the present one."""

    __tablename__ = "panel_answers"
    __table_args__ = (sa.UniqueConstraint("subject", "topic", "version"), {"sqlite_autoincrement": True})

    id: Mapped[int] = mapped_column(primary_key=True)
    subject: Mapped[str] = mapped_column(String(40))  # "kept:12", or "perimeter:<digest>" when not kept
    topic: Mapped[str] = mapped_column(String(80))
    version: Mapped[int]
    perimeter: Mapped[str] = mapped_column(String(16))  # digest of the members it was typed for
    value: Mapped[float | None]
    text: Mapped[str] = mapped_column(Text)
    unit: Mapped[str] = mapped_column(Text)
    period: Mapped[str] = mapped_column(String(40))
    origin: Mapped[str] = mapped_column(String(10))  # records.Origin
    note: Mapped[str] = mapped_column(Text)
    author: Mapped[str] = mapped_column(Text)
    created_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)


@event.listens_for(Session, "before_flush")
def _refuse_overwriting(session: Session, *_: Any) -> None:
    changed = [row for row in session.dirty if session.is_modified(row)]
    for row in [*changed, *session.deleted]:
        if isinstance(row, AppendOnly):
            raise RecordError(f"{type(row).__name__}: rows are added, never changed nor deleted.")
