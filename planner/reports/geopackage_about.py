"""What a GeoPackage of the planner says of its making, read back without trusting the file."""

from __future__ import annotations

import itertools
import json
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

HEADER = b"SQLite format 3\0"
MOST_ROWS = 100
MOST_BYTES = 1_000_000
"""Longest value that is read."""

MOST_STEPS = 1000
"""A file may hold a view that never ends: after so many thousand steps the reading is stopped."""


def about_of(path: Path) -> dict[str, Any] | None:
    """Return what the table ``about`` says, by the names that ``assessment.json`` has for it.

    Parameters
    ----------
    path
        A GeoPackage; it is opened for reading only.

    Returns
    -------
    What it says; ``None`` where the file has no such table or can't be read.
    """
    try:
        rows = _rows(path)
    except sqlite3.Error:
        return None
    told = {str(name): value for name, value in rows}
    try:
        options = json.loads(str(told.get("options")))
    except (ValueError, RecursionError):
        return None
    return {
        "version": told.get("program_version"),
        "language": told.get("language"),
        "fingerprint": told.get("fingerprint"),
        "options": options,
        "city": {"code": told.get("city_code"), "name": told.get("city_name")},
    }


def _rows(path: Path) -> list[tuple[Any, Any]]:
    steps = itertools.count()
    with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True)) as database:
        database.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, MOST_BYTES)
        database.execute("PRAGMA trusted_schema = OFF")
        database.set_progress_handler(lambda: next(steps) >= MOST_STEPS, 1000)
        return database.execute("SELECT name, value FROM about LIMIT ?", (MOST_ROWS,)).fetchall()
