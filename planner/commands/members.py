"""The commands on the table of who may do what in a shared planner."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer

from planner.commands.console import DONE
from planner.errors import OptionError
from planner.texts import Language, Text, text, translate

_TABLE = text("The table, a CSV file outside the program; the variable PLANNER_MEMBERS names it otherwise.")
_EMAIL = text("Email by which they sign in; * for everybody who signs in.")
_LANGUAGE = text("Language of what is printed.")


def list_(
    table: Annotated[Path | None, typer.Option(metavar="FILE", help=translate(_TABLE))] = None,
    language: Annotated[Language | None, typer.Option(help=translate(_LANGUAGE))] = None,
) -> int:
    """Print the table."""
    from planner.storage.members import load_members

    for email, actor in sorted(load_members(_named(table)).items()):
        print(f"{email}\t{actor.role}\t{actor.office}")
    return DONE


def set_(
    email: Annotated[str, typer.Argument(metavar="EMAIL", help=translate(_EMAIL))],
    role: Annotated[
        str, typer.Option(metavar="ROLE", help=translate(text("One of viewer, surveyor, planner and admin.")))
    ],
    office: Annotated[str, typer.Option(metavar="NAME", help=translate(text("Their office, never a person's name.")))],
    table: Annotated[Path | None, typer.Option(metavar="FILE", help=translate(_TABLE))] = None,
    language: Annotated[Language | None, typer.Option(help=translate(_LANGUAGE))] = None,
) -> int:
    """Add somebody or change what they may do."""
    from planner.storage.members import set_member

    file = _named(table)
    set_member(file, email, role, office)
    print(translate(_written(file)))
    return DONE


def remove(
    email: Annotated[str, typer.Argument(metavar="EMAIL", help=translate(_EMAIL))],
    table: Annotated[Path | None, typer.Option(metavar="FILE", help=translate(_TABLE))] = None,
    language: Annotated[Language | None, typer.Option(help=translate(_LANGUAGE))] = None,
) -> int:
    """Take somebody out of the table."""
    from planner.storage.members import remove_member

    file = _named(table)
    remove_member(file, email)
    print(translate(_written(file)))
    return DONE


def _written(file: Path) -> Text:
    return text("Written: {file}; it holds from the next page that each of them opens.", file=str(file))


def _named(given: Path | None) -> Path:
    """Return the table that is meant."""
    from planner.storage.members import MEMBERS_VARIABLE

    named = os.environ.get(MEMBERS_VARIABLE, "")
    if given is None and not named:
        raise OptionError(
            text("Name the table of members with --table or the variable {variable}.", variable=MEMBERS_VARIABLE)
        )
    return given or Path(named)
