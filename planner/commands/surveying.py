"""The commands of the field survey: a table to fill in, and the way back."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from planner.commands.city import change_city, city_to_change, city_to_read
from planner.commands.console import DONE, UNUSABLE
from planner.texts import Language, Text, text, translate


def survey_template(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help=translate(text("Folder to write into.")))],
    city: Annotated[Path | None, city_to_read()] = None,
    signs: Annotated[
        bool,
        typer.Option(
            "--signs", help=translate(text("Ask for the KSTR signs of all places that have to be smoke-free."))
        ),
    ] = False,
    language: Annotated[Language | None, typer.Option(help=translate(text("Language of the questions.")))] = None,
) -> int:
    """Write a table to fill in on the spot."""
    from planner.ingest import load_city
    from planner.reports.spreadsheet import as_csv
    from planner.reports.survey_template import (
        SIGNS_FILE,
        TEMPLATE_FILE,
        sign_template,
        survey_template,
        write_survey_template,
    )
    from planner.rules.catalogue import apply_changes, load_rules

    place = load_city(city)
    table = sign_template(place, apply_changes(load_rules(), place.rule_changes)) if signs else survey_template(place)
    print(write_survey_template(as_csv(table, {}), folder, SIGNS_FILE if signs else TEMPLATE_FILE))
    print(translate(text("Fill in value, date and office, then run: planner import survey FILE CITY")))
    return DONE


def import_survey(
    file: Annotated[
        Path,
        typer.Argument(
            metavar="FILE",
            help=translate(text("The filled-in table (CSV), or the file that the form for signs saved (JSON).")),
        ),
    ],
    city: Annotated[Path | None, city_to_change()] = None,
    language: Annotated[Language | None, typer.Option(help=translate(text("Language of the messages.")))] = None,
) -> int:
    """Add a filled-in survey table to a city folder."""
    from planner.storage.records import Deed

    status, told = change_city(city, Deed.RECORD, lambda folder: _imported(file, folder))
    for sentence in told:
        print(translate(sentence))
    return status


def _imported(file: Path, folder: Path) -> tuple[int, list[Text]]:
    """Add a file to a city folder, and return the exit status and what is to be said."""
    from planner.ingest import load_city
    from planner.sources.changing import check_changeable
    from planner.sources.survey.importing import import_survey
    from planner.sources.survey.known import known_places
    from planner.sources.survey.visits_file import VISITS_ENDING, import_visits

    check_changeable(folder)
    before = load_city(folder)
    status = DONE
    if file.suffix.casefold() == VISITS_ENDING:
        received = import_visits(folder, file, before.code, known_places(before))
        told = [received.told, *(receipt.refusal for receipt in received.refused)]
        status = UNUSABLE if received.refused else DONE
    else:
        imported = import_survey(folder, file, known_places(before))
        told = [imported.told, *imported.notes]
    told += [notice.text for notice in load_city(folder).notices if notice.code.startswith("survey_")]
    return status, told
