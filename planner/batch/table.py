"""The table of cities: which kabupaten and kota a run is about, and which of them have a city folder of their own."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from planner.errors import LayerError, MissingFileError
from planner.sources.tables import read_table
from planner.texts import text

_CODE = re.compile(r"\d{2}\.\d{2}")
_COLUMNS = ("code", "folder")


@dataclass(frozen=True)
class ListedCity:
    """A city that is asked for.

    Attributes
    ----------
    code
        Its Kemendagri code, such as ``64.71``.
    folder
        Its city folder; ``None`` where it is assessed from the national layers.
    """

    code: str
    folder: Path | None = None


def cities_of_codes(codes: Iterable[str]) -> tuple[ListedCity, ...]:
    """Return cities that are assessed from the national layers, in the order of codes."""
    return tuple(ListedCity(code) for code in sorted(codes))


def read_cities(path: Path) -> tuple[ListedCity, ...]:
    """Read a table of cities: a column ``code`` and, if wanted, a column ``folder``; other columns are left alone.

    Parameters
    ----------
    path
        The table. A folder that is no whole path is looked for beside it.

    Returns
    -------
    The cities, in the order of codes.

    Raises
    ------
    planner.errors.MissingFileError
        If it is not there.
    planner.errors.LayerError
        If it can't be read, lacks the column, or has a code that is none or stands twice.
    """
    if not path.is_file():
        raise MissingFileError(text("There is no table of cities {file}: check the path.", file=str(path)))
    table = read_table(path, path.name)
    if "code" not in table.columns:
        raise LayerError(text("{file} lacks the column {columns}: add it.", file=path.name, columns="code"))
    table = table.reindex(columns=list(_COLUMNS))
    cities: dict[str, ListedCity] = {}
    for row, code, folder in table.itertuples(name=None):
        if pd.isna(code) or not _CODE.fullmatch(code):
            raise LayerError(
                text(
                    "{file}, row {row}: “{code}” is no code of a kabupaten or kota; write one such as 64.71.",
                    file=path.name,
                    row=row,
                    code="" if pd.isna(code) else code,
                )
            )
        if code in cities:
            raise LayerError(
                text("{file}, row {row}: {code} stands there before; remove one.", file=path.name, row=row, code=code)
            )
        cities[code] = ListedCity(code, None if pd.isna(folder) else path.parent / folder)
    return tuple(cities[code] for code in sorted(cities))
