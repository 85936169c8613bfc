"""The command that assesses a city."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from planner.commands.city import city_to_read
from planner.commands.console import DONE, INFEASIBLE, progress
from planner.texts import Language, current_language, plural, text, translate

if TYPE_CHECKING:
    from planner.model.assessment import Assessment


def assess(
    city: Annotated[Path | None, city_to_read()] = None,
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
    date: Annotated[
        dt.datetime | None,
        typer.Option(
            metavar="DATE",
            formats=["%Y-%m-%d"],
            help=translate(text("Day as of which the city is judged; else today.")),
        ),
    ] = None,
    language: Annotated[
        Language | None,
        typer.Option(help=translate(text("Language of what is written; else that of PLANNER_LANGUAGE."))),
    ] = None,
) -> int:
    """Assess a city and write the three files."""
    from planner.model.options import Options

    as_of = dt.date.today() if date is None else date.date()
    options = Options(threshold_min=minutes, sites=sites, as_of=as_of)
    progress(text("Starting"))
    from planner.assess import assess
    from planner.ingest import load_city
    from planner.reports.folder import check_folder, write_outputs

    check_folder(out)
    assessment = assess(load_city(city, progress=progress), options=options, progress=progress)
    files = write_outputs(assessment, out, language or current_language(), progress)
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
