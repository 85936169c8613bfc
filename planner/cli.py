"""The command line: which commands there are, in which language they speak, and how they end."""

from __future__ import annotations

import gc
import itertools
import os
import sys
import tempfile
import traceback
from collections.abc import Mapping, Sequence

import typer
from typer.exceptions import TyperException

from planner.commands import (
    assessing,
    batching,
    briefing,
    checking,
    cities,
    comparing,
    exporting,
    kla,
    layers,
    mapping,
    members,
    merging,
    osm,
    proposing,
    reaching,
    rerunning,
    rules,
    scenario,
    serving,
    smoke_free,
    storing,
    surveying,
)
from planner.commands.console import BROKEN, DONE, INTERRUPTED, UNUSABLE, say
from planner.errors import PlannerError
from planner.texts import DEFAULT_LANGUAGE, Language, Text, speak, text, translate

LANGUAGE_VARIABLE = "PLANNER_LANGUAGE"
LOGS_VARIABLE = "LOGS_DIRECTORY"
"""Where systemd lets a service keep what is to be read later."""

OBJECTS_BETWEEN_SEARCHES = 100_000
"""How many new objects there are before garbage is looked for."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit status.

    Parameters
    ----------
    arguments
        The words after ``planner``; those of this process if left out.
    """
    words = list(sys.argv[1:] if arguments is None else arguments) or ["--help"]
    # Nearly all that a command makes lives until it ends: looking for garbage every 700 objects, as Python does, takes
    # a twelfth of the time and finds nothing.
    gc.set_threshold(OBJECTS_BETWEEN_SEARCHES)
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
    # A service of systemd has a temporary folder that goes away with it, and may have one for what is to be read later.
    folder = os.environ.get(LOGS_VARIABLE) or None
    with tempfile.NamedTemporaryFile(
        "w", encoding="utf-8", prefix="planner-error-", suffix=".log", dir=folder, delete=False
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
        "batch",
        help=translate(text("Assess many cities, all of the country if wanted, and go on where a run stopped.")),
        epilog=translate(text("Example: planner batch --data indonesia --out national --workers 4")),
    )(batching.batch)
    commands.command(
        "check",
        help=translate(
            text("Say what is met, what is not and what is not known, where, why, and what would change it.")
        ),
        epilog=translate(text("Example: planner check --kecamatan Timur --status unmet --out out")),
    )(checking.check)
    commands.command(
        "propose",
        help=translate(
            text("Propose sites: with a proof, for any programme or budget, phased over years, and how sure each is.")
        ),
        epilog=translate(
            text("Example: planner propose --programme RBRA_KELURAHAN --first-year 2026 --years 3e9,3e9,3e9,3e9,3e9")
        ),
    )(proposing.propose)
    commands.command(
        "rerun",
        help=translate(text("Make any file that the planner wrote of a city again, and say whether it is the same.")),
        epilog=translate(text("Example: planner rerun out/report.pdf --city my-city --out again")),
    )(rerunning.rerun)
    commands.command(
        "compare",
        help=translate(text("Say what differs between two assessments, by kecamatan and rule.")),
        epilog=translate(text("Example: planner compare 2025/assessment.json 2026/assessment.json --out out")),
    )(comparing.compare)
    commands.command(
        "reach",
        help=translate(text("Say who can walk to one place, and write its catchment as outlines and as a list.")),
        epilog=translate(text("Example: planner reach parks:4 --minutes 10 --out out")),
    )(reaching.reach)
    commands.command(
        "rules",
        help=translate(text("Print every rule with its numbers, how binding and how sure it is, and its source.")),
        epilog=translate(text("Example: planner rules --theme schools")),
    )(rules.rules)
    commands.command(
        "smoke-free",
        help=translate(text("Say how many places have a KSTR sign, and write the work list as a round a kelurahan.")),
        epilog=translate(text("Example: planner smoke-free my-city --out out --travel drive --only-bad")),
    )(smoke_free.smoke_free)
    commands.command(
        "brief",
        help=translate(text("Write a briefing: a page, a full report, and slides.")),
        epilog=translate(text("Example: planner brief --out out --only page")),
    )(briefing.brief)
    commands.command(
        "maps",
        help=translate(text("Draw maps on paper: coverage, places, findings, proposals and smoke-free signs.")),
        epilog=translate(text("Example: planner maps --paper a3 --format pdf --series --out out")),
    )(mapping.maps)
    commands.command(
        "export",
        help=translate(text("Write the data package: layers, tables, a workbook, metadata and checksums in one file.")),
        epilog=translate(text("Example: planner export --out out --date 2026-03-31")),
    )(exporting.export)
    commands.command(
        "new-city",
        help=translate(text("Write a commented starter folder for a new city.")),
        epilog=translate(text("Example: planner new-city my-city")),
    )(cities.new_city)
    commands.command(
        "copy-city",
        help=translate(text("Copy the built-in city into a folder of your own, where it may be changed.")),
        epilog=translate(text("Example: planner copy-city kota.gpkg")),
    )(cities.copy_city)
    commands.command(
        "merges",
        help=translate(text("List records that are, or may be, one place; or answer for two of them.")),
        epilog=translate(text("Example: planner merges my-city --yes register:12 osm:34 --office Disdik")),
    )(merging.merges)
    commands.command(
        "survey-template",
        help=translate(
            text("Write a table to fill in on the spot: every park and play space, or every sign, one fact a row.")
        ),
        epilog=translate(text("Example: planner survey-template survey my-city --signs")),
    )(surveying.survey_template)
    commands.command(
        "quality",
        help=translate(text("Report on the quality of every layer of a city, as Excel and JSON.")),
        epilog=translate(text("Example: planner quality my-city --out out")),
    )(layers.quality)
    commands.command(
        "kla",
        help=translate(text("Write what the data prove of each KLA indicator, and what is missing, to print.")),
        epilog=translate(text("Example: planner kla my-city --out out")),
    )(kla.kla)
    commands.add_typer(_import_commands(), name="import")
    commands.add_typer(_scenario_commands(), name="scenario")
    commands.add_typer(_members_commands(), name="members")
    commands.add_typer(_storage_commands(), name="storage")
    commands.command(
        "app",
        help=translate(text("Open the planner in the browser.")),
        epilog=translate(text("Example: planner app kota.gpkg")),
    )(cities.app)
    commands.command(
        "serve",
        help=translate(text("Run the planner as a service, behind a proxy.")),
        epilog=translate(text("Example: planner serve my-city --base-path /planner --address https://city.example")),
    )(serving.serve)
    return commands


def _members_commands() -> typer.Typer:
    """Return the commands on the table of who may do what."""
    commands = typer.Typer(help=translate(text("Who may do what where several offices share the planner.")))
    commands.command(
        "list",
        help=translate(text("List the members with their role and office.")),
        epilog=translate(text("Example: planner members list --table members.csv")),
    )(members.list_)
    commands.command(
        "set",
        help=translate(text("Add a member, or change role and office.")),
        epilog=translate(text("Example: planner members set office@example.org --role planner --office Bappeda")),
    )(members.set_)
    commands.command(
        "remove",
        help=translate(text("Take a member out of the table.")),
        epilog=translate(text("Example: planner members remove office@example.org")),
    )(members.remove)
    return commands


def _storage_commands() -> typer.Typer:
    """Return the commands on working cities."""
    commands = typer.Typer(help=translate(text("Working cities with a history: a GeoPackage file, or PostGIS.")))
    commands.command(
        "create",
        help=translate(text("Make a working city from a city folder.")),
        epilog=translate(text("Example: planner storage create my-city.gpkg --from my-city")),
    )(storing.create)
    commands.command(
        "move",
        help=translate(text("Copy a working city into the other backend, or another place, with nothing changed.")),
        epilog=translate(text("Example: planner storage move my-city.gpkg postgis")),
    )(storing.move)
    commands.command(
        "backup",
        help=translate(text("Write a working city as it stands into one file, while others go on working.")),
        epilog=translate(text("Example: planner storage backup postgis 2026-03-31.zip")),
    )(storing.backup)
    commands.command(
        "restore",
        help=translate(text("Make a working city from a backup.")),
        epilog=translate(text("Example: planner storage restore 2026-03-31.zip my-city.gpkg")),
    )(storing.restore)
    commands.command(
        "history",
        help=translate(text("Say who changed what, when, from what and to what.")),
        epilog=translate(text("Example: planner storage history my-city.gpkg --csv history.csv")),
    )(storing.history)
    commands.command(
        "publish",
        help=translate(text("Bring the layers up to date that QGIS shows: kecamatan, kelurahan and facilities.")),
        epilog=translate(text("Example: planner storage publish my-city.gpkg")),
    )(storing.publish)
    commands.command(
        "check",
        help=translate(text("Check that a working city is whole: its file, its contents and its history.")),
        epilog=translate(text("Example: planner storage check my-city.gpkg")),
    )(storing.check)
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
        help=translate(text("Add a filled-in survey table, or the visits of a phone, to a city folder.")),
        epilog=translate(text("Example: planner import survey survey/survey-template.csv my-city")),
    )(surveying.import_survey)
    return commands


def _scenario_commands() -> typer.Typer:
    """Return the commands that make, run and compare scenarios."""
    commands = typer.Typer(help=translate(text("What if: add, upgrade or close places, let a city grow, and compare.")))
    commands.command(
        "new",
        help=translate(text("Make a scenario.")),
        epilog=translate(
            text('Example: planner scenario new "Taman Manggar" --add "child_friendly_park,116.97,-1.21,Taman Manggar"')
        ),
    )(scenario.new)
    commands.command(
        "change",
        help=translate(text("Add changes to a scenario.")),
        epilog=translate(text('Example: planner scenario change "Taman Manggar" --upgrade parks:5')),
    )(scenario.change)
    commands.command(
        "undo",
        help=translate(text("Take back the last change of a scenario.")),
        epilog=translate(text('Example: planner scenario undo "Taman Manggar"')),
    )(scenario.undo)
    commands.command(
        "list",
        help=translate(text("List the scenarios of a city.")),
        epilog=translate(text("Example: planner scenario list my-city")),
    )(scenario.list_)
    commands.command(
        "show",
        help=translate(text("Say what a scenario changes, and whether it can be applied.")),
        epilog=translate(text('Example: planner scenario show "Taman Manggar"')),
    )(scenario.show)
    commands.command(
        "run",
        help=translate(text("Assess the city as a scenario would make it, and compare it with the present.")),
        epilog=translate(text('Example: planner scenario run "Taman Manggar" --out out')),
    )(scenario.run)
    commands.command(
        "compare",
        help=translate(text("Put scenarios beside the present city, as JSON, Excel and GeoPackage.")),
        epilog=translate(text('Example: planner scenario compare "Taman Manggar" Tumbuh my-city --out out')),
    )(scenario.compare)
    commands.command(
        "rename",
        help=translate(text("Give a scenario another name.")),
        epilog=translate(text('Example: planner scenario rename "Taman Manggar" "Taman A"')),
    )(scenario.rename)
    commands.command(
        "copy",
        help=translate(text("Save a scenario, or a file that somebody sent, under a name of its own.")),
        epilog=translate(text('Example: planner scenario copy taman-manggar.toml "Taman B" my-city')),
    )(scenario.copy)
    commands.command(
        "delete",
        help=translate(text("Delete a scenario.")),
        epilog=translate(text('Example: planner scenario delete "Taman B"')),
    )(scenario.delete)
    commands.command(
        "export",
        help=translate(text("Write a scenario as a file to hand on.")),
        epilog=translate(text('Example: planner scenario export "Taman Manggar" --out out')),
    )(scenario.export)
    return commands
