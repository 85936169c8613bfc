"""The command that runs the planner as a service."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer

from planner.commands.city import check_there, city_named
from planner.commands.console import say
from planner.texts import Language, text, translate


def serve(
    city: Annotated[Path | None, city_named()] = None,
    host: Annotated[
        str,
        typer.Option(
            metavar="ADDRESS",
            help=translate(text("Address of this machine to listen on; another one than its own needs sign-in.")),
        ),
    ] = "127.0.0.1",
    port: Annotated[int, typer.Option(metavar="N", min=1, max=65535, help=translate(text("Port of the app.")))] = 8501,
    health_port: Annotated[
        int,
        typer.Option(
            metavar="N", min=1, max=65535, help=translate(text("Port of health and metrics, on this machine only."))
        ),
    ] = 8502,
    base_path: Annotated[
        str,
        typer.Option(metavar="PATH", help=translate(text("What stands before every page, such as /planner."))),
    ] = "",
    address: Annotated[
        str,
        typer.Option(
            metavar="URL",
            help=translate(text("How browsers reach it, such as https://planner.example; needs sign-in.")),
        ),
    ] = "",
    language: Annotated[Language | None, typer.Option(help=translate(text("Language of the messages.")))] = None,
) -> int:
    """Run the app as a service."""
    from planner.ui.serve import Service
    from planner.ui.serve import serve as run

    check_there(city)
    return run(city, Service(host, port, health_port, base_path, address), os.environ, say)
