"""Everything that a journal holds, as plain JSON values, and back into an empty journal: the same rows, on any database."""

from __future__ import annotations

import base64
import datetime as dt
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from cpts_analytics.errors import JournalError
from cpts_analytics.journal.failures import french
from cpts_analytics.journal.migrate import LAST, step_of, steps
from cpts_analytics.journal.tables import Base

FORMAT = "cpts-analytics-journal"
_CHUNK = 1000


def whole(session: Session) -> dict[str, Any]:
    """``{"format", "step", "tables": {name: [row, …]}}``: every table, as of one moment, owners first."""
    step = next(iter(step_of(session.connection())), None)
    return {"format": FORMAT, "step": step,
            "tables": {table.name: _rows(session, table) for table in Base.metadata.sorted_tables}}


def checked_format(content: Any) -> dict[str, Any]:
    """The content when it is one of ours. Raises JournalError."""
    if not isinstance(content, dict) or content.get("format") != FORMAT or not isinstance(content.get("tables"), dict):
        raise JournalError("Ce fichier n'est pas une sauvegarde du journal de CPTS Analytics.")
    known = {script.revision for script in steps().walk_revisions()}
    if content.get("step") not in known:
        raise JournalError(french(f"Cette sauvegarde vient d'une version plus récente du programme (étape "
                                  f"{content.get('step')}) : mettez le programme à jour."))
    return content


def is_present(content: dict[str, Any]) -> bool:
    """Whether the content has the tables of this version of the program, and not of an older one."""
    return content["step"] == LAST


def fill(connection: Connection, content: dict[str, Any]) -> None:
    """Put the rows into the tables of this database, made at the same step. Raises JournalError when any of them holds
    something already, or when the content is not whole."""
    found = sa.MetaData()
    found.reflect(connection)
    tables = [table for table in found.sorted_tables if table.name != "alembic_version"]
    if {table.name for table in tables} != set(content["tables"]):
        raise JournalError("Cette sauvegarde n'est pas entière\u00a0: il y manque des tables. Rien n'a été restauré.")
    for table in tables:
        if connection.scalar(sa.select(sa.func.count()).select_from(table)):
            raise JournalError("Le journal où restaurer n'est pas vide\u00a0: rien n'y a été changé. Mettez-le de côté (ou "
                               "indiquez un autre CPTS_HOME ou CPTS_DATABASE_URL), puis recommencez.")
    for table in tables:
        rows = [_row(table, row) for row in content["tables"][table.name]]
        try:
            for start in range(0, len(rows), _CHUNK):
                connection.execute(sa.insert(table), rows[start:start + _CHUNK])
        except IntegrityError as error:
            raise JournalError(french(f"Cette sauvegarde est abîmée : des lignes de la table {table.name} renvoient à "
                                      "d'autres qui manquent, ou sont en double. Rien n'a été restauré.")) from error
        if connection.dialect.name == "postgresql":
            _after_last(connection, table)


def _rows(session: Session, table: sa.Table) -> list[dict[str, Any]]:
    rows = session.execute(sa.select(table).order_by(*table.primary_key.columns)).mappings()
    return [{name: _plain(value) for name, value in row.items()} for row in rows]


def _plain(value: Any) -> Any:
    if isinstance(value, dt.date):  # a moment too
        return value.isoformat()
    return base64.b64encode(value).decode() if isinstance(value, bytes) else value


def _row(table: sa.Table, row: dict[str, Any]) -> dict[str, Any]:
    """The values as the columns take them. Raises JournalError for a column that is not there."""
    if set(row) != set(table.c.keys()):
        raise JournalError(french(f"Cette sauvegarde n'est pas entière : la table {table.name} n'a pas les colonnes attendues. "
                                  "Rien n'a été restauré."))
    try:
        return {name: _value(table.c[name].type, value) for name, value in row.items()}
    except (ValueError, TypeError) as error:
        raise JournalError(french(f"Cette sauvegarde est abîmée : table {table.name} ({error}). Rien n'a été "
                                  "restauré.")) from error


def _value(kind: sa.types.TypeEngine, value: Any) -> Any:
    if value is None or isinstance(kind, sa.JSON):
        return value
    if isinstance(kind, sa.DateTime):
        return dt.datetime.fromisoformat(value)
    if isinstance(kind, sa.Date):
        return dt.date.fromisoformat(value)
    if isinstance(kind, sa.LargeBinary):
        return base64.b64decode(value, validate=True)
    return bool(value) if isinstance(kind, sa.Boolean) else value


def _after_last(connection: Connection, table: sa.Table) -> None:
    """New rows are numbered after those that were brought."""
    for column in table.primary_key.columns:
        sequence = connection.scalar(sa.select(sa.func.pg_get_serial_sequence(table.name, column.name)))
        last = connection.scalar(sa.select(sa.func.max(column))) if sequence else None
        if last is not None:
            connection.execute(sa.select(sa.func.setval(sequence, last)))
