"""The tables of the ACI journal.

``aci_entries`` numbers every record and tells its present version; ``aci_history`` holds every version of every
record, whole, and is only ever added to (triggers of the database refuse anything else); one table a kind holds
the living records in their present version, so that the database itself keeps owners, names and periods in order.
"""

from __future__ import annotations

import datetime as dt
import enum

import sqlalchemy as sa

from cpts_analytics.journal.aci.fields import Field, fields
from cpts_analytics.journal.aci.records import BELONGS_TO, KINDS, Entry
from cpts_analytics.journal.tables import Base, UtcDateTime

ACTS = sa.Table(
    "aci_acts", Base.metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("author", sa.Text, nullable=False),
    sa.Column("reason", sa.Text, nullable=False),
    sa.Column("created_at", UtcDateTime, nullable=False, index=True),
    sqlite_autoincrement=True)
"""One row a transaction: who wrote, when, why."""

ENTRIES = sa.Table(
    "aci_entries", Base.metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("kind", sa.String(20), nullable=False),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("act_id", sa.Integer, sa.ForeignKey(ACTS.c.id), nullable=False),
    sa.Column("removed", sa.Boolean, nullable=False),
    sqlite_autoincrement=True)
"""Identity of a record, its present version and the act that made it."""

HISTORY = sa.Table(
    "aci_history", Base.metadata,
    sa.Column("entry_id", sa.Integer, sa.ForeignKey(ENTRIES.c.id), primary_key=True),
    sa.Column("version", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("act_id", sa.Integer, sa.ForeignKey(ACTS.c.id), nullable=False, index=True),
    sa.Column("removed", sa.Boolean, nullable=False),
    sa.Column("content", sa.JSON, nullable=False))
"""What a record was from one version to the next."""

FILES = sa.Table(
    "aci_files", Base.metadata,
    sa.Column("sha256", sa.String(64), primary_key=True),
    sa.Column("content", sa.LargeBinary, nullable=False),
    sa.Column("author", sa.Text, nullable=False),
    sa.Column("created_at", UtcDateTime, nullable=False))
"""Proofs given as files, each once."""

DRAFTS = sa.Table(
    "aci_drafts", Base.metadata,
    sa.Column("author", sa.String(120), primary_key=True),
    sa.Column("key", sa.String(120), primary_key=True),
    sa.Column("content", sa.JSON, nullable=False),
    sa.Column("changed_at", UtcDateTime, nullable=False))
"""Scratch paper of somebody who has not saved yet: no record, and the only thing here without a history."""


def _column(kind: type[Entry], field: Field) -> sa.Column:
    if field.name == "territory_id":
        return sa.Column(field.name, sa.Integer, sa.ForeignKey("kept_territories.id"), nullable=True)
    owner = BELONGS_TO.get(field.name)
    if owner is not None:
        return sa.Column(field.name, sa.Integer, sa.ForeignKey(f"aci_{owner.KIND}.id"),
                         nullable=field.optional, index=field.name not in kind.UNIQUE[:1])
    return sa.Column(field.name, _type(field), nullable=field.optional)


def _type(field: Field) -> sa.types.TypeEngine:
    if field.many:
        return sa.JSON()
    if issubclass(field.of, enum.Enum):
        return sa.String(20)
    if issubclass(field.of, dt.date):
        return sa.Date()
    if issubclass(field.of, bool):
        return sa.Boolean()
    if issubclass(field.of, int):
        return sa.Integer()
    if issubclass(field.of, float):
        return sa.Double()
    return sa.Text()


def _table(kind: type[Entry]) -> sa.Table:
    unique = [sa.UniqueConstraint(*kind.UNIQUE)] if kind.UNIQUE else []
    return sa.Table(
        f"aci_{kind.KIND}", Base.metadata,
        sa.Column("id", sa.Integer, sa.ForeignKey(ENTRIES.c.id), primary_key=True, autoincrement=False),
        *(_column(kind, field) for field in fields(kind)), *unique)


PRESENT: dict[str, sa.Table] = {name: _table(kind) for name, kind in KINDS.items()}
"""Kind → the table of its living records."""
