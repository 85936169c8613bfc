"""The command that brings OpenStreetMap into a city folder."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from planner.commands.city import change_city, city_to_change, to_read
from planner.commands.console import DONE, progress
from planner.errors import OptionError
from planner.storage.names import is_store
from planner.texts import Language, current_language, text, translate

if TYPE_CHECKING:
    from planner.sources.osm.layers import OsmLayers

CACHE = ".osm-cache"
"""Folder within the city folder that keeps what servers answered, so that a fetch that broke off goes on."""


class Part(StrEnum):
    """What of OpenStreetMap is brought in."""

    STREETS = "streets"
    FACILITIES = "facilities"
    LAND = "land"


def import_osm(
    city: Annotated[Path | None, city_to_change()] = None,
    *,
    extract: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help=translate(text("A dated extract (.osm.pbf), read without the network."))),
    ] = None,
    place: Annotated[
        str | None,
        typer.Option(
            metavar="NAME",
            help=translate(
                text("Fetch live what lies in this place, such as “Yogyakarta, Indonesia”; else in the city's outline.")
            ),
        ),
    ] = None,
    only: Annotated[
        Part | None,
        typer.Option(help=translate(text("Bring only the streets, only the facilities, or only homes and land."))),
    ] = None,
    kinds: Annotated[
        str | None,
        typer.Option(
            metavar="KINDS",
            help=translate(
                text(
                    "Kinds of facility, such as worship,park; if left out, those that the city has no other source "
                    "for, or all where it merges records."
                )
            ),
        ),
    ] = None,
    date: Annotated[
        str | None,
        typer.Option(metavar="DAY", help=translate(text("Date of an extract that does not say it itself."))),
    ] = None,
    anew: Annotated[
        bool, typer.Option("--anew", help=translate(text("Ask the servers again for what is kept already.")))
    ] = False,
    language: Annotated[Language | None, typer.Option(help=translate(text("Language of the messages.")))] = None,
) -> int:
    """Bring OpenStreetMap into a city folder."""
    if extract is not None and place is not None:
        raise OptionError(text("Give either --extract or --place."))
    if kinds is not None and only in (Part.STREETS, Part.LAND):
        raise OptionError(text("Give either --kinds or --only {part}.", part=only.value))
    progress(text("Starting"))
    from planner.reports.osm_import import import_lines
    from planner.sources.builtin import builtin_city
    from planner.sources.changing import check_changeable
    from planner.sources.osm.importing import Choice, import_layers, read_kinds
    from planner.storage.records import Deed

    choice = Choice(
        streets=only in (None, Part.STREETS),
        facilities=only in (None, Part.FACILITIES),
        land=only in (None, Part.LAND),
        kinds=None if kinds is None else read_kinds(kinds),
    )
    folder = to_read(city) or builtin_city()
    check_changeable(folder)
    if extract is None:
        layers = _fetch(folder, place, _answers(city, folder), anew=anew)
    else:
        layers = _read(folder, extract, date)
    progress(text("Writing the layers into the city folder"))
    imported = change_city(city, Deed.IMPORT, lambda changed: import_layers(layers, changed, choice))
    for line in import_lines(imported, current_language()):
        print(translate(line))
    print(translate(text("Next: planner assess {folder} --out out", folder=str(city))))
    return DONE


def _read(folder: Path, extract: Path, date: str | None) -> OsmLayers:
    from planner.ingest import read_city_outline
    from planner.sources.osm.extract import read_extract
    from planner.sources.osm.rules import load_rules

    return read_extract(extract, read_city_outline(folder), rules=load_rules(folder), date=date, progress=progress)


def _answers(city: Path | None, folder: Path) -> Path:
    """Return where the servers' answers are kept: the folder of a working city is only to be read."""
    from planner.storage.checkout import cache_folder
    from planner.storage.opening import open_store

    if city is None or not is_store(city):
        return folder / CACHE
    store = open_store(city)
    try:
        return cache_folder() / "osm" / store.identity
    finally:
        store.close()


def _fetch(folder: Path, place: str | None, answers: Path, *, anew: bool) -> OsmLayers:
    from planner.ingest import read_city_outline
    from planner.sources.osm.live import fetch_live
    from planner.sources.osm.rules import load_rules

    outline = read_city_outline(folder) if place is None else None
    rules = load_rules(folder)
    return fetch_live(place, outline, cache_dir=answers, rules=rules, anew=anew, progress=progress)
