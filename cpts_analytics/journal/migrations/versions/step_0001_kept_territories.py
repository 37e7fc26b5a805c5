"""Kept territories with their versions and shared communes, and answers typed for what open data do not say."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "kept_territories",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("living_name", sa.String),
        sa.PrimaryKeyConstraint("id", name="pk_kept_territories"),
        sa.UniqueConstraint("living_name", name="uq_kept_territories_living_name"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "kept_territory_versions",
        sa.Column("territory_id", sa.Integer, nullable=False),
        sa.Column("version", sa.Integer, nullable=False, autoincrement=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("members", sa.JSON, nullable=False),
        sa.Column("spec", sa.Text, nullable=False),
        sa.Column("valid_from", sa.Date, nullable=False),
        sa.Column("valid_to", sa.Date),
        sa.Column("official", sa.Boolean, nullable=False),
        sa.Column("removed", sa.Boolean, nullable=False),
        sa.Column("author", sa.Text, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("territory_id", "version", name="pk_kept_territory_versions"),
        sa.ForeignKeyConstraint(["territory_id"], ["kept_territories.id"],
                                name="fk_kept_territory_versions_territory_id"),
    )
    op.create_table(
        "kept_territory_shared",
        sa.Column("territory_id", sa.Integer, nullable=False),
        sa.Column("version", sa.Integer, nullable=False, autoincrement=False),
        sa.Column("code", sa.String(5), nullable=False),
        sa.Column("note", sa.Text, nullable=False),
        sa.Column("population", sa.Integer),
        sa.PrimaryKeyConstraint("territory_id", "version", "code", name="pk_kept_territory_shared"),
        sa.ForeignKeyConstraint(["territory_id", "version"],
                                ["kept_territory_versions.territory_id", "kept_territory_versions.version"],
                                name="fk_kept_territory_shared_territory_id"),
    )
    op.create_table(
        "panel_answers",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("subject", sa.String(40), nullable=False),
        sa.Column("topic", sa.String(80), nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("perimeter", sa.String(16), nullable=False),
        sa.Column("value", sa.Double),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("unit", sa.Text, nullable=False),
        sa.Column("period", sa.String(40), nullable=False),
        sa.Column("origin", sa.String(10), nullable=False),
        sa.Column("note", sa.Text, nullable=False),
        sa.Column("author", sa.Text, nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_panel_answers"),
        sa.UniqueConstraint("subject", "topic", "version", name="uq_panel_answers_subject"),
        sqlite_autoincrement=True,
    )


def downgrade() -> None:
    raise NotImplementedError("What people wrote is never dropped: to go back, restore a backup.")
