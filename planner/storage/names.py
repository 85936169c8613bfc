"""What a user calls a city: a folder, a working file, or a schema of the database. Light, so that it is asked first."""

from __future__ import annotations

import re
from pathlib import Path

from planner.errors import OptionError
from planner.texts import text

ENDING = ".gpkg"
"""How the name of a working file ends."""

WORD = "postgis"
"""What stands for the database in place of a city folder."""

DEFAULT_SCHEMA = "planner"

_SCHEMA = re.compile(r"[a-z][a-z0-9_]{0,39}")


def is_working_file(path: Path) -> bool:
    """Say whether a path names a working city in a file."""
    return path.suffix.casefold() == ENDING


def database_schema(city: str) -> str | None:
    """Return the schema that a city's name stands for, ``None`` if it names no database.

    Parameters
    ----------
    city
        ``postgis``, or ``postgis:NAME`` for another schema than ``planner``.

    Raises
    ------
    planner.errors.OptionError
        If the name of the schema is unusable.
    """
    word, colon, name = city.partition(":")
    if word != WORD:
        return None
    schema = name if colon else DEFAULT_SCHEMA
    if not _SCHEMA.fullmatch(schema) or schema.startswith("pg_"):
        raise OptionError(
            text(
                "“{name}” can't be the name of a city in the database: use small letters, digits and “_”, beginning "
                "with a letter.",
                name=schema,
            )
        )
    return schema


def is_store(city: str | Path) -> bool:
    """Say whether a city's name stands for a working file or for the database, not for a folder."""
    return database_schema(str(city)) is not None or (is_working_file(Path(city)) and not Path(city).is_dir())
