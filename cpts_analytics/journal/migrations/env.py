"""How Alembic meets the database: on the connection, and in the transaction, that the program gives it."""

from __future__ import annotations

from alembic import context

from cpts_analytics.journal.tables import Base

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    render_as_batch=True,  # SQLite cannot alter a column in place
    transactional_ddl=True,  # true of SQLite too, since the program begins its transactions itself
)
with context.begin_transaction():
    context.run_migrations()
