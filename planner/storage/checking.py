"""Whether a working city is whole: every row follows from its history, and every content is what it was."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from sqlalchemy import Connection, select

from planner.model.person import Collection
from planner.storage.database import DatabaseStore
from planner.storage.records import Body, Change
from planner.storage.schema import BLOB
from planner.texts import Text, text


def damages(store: DatabaseStore) -> tuple[Text, ...]:
    """Return what is wrong with a working city, one sentence each; nothing if it is whole.

    Raises
    ------
    planner.errors.StorageError
        If it can't be read at all.
    """
    with store.reading() as connection:
        found = [*_file_damages(connection)]
        kept, wrong = _contents(connection)
    found += [text("The content of a file is not what it was ({sha256}).", sha256=name) for name in wrong]
    numbers = [revision.number for revision in reversed(store.revisions())]
    if numbers != list(range(1, len(numbers) + 1)):
        found.append(text("A change is missing from the history."))
    changes = store.changes(numbers)
    found += [text("The content of {file} is missing.", file=key) for key in _missing(changes, kept)]
    if _replayed(changes) != {(row.collection, row.key): row.body for row in store.state()[1]}:
        found.append(text("The rows do not follow from the history."))
    return tuple(found)


def _file_damages(connection: Connection) -> Iterator[Text]:
    """Ask SQLite whether its file is sound; PostgreSQL checks its pages itself."""
    if connection.dialect.name != "sqlite":
        return
    for (said,) in connection.exec_driver_sql("PRAGMA integrity_check"):
        if said != "ok":
            yield text("The file is damaged ({reason}).", reason=said)
    if connection.exec_driver_sql("PRAGMA foreign_key_check").first() is not None:
        yield text("A row names another one that is missing.")


def _contents(connection: Connection) -> tuple[set[str], list[str]]:
    """Return which contents are kept, and which of them are not what they were."""
    kept, wrong = set(), []
    found = connection.execution_options(yield_per=1).execute(select(BLOB.c.sha256, BLOB.c.content))
    for name, content in found:
        kept.add(name)
        if hashlib.sha256(content).hexdigest() != name:
            wrong.append(name)
    return kept, wrong


def _missing(changes: tuple[Change, ...], kept: set[str]) -> list[str]:
    named = {
        (change.edit.key, str(change.edit.after["sha256"]))
        for change in changes
        if change.edit.collection is Collection.FILES and change.edit.after is not None
    }
    return sorted(key for key, sha256 in named if sha256 not in kept)


def _replayed(changes: tuple[Change, ...]) -> dict[tuple[Collection, str], Body]:
    rows: dict[tuple[Collection, str], Body] = {}
    for change in changes:
        name = (change.edit.collection, change.edit.key)
        if change.edit.after is None:
            rows.pop(name, None)
        else:
            rows[name] = change.edit.after
    return rows
