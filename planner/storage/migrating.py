"""The version of a store's tables, and how older ones are brought up to date."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Column, Connection, Engine, MetaData, Table, Text, inspect, select

from planner.errors import StorageError
from planner.storage.database import Lock
from planner.storage.database_errors import plain_errors
from planner.storage.schema import ABOUT
from planner.texts import text

if TYPE_CHECKING:
    from alembic.config import Config

HEAD = "0001"
"""The version of the tables that this planner reads and writes."""

MIGRATIONS = Path(__file__).parent / "migrations"

VERSION_TABLE = "schema_version"
"""Where a store says of which version its tables are, as Alembic writes it."""

_VERSION = Table(VERSION_TABLE, MetaData(), Column("version_num", Text))


def bring_up(engine: Engine, address: str, lock: Lock) -> None:
    """See that a store's tables are those that this planner knows; older ones are brought up to date, all or none.

    Raises
    ------
    planner.errors.StorageError
        If there are no such tables, or those of a newer planner, or they can't be read.
    """
    with plain_errors(address), engine.connect() as connection, connection.begin():
        version = version_of(connection)
    if version == HEAD:
        return
    if version is None:
        raise no_city(address)
    if version not in known_versions():
        raise StorageError(
            text(
                "{store} was made by a newer version of the planner (its tables are of version {theirs}, this one "
                "knows {ours}): update the planner.",
                store=address,
                theirs=version,
                ours=HEAD,
            )
        )
    with plain_errors(address), engine.connect() as connection:
        writer = connection.execution_options(planner_writes=True)
        with writer.begin():
            lock(writer)
            upgrade(writer)


def upgrade(connection: Connection) -> None:
    """Make the tables, or bring older ones up to date, within a transaction that writes."""
    # Only here: it takes a while to load, and is seldom needed.
    from alembic import command

    config = _config()
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


def known_versions() -> frozenset[str]:
    """Return the versions that this planner can bring up to date."""
    from alembic.script import ScriptDirectory

    return frozenset(script.revision for script in ScriptDirectory.from_config(_config()).walk_revisions())


def version_of(connection: Connection) -> str | None:
    """Return the version of a store's tables, ``None`` if it has none."""
    tables = inspect(connection)
    if not tables.has_table(VERSION_TABLE) or not tables.has_table(ABOUT.name):
        return None
    version: str | None = connection.scalar(select(_VERSION.c.version_num))
    return version


def no_city(address: str) -> StorageError:
    """Return the error that says that a store is empty, or not the planner's."""
    return StorageError(text("{store} holds no working city: make one with “planner storage create”.", store=address))


def _config() -> Config:
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    return config
