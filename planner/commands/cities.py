"""The commands that make a city to work on, and the one that opens it in the browser."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from planner.commands.city import check_there, city_named
from planner.commands.console import DONE, say
from planner.storage.names import is_store
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
    target: Annotated[
        Path,
        typer.Argument(
            metavar="FILE.gpkg|DIR",
            help=translate(
                text(
                    "Working file to write, which keeps every change (FILE.gpkg), or a plain folder; "
                    "it must not exist, or be an empty folder."
                )
            ),
        ),
    ],
    language: Annotated[Language | None, typer.Option(help=translate(text("Language of the messages.")))] = None,
) -> int:
    """Copy the built-in city."""
    from planner.sources.builtin import builtin_city
    from planner.sources.starter import copy_builtin
    from planner.storage.opening import create_working_file

    if is_store(target):
        create_working_file(builtin_city(), target).close()
        print(target)
    else:
        for file in copy_builtin(target):
            print(file)
    print(translate(text("Next: planner app {city}", city=str(target))))
    return DONE


def app(
    city: Annotated[Path | None, city_named()] = None,
    port: Annotated[
        int | None,
        typer.Option(metavar="N", min=1, max=65535, help=translate(text("Port; the first free one from 8501."))),
    ] = None,
    language: Annotated[Language | None, typer.Option(help=translate(text("Language of the messages.")))] = None,
) -> int:
    """Open the planner in the browser."""
    from planner.ui.launch import launch

    check_there(city)
    return launch(city, port, say)
