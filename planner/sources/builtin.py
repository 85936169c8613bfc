"""The city that comes with the planner."""

from __future__ import annotations

from pathlib import Path

from planner.errors import MissingFileError
from planner.rules.builtin import builtin_data
from planner.sources.settings import SETTINGS_FILE
from planner.texts import text


def builtin_city() -> Path:
    """Return the folder of the built-in city: the first in the data folder that has a ``city.toml``.

    Raises
    ------
    planner.errors.MissingFileError
        If there is none.
    """
    data = builtin_data()
    found = sorted(data.glob(f"*/{SETTINGS_FILE}"))
    if not found:
        raise MissingFileError(text("The data folder {folder} holds no city: install the planner again.", folder=data))
    return found[0].parent


def is_builtin(folder: Path) -> bool:
    """Say whether a folder is that of the built-in city, which is never changed."""
    return folder.resolve() == builtin_city().resolve()
