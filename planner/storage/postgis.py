"""A working city in PostGIS, for offices that share it: one schema of a database a city."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy import text as statement
from sqlalchemy.exc import ArgumentError, DBAPIError

from planner.errors import OutputError, SettingsError, StorageError
from planner.storage.database import DatabaseStore, Fill, fill_identity, utc_now
from planner.storage.database_errors import plain_errors, said
from planner.storage.migrating import bring_up, upgrade
from planner.storage.names import DEFAULT_SCHEMA, WORD
from planner.storage.postgis_tables import allow_writing
from planner.storage.private_file import read_outside
from planner.texts import text

DATABASE_VARIABLE = "PLANNER_DATABASE"
"""Environment variable with the database's address, such as ``postgresql://planner@db.example/cities``."""

DATABASE_FILE_VARIABLE = "PLANNER_DATABASE_FILE"
"""Environment variable that names a file with the address, for those who keep no password in the environment."""

CONNECT_S = 10
LOCK_S = 20
STATEMENT_S = 300
"""How long a connection may take to come, a writer waits for others, and a statement may take."""

_MOST_BYTES = 4096
_DRIVERS = ("postgresql", "postgres", "postgresql+psycopg")

# One statement, because each connection begins with it. PostGIS may have been put into any schema.
_PREPARE = """
SELECT set_config('search_path', quote_ident(%s) || coalesce((SELECT ', ' || quote_ident(n.nspname)
         FROM pg_extension e JOIN pg_namespace n ON n.oid = e.extnamespace WHERE e.extname = 'postgis'), ''), false),
       set_config('lock_timeout', %s, false),
       set_config('statement_timeout', %s, false),
       set_config('idle_in_transaction_session_timeout', %s, false),
       set_config('timezone', 'UTC', false)
"""


def database_address(environment: Mapping[str, str] = os.environ) -> str:
    """Return the address of the database, as it is set outside the program.

    Raises
    ------
    planner.errors.SettingsError
        If none is set, or its file can't be read.
    """
    address = environment.get(DATABASE_VARIABLE, "").strip()
    if address:
        return address
    file = environment.get(DATABASE_FILE_VARIABLE, "").strip()
    if not file:
        raise SettingsError(
            text(
                "No database is named: set {variable} to its address, such as postgresql://planner@db.example/cities, "
                "or {other} to a file with it.",
                variable=DATABASE_VARIABLE,
                other=DATABASE_FILE_VARIABLE,
            )
        )
    content = read_outside(Path(file), _MOST_BYTES, secret=True)
    try:
        return content.decode().strip()
    except UnicodeDecodeError as error:
        raise SettingsError(text("{file} holds no address of a database.", file=file)) from error


def create_postgis(
    address: str,
    schema: str = DEFAULT_SCHEMA,
    fill: Fill = fill_identity,
    clock: Callable[[], dt.datetime] = utc_now,
) -> DatabaseStore:
    """Make a store in a new schema of a database, whole or not at all.

    Parameters
    ----------
    address
        The database, such as ``postgresql://user@host/name``.
    schema
        The schema; there may be an empty one of that name.
    fill
        Puts its first rows in; only an identity if left out.
    clock
        What time it is, in UTC.

    Raises
    ------
    planner.errors.OutputError
        If there is something in the schema already.
    planner.errors.PlannerError
        If the database can't be used or has no PostGIS, and as ``fill`` does.
    """
    engine = postgis_engine(address, schema)
    name = _called(engine.url, schema)
    try:
        _check_reachable(engine, name)
        with plain_errors(name), engine.connect() as connection:
            writer = connection.execution_options(planner_writes=True)
            with writer.begin():
                _lock(writer)
                _make_schema(writer, schema, name)
                upgrade(writer)
                fill(writer)
    except BaseException:
        engine.dispose()
        raise
    return DatabaseStore(engine, name, _lock, clock)


def open_postgis(
    address: str, schema: str = DEFAULT_SCHEMA, clock: Callable[[], dt.datetime] = utc_now
) -> DatabaseStore:
    """Open a store in a database; one that an older version of the planner made is brought up to date first.

    Raises
    ------
    planner.errors.StorageError
        If the database can't be reached, holds no such city, or one of a newer version.
    """
    engine = postgis_engine(address, schema)
    name = _called(engine.url, schema)
    try:
        _check_reachable(engine, name)
        bring_up(engine, name, _lock)
    except BaseException:
        engine.dispose()
        raise
    return DatabaseStore(engine, name, _lock, clock)


def postgis_engine(address: str, schema: str) -> Engine:
    """Return a schema of a database.

    Raises
    ------
    planner.errors.SettingsError
        If the address is none of PostgreSQL.
    """
    engine = create_engine(
        _url(address),
        pool_size=5,
        max_overflow=10,
        pool_timeout=LOCK_S,
        pool_pre_ping=True,
        # Half an hour: a firewall may forget a connection that nobody uses.
        pool_recycle=1800,
        connect_args={"connect_timeout": CONNECT_S, "application_name": "child-friendly-planner"},
    )

    def prepare(connection: Any, _: object) -> None:
        with connection.cursor() as cursor:
            waits = (f"{LOCK_S}s", f"{STATEMENT_S}s", f"{STATEMENT_S}s")
            cursor.execute(_PREPARE, (schema, *waits))
        # Settings that were made within a transaction would go with it.
        connection.commit()

    event.listen(engine, "connect", prepare)
    event.listen(engine, "begin", _begin)
    return engine


def _url(address: str) -> URL:
    try:
        url = make_url(address)
    except (ArgumentError, ValueError) as error:
        raise _no_address() from error
    if url.drivername not in _DRIVERS:
        raise _no_address()
    return url.set(drivername="postgresql+psycopg")


def _no_address() -> SettingsError:
    # The address itself is not shown: it may hold a password.
    return SettingsError(
        text(
            "{variable} holds no address of a PostgreSQL database: write it as postgresql://user@host/name.",
            variable=DATABASE_VARIABLE,
        )
    )


def _called(url: URL, schema: str) -> str:
    """Return how a store is called in sentences: nothing of it is secret."""
    where = url.host or url.query.get("host", "")
    place = where[0] if isinstance(where, tuple) else where
    return f"{WORD}:{schema} ({place}/{url.database or ''})"


def _check_reachable(engine: Engine, name: str) -> None:
    """Check that the database answers and has PostGIS, with the reason where it does not.

    Raises
    ------
    planner.errors.StorageError
        If it doesn't.
    """
    try:
        with engine.connect() as connection:
            found = connection.scalar(statement("SELECT extversion FROM pg_extension WHERE extname = 'postgis'"))
    except DBAPIError as error:
        raise StorageError(
            text(
                "{store} can't be reached ({reason}): check the address in {variable}, and that the database runs.",
                store=name,
                reason=said(error),
                variable=DATABASE_VARIABLE,
            )
        ) from error
    if found is None:
        raise StorageError(
            text(
                "The database of {store} has no PostGIS: ask who administers it to run “CREATE EXTENSION postgis”.",
                store=name,
            )
        )


def _make_schema(connection: Connection, schema: str, name: str) -> None:
    """Make a schema, where there is none of that name that is empty."""
    there = connection.scalar(statement("SELECT 1 FROM pg_namespace WHERE nspname = :schema"), {"schema": schema})
    if there is None:
        connection.exec_driver_sql(f'CREATE SCHEMA "{schema}"')
        return
    holds = statement(
        "SELECT count(*) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = :schema"
    )
    if connection.scalar(holds, {"schema": schema}):
        raise OutputError(text("There is something in {store} already: choose another name.", store=name))


def _begin(connection: Connection) -> None:
    """Begin a transaction: one that reads sees one moment, one that writes sees what others wrote before it."""
    if connection.get_execution_options().get("planner_writes", False):
        connection.exec_driver_sql("SET TRANSACTION ISOLATION LEVEL READ COMMITTED, READ WRITE")
        allow_writing(connection)
    else:
        connection.exec_driver_sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")


def _lock(connection: Connection) -> None:
    """Let one planner write at a time; whoever reads need not wait."""
    connection.execute(
        statement("SELECT pg_advisory_xact_lock(hashtextextended('child-friendly-planner:' || current_schema(), 0))")
    )
