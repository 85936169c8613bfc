"""The command that draws maps on paper."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Annotated

import typer

from planner.commands.city import city_to_read
from planner.commands.console import DONE, one_of, progress
from planner.model.options import Options
from planner.texts import Language, current_language, text, translate


def maps(
    city: Annotated[Path | None, city_to_read()] = None,
    *,
    out: Annotated[Path, typer.Option(metavar="DIR", help=translate(text("Folder to write into.")))],
    subject: Annotated[
        list[str] | None,
        typer.Option(
            metavar="WORD",
            help=translate(
                text("coverage, facilities, findings, proposals or smoke_free; may be repeated. All if left out.")
            ),
        ),
    ] = None,
    paper: Annotated[str, typer.Option(metavar="SIZE", help=translate(text("a4 or a3.")))] = "a4",
    orientation: Annotated[
        str, typer.Option(metavar="WORD", help=translate(text("landscape or portrait.")))
    ] = "landscape",
    form: Annotated[
        list[str] | None,
        typer.Option("--format", metavar="WORD", help=translate(text("pdf, png or svg; may be repeated."))),
    ] = None,
    series: Annotated[
        bool, typer.Option("--series", help=translate(text("Draw a sheet for each kecamatan too.")))
    ] = False,
    minutes: Annotated[
        float, typer.Option(metavar="M", help=translate(text("Walking time within which a place is reached.")))
    ] = 10.0,
    date: Annotated[
        dt.datetime | None,
        typer.Option(
            formats=["%Y-%m-%d"],
            metavar="DATE",
            help=translate(text("Day as of which the city is judged; else today.")),
        ),
    ] = None,
    language: Annotated[
        Language | None,
        typer.Option(help=translate(text("Language of what is written; else that of PLANNER_LANGUAGE."))),
    ] = None,
) -> int:
    """Draw maps on paper."""
    as_of = dt.date.today() if date is None else date.date()
    options = Options(threshold_min=minutes, as_of=as_of)
    progress(text("Starting"))
    from planner.assess import assess
    from planner.ingest import load_city
    from planner.reports.folder import check_folder
    from planner.reports.print_map.folder import sheets_of, write_sheets
    from planner.reports.print_map.paper import Orientation, Paper, PaperSize
    from planner.reports.print_map.sheet import Format
    from planner.reports.print_map.subjects import Subject

    subjects = [Subject(one_of(word, list(Subject), "--subject")) for word in subject or list(Subject)]
    forms = [Format(one_of(word, list(Format), "--format")) for word in form or [Format.PDF]]
    chosen = Paper(
        PaperSize(one_of(paper, list(PaperSize), "--paper")),
        Orientation(one_of(orientation, list(Orientation), "--orientation")),
    )
    check_folder(out)
    assessment = assess(load_city(city, progress=progress), options=options, progress=progress)
    sheets = sheets_of(assessment, subjects, chosen, series=series)
    files = write_sheets(assessment, sheets, forms, out, language or current_language(), progress)
    print(translate(text("Written: {files}", files=", ".join(str(file) for file in files))))
    return DONE
