"""Where kept scenarios lie; rows are added, never changed."""

from __future__ import annotations

import datetime as dt

import sqlalchemy as sa
from sqlalchemy import String, Text
from sqlalchemy.orm import Mapped, mapped_column

from cpts_analytics.journal.tables import AppendOnly, Base, UtcDateTime


class ScenarioVersion(AppendOnly, Base):
    """What a scenario of a territory was from one change to the next; the highest version is the present one."""

    __tablename__ = "scenario_versions"
    __table_args__ = (sa.UniqueConstraint("subject", "name_key", "version"), {"sqlite_autoincrement": True})

    id: Mapped[int] = mapped_column(primary_key=True)
    subject: Mapped[str] = mapped_column(String(40))  # "kept:12", or "perimeter:<digest>" when the territory is not kept
    name_key: Mapped[str] = mapped_column(String(120))  # words.name_key()
    version: Mapped[int]
    name: Mapped[str] = mapped_column(Text)
    content: Mapped[str] = mapped_column(Text)  # access.Scenario.encode()
    note: Mapped[str] = mapped_column(Text)
    data_version: Mapped[str] = mapped_column(String(40))  # of the figures that it was made on
    territory_name: Mapped[str] = mapped_column(Text)
    members: Mapped[list[str]] = mapped_column(sa.JSON)  # sorted codes
    removed: Mapped[bool]  # this version is a removal
    author: Mapped[str] = mapped_column(Text)
    created_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
