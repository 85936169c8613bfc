"""What a command's CITY stands for: a city folder, a working file, or a working city in the database."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import typer

from planner.errors import MissingFileError
from planner.storage.names import is_store
from planner.texts import text, translate

if TYPE_CHECKING:
    from planner.storage.records import Deed

Answer = TypeVar("Answer")


def city_to_read() -> Any:
    """Return the argument CITY of a command that only reads: what the command gets is a city folder."""
    return typer.Argument(
        metavar="CITY",
        callback=to_read,
        help=translate(text("City folder, working file or “postgis”; the built-in city if left out.")),
    )


def city_named() -> Any:
    """Return the argument CITY of a command that reads and changes, see :func:`to_read` and :func:`change_city`."""
    return typer.Argument(
        metavar="CITY", help=translate(text("City folder, working file or “postgis”; the built-in city if left out."))
    )


def city_to_change() -> Any:
    """Return the argument CITY of a command that changes a city, see :func:`change_city`."""
    return typer.Argument(
        metavar="CITY",
        help=translate(text("City folder, working file or “postgis”; the built-in city can't be changed.")),
    )


def to_read(city: Path | None) -> Path | None:
    """Return the folder of a city that is only read: of a working city its newest revision.

    Raises
    ------
    planner.errors.PlannerError
        If there is no such working city, or it can't be opened.
    """
    if city is None or not is_store(city):
        return city
    from planner.storage.opening import open_workspace

    return open_workspace(city).newest()[1]


def change_city(city: Path | None, deed: Deed, change: Callable[[Path], Answer]) -> Answer:
    """Change a city as who works alone at this desk, and return what the change returned.

    Parameters
    ----------
    city
        What the user calls it; the built-in one if left out.
    deed
        Why.
    change
        Changes a city folder, perhaps more than once on fresh copies.

    Raises
    ------
    planner.errors.PlannerError
        As ``change`` does, and if the city can't be changed. Nothing is changed then.
    """
    from planner.model.person import ONE_DESK
    from planner.storage.opening import open_workspace

    return open_workspace(city).edit(ONE_DESK, deed, change).value


def path_told(city: Path | None, folder: Path, path: Path) -> Path:
    """Return what a file of a city is called in sentences: the folder of a working city is nobody's concern.

    Parameters
    ----------
    city
        What the user calls the city.
    folder
        The folder that was read or changed.
    path
        A file in it.
    """
    return path if city is None or not is_store(city) else city / path.relative_to(folder)


def check_there(city: Path | None) -> None:
    """Check that there is such a city, and that a working city can be opened.

    Raises
    ------
    planner.errors.MissingFileError
        If there is no such folder.
    planner.errors.PlannerError
        If a working city can't be opened.
    """
    from planner.storage.opening import open_workspace

    if city is None:
        return
    store = open_workspace(city).store
    if store is not None:
        store.close()
    elif not city.is_dir():
        raise MissingFileError(text("There is no city folder {folder}: check the name.", folder=str(city)))
