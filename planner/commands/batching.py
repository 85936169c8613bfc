"""The command that assesses many cities."""

from __future__ import annotations

import datetime as dt
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from planner.commands.console import DONE, UNUSABLE, progress, say
from planner.texts import Language, current_language, plural, text, translate

if TYPE_CHECKING:
    from distributed import Client

    from planner.batch.country import BatchResult
    from planner.batch.task import BatchOptions


def batch(
    *,
    out: Annotated[
        Path, typer.Option(metavar="DIR", help=translate(text("Folder of the run; one begun there goes on.")))
    ],
    data: Annotated[
        Path | None,
        typer.Option(
            metavar="FOLDER",
            help=translate(text("Folder of the national layers; not needed where each city has its own folder.")),
        ),
    ] = None,
    cities: Annotated[
        Path | None,
        typer.Option(
            metavar="TABLE.csv",
            help=translate(
                text("Table of cities: code and, where a city has one, its folder; all of the layers if left out.")
            ),
        ),
    ] = None,
    workers: Annotated[
        int | None,
        typer.Option(metavar="N", help=translate(text("Processes on this machine; one a processor if left out."))),
    ] = None,
    scheduler: Annotated[
        str | None,
        typer.Option(
            metavar="ADDRESS",
            help=translate(text("Dask scheduler to use instead, such as tcp://10.0.0.5:8786.")),
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
            help=translate(
                text("Day as of which all cities are judged; else that of the run in the folder, or today.")
            ),
        ),
    ] = None,
    language: Annotated[
        Language | None,
        typer.Option(help=translate(text("Language of what is written; else that of PLANNER_LANGUAGE."))),
    ] = None,
) -> int:
    """Assess many cities, go on where a run stopped, and write the summary."""
    from planner.batch.cluster import check_workers, local_cluster, processors, scheduler_at
    from planner.batch.country import run_batch
    from planner.batch.run_file import day_of
    from planner.batch.table import read_cities
    from planner.batch.task import BatchOptions
    from planner.model.options import Options

    as_of = date.date() if date else day_of(out) or dt.date.today()
    options = BatchOptions(as_of, language or current_language(), minutes)
    # A wrong number is told before anything is read.
    Options(threshold_min=minutes)
    number = check_workers(processors() if workers is None else workers)
    listed = None if cities is None else read_cities(cities)

    def connect() -> AbstractContextManager[Client]:
        return local_cluster(number) if scheduler is None else scheduler_at(scheduler)

    result = run_batch(listed, data, out, options, connect, progress)
    _report(result, out)
    if not result.done:
        return UNUSABLE
    _summarise(result, out, options)
    return DONE


def _report(result: BatchResult, out: Path) -> None:
    """Print what was done and what was not."""
    from planner.batch.country import FAILED_FILE

    print(
        translate(
            plural(
                "{n} city is assessed, {kept} of them by an earlier run.",
                "{n} cities are assessed, {kept} of them by an earlier run.",
                len(result.done),
                kept=result.kept,
            )
        )
    )
    if result.failed:
        say(
            translate(
                plural(
                    "{n} city could not be assessed; {file} says why. The next run tries it again.",
                    "{n} cities could not be assessed; {file} says why. The next run tries them again.",
                    len(result.failed),
                    file=str(out / FAILED_FILE),
                )
            )
        )


def _summarise(result: BatchResult, out: Path, options: BatchOptions) -> None:
    """Write the summary of what is finished."""
    from planner.national.answering import fewest_without
    from planner.national.partitions import read_findings, read_kecamatan
    from planner.reports.national_summary.figures import Summary
    from planner.reports.national_summary.folder import SUMMARY_FOLDER, write_summary
    from planner.rules.catalogue import load_rules

    progress(text("Reading what is finished"))
    kecamatan, nation = read_kecamatan(out, result.done), result.whole_nation
    summary = Summary(
        as_of=options.as_of,
        kecamatan=kecamatan,
        findings=read_findings(out, result.done),
        failed=result.failed,
        names=result.names,
        sources=result.sources,
        rules=load_rules(),
        fewest_without=fewest_without(kecamatan, nation) if nation else None,
    )
    files = write_summary(summary, out / SUMMARY_FOLDER, options.language, progress)
    print(translate(text("Written: {files}", files=", ".join(str(file) for file in files))))
