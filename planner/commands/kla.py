"""The command that writes the evidence for KLA."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Annotated

import typer

from planner.commands.city import city_to_read
from planner.commands.console import DONE, progress, say
from planner.texts import Language, current_language, plural, speak, text, translate


def kla(
    city: Annotated[Path | None, city_to_read()] = None,
    *,
    out: Annotated[Path, typer.Option(metavar="DIR", help=translate(text("Folder to write into.")))],
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
    """Write what the data prove of each indicator, and what is missing."""
    with speak(language or current_language()):
        return _written(city, out, dt.date.today() if date is None else date.date())


def _written(folder: Path | None, out: Path, as_of: dt.date) -> int:
    progress(text("Starting"))
    from planner.assess import assess
    from planner.ingest import load_city
    from planner.kla.evidence import kla_evidence
    from planner.kla.indicators import load_indicators
    from planner.model.options import Options
    from planner.reports.folder import check_folder, put_files
    from planner.reports.kla.files import kla_files
    from planner.sources.builtin import builtin_city
    from planner.sources.history.store import list_snapshots

    check_folder(out)
    indicators = load_indicators()
    assessment = assess(
        load_city(folder, progress=progress), options=Options(as_of=as_of, time_limit_s=1), progress=progress
    )
    stored = list_snapshots(folder or builtin_city(), assessment.city.code)
    for one in stored:
        if one.problem is not None:
            say(translate(one.problem))
    kept = [one.snapshot for one in stored if one.snapshot is not None]
    evidence = kla_evidence(assessment, indicators, kept)
    files = put_files(out, kla_files(evidence, kept))
    print(
        translate(
            text(
                "{city}: {some} of {all} indicators have a place on the map. No score is worked out.",
                city=assessment.city.name,
                some=len(evidence.on_map),
                all=len(indicators.indicators),
            )
        )
    )
    missing = sum(len(one.missing) for one in evidence.on_map)
    print(translate(plural("{n} thing is still missing.", "{n} things are still missing.", missing)))
    print(translate(text("Written: {files}", files=", ".join(str(file) for file in files))))
    return DONE
