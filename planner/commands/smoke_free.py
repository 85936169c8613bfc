"""The command that says how many places have a KSTR sign, and writes the work list."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer

from planner.commands.city import city_to_read
from planner.commands.console import DONE, progress
from planner.model.options import Options
from planner.rounds.travel import Mode, Travel
from planner.texts import Language, current_language, text, translate


@dataclass(frozen=True)
class _Wanted:
    """What is to be on the list, and how it is gone through."""

    travel: Travel
    unsurveyed: bool
    region: str | None


def smoke_free(
    city: Annotated[Path | None, city_to_read()] = None,
    *,
    out: Annotated[
        Path | None,
        typer.Option(metavar="DIR", help=translate(text("Folder to write kstr.html, kstr.csv and kstr.gpkg into."))),
    ] = None,
    travel: Annotated[Mode, typer.Option(help=translate(text("How to get from stop to stop.")))] = Mode.WALK,
    hours: Annotated[
        float, typer.Option(metavar="H", help=translate(text("Hours of a day in the field: an assumption.")))
    ] = 5.0,
    minutes_per_stop: Annotated[
        float, typer.Option(metavar="M", help=translate(text("Minutes at a stop: an assumption.")))
    ] = 10.0,
    speed: Annotated[
        float | None,
        typer.Option(metavar="KMH", help=translate(text("Speed in km/h; 4.3 on foot and 20 by motor if left out."))),
    ] = None,
    include_unsurveyed: Annotated[
        bool,
        typer.Option(
            "--include-unsurveyed/--only-bad",
            help=translate(text("Whether to list the places too whose sign is not known.")),
        ),
    ] = True,
    kelurahan: Annotated[
        str | None, typer.Option(metavar="CODE", help=translate(text("The only kelurahan to list.")))
    ] = None,
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
    """Say how many places have a good sign, and write the work list where wanted."""
    way = Travel(mode=travel, minutes_per_stop=minutes_per_stop, hours_per_day=hours, speed_kmh=speed)
    options = Options() if date is None else Options(as_of=date.date())
    wanted = _Wanted(way, include_unsurveyed, kelurahan)
    return _told(city, options, out, wanted, language or current_language())


def _told(folder: Path | None, options: Options, out: Path | None, wanted: _Wanted, language: Language) -> int:
    """Do the work, print it, write it, and return the exit status."""
    progress(text("Starting"))
    from planner.assess import assess
    from planner.ingest import load_city
    from planner.reports.folder import check_folder, put_files
    from planner.reports.work_list.files import work_files
    from planner.reports.work_list.signs import city_counts, kind_sentences, sign_sentence
    from planner.reports.work_list.told import amount_sentence, proof_sentence
    from planner.rounds.work_list import make_work_list
    from planner.texts import speak

    if out is not None:
        check_folder(out)
    city = load_city(folder, progress=progress)
    assessment = assess(city, options=options, progress=progress)
    with speak(language):
        for sentence in (sign_sentence(*city_counts(assessment)), *kind_sentences(assessment)):
            print(translate(sentence))
        if out is None:
            return DONE
        work = make_work_list(
            assessment, wanted.travel, unsurveyed=wanted.unsurveyed, region=wanted.region, told=progress
        )
        for told in (amount_sentence(work), proof_sentence(work)):
            if told is not None:
                print(translate(told))
        files = ", ".join(str(file) for file in put_files(out, work_files(assessment, work)))
        print(translate(text("Written: {files}", files=files)))
    return DONE
