"""Changing a table of a city folder: one writer at a time, whole or not at all, and never in the built-in city."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pandas as pd

from planner.errors import MissingFileError, OutputError, PlannerError
from planner.sources.builtin import is_builtin
from planner.sources.lock import locked
from planner.sources.settings import SETTINGS_FILE
from planner.texts import text


def check_changeable(folder: Path) -> None:
    """Check that a city folder is there and may be changed.

    Raises
    ------
    planner.errors.OutputError
        If it is the built-in one.
    planner.errors.MissingFileError
        If there is no such city folder.
    """
    if is_builtin(folder):
        raise OutputError(
            text(
                "The built-in city can't be changed: copy it with “planner copy-city DIR” and work on the copy, "
                "which “planner app DIR” opens."
            )
        )
    if not (folder / SETTINGS_FILE).is_file():
        raise MissingFileError(
            text("{folder} is no city folder: it has no {file}.", folder=str(folder), file=SETTINGS_FILE)
        )


@contextmanager
def changing(path: Path) -> Iterator[None]:
    """Keep other writers of a file waiting, and say plainly what the file system refuses.

    Raises
    ------
    planner.errors.OutputError
        If the file can't be written.
    """
    try:
        with locked(path):
            yield
    except PlannerError:
        raise
    except OSError as error:
        raise OutputError(
            text(
                "{file} can't be written ({reason}): choose a city folder where you may write.",
                file=str(path),
                reason=error.strerror or str(error),
            )
        ) from error


def write_table(path: Path, rows: pd.DataFrame) -> None:
    """Write a whole table aside and put it in place; without a row there is no file."""
    if rows.empty:
        path.unlink(missing_ok=True)
    else:
        write_content(path, table_content(rows))


def table_content(rows: pd.DataFrame, *, header: bool = True) -> bytes:
    """Return a table as its file holds it, or its rows alone."""
    return rows.to_csv(index=False, header=header, lineterminator="\n").encode()


def write_content(path: Path, content: bytes) -> None:
    """Write a whole file aside and put it in place."""
    aside = path.with_name(f".{path.name}.new")
    try:
        with aside.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        aside.replace(path)
    finally:
        aside.unlink(missing_ok=True)
