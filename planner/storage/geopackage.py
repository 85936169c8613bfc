"""A working city in one GeoPackage file: nothing to install, and QGIS opens it."""

from __future__ import annotations

import datetime as dt
import os
import secrets
import sqlite3
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import shapely
from sqlalchemy import Connection, Engine, NullPool, create_engine, event

from planner.errors import MissingFileError, OutputError, PlannerError
from planner.storage.database import DatabaseStore, Fill, fill_identity, utc_now
from planner.storage.database_errors import plain_errors
from planner.storage.migrating import bring_up, upgrade
from planner.storage.schema import from_geopackage_bytes
from planner.texts import text

BUSY_S = 20.0
"""How long a writer waits for others before it gives up."""


def create_geopackage(
    path: Path, fill: Fill = fill_identity, clock: Callable[[], dt.datetime] = utc_now
) -> DatabaseStore:
    """Make a store in a new file, whole or not at all.

    Parameters
    ----------
    path
        The file.
    fill
        Puts its first rows in; only an identity if left out.
    clock
        What time it is, in UTC.

    Raises
    ------
    planner.errors.OutputError
        If there is such a file already, or it can't be written.
    planner.errors.PlannerError
        As ``fill`` does.
    """
    if path.exists():
        raise OutputError(text("There is a file {file} already: choose another name.", file=str(path)))
    # A name of its own: a process that was killed here leaves it behind, and another may have its number.
    aside = path.with_name(f".{path.name}.{secrets.token_hex(4)}.new")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        # The file system says why it refuses, SQLite does not.
        aside.touch(exist_ok=False)
        _write_new(aside, str(path), fill)
        # A link fails where a file stands already; a rename would replace what another process just made.
        os.link(aside, path)
        _keep_name(path.parent)
    except PlannerError:
        raise
    except OSError as error:
        raise OutputError(
            text("{file} can't be written ({reason}).", file=str(path), reason=error.strerror or str(error))
        ) from error
    finally:
        for left in (aside, aside.with_name(f"{aside.name}-journal")):
            with suppress(OSError):
                left.unlink(missing_ok=True)
    return open_geopackage(path, clock)


def open_geopackage(path: Path, clock: Callable[[], dt.datetime] = utc_now) -> DatabaseStore:
    """Open a working file; one that an older version of the planner made is brought up to date first.

    Raises
    ------
    planner.errors.MissingFileError
        If there is no such file.
    planner.errors.StorageError
        If it is no working file of the planner, of a newer version, or can't be read.
    """
    if not path.is_file():
        raise MissingFileError(
            text(
                "There is no working file {file}: check its name, or make it with “planner storage create”.",
                file=str(path),
            )
        )
    engine = geopackage_engine(path)
    bring_up(engine, str(path), _lock)
    return DatabaseStore(engine, str(path), _lock, clock)


def geopackage_engine(path: Path) -> Engine:
    """Return a file as a database, with the functions that its triggers ask for."""
    engine = create_engine(
        "sqlite+pysqlite://",
        # Opened by path: a name with “?” or “#” in it is no address.
        creator=lambda: sqlite3.connect(path, timeout=BUSY_S, isolation_level=None, check_same_thread=False),
        poolclass=NullPool,
    )
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", _begin)
    return engine


def _write_new(path: Path, address: str, fill: Fill) -> None:
    engine = geopackage_engine(path)
    try:
        with plain_errors(address), engine.connect() as connection:
            writer = connection.execution_options(planner_writes=True)
            with writer.begin():
                upgrade(writer)
                fill(writer)
    finally:
        engine.dispose()


def _keep_name(folder: Path) -> None:
    """See that the name of a new file is on the disk, not only the file."""
    if os.name == "nt":
        return
    opened = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)


def _prepare(connection: Any, _: object) -> None:
    """Give a connection the functions of the spatial index, and let each confirmed change be on the disk."""
    bounds = {"ST_MinX": 0, "ST_MinY": 1, "ST_MaxX": 2, "ST_MaxY": 3}
    for name, place in bounds.items():
        connection.create_function(name, 1, _bound(place), deterministic=True)
    connection.create_function("ST_IsEmpty", 1, _is_empty, deterministic=True)
    connection.create_function("only_the_planner_writes", 0, lambda: None)
    connection.execute("PRAGMA foreign_keys = ON")
    # Also the folder, when a journal is removed: a change that was confirmed survives a power cut.
    connection.execute("PRAGMA synchronous = EXTRA")


def _bound(place: int) -> Callable[[bytes], float]:
    return lambda content: float(shapely.bounds(from_geopackage_bytes(content))[place])


def _is_empty(content: bytes) -> int:
    return int(shapely.is_empty(from_geopackage_bytes(content)))


def _begin(connection: Connection) -> None:
    """Begin a transaction: one that writes waits for others at once, not at its first statement."""
    writes = connection.get_execution_options().get("planner_writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _lock(_: Connection) -> None:
    """Nothing more to do: ``BEGIN IMMEDIATE`` keeps other writers waiting."""
