"""The command line: which commands there are, in which language they speak, and how they end."""

from __future__ import annotations

import itertools
import os
import sys
import tempfile
import traceback
from collections.abc import Mapping, Sequence

import typer
from typer.exceptions import TyperException

from planner.commands import assessing, cities, layers, merging, osm, surveying
from planner.commands.console import BROKEN, DONE, INTERRUPTED, UNUSABLE, say
from planner.errors import PlannerError
from planner.texts import DEFAULT_LANGUAGE, Language, Text, speak, text, translate

LANGUAGE_VARIABLE = "PLANNER_LANGUAGE"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit status.

    Parameters
    ----------
    arguments
        The words after ``planner``; those of this process if left out.
    """
    words = list(sys.argv[1:] if arguments is None else arguments) or ["--help"]
    with speak(spoken_language(words, os.environ)):
        return _run(words)


def spoken_language(words: Sequence[str], environment: Mapping[str, str]) -> Language:
    """Return the language to speak: ``--language``, else ``PLANNER_LANGUAGE``, else Indonesian.

    It is looked up before the command is read, because help and errors of reading it are texts too. A word
    that is no language is refused later, by the option itself.
    """
    chosen = [after for word, after in itertools.pairwise(words) if word == "--language"]
    chosen += [word.partition("=")[2] for word in words if word.startswith("--language=")]
    chosen.append(environment.get(LANGUAGE_VARIABLE, ""))
    return next((Language(word) for word in chosen if word in set(Language)), DEFAULT_LANGUAGE)


def _run(words: list[str]) -> int:
    """Run a command; whatever goes wrong becomes one plain sentence on stderr and an exit status."""
    command = typer.main.get_command(_commands())
    try:
        status = command.main(args=words, prog_name="planner", standalone_mode=False)
    except PlannerError as error:
        say(translate(error.message))
        return UNUSABLE
    except TyperException as error:
        say(translate(text("{problem} See “planner --help”.", problem=_sentence(error.format_message()))))
        return UNUSABLE
    except Exception:
        say(translate(_mistake(traceback.format_exc())))
        return BROKEN
    # Typer turns Ctrl-C into this status without a word.
    if status == INTERRUPTED:
        say(translate(text("Stopped; nothing was left half-written.")))
    return status if isinstance(status, int) else DONE


def _sentence(message: str) -> str:
    return message if message.endswith((".", "?", "!", ")")) else message + "."


def _mistake(details: str) -> Text:
    """Write the details of a mistake in this program to a file and return the sentence that names it."""
    with tempfile.NamedTemporaryFile(
        "w", encoding="utf-8", prefix="planner-error-", suffix=".log", delete=False
    ) as file:
        file.write(details)
    return text(
        "The planner made a mistake of its own and stopped; please send the details in {file} to its makers.",
        file=file.name,
    )


def _commands() -> typer.Typer:
    """Return the commands, described in the language that is spoken."""
    commands = typer.Typer(
        add_completion=False,
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
        help=translate(text("Plan child-friendly places: what a city has, who can walk there, where to build next.")),
    )
    commands.command(
        "assess",
        help=translate(text("Assess a city and write assessment.json, assessment.gpkg and map.html.")),
        epilog=translate(text("Example: planner assess --out out --sites 6 --minutes 10")),
    )(assessing.assess)
    commands.command(
        "new-city",
        help=translate(text("Write a commented starter folder for a new city.")),
        epilog=translate(text("Example: planner new-city my-city")),
    )(cities.new_city)
    commands.command(
        "copy-city",
        help=translate(text("Copy the built-in city into a folder of your own, where it may be changed.")),
        epilog=translate(text("Example: planner copy-city my-city")),
    )(cities.copy_city)
    commands.command(
        "merges",
        help=translate(text("List records that are, or may be, one place; or answer for two of them.")),
        epilog=translate(text("Example: planner merges my-city --yes register:12 osm:34 --office Disdik")),
    )(merging.merges)
    commands.command(
        "survey-template",
        help=translate(text("Write a table to fill in on the spot: every park and play space, one fact a row.")),
        epilog=translate(text("Example: planner survey-template survey my-city")),
    )(surveying.survey_template)
    commands.command(
        "quality",
        help=translate(text("Report on the quality of every layer of a city, as Excel and JSON.")),
        epilog=translate(text("Example: planner quality my-city --out out")),
    )(layers.quality)
    commands.add_typer(_import_commands(), name="import")
    commands.command(
        "app",
        help=translate(text("Open the planner in the browser.")),
        epilog=translate(text("Example: planner app my-city")),
    )(cities.app)
    return commands


def _import_commands() -> typer.Typer:
    """Return the commands that bring data into a city folder."""
    commands = typer.Typer(help=translate(text("Bring data into a city folder.")))
    commands.command(
        "osm",
        help=translate(
            text(
                "Bring streets and facilities from OpenStreetMap: out of an extract or live, in place of a former one."
            )
        ),
        epilog=translate(
            text("Example: planner import osm my-city --extract kalimantan-latest.osm.pbf --only streets")
        ),
    )(osm.import_osm)
    commands.command(
        "layer",
        help=translate(text("Bring a layer from an office: look at it, check every row, and take it in.")),
        epilog=translate(
            text(
                "Example: planner import layer parks.xlsx my-city --source dlh --date 2025-12 "
                "--title Parks --licence internal"
            )
        ),
    )(layers.import_layer)
    commands.command(
        "undo",
        help=translate(text("Take back the last delivery of a source.")),
        epilog=translate(text("Example: planner import undo dlh my-city")),
    )(layers.undo_import)
    commands.command(
        "survey",
        help=translate(text("Add a filled-in survey table to a city folder, all of it or nothing.")),
        epilog=translate(text("Example: planner import survey survey/survey-template.csv my-city")),
    )(surveying.import_survey)
    return commands
