"""A city by what a user calls it: a city folder, a working file, or a database."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable
from pathlib import Path

from sqlalchemy import Connection

from planner.errors import OptionError, StorageError
from planner.model.person import ONE_DESK, Actor
from planner.sources.builtin import builtin_city
from planner.storage.database import (
    DatabaseStore,
    Fill,
    apply_edits,
    fill_identity,
    utc_now,
    write_blobs,
    write_changes,
    write_revision,
)
from planner.storage.folder import FolderState, read_folder
from planner.storage.geopackage import create_geopackage, open_geopackage
from planner.storage.names import database_schema, is_store
from planner.storage.postgis import create_postgis, database_address, open_postgis
from planner.storage.records import Change, Deed, Edit, Revision
from planner.storage.workspace import FolderWorkspace, StoredWorkspace, Workspace
from planner.texts import text


def open_workspace(city: str | Path | None) -> Workspace:
    """Return a city to work on.

    Parameters
    ----------
    city
        A city folder, a working file, or ``postgis`` or ``postgis:NAME`` for one in the database; the built-in city
        if left out.

    Raises
    ------
    planner.errors.PlannerError
        If there is no such working city, or it can't be opened. A folder is read only when it is used.
    """
    if city is None:
        return FolderWorkspace(builtin_city())
    if is_store(city):
        return StoredWorkspace(open_store(city))
    return FolderWorkspace(Path(city))


def open_store(city: str | Path) -> DatabaseStore:
    """Open a working city.

    Raises
    ------
    planner.errors.OptionError
        If the name is that of a folder, which has no history.
    planner.errors.PlannerError
        If there is no such working city, or it can't be opened.
    """
    _check_store(city)
    schema = database_schema(str(city))
    return open_geopackage(Path(city)) if schema is None else open_postgis(database_address(), schema)


def create_store(city: str | Path, fill: Fill) -> DatabaseStore:
    """Make a working city with its first rows, whole or not at all.

    Raises
    ------
    planner.errors.OptionError
        If the name is that of a folder.
    planner.errors.PlannerError
        If there is one already, or it can't be written.
    """
    _check_store(city)
    schema = database_schema(str(city))
    if schema is None:
        return create_geopackage(Path(city), fill)
    return create_postgis(database_address(), schema, fill)


def create_working_file(folder: Path, path: Path, by: Actor = ONE_DESK) -> DatabaseStore:
    """Make a working file from a city folder.

    Raises
    ------
    planner.errors.PlannerError
        If the folder is unusable, or the file is there already or can't be written.
    """
    return create_store(path, fill_from_folder(read_folder(folder), by))


def fill_from_folder(state: FolderState, by: Actor = ONE_DESK, clock: Callable[[], dt.datetime] = utc_now) -> Fill:
    """Return what fills a new store with a city folder, as its first revision."""

    def fill(connection: Connection) -> None:
        fill_identity(connection)
        edits = tuple(Edit(row.collection, row.key, row.subject, row.position, None, row.body) for row in state.rows)
        revision = Revision(1, clock(), by, Deed.CREATE)
        write_revision(connection, revision)
        for sha256, path in state.files.items():
            write_blobs(connection, {sha256: _content(path, sha256)})
        write_changes(connection, [Change(revision.number, edit) for edit in edits])
        apply_edits(connection, edits, revision.number)

    return fill


def _check_store(city: str | Path) -> None:
    if not is_store(city):
        raise OptionError(
            text(
                "“{name}” names no working city: it is a file that ends in .gpkg, or “postgis” or “postgis:NAME” for "
                "one in the database.",
                name=str(city),
            )
        )


def _content(path: Path, sha256: str) -> bytes:
    content = path.read_bytes()
    if hashlib.sha256(content).hexdigest() != sha256:
        raise StorageError(text("{file} was changed while it was read: try again.", file=str(path)))
    return content
