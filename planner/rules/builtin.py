"""Where the data that come with the planner lie."""

from __future__ import annotations

from pathlib import Path

from planner.errors import MissingFileError
from planner.texts import text

PACKAGE = Path(__file__).resolve().parents[1]


def builtin_data() -> Path:
    """Return the folder of the built-in data: inside an installed package, or beside it in a checkout.

    Raises
    ------
    planner.errors.MissingFileError
        If neither place has it.
    """
    for folder in (PACKAGE / "data", PACKAGE.parent / "data"):
        if (folder / "rules").is_dir():
            return folder
    raise MissingFileError(
        text("The planner's own data folder is missing beside {package}: install it again.", package=PACKAGE)
    )
