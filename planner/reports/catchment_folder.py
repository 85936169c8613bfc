"""The catchment of a place as files."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from planner.reports.folder import check_folder, said_plainly

GEOJSON_FILE = "catchment.geojson"
LIST_FILE = "catchment.csv"


def write_catchment(contents: Mapping[str, bytes], out: Path) -> tuple[Path, ...]:
    """Write files of a catchment into a folder, in place of former ones, and return their paths.

    Parameters
    ----------
    contents
        What is in each file, by its name.
    out
        The folder; made where it is missing.

    Raises
    ------
    planner.errors.OutputError
        If the folder is a file, or a file in it can't be written.
    """
    check_folder(out)
    with said_plainly(out):
        out.mkdir(parents=True, exist_ok=True)
        for name, content in contents.items():
            aside = out / f".{name}.new"
            aside.write_bytes(content)
            aside.replace(out / name)
    return tuple(out / name for name in contents)
