"""The command that says who can walk to one place."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Annotated

import typer

from planner.commands.city import city_to_read
from planner.commands.console import DONE, progress
from planner.errors import OptionError
from planner.model.options import Options
from planner.texts import Language, current_language, text, translate


def reach(
    place: Annotated[
        str,
        typer.Argument(metavar="PLACE_ID", help=translate(text("Id of a place, as the layer “facilities” tells it."))),
    ],
    city: Annotated[Path | None, city_to_read()] = None,
    *,
    minutes: Annotated[
        float, typer.Option(metavar="M", help=translate(text("Walking time within which a place is reached.")))
    ] = 10.0,
    out: Annotated[
        Path | None,
        typer.Option(
            metavar="DIR", help=translate(text("Folder to write catchment.geojson and catchment.csv into, if any."))
        ),
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
    """Say who can walk to a place, by age and region, and write the list and the outlines where wanted."""
    options = Options(threshold_min=minutes, as_of=dt.date.today() if date is None else date.date())
    return _reached(place, city, options, out, language or current_language())


def _reached(place: str, folder: Path | None, options: Options, out: Path | None, language: Language) -> int:
    """Do the work, print it, write it, and return the exit status."""
    progress(text("Starting"))
    from planner.access.place_catchment import place_catchment, why_without_catchment
    from planner.access.reach import speeds
    from planner.assess import measure
    from planner.ingest import load_city
    from planner.reports.catchment import catchment_sentences
    from planner.reports.catchment_files import Caught, catchment_files
    from planner.reports.folder import check_folder, put_files
    from planner.texts import speak

    if out is not None:
        check_folder(out)
    city = load_city(folder, progress=progress)
    refusal = why_without_catchment(city, place)
    if refusal is not None:
        raise OptionError(refusal)
    ground = measure(city, walking=options.walking, progress=progress)
    demand = ground.demand.points
    catchment = place_catchment(
        city, ground.walking.walking, demand, speeds(ground.rules), place, options.threshold_min
    )
    with speak(language):
        for sentence in catchment_sentences(city, catchment):
            print(translate(sentence))
        if out is not None:
            contents = catchment_files(Caught(city, options, demand, catchment))
            files = ", ".join(str(file) for file in put_files(out, contents))
            print(translate(text("Written: {files}", files=files)))
    return DONE
