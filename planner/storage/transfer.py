"""A store's rows into another one, with nothing changed: numbers, moments, contents and who it is."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from itertools import zip_longest

from sqlalchemy import Connection, Table, func, insert, select
from sqlalchemy import text as statement

from planner.errors import StorageError
from planner.storage.database import DatabaseStore, Fill
from planner.storage.schema import BLOB, METADATA
from planner.texts import Text, text

_AT_ONCE = 500
_FILES_AT_ONCE = 4
"""How many rows are in memory at a time: a file may be large."""

Progress = Callable[[Text], None]


def silent(_: Text) -> None:
    """Tell nobody."""


def fill_from(source: DatabaseStore, progress: Progress = silent) -> Fill:
    """Return what fills a new store with everything that another one holds at one moment.

    Parameters
    ----------
    source
        The other one.
    progress
        Is told what is copied.
    """

    def fill(target: Connection) -> None:
        with source.reading() as connection:
            for table in METADATA.sorted_tables:
                progress(text("Copying {table}", table=table.name))
                _copy(connection, target, table)
        _settle_counters(target)

    return fill


def same_rows(one: DatabaseStore, other: DatabaseStore) -> bool:
    """Say whether two stores hold the same rows in every table, the history included."""
    with one.reading() as first, other.reading() as second:
        return all(_same(first, second, table) for table in METADATA.sorted_tables)


def _copy(source: Connection, target: Connection, table: Table) -> None:
    size = _FILES_AT_ONCE if table is BLOB else _AT_ONCE
    found = source.execution_options(yield_per=size).execute(select(table).order_by(table.c.id)).mappings()
    copied = 0
    for some in found.partitions(size):
        target.execute(insert(table), [dict(row) for row in some])
        copied += len(some)
    if target.scalar(select(func.count()).select_from(table)) != copied:
        raise StorageError(text("Not every row of {table} could be copied: nothing was written.", table=table.name))


def _same(one: Connection, other: Connection, table: Table) -> bool:
    wanted = select(table).order_by(table.c.id)
    each = (connection.execution_options(yield_per=_FILES_AT_ONCE) for connection in (one, other))
    first, second = (connection.execute(wanted) for connection in each)
    with closing(first), closing(second):
        # A row is never empty, so that the end of one is unlike any row of the other.
        return all(tuple(left) == tuple(right) for left, right in zip_longest(first, second, fillvalue=()))


def _settle_counters(target: Connection) -> None:
    """Let PostgreSQL count on from the numbers that were copied; SQLite looks at the rows themselves."""
    if target.dialect.name != "postgresql":
        return
    for table in METADATA.sorted_tables:
        if table.c.id.identity is not None:
            target.execute(
                statement(
                    f"SELECT setval(pg_get_serial_sequence(:name, 'id'), max(id)) FROM {table.name} "  # noqa: S608
                    "HAVING max(id) IS NOT NULL"
                ),
                {"name": table.name},
            )
