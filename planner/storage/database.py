"""A store in a database, reached by SQLAlchemy: the same statements for a GeoPackage and for PostGIS."""

from __future__ import annotations

import datetime as dt
import json
import secrets
import weakref
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

import shapely
from sqlalchemy import Connection, Engine, RowMapping, Table, delete, func, insert, select, update

from planner.errors import StorageError
from planner.model.person import Actor, Collection, Role
from planner.storage.conflicts import Subject, conflict_error, find_conflicts
from planner.storage.database_errors import plain_errors
from planner.storage.records import Body, Change, Deed, Draft, Edit, Revision, Row, as_json
from planner.storage.schema import ABOUT, BLOB, CELLS, CHANGE, REVISION, TABLES
from planner.texts import text

_AT_ONCE = 500
"""How many values a statement names at most."""

IDENTITY = "store"
"""The name under which a store says who it is."""

Lock = Callable[[Connection], None]
"""Keeps other writers waiting until the transaction ends."""

Fill = Callable[[Connection], None]
"""Puts the first rows into the tables of a new store, within the transaction that makes them."""


def utc_now() -> dt.datetime:
    """Return this moment."""
    return dt.datetime.now(dt.UTC)


class DatabaseStore:
    """A store in a database whose tables are there.

    Parameters
    ----------
    engine
        The database.
    address
        How it is called in sentences, without a password.
    lock
        Keeps other writers waiting.
    clock
        What time it is, in UTC.
    """

    def __init__(self, engine: Engine, address: str, lock: Lock, clock: Callable[[], dt.datetime] = utc_now) -> None:
        self._engine, self._address, self._lock, self._clock = engine, address, lock, clock
        # Whoever forgets a store leaves no connection open.
        self._closing = weakref.finalize(self, engine.dispose)
        with self.reading() as connection:
            known = connection.scalar(select(ABOUT.c.value).where(ABOUT.c.name == IDENTITY))
        if known is None:
            raise StorageError(
                text("{store} holds no working city: make one with “planner storage create”.", store=address)
            )
        self._identity = str(known)

    @property
    def address(self) -> str:
        """How it is called in sentences, without a password."""
        return self._address

    @property
    def identity(self) -> str:
        """A name that no other store has; it stays when the store is moved."""
        return self._identity

    @property
    def engine(self) -> Engine:
        """The database, for those who read what stands beside the rows."""
        return self._engine

    def revision(self) -> int:
        """Return the number of the newest revision, 0 if there is none."""
        with self.reading() as connection:
            return _newest(connection)

    def rows(self, collection: Collection) -> tuple[Row, ...]:
        """Return the rows of a collection as they stand, in order."""
        with self.reading() as connection:
            return tuple(_read_rows(connection, collection))

    def state(self) -> tuple[int, tuple[Row, ...]]:
        """Return the newest revision and the rows of every collection, as they stood together."""
        with self.reading() as connection:
            number = _newest(connection)
            return number, tuple(row for collection in Collection for row in _read_rows(connection, collection))

    def blob(self, sha256: str) -> bytes:
        """Return the content of a file, also of one that is gone."""
        with self.reading() as connection:
            content = connection.scalar(select(BLOB.c.content).where(BLOB.c.sha256 == sha256))
        if content is None:
            raise StorageError(
                text("{store} is damaged: the content of a file is missing. Restore a backup.", store=self._address)
            )
        return bytes(content)

    def commit(self, draft: Draft, by: Actor, seen: int) -> Revision:
        """Confirm edits, all or none; as :meth:`planner.storage.store.Store.commit`."""
        with self.writing() as connection:
            subjects = list(dict.fromkeys((edit.collection, edit.subject) for edit in draft.edits))
            present = [row for collection in Collection for row in _rows_about(connection, collection, subjects)]
            conflicts = find_conflicts(draft.edits, present, _latest(connection, subjects), seen)
            if conflicts:
                raise conflict_error(conflicts)
            revision = Revision(_newest(connection) + 1, self._clock(), by, draft.deed, draft.undoes)
            write_revision(connection, revision)
            write_blobs(connection, draft.blobs)
            write_changes(connection, [Change(revision.number, edit) for edit in draft.edits])
            apply_edits(connection, draft.edits, revision.number)
        return revision

    def revisions(self, *, since: int = 0, most: int | None = None) -> tuple[Revision, ...]:
        """Return the revisions after one, newest first, no more than a number."""
        wanted = select(REVISION).where(REVISION.c.id > since).order_by(REVISION.c.id.desc()).limit(most)
        with self.reading() as connection:
            return tuple(_as_revision(found) for found in connection.execute(wanted).mappings())

    def changes(self, numbers: Sequence[int]) -> tuple[Change, ...]:
        """Return what was edited in some revisions, in order."""
        with self.reading() as connection:
            found = [
                row
                for some in _parts(sorted(numbers))
                for row in connection.execute(
                    select(CHANGE).where(CHANGE.c.revision.in_(some)).order_by(CHANGE.c.id)
                ).mappings()
            ]
        return tuple(_as_change(row) for row in found)

    def close(self) -> None:
        """Let go of files and connections."""
        self._closing()

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """Write within one transaction while other writers wait.

        Raises
        ------
        planner.errors.StorageError
            If nothing can be written; nothing is then.
        """
        with plain_errors(self._address), self._engine.connect() as connection:
            writer = connection.execution_options(planner_writes=True)
            with writer.begin():
                self._lock(writer)
                yield writer

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Read within one transaction, as everything stood at one moment.

        Raises
        ------
        planner.errors.StorageError
            If nothing can be read.
        """
        with plain_errors(self._address), self._engine.connect() as connection, connection.begin():
            yield connection


def fill_identity(connection: Connection) -> None:
    """Say in a new store who it is."""
    connection.execute(insert(ABOUT).values(name=IDENTITY, value=secrets.token_hex(8)))


def write_revision(connection: Connection, revision: Revision) -> None:
    """Write a revision without its edits."""
    connection.execute(
        insert(REVISION).values(
            id=revision.number,
            at=revision.at,
            role=str(revision.by.role),
            office=revision.by.office,
            deed=str(revision.deed),
            undoes=revision.undoes,
        )
    )


def write_blobs(connection: Connection, blobs: Mapping[str, bytes]) -> None:
    """Write contents of files that are not kept yet."""
    known = {
        sha256
        for some in _parts(sorted(blobs))
        for sha256 in connection.scalars(select(BLOB.c.sha256).where(BLOB.c.sha256.in_(some)))
    }
    for sha256 in sorted(set(blobs) - known):
        connection.execute(insert(BLOB).values(sha256=sha256, content=blobs[sha256]))


def write_changes(connection: Connection, changes: Iterable[Change]) -> None:
    """Write edits into the history."""
    rows = [
        {
            "revision": change.revision,
            "collection": str(change.edit.collection),
            "key": change.edit.key,
            "subject": change.edit.subject,
            "position": change.edit.position,
            "before": None if change.edit.before is None else as_json(change.edit.before),
            "after": None if change.edit.after is None else as_json(change.edit.after),
        }
        for change in changes
    ]
    if rows:
        connection.execute(insert(CHANGE), rows)


def apply_edits(connection: Connection, edits: Iterable[Edit], revision: int) -> None:
    """Put rows in, change them or take them out."""
    for collection, table in TABLES.items():
        own = [edit for edit in edits if edit.collection is collection]
        for some in _parts([edit.key for edit in own if edit.after is None]):
            connection.execute(delete(table).where(table.c.key.in_(some)))
        rows = [
            Row(collection, edit.key, edit.subject, edit.position, edit.after, revision)
            for edit in own
            if edit.before is None and edit.after is not None
        ]
        write_rows(connection, collection, rows)
        for edit in own:
            if edit.before is not None and edit.after is not None:
                values = _cells(collection, edit.after) | {"revision": revision, "position": edit.position}
                connection.execute(update(table).where(table.c.key == edit.key).values(**values))


def write_rows(connection: Connection, collection: Collection, rows: Sequence[Row]) -> None:
    """Put rows in."""
    if rows:
        connection.execute(
            insert(TABLES[collection]),
            [
                {"key": row.key, "subject": row.subject, "position": row.position, "revision": row.revision}
                | _cells(collection, row.body)
                for row in rows
            ],
        )


def _newest(connection: Connection) -> int:
    return int(connection.scalar(select(func.coalesce(func.max(REVISION.c.id), 0))) or 0)


def _read_rows(connection: Connection, collection: Collection, subjects: Sequence[str] | None = None) -> list[Row]:
    table: Table = TABLES[collection]
    wanted = select(table)
    if subjects is not None:
        wanted = wanted.where(table.c.subject.in_(subjects))
    rows = [
        Row(collection, row["key"], row["subject"], row["position"], _body(collection, row), row["revision"])
        for row in connection.execute(wanted).mappings()
    ]
    # Sorted here: databases sort texts each in its own way.
    return sorted(rows, key=lambda row: (row.position, row.key))


def _rows_about(connection: Connection, collection: Collection, subjects: Sequence[Subject]) -> list[Row]:
    names = sorted(name for own, name in subjects if own is collection)
    return [row for some in _parts(names) for row in _read_rows(connection, collection, some)]


def _latest(connection: Connection, subjects: Sequence[Subject]) -> dict[Subject, Revision]:
    """Return the last revision that touched each subject."""
    last: dict[Subject, int] = {}
    for collection in Collection:
        names = sorted(name for own, name in subjects if own is collection)
        for some in _parts(names):
            found = connection.execute(
                select(CHANGE.c.subject, func.max(CHANGE.c.revision))
                .where(CHANGE.c.collection == str(collection), CHANGE.c.subject.in_(some))
                .group_by(CHANGE.c.subject)
            )
            last |= {(collection, name): number for name, number in found}
    revisions = {
        row["id"]: _as_revision(row)
        for some in _parts(sorted(set(last.values())))
        for row in connection.execute(select(REVISION).where(REVISION.c.id.in_(some))).mappings()
    }
    return {subject: revisions[number] for subject, number in last.items()}


def _cells(collection: Collection, body: Body) -> dict[str, Any]:
    """Return a body as columns."""
    own = CELLS[collection]
    cells: dict[str, Any] = {name: body.get(name) for name in own}
    if "other" in TABLES[collection].c:
        other = {name: value for name, value in body.items() if name not in own}
        cells["other"] = as_json(other) if other else None
    if collection is Collection.SURVEY:
        cells["geom"] = _point(body)
    return cells


def _point(body: Body) -> shapely.Point | None:
    """Return where a place lies that a survey found itself."""
    lon, lat = body.get("lon"), body.get("lat")
    if lon is None or lat is None:
        return None
    try:
        point = shapely.Point(float(lon), float(lat))
    except ValueError:
        # The survey's own check says what is wrong with such a position; the cells are kept as they are.
        return None
    return point if abs(point.x) <= 180 and abs(point.y) <= 90 else None


def _body(collection: Collection, row: RowMapping) -> Body:
    """Return columns as a body; blank cells are left out."""
    body = {name: row[name] for name in CELLS[collection] if row[name] is not None}
    return body | (json.loads(row["other"]) if row.get("other") else {})


def _as_revision(row: RowMapping) -> Revision:
    return Revision(row["id"], row["at"], Actor(Role(row["role"]), row["office"]), Deed(row["deed"]), row["undoes"])


def _as_change(row: RowMapping) -> Change:
    before, after = (None if row[name] is None else json.loads(row[name]) for name in ("before", "after"))
    edit = Edit(Collection(row["collection"]), row["key"], row["subject"], row["position"], before, after)
    return Change(row["revision"], edit)


def _parts(values: Sequence[Any]) -> Iterator[Sequence[Any]]:
    return (values[first : first + _AT_ONCE] for first in range(0, len(values), _AT_ONCE))
