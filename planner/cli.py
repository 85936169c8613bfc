"""The command line. Each command imports what it needs when it runs, so that ``--help`` is instant."""

from __future__ import annotations

import itertools
import os
import sys
import tempfile
import traceback
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from typer.exceptions import TyperException

from planner.errors import MissingFileError, PlannerError
from planner.texts import DEFAULT_LANGUAGE, Language, Text, current_language, plural, speak, text, translate

if TYPE_CHECKING:
    from planner.model.assessment import Assessment

LANGUAGE_VARIABLE = "PLANNER_LANGUAGE"

DONE = 0
BROKEN = 1
UNUSABLE = 2
INFEASIBLE = 3
INTERRUPTED = 130
"""Exit statuses: done; a mistake in this program; the input is unusable; nothing feasible; stopped by hand."""


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
        _say(translate(error.message))
        return UNUSABLE
    except TyperException as error:
        _say(translate(text("{problem} See “planner --help”.", problem=_sentence(error.format_message()))))
        return UNUSABLE
    except Exception:
        _say(translate(_mistake(traceback.format_exc())))
        return BROKEN
    # Typer turns Ctrl-C into this status without a word.
    if status == INTERRUPTED:
        _say(translate(text("Stopped; nothing was left half-written.")))
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


def _say(sentence: str) -> None:
    """Write one line for the person at the terminal, apart from the result."""
    print(sentence, file=sys.stderr, flush=True)


def _progress(what: Text) -> None:
    _say(translate(text("{what} …", what=what)))


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
    )(_assess)
    commands.command(
        "new-city",
        help=translate(text("Write a commented starter folder for a new city.")),
        epilog=translate(text("Example: planner new-city my-city")),
    )(_new_city)
    commands.command(
        "app",
        help=translate(text("Open the planner in the browser.")),
        epilog=translate(text("Example: planner app my-city")),
    )(_app)
    return commands


# Typer reads the annotations below when a command is built, and so in the language that is spoken then.
def _assess(
    city: Annotated[
        Path | None,
        typer.Argument(metavar="CITY", help=translate(text("City folder; the built-in city if left out."))),
    ] = None,
    *,
    out: Annotated[Path, typer.Option(metavar="DIR", help=translate(text("Folder to write into.")))],
    sites: Annotated[
        int | None,
        typer.Option(
            metavar="N", help=translate(text("Sites to propose; one for each kecamatan not met if left out."))
        ),
    ] = None,
    minutes: Annotated[
        float, typer.Option(metavar="M", help=translate(text("Walking time within which a place is reached.")))
    ] = 10.0,
    language: Annotated[
        Language | None,
        typer.Option(help=translate(text("Language of what is written; else that of PLANNER_LANGUAGE."))),
    ] = None,
) -> int:
    from planner.model.options import Options

    options = Options(threshold_min=minutes, sites=sites)
    _progress(text("Starting"))
    from planner.assess import assess
    from planner.ingest import load_city
    from planner.reports.folder import check_folder, write_outputs

    check_folder(out)
    assessment = assess(load_city(city, progress=_progress), options=options, progress=_progress)
    files = write_outputs(assessment, out, language or current_language(), _progress)
    return _report(assessment, files)


def _report(assessment: Assessment, files: Sequence[Path]) -> int:
    """Print the result in plain words and return the exit status."""
    from planner.model.assessment import PlanStatus
    from planner.reports.summary import plan_sentence, programme_sentence, reach_sentence

    for sentence in (programme_sentence, reach_sentence, plan_sentence):
        print(translate(sentence(assessment)))
    if assessment.notices:
        print(
            translate(
                plural(
                    "{n} thing to know stands under “warnings” in {file}.",
                    "{n} things to know stand under “warnings” in {file}.",
                    len(assessment.notices),
                    file=files[0].name,
                )
            )
        )
    print(translate(text("Written: {files}", files=", ".join(str(file) for file in files))))
    feasible = assessment.plan.optimality.status is not PlanStatus.INFEASIBLE
    return DONE if feasible else INFEASIBLE


def _new_city(
    folder: Annotated[
        Path, typer.Argument(metavar="DIR", help=translate(text("Folder to write; it must not exist, or be empty.")))
    ],
    language: Annotated[Language | None, typer.Option(help=translate(text("Language of the messages.")))] = None,
) -> int:
    from planner.sources.starter import write_starter

    for file in write_starter(folder):
        print(file)
    print(
        translate(
            text("Next: change {folder}/city.toml, then run: planner assess {folder} --out out", folder=str(folder))
        )
    )
    return DONE


def _app(
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
    from planner.ui.launch import launch

    if city is not None and not city.is_dir():
        raise MissingFileError(text("There is no city folder {folder}: check the name.", folder=str(city)))
    return launch(city, port, _say)
