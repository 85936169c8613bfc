"""The commands of the field survey: a table to fill in, and the way back."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from planner.commands.console import DONE
from planner.texts import Language, text, translate


def survey_template(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help=translate(text("Folder to write into.")))],
    city: Annotated[
        Path | None,
        typer.Argument(metavar="CITY", help=translate(text("City folder; the built-in city if left out."))),
    ] = None,
    language: Annotated[Language | None, typer.Option(help=translate(text("Language of the questions.")))] = None,
) -> int:
    """Write a table to fill in on the spot."""
    from planner.ingest import load_city
    from planner.reports.survey_template import survey_template, write_survey_template
    from planner.ui.components.spreadsheet import as_csv

    print(write_survey_template(as_csv(survey_template(load_city(city)), {}), folder))
    print(translate(text("Fill in value, date and office, then run: planner import survey FILE CITY")))
    return DONE


def import_survey(
    file: Annotated[Path, typer.Argument(metavar="FILE", help=translate(text("The filled-in table (CSV).")))],
    city: Annotated[
        Path | None,
        typer.Argument(metavar="CITY", help=translate(text("City folder; the built-in one can't be changed."))),
    ] = None,
    language: Annotated[Language | None, typer.Option(help=translate(text("Language of the messages.")))] = None,
) -> int:
    """Add a filled-in survey table to a city folder."""
    from planner.ingest import load_city
    from planner.sources.builtin import builtin_city
    from planner.sources.survey.importing import import_survey

    folder = city or builtin_city()
    imported = import_survey(folder, file)
    print(translate(imported.told))
    for notice in load_city(folder).notices:
        if notice.code.startswith("survey_"):
            print(translate(notice.text))
    return DONE
