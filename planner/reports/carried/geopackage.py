"""A GeoPackage carries how it was made in its table ``about``."""

from __future__ import annotations

import itertools
import sqlite3
from contextlib import closing
from pathlib import Path

import pandas as pd
import pyogrio

from planner.model.options import Options
from planner.reports.geopackage_contents import settle_counters

HEADER = b"SQLite format 3\0"
TABLE, ROW = "about", "provenance"
"""The table, and the name of its row that says how the file was made."""

MOST_BYTES = 20_000_000
"""Longest value that is read."""

MOST_STEPS = 1000
"""A file may hold a view that never ends: after so many thousand steps the reading is stopped."""


def with_provenance(about: pd.DataFrame, provenance: str) -> pd.DataFrame:
    """Return the table ``about``, columns ``name`` and ``value``, with how the file is made as its last row."""
    return pd.concat([about, pd.DataFrame({"name": [ROW], "value": [provenance]}, dtype="str")], ignore_index=True)


def finish(path: Path, about: pd.DataFrame, moment: str) -> None:
    """Write the table ``about`` into a GeoPackage, and take out of it when it was written.

    Parameters
    ----------
    path
        The GeoPackage, with its layers written.
    about
        What :func:`with_provenance` returned.
    moment
        What :func:`moment_of` returned.
    """
    pyogrio.write_dataframe(about, path, layer=TABLE, driver="GPKG")
    with closing(sqlite3.connect(path)) as database:
        database.execute("UPDATE gpkg_contents SET last_change = ?", (moment,))
        database.commit()
        # What was overwritten would stay in free pages of the file.
        database.execute("VACUUM")
    settle_counters(path)


def moment_of(options: Options) -> str:
    """Return the time that stands for all times of writing: the day as of which the city is judged."""
    return f"{options.as_of.isoformat()}T00:00:00.000Z"


def said(path: Path) -> str | None:
    """Return what a GeoPackage says of its making; ``None`` where it says nothing or can't be read.

    Parameters
    ----------
    path
        The file; it is opened for reading only.
    """
    steps = itertools.count()
    try:
        with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True)) as database:
            database.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, MOST_BYTES)
            database.execute("PRAGMA trusted_schema = OFF")
            database.set_progress_handler(lambda: next(steps) >= MOST_STEPS, 1000)
            row = database.execute("SELECT value FROM about WHERE name = ? LIMIT 1", (ROW,)).fetchone()
    except sqlite3.Error:
        return None
    return row[0] if row is not None and isinstance(row[0], str) else None
