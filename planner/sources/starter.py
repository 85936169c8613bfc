"""New city folders: a starter with every key explained and a small drawn city, or a copy of the built-in city."""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

from planner.errors import OutputError
from planner.sources.builtin import builtin_city
from planner.sources.settings import SETTINGS_FILE
from planner.texts import text

TEMPLATE = Path(__file__).parent / "starter_city"
EXAMPLE_NAME = '"Kota Contoh (rekaan)"'
"""The name of the drawn city as its ``city.toml`` writes it."""


def write_starter(folder: Path, *, name: str | None = None) -> tuple[Path, ...]:
    """Write a starter folder for a new city.

    Parameters
    ----------
    folder
        The folder to write; it must not exist, or be empty.
    name
        The city's name; the example's own if left out.

    Returns
    -------
    tuple of pathlib.Path
        The files that were written, in the order of their names.

    Raises
    ------
    planner.errors.OutputError
        If the folder holds something already, or can't be written.
    """

    def fill(draft: Path) -> None:
        shutil.copytree(TEMPLATE, draft)
        if name is not None:
            settings = draft / SETTINGS_FILE
            written = settings.read_text(encoding="utf-8")
            # A JSON string is also a TOML string: quotes and backslashes in the name are escaped.
            settings.write_text(written.replace(EXAMPLE_NAME, json.dumps(name, ensure_ascii=False)), encoding="utf-8")

    return _write_new(Path(folder), fill)


def copy_builtin(folder: Path) -> tuple[Path, ...]:
    """Copy the built-in city into a folder of its own, where it may be changed.

    Parameters
    ----------
    folder
        The folder to write; it must not exist, or be empty.

    Returns
    -------
    tuple of pathlib.Path
        The files that were written, in the order of their names.

    Raises
    ------
    planner.errors.OutputError
        If the folder holds something already, or can't be written.
    """
    # The files alone, not their rights: an installed city may be read-only.
    hidden = shutil.ignore_patterns(".*")
    return _write_new(
        Path(folder),
        lambda draft: shutil.copytree(builtin_city(), draft, ignore=hidden, copy_function=shutil.copyfile),
    )


def _write_new(folder: Path, fill: Callable[[Path], object]) -> tuple[Path, ...]:
    """Fill a draft beside the folder first, so that a failure leaves nothing half-written."""
    try:
        if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
            raise OutputError(
                text(
                    "{folder} is there already and is not empty: choose a new folder; nothing was written.",
                    folder=folder,
                )
            )
        folder.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=folder.parent) as beside:
            draft = Path(beside) / "city"
            fill(draft)
            draft.replace(folder)
    except (PermissionError, NotADirectoryError, FileExistsError) as error:
        raise OutputError(
            text("{folder} can't be written: choose a folder where you may write.", folder=folder)
        ) from error
    return tuple(sorted(folder.iterdir()))
