"""What Alembic runs: the versions, on the connection and within the transaction of whoever asks."""

from __future__ import annotations

from alembic import context

from planner.storage.migrating import VERSION_TABLE

context.configure(
    connection=context.config.attributes["connection"], version_table=VERSION_TABLE, transactional_ddl=True
)
with context.begin_transaction():
    context.run_migrations()
