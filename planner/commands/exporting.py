"""The command that writes the data package."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Annotated

import typer

from planner.commands.city import city_to_read
from planner.commands.console import DONE, INFEASIBLE, progress
from planner.model.options import Options
from planner.texts import Language, current_language, text, translate


def export(
    city: Annotated[Path | None, city_to_read()] = None,
    *,
    out: Annotated[Path, typer.Option(metavar="DIR", help=translate(text("Folder to write into.")))],
    minutes: Annotated[
        float, typer.Option(metavar="M", help=translate(text("Walking time within which a place is reached.")))
    ] = 10.0,
    date: Annotated[
        dt.datetime | None,
        typer.Option(
            formats=["%Y-%m-%d"], metavar="YYYY-MM-DD", help=translate(text("Day as of which to judge; else today."))
        ),
    ] = None,
    language: Annotated[
        Language | None,
        typer.Option(help=translate(text("Language of what is written; else that of PLANNER_LANGUAGE."))),
    ] = None,
) -> int:
    """Write the data package: layers, tables, a workbook, metadata and checksums in one archive."""
    options = Options(threshold_min=minutes) if date is None else Options(threshold_min=minutes, as_of=date.date())
    progress(text("Starting"))
    from planner.assess import assess
    from planner.ingest import load_city
    from planner.model.assessment import PlanStatus
    from planner.reports.data_package.package import write_package
    from planner.reports.folder import check_folder

    check_folder(out)
    assessment = assess(load_city(city, progress=progress), options=options, progress=progress)
    file = write_package(assessment, out, language or current_language(), progress)
    print(translate(text("Written: {files}", files=str(file))))
    return INFEASIBLE if assessment.plan.optimality.status is PlanStatus.INFEASIBLE else DONE
