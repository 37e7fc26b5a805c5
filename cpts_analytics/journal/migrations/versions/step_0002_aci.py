"""The ACI: acts, numbered entries, their whole history, one table a kind for the living records, proofs, drafts.

The history and the acts are only ever added to: the database itself refuses to change or delete them.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_ADDED_ONLY = ("aci_acts", "aci_history")
_SQLITE = """CREATE TRIGGER {table}_no_{event} BEFORE {event} ON {table}
BEGIN SELECT RAISE(ABORT, 'the history is only added to'); END"""
_FUNCTION = """CREATE FUNCTION aci_only_added_to() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'the history is only added to'; END $$"""
_POSTGRESQL = """CREATE TRIGGER {table}_only_added_to BEFORE UPDATE OR DELETE ON {table}
FOR EACH ROW EXECUTE FUNCTION aci_only_added_to()"""


def upgrade() -> None:
    op.create_table(
        "aci_acts",
        sa.Column("id", sa.Integer, nullable=False), sa.Column("author", sa.Text, nullable=False),
        sa.Column("reason", sa.Text, nullable=False), sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_aci_acts"), sqlite_autoincrement=True)
    op.create_index("ix_aci_acts_created_at", "aci_acts", ["created_at"])
    op.create_table(
        "aci_drafts",
        sa.Column("author", sa.String(length=120), nullable=False), sa.Column("key", sa.String(length=120), nullable=False),
        sa.Column("content", sa.JSON, nullable=False), sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("author", "key", name="pk_aci_drafts"))
    op.create_table(
        "aci_files",
        sa.Column("sha256", sa.String(length=64), nullable=False), sa.Column("content", sa.LargeBinary, nullable=False),
        sa.Column("author", sa.Text, nullable=False), sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("sha256", name="pk_aci_files"))
    op.create_table(
        "aci_entries",
        sa.Column("id", sa.Integer, nullable=False), sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("version", sa.Integer, nullable=False), sa.Column("act_id", sa.Integer, nullable=False),
        sa.Column("removed", sa.Boolean, nullable=False),
        sa.ForeignKeyConstraint(["act_id"], ["aci_acts.id"], name="fk_aci_entries_act_id"),
        sa.PrimaryKeyConstraint("id", name="pk_aci_entries"), sqlite_autoincrement=True)
    op.create_table(
        "aci_cpts",
        sa.Column("id", sa.Integer, autoincrement=False, nullable=False), sa.Column("name", sa.Text, nullable=False),
        sa.Column("territory_id", sa.Integer, nullable=True), sa.Column("created", sa.Date, nullable=True),
        sa.Column("ended", sa.Date, nullable=True), sa.Column("note", sa.Text, nullable=False),
        sa.ForeignKeyConstraint(["id"], ["aci_entries.id"], name="fk_aci_cpts_id"),
        sa.ForeignKeyConstraint(["territory_id"], ["kept_territories.id"], name="fk_aci_cpts_territory_id"),
        sa.PrimaryKeyConstraint("id", name="pk_aci_cpts"), sa.UniqueConstraint("name", name="uq_aci_cpts_name"))
    op.create_table(
        "aci_history",
        sa.Column("entry_id", sa.Integer, nullable=False),
        sa.Column("version", sa.Integer, autoincrement=False, nullable=False),
        sa.Column("act_id", sa.Integer, nullable=False), sa.Column("removed", sa.Boolean, nullable=False),
        sa.Column("content", sa.JSON, nullable=False),
        sa.ForeignKeyConstraint(["act_id"], ["aci_acts.id"], name="fk_aci_history_act_id"),
        sa.ForeignKeyConstraint(["entry_id"], ["aci_entries.id"], name="fk_aci_history_entry_id"),
        sa.PrimaryKeyConstraint("entry_id", "version", name="pk_aci_history"))
    op.create_index("ix_aci_history_act_id", "aci_history", ["act_id"])
    op.create_table(
        "aci_contract",
        sa.Column("id", sa.Integer, autoincrement=False, nullable=False), sa.Column("cpts_id", sa.Integer, nullable=False),
        sa.Column("title", sa.Text, nullable=False), sa.Column("rules", sa.Text, nullable=False),
        sa.Column("signed", sa.Date, nullable=True), sa.Column("ends", sa.Date, nullable=True),
        sa.Column("population", sa.Integer, nullable=True), sa.Column("population_year", sa.Integer, nullable=True),
        sa.Column("size_class", sa.Integer, nullable=True), sa.Column("running", sa.JSON, nullable=False),
        sa.Column("note", sa.Text, nullable=False),
        sa.ForeignKeyConstraint(["cpts_id"], ["aci_cpts.id"], name="fk_aci_contract_cpts_id"),
        sa.ForeignKeyConstraint(["id"], ["aci_entries.id"], name="fk_aci_contract_id"),
        sa.PrimaryKeyConstraint("id", name="pk_aci_contract"))
    op.create_index("ix_aci_contract_cpts_id", "aci_contract", ["cpts_id"])
    op.create_table(
        "aci_format",
        sa.Column("id", sa.Integer, autoincrement=False, nullable=False), sa.Column("cpts_id", sa.Integer, nullable=False),
        sa.Column("name", sa.Text, nullable=False), sa.Column("partner", sa.Text, nullable=False),
        sa.Column("columns", sa.JSON, nullable=False),
        sa.ForeignKeyConstraint(["cpts_id"], ["aci_cpts.id"], name="fk_aci_format_cpts_id"),
        sa.ForeignKeyConstraint(["id"], ["aci_entries.id"], name="fk_aci_format_id"),
        sa.PrimaryKeyConstraint("id", name="pk_aci_format"),
        sa.UniqueConstraint("cpts_id", "name", name="uq_aci_format_cpts_id"))
    op.create_table(
        "aci_membership",
        sa.Column("id", sa.Integer, autoincrement=False, nullable=False), sa.Column("cpts_id", sa.Integer, nullable=False),
        sa.Column("year", sa.Integer, nullable=False), sa.Column("profession", sa.Text, nullable=False),
        sa.Column("members", sa.Integer, nullable=True), sa.Column("professionals", sa.Integer, nullable=True),
        sa.Column("source", sa.Text, nullable=False),
        sa.ForeignKeyConstraint(["cpts_id"], ["aci_cpts.id"], name="fk_aci_membership_cpts_id"),
        sa.ForeignKeyConstraint(["id"], ["aci_entries.id"], name="fk_aci_membership_id"),
        sa.PrimaryKeyConstraint("id", name="pk_aci_membership"),
        sa.UniqueConstraint("cpts_id", "year", "profession", name="uq_aci_membership_cpts_id"))
    op.create_table(
        "aci_amendment",
        sa.Column("id", sa.Integer, autoincrement=False, nullable=False),
        sa.Column("contract_id", sa.Integer, nullable=False), sa.Column("scope", sa.String(length=20), nullable=False),
        sa.Column("title", sa.Text, nullable=False), sa.Column("key", sa.Text, nullable=False),
        sa.Column("date", sa.Date, nullable=True), sa.Column("adhered", sa.Date, nullable=True),
        sa.Column("note", sa.Text, nullable=False),
        sa.ForeignKeyConstraint(["contract_id"], ["aci_contract.id"], name="fk_aci_amendment_contract_id"),
        sa.ForeignKeyConstraint(["id"], ["aci_entries.id"], name="fk_aci_amendment_id"),
        sa.PrimaryKeyConstraint("id", name="pk_aci_amendment"))
    op.create_index("ix_aci_amendment_contract_id", "aci_amendment", ["contract_id"])
    op.create_table(
        "aci_mission",
        sa.Column("id", sa.Integer, autoincrement=False, nullable=False),
        sa.Column("contract_id", sa.Integer, nullable=False), sa.Column("title", sa.Text, nullable=False),
        sa.Column("key", sa.Text, nullable=False), sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("started", sa.Date, nullable=True), sa.Column("deployed", sa.Date, nullable=True),
        sa.Column("lead", sa.Text, nullable=False),
        sa.Column("rank", sa.Integer, nullable=False), sa.Column("amounts", sa.JSON, nullable=False),
        sa.Column("note", sa.Text, nullable=False),
        sa.ForeignKeyConstraint(["contract_id"], ["aci_contract.id"], name="fk_aci_mission_contract_id"),
        sa.ForeignKeyConstraint(["id"], ["aci_entries.id"], name="fk_aci_mission_id"),
        sa.PrimaryKeyConstraint("id", name="pk_aci_mission"),
        sa.UniqueConstraint("contract_id", "title", name="uq_aci_mission_contract_id"))
    op.create_table(
        "aci_group",
        sa.Column("id", sa.Integer, autoincrement=False, nullable=False), sa.Column("cpts_id", sa.Integer, nullable=False),
        sa.Column("name", sa.Text, nullable=False), sa.Column("mission_id", sa.Integer, nullable=True),
        sa.Column("members", sa.JSON, nullable=False), sa.Column("meetings", sa.JSON, nullable=False),
        sa.ForeignKeyConstraint(["cpts_id"], ["aci_cpts.id"], name="fk_aci_group_cpts_id"),
        sa.ForeignKeyConstraint(["id"], ["aci_entries.id"], name="fk_aci_group_id"),
        sa.ForeignKeyConstraint(["mission_id"], ["aci_mission.id"], name="fk_aci_group_mission_id"),
        sa.PrimaryKeyConstraint("id", name="pk_aci_group"),
        sa.UniqueConstraint("cpts_id", "name", name="uq_aci_group_cpts_id"))
    op.create_index("ix_aci_group_mission_id", "aci_group", ["mission_id"])
    op.create_table(
        "aci_money",
        sa.Column("id", sa.Integer, autoincrement=False, nullable=False), sa.Column("cpts_id", sa.Integer, nullable=False),
        sa.Column("year", sa.Integer, nullable=False), sa.Column("fund", sa.String(length=20), nullable=False),
        sa.Column("label", sa.Text, nullable=False), sa.Column("mission_id", sa.Integer, nullable=True),
        sa.Column("planned_eur", sa.Double, nullable=True), sa.Column("spent_eur", sa.Double, nullable=True),
        sa.Column("note", sa.Text, nullable=False),
        sa.ForeignKeyConstraint(["cpts_id"], ["aci_cpts.id"], name="fk_aci_money_cpts_id"),
        sa.ForeignKeyConstraint(["id"], ["aci_entries.id"], name="fk_aci_money_id"),
        sa.ForeignKeyConstraint(["mission_id"], ["aci_mission.id"], name="fk_aci_money_mission_id"),
        sa.PrimaryKeyConstraint("id", name="pk_aci_money"))
    op.create_index("ix_aci_money_cpts_id", "aci_money", ["cpts_id"])
    op.create_index("ix_aci_money_mission_id", "aci_money", ["mission_id"])
    op.create_table(
        "aci_objective",
        sa.Column("id", sa.Integer, autoincrement=False, nullable=False), sa.Column("mission_id", sa.Integer, nullable=False),
        sa.Column("title", sa.Text, nullable=False), sa.Column("description", sa.Text, nullable=False),
        sa.Column("rank", sa.Integer, nullable=False),
        sa.ForeignKeyConstraint(["id"], ["aci_entries.id"], name="fk_aci_objective_id"),
        sa.ForeignKeyConstraint(["mission_id"], ["aci_mission.id"], name="fk_aci_objective_mission_id"),
        sa.PrimaryKeyConstraint("id", name="pk_aci_objective"))
    op.create_index("ix_aci_objective_mission_id", "aci_objective", ["mission_id"])
    op.create_table(
        "aci_action",
        sa.Column("id", sa.Integer, autoincrement=False, nullable=False), sa.Column("mission_id", sa.Integer, nullable=False),
        sa.Column("title", sa.Text, nullable=False), sa.Column("gap", sa.Text, nullable=False),
        sa.Column("group_id", sa.Integer, nullable=True), sa.Column("partners", sa.JSON, nullable=False),
        sa.Column("steps", sa.JSON, nullable=False), sa.Column("starts", sa.Date, nullable=True),
        sa.Column("ends", sa.Date, nullable=True), sa.Column("budget_eur", sa.Double, nullable=True),
        sa.Column("status", sa.String(length=20), nullable=False), sa.Column("indicator_ids", sa.JSON, nullable=False),
        sa.ForeignKeyConstraint(["group_id"], ["aci_group.id"], name="fk_aci_action_group_id"),
        sa.ForeignKeyConstraint(["id"], ["aci_entries.id"], name="fk_aci_action_id"),
        sa.ForeignKeyConstraint(["mission_id"], ["aci_mission.id"], name="fk_aci_action_mission_id"),
        sa.PrimaryKeyConstraint("id", name="pk_aci_action"))
    op.create_index("ix_aci_action_group_id", "aci_action", ["group_id"])
    op.create_index("ix_aci_action_mission_id", "aci_action", ["mission_id"])
    op.create_table(
        "aci_indicator",
        sa.Column("id", sa.Integer, autoincrement=False, nullable=False), sa.Column("mission_id", sa.Integer, nullable=False),
        sa.Column("label", sa.Text, nullable=False), sa.Column("unit", sa.Text, nullable=False),
        sa.Column("objective_id", sa.Integer, nullable=True), sa.Column("definition", sa.Text, nullable=False),
        sa.Column("form", sa.String(length=20), nullable=False), sa.Column("numerator_label", sa.Text, nullable=False),
        sa.Column("denominator_label", sa.Text, nullable=False), sa.Column("scale", sa.Double, nullable=False),
        sa.Column("direction", sa.String(length=20), nullable=False), sa.Column("baseline", sa.Double, nullable=True),
        sa.Column("baseline_year", sa.Integer, nullable=True), sa.Column("targets", sa.JSON, nullable=False),
        sa.Column("weight_pct", sa.Double, nullable=True), sa.Column("nature", sa.String(length=20), nullable=False),
        sa.Column("calculation", sa.String(length=20), nullable=True), sa.Column("steps", sa.JSON, nullable=False),
        sa.Column("source", sa.String(length=20), nullable=False), sa.Column("open_data_key", sa.Text, nullable=False),
        sa.Column("partner", sa.Text, nullable=False), sa.Column("owner", sa.Text, nullable=False),
        sa.Column("frequency", sa.String(length=20), nullable=False),
        sa.Column("yearly", sa.String(length=20), nullable=False), sa.Column("template", sa.Text, nullable=False),
        sa.Column("rank", sa.Integer, nullable=False),
        sa.ForeignKeyConstraint(["id"], ["aci_entries.id"], name="fk_aci_indicator_id"),
        sa.ForeignKeyConstraint(["mission_id"], ["aci_mission.id"], name="fk_aci_indicator_mission_id"),
        sa.ForeignKeyConstraint(["objective_id"], ["aci_objective.id"], name="fk_aci_indicator_objective_id"),
        sa.PrimaryKeyConstraint("id", name="pk_aci_indicator"),
        sa.UniqueConstraint("mission_id", "label", name="uq_aci_indicator_mission_id"))
    op.create_index("ix_aci_indicator_objective_id", "aci_indicator", ["objective_id"])
    op.create_table(
        "aci_measure",
        sa.Column("id", sa.Integer, autoincrement=False, nullable=False),
        sa.Column("indicator_id", sa.Integer, nullable=False), sa.Column("period", sa.Text, nullable=False),
        sa.Column("numerator", sa.Double, nullable=True), sa.Column("denominator", sa.Double, nullable=True),
        sa.Column("value", sa.Double, nullable=True), sa.Column("not_measured", sa.Text, nullable=False),
        sa.Column("giver", sa.String(length=20), nullable=False), sa.Column("cpam_value", sa.Double, nullable=True),
        sa.Column("gap_comment", sa.Text, nullable=False), sa.Column("proofs", sa.JSON, nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False), sa.Column("level", sa.Text, nullable=False),
        sa.ForeignKeyConstraint(["id"], ["aci_entries.id"], name="fk_aci_measure_id"),
        sa.ForeignKeyConstraint(["indicator_id"], ["aci_indicator.id"], name="fk_aci_measure_indicator_id"),
        sa.PrimaryKeyConstraint("id", name="pk_aci_measure"),
        sa.UniqueConstraint("indicator_id", "period", name="uq_aci_measure_indicator_id"))
    _guard()


def _guard() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute(_FUNCTION)
        for table in _ADDED_ONLY:
            op.execute(_POSTGRESQL.format(table=table))
        return
    for table in _ADDED_ONLY:
        for event in ("UPDATE", "DELETE"):
            op.execute(_SQLITE.format(table=table, event=event))


def downgrade() -> None:
    raise NotImplementedError("What people wrote is never dropped: to go back, restore a backup.")
