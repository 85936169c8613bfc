"""The command that writes briefings."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Annotated

import typer

from planner.commands.city import city_to_read
from planner.commands.console import DONE, INFEASIBLE, one_of, progress
from planner.model.options import Options
from planner.texts import Language, current_language, text, translate


def brief(
    city: Annotated[Path | None, city_to_read()] = None,
    *,
    out: Annotated[Path, typer.Option(metavar="DIR", help=translate(text("Folder to write into.")))],
    only: Annotated[
        list[str] | None,
        typer.Option(metavar="WORD", help=translate(text("page, report or slides; may be repeated. All if left out."))),
    ] = None,
    sites: Annotated[
        int | None,
        typer.Option(
            metavar="N", help=translate(text("Sites to propose; one for each kecamatan not met if left out."))
        ),
    ] = None,
    minutes: Annotated[
        float, typer.Option(metavar="M", help=translate(text("Walking time within which a place is reached.")))
    ] = 10.0,
    template: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help=translate(text("PowerPoint file whose design the slides take over."))),
    ] = None,
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
    """Write a page for a busy reader, a full report, and slides."""
    as_of = dt.date.today() if date is None else date.date()
    options = Options(threshold_min=minutes, sites=sites, as_of=as_of)
    progress(text("Starting"))
    from planner.assess import assess
    from planner.ingest import load_city
    from planner.model.assessment import PlanStatus
    from planner.reports.briefing.document import Document
    from planner.reports.briefing.folder import write_briefings
    from planner.reports.folder import check_folder

    chosen = [Document(one_of(word, list(Document), "--only")) for word in only or list(Document)]
    check_folder(out)
    assessment = assess(load_city(city, progress=progress), options=options, progress=progress)
    files = write_briefings(
        assessment,
        out,
        language or current_language(),
        documents=[document for document in Document if document in chosen],
        template=template,
        progress=progress,
    )
    print(translate(text("Written: {files}", files=", ".join(str(file) for file in files))))
    return INFEASIBLE if assessment.plan.optimality.status is PlanStatus.INFEASIBLE else DONE
