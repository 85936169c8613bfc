"""A city before its survey: read, checked, cleaned, and every row placed in its region."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from planner.cleaning.placement import place_facilities
from planner.ingest.facilities import (
    everyday_places,
    facility_entrances,
    facility_outlines,
    merge_records,
    put_together,
    read_facility_layers,
)
from planner.ingest.regions import Progress, population_source, read_population, read_regions
from planner.model.city import City, Source
from planner.model.tables import FACILITIES
from planner.sources.city_layers import GroundLayers, read_ground
from planner.sources.city_records import read_records
from planner.sources.layers import Layer, read_crs, read_layer
from planner.sources.positions import check_metric
from planner.sources.settings import SETTINGS_FILE, Settings, is_raster
from planner.sources.settings_file import read_settings
from planner.sources.streets import no_streets, read_streets
from planner.sources.survey.places import surveyed_places
from planner.texts import text


@dataclass(frozen=True, eq=False)
class Unsurveyed:
    """A city before anything that a survey saw was told of its places: what stays when a sign is recorded.

    Attributes
    ----------
    city
        The city; its survey is empty, and so is its fingerprint.
    settings
        Its ``city.toml``.
    notices_before
        How many of its notices come before those about the survey.
    """

    city: City
    settings: Settings
    notices_before: int


def read_unsurveyed(folder: Path, survey: pd.DataFrame, *, progress: Progress | None = None) -> Unsurveyed:
    """Read a city folder without what its survey tells of places; the places that only it found are there.

    Parameters
    ----------
    folder
        The city folder.
    survey
        Its survey, of which only the places that it found are looked at.
    progress
        Is told what is being done.

    Raises
    ------
    planner.errors.PlannerError
        As in :func:`load_city`.
    """
    settings = read_settings(folder)
    tell = progress or (lambda _: None)
    crs = read_crs(settings.city.metric_crs, SETTINGS_FILE)
    check_metric(crs)
    layers = _read_layers(folder, settings, tell)
    ground = read_regions(layers["regions"], settings, crs, tell)
    population = read_population(layers, settings, ground.finest)
    read = read_facility_layers(layers, settings, ground.city, crs)
    tell(text("Placing facilities in their regions"))
    placed = place_facilities(put_together(read, surveyed_places(survey, crs), crs), ground.regions)
    conflated = merge_records(placed.facilities, read, folder, settings, ground.regions, tell)
    if conflated is not None:
        # What is to be known of a place follows from all its records.
        placed = place_facilities(conflated.facilities, ground.regions)
    facilities = FACILITIES.validate(placed.facilities[list(FACILITIES.columns)])
    land = read_ground(folder, layers, settings, ground.city, crs)
    records = read_records(layers, settings, ground.regions)
    streets = no_streets(crs)
    if settings.streets is not None:
        streets = read_streets(layers["streets"], settings.streets, ground.city, crs)
    merging = conflated.merging if conflated else None
    source, date = population_source(settings)
    before = (*ground.notices, *placed.notices, *(conflated.notices if conflated else ()))
    city = City(
        code=settings.city.code,
        name=settings.city.name,
        crs=crs,
        regions=ground.regions,
        population=population,
        population_source=source,
        population_date=date,
        facilities=facilities,
        everyday_places=everyday_places(read, settings, ground.city, crs, conflated),
        streets=streets,
        rule_changes=settings.rules,
        sources=_sources(layers, land, settings),
        notices=(*before, *land.notices),
        fingerprint="",
        merging=merging,
        population_grid=land.population_grid,
        buildings=land.buildings,
        residential_land=land.residential_land,
        outlines=facility_outlines(read, layers, settings, ground.city, facilities, merging),
        entrances=facility_entrances(layers, settings, ground.city, facilities, merging),
        crossings=land.crossings,
        parcels=land.parcels,
        exclusion_areas=land.exclusion_areas,
        elevation=land.elevation,
        tobacco_outlets=records.tobacco_outlets,
        billboards=records.billboards,
        child_reports=records.child_reports,
        figures=records.figures,
        complete_kinds=frozenset(settings.city.complete_kinds),
    )
    return Unsurveyed(city, settings, len(before))


def _read_layers(folder: Path, settings: Settings, tell: Progress) -> Mapping[str, Layer]:
    layers = {}
    for key, layer in settings.layers().items():
        if not is_raster(layer):
            tell(text("Reading {file}", file=layer.file))
            layers[key] = read_layer(folder, layer)
    return layers


def _sources(layers: Mapping[str, Layer], land: GroundLayers, settings: Settings) -> tuple[Source, ...]:
    """Return the sources that rows, or cells of a raster, were read from; a file that several layers share counts once.

    Layers of one file each count with their own rows, unless it is the same layer.
    """
    named = settings.layers()
    files = {(layer.source, layer.file, named[key].layer): len(layer.rows) for key, layer in layers.items()}
    files |= {(named[key].source, named[key].file, None): count for key, count in land.cells.items()}
    rows: Counter[str] = Counter()
    for (source, _, _), count in files.items():
        rows[source] += count
    return tuple(
        Source(name, source.title, source.date, source.licence, rows[name], source.note)
        for name, source in settings.sources.items()
        if name in rows
    )
