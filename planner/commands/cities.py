"""The commands that make a city folder, and the one that opens it in the browser."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from planner.commands.console import DONE, say
from planner.errors import MissingFileError
from planner.texts import Language, text, translate


def new_city(
    folder: Annotated[
        Path, typer.Argument(metavar="DIR", help=translate(text("Folder to write; it must not exist, or be empty.")))
    ],
    language: Annotated[Language | None, typer.Option(help=translate(text("Language of the messages.")))] = None,
) -> int:
    """Write a starter folder."""
    from planner.sources.starter import write_starter

    for file in write_starter(folder):
        print(file)
    print(
        translate(
            text("Next: change {folder}/city.toml, then run: planner assess {folder} --out out", folder=str(folder))
        )
    )
    return DONE


def copy_city(
    folder: Annotated[
        Path, typer.Argument(metavar="DIR", help=translate(text("Folder to write; it must not exist, or be empty.")))
    ],
    language: Annotated[Language | None, typer.Option(help=translate(text("Language of the messages.")))] = None,
) -> int:
    """Copy the built-in city."""
    from planner.sources.starter import copy_builtin

    for file in copy_builtin(folder):
        print(file)
    print(translate(text("Next: planner app {folder}", folder=str(folder))))
    return DONE


def app(
    city: Annotated[
        Path | None,
        typer.Argument(metavar="CITY", help=translate(text("City folder; the built-in city if left out."))),
    ] = None,
    port: Annotated[
        int | None,
        typer.Option(metavar="N", min=1, max=65535, help=translate(text("Port; the first free one from 8501."))),
    ] = None,
    language: Annotated[Language | None, typer.Option(help=translate(text("Language of the messages.")))] = None,
) -> int:
    """Open the planner in the browser."""
    from planner.ui.launch import launch

    if city is not None and not city.is_dir():
        raise MissingFileError(text("There is no city folder {folder}: check the name.", folder=str(city)))
    return launch(city, port, say)
