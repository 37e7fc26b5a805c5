"""Scenarios of access kept for a territory: every version of each, with its author and the state of the data."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "scenario_versions",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("subject", sa.String(40), nullable=False),
        sa.Column("name_key", sa.String(120), nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("content", sa.Text, nullable=False),
        sa.Column("note", sa.Text, nullable=False),
        sa.Column("data_version", sa.String(40), nullable=False),
        sa.Column("territory_name", sa.Text, nullable=False),
        sa.Column("members", sa.JSON, nullable=False),
        sa.Column("removed", sa.Boolean, nullable=False),
        sa.Column("author", sa.Text, nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_scenario_versions"),
        sa.UniqueConstraint("subject", "name_key", "version", name="uq_scenario_versions_subject"),
        sqlite_autoincrement=True,
    )


def downgrade() -> None:
    raise NotImplementedError("What people wrote is never dropped: to go back, restore a backup.")
