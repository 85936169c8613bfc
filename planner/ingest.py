"""A city folder becomes a city: read, checked, cleaned, and every row placed in its region."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import cast

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from pyproj import CRS

from planner.cleaning.ages import population_table
from planner.cleaning.conflation.city import Conflated, city_words, conflate, positions_once
from planner.cleaning.coverage import clean_coverage
from planner.cleaning.placement import place_facilities
from planner.cleaning.survey import apply_survey
from planner.errors import LayerError
from planner.model.city import City, Notice, Source
from planner.model.kinds import Level
from planner.model.merging import ANY_FIELD, Merging
from planner.model.survey import SURVEY_SOURCE
from planner.model.tables import EVERYDAY_PLACES, FACILITIES, POPULATION, REGIONS
from planner.sources.builtin import builtin_city
from planner.sources.city_layers import GroundLayers, read_ground
from planner.sources.city_records import read_records
from planner.sources.decisions import read_decisions
from planner.sources.facilities import FacilityLayer, read_facilities
from planner.sources.layers import Layer, read_crs, read_layer
from planner.sources.population import read_counts, read_totals
from planner.sources.positions import WGS84, check_metric
from planner.sources.regions import read_outlines
from planner.sources.settings import SETTINGS_FILE, Settings, is_raster
from planner.sources.settings_file import read_settings
from planner.sources.streets import no_streets, read_streets
from planner.sources.survey.places import surveyed_places
from planner.sources.survey.store import SURVEY_FILE, read_survey
from planner.sources.ways_in import outlines_of, read_entrances, read_facility_outlines
from planner.texts import Text, text

Progress = Callable[[Text], None]
PLACEMENT_COLUMNS = ("kelurahan_code", "kecamatan_code", "placement")


def load_city(folder: Path | None = None, *, progress: Progress | None = None) -> City:
    """Read a city folder.

    Parameters
    ----------
    folder
        The city folder; the built-in city if left out.
    progress
        Is told what is being done.

    Raises
    ------
    planner.errors.PlannerError
        If the folder can't be used: a file is missing, ``city.toml`` or a layer is wrong.
    """
    folder = builtin_city() if folder is None else Path(folder)
    survey = read_survey(folder)
    return with_survey(read_unsurveyed(folder, survey, progress=progress), survey, folder)


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
    ground = _read_regions(layers["regions"], settings, crs, tell)
    population = _read_population(layers, settings, ground.finest)
    read = _read_facilities(layers, settings, ground.city, crs)
    tell(text("Placing facilities in their regions"))
    placed = place_facilities(_together(read, surveyed_places(survey, crs), crs), ground.regions)
    conflated = _conflate(placed.facilities, read, folder, settings, ground.regions, tell)
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
    source, date = _population_source(settings)
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
        everyday_places=_everyday_places(read, settings, ground.city, crs, conflated),
        streets=streets,
        rule_changes=settings.rules,
        sources=_sources(layers, land, settings),
        notices=(*before, *land.notices),
        fingerprint="",
        merging=merging,
        population_grid=land.population_grid,
        buildings=land.buildings,
        residential_land=land.residential_land,
        outlines=_outlines(read, layers, settings, ground.city, facilities, merging),
        entrances=_entrances(layers, settings, ground.city, facilities, merging),
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


def with_survey(unsurveyed: Unsurveyed, survey: pd.DataFrame, folder: Path) -> City:
    """Return a city with what its survey tells of its places.

    Parameters
    ----------
    unsurveyed
        The city before.
    survey
        The survey, with the same places found by it as when the city was read.
    folder
        The city folder, for its fingerprint.
    """
    before, settings = unsurveyed.city, unsurveyed.settings
    if before.merging is not None:
        survey = _survey_of_places(survey, before.merging)
    sources = (*before.sources, *_survey_source(survey, settings))
    surveyed = apply_survey(before.facilities, survey, {source.id: source.title for source in sources})
    first = unsurveyed.notices_before
    return replace(
        before,
        facilities=FACILITIES.validate(surveyed.facilities),
        sources=sources,
        notices=(*before.notices[:first], *surveyed.notices, *before.notices[first:]),
        fingerprint=fingerprint(folder, settings),
        survey=survey,
    )


def read_city_outline(folder: Path) -> shapely.Polygon | shapely.MultiPolygon:
    """Read the outline of a city folder's regions.

    Returns
    -------
    shapely.Polygon or shapely.MultiPolygon
        The whole city in longitude and latitude (WGS 84).

    Raises
    ------
    planner.errors.PlannerError
        If ``city.toml`` or the layer of regions can't be used.
    """
    settings = read_settings(folder)
    crs = read_crs(settings.city.metric_crs, SETTINGS_FILE)
    check_metric(crs)
    ground = _read_regions(read_layer(folder, settings.regions), settings, crs, lambda _: None)
    return cast("shapely.Polygon | shapely.MultiPolygon", gpd.GeoSeries([ground.city], crs=crs).to_crs(WGS84).iloc[0])


def fingerprint(folder: Path, settings: Settings) -> str:
    """Return 16 hexadecimal digits that tell one state of a city folder from another.

    Parameters
    ----------
    folder
        The city folder.
    settings
        Its ``city.toml``, which names the files. What persons decided or saw counts too, where there is any. The table
        of reports does not: no assessment looks at it, and a few small counts could be guessed back from a hash.
    """
    digest = hashlib.sha256()
    files = [layer.file for key, layer in settings.layers().items() if key != "child_reports"]
    recorded = [SURVEY_FILE, *([settings.merging.decisions] if settings.merging else [])]
    recorded = [name for name in recorded if (folder / name).is_file()]
    for name in dict.fromkeys([SETTINGS_FILE, *files, *recorded]):
        content = (folder / name).read_bytes()
        digest.update(f"{name}\0{len(content)}\0".encode())
        digest.update(content)
    return digest.hexdigest()[:16]


@dataclass(frozen=True, eq=False)
class _Ground:
    """The city's regions: all of them, the finest alone, the whole outline, and what was found."""

    regions: gpd.GeoDataFrame
    finest: gpd.GeoDataFrame
    city: shapely.Geometry
    notices: tuple[Notice, ...]


def _read_layers(folder: Path, settings: Settings, tell: Progress) -> Mapping[str, Layer]:
    layers = {}
    for key, layer in settings.layers().items():
        if not is_raster(layer):
            tell(text("Reading {file}", file=layer.file))
            layers[key] = read_layer(folder, layer)
    return layers


def _read_regions(layer: Layer, settings: Settings, crs: CRS, tell: Progress) -> _Ground:
    outlines = read_outlines(layer, settings.regions, crs)
    tell(text("Cleaning the outlines of the regions"))
    coverage = clean_coverage(outlines)
    finest = coverage.regions.assign(level=settings.regions.level)
    regions = finest
    if settings.regions.level == "kelurahan":
        regions = pd.concat([_kecamatan(finest), finest], ignore_index=True)
    regions = REGIONS.validate(regions[list(REGIONS.columns)])
    city = shapely.coverage_union_all(finest.geometry.array)
    shapely.prepare(city)
    return _Ground(regions, finest, city, coverage.notices)


def _kecamatan(kelurahan: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Join the kelurahan of each kecamatan."""
    groups = kelurahan.groupby("kecamatan_code", sort=True)
    codes = list(groups.groups)
    return gpd.GeoDataFrame(
        {
            "code": codes,
            "level": str(Level.KECAMATAN),
            "name": groups["kecamatan"].first().to_numpy(),
            "kecamatan_code": codes,
        },
        geometry=[shapely.coverage_union_all(group.geometry.array) for _, group in groups],
        crs=kelurahan.crs,
    )


def _read_population(layers: Mapping[str, Layer], settings: Settings, finest: gpd.GeoDataFrame) -> pd.DataFrame | None:
    people = settings.population
    if people is None:
        return None
    codes = finest["code"].tolist()
    counts = read_counts(layers["population"], people, codes)
    itself = dict(zip(codes, codes, strict=True))
    totals: pd.Series | None = None
    parent: Mapping[str, str] = itself
    if people.scale_to is not None:
        kecamatan = dict(zip(codes, finest["kecamatan_code"], strict=True))
        city = dict.fromkeys(codes, settings.city.code)
        totals, parent = read_totals(layers["population.scale_to"], people.scale_to.columns, [itself, kecamatan, city])
    table = population_table(
        counts, ages=people.ages, scale_to=totals, parent=pd.Series(dict(parent)).rename_axis("code")
    )
    return POPULATION.validate(table)


def _population_source(settings: Settings) -> tuple[str, str]:
    """Return where the counts come from and of when they are; newer totals first."""
    people = settings.population
    if people is None:
        return "", ""
    ages = settings.sources[people.source]
    if people.scale_to is None:
        return ages.title, ages.date
    totals = settings.sources[people.scale_to.source]
    return f"{totals.title}; {ages.title}", totals.date


def _outlines(
    read: list[FacilityLayer],
    layers: Mapping[str, Layer],
    settings: Settings,
    city: shapely.Geometry,
    facilities: gpd.GeoDataFrame,
    merging: Merging | None,
) -> gpd.GeoDataFrame | None:
    """Return the outlines of facilities: those of a layer of outlines, then those that a layer of facilities draws."""
    own = [
        read_facility_outlines(layers[f"outlines[{place}]"], layer, city, facilities.crs)
        for place, layer in enumerate(settings.outlines, start=1)
    ]
    return outlines_of([*own, *(facts.outlines for facts in read)], facilities, merging)


def _entrances(
    layers: Mapping[str, Layer],
    settings: Settings,
    city: shapely.Geometry,
    facilities: gpd.GeoDataFrame,
    merging: Merging | None,
) -> gpd.GeoDataFrame | None:
    if settings.entrances is None:
        return None
    return read_entrances(layers["entrances"], settings.entrances, city, facilities, merging)


def _read_facilities(
    layers: Mapping[str, Layer], settings: Settings, city: shapely.Geometry, crs: CRS
) -> list[FacilityLayer]:
    read = [
        read_facilities(layers[f"facilities[{place}]"], layer, settings.sources[layer.source], city, crs)
        for place, layer in enumerate(settings.facilities, start=1)
    ]
    # Unless records are merged, a place that another source has too would count twice.
    return [
        facts if layer.adds_places or settings.merges else replace(facts, facilities=facts.facilities.iloc[:0])
        for facts, layer in zip(read, settings.facilities, strict=True)
    ]


def _together(read: list[FacilityLayer], surveyed: gpd.GeoDataFrame, crs: CRS) -> gpd.GeoDataFrame:
    """Put the facilities of all layers into one table, in the order of ``city.toml``; last those only surveyed."""
    tables = [layer.facilities for layer in read] + ([] if surveyed.empty else [surveyed])
    if not tables:
        columns = [column for column in FACILITIES.columns if column not in PLACEMENT_COLUMNS]
        return gpd.GeoDataFrame(columns=columns, geometry="geometry", crs=crs)
    table = gpd.GeoDataFrame(pd.concat(tables, ignore_index=True), crs=crs)
    repeated = table["id"].duplicated()
    if repeated.any():
        raise LayerError(
            text(
                "Two facilities have the id {id}: give each of the layers of a source its own source, "
                "or a column “id” that differs from row to row.",
                id=table.loc[repeated.idxmax(), "id"],
            )
        )
    return table


def _conflate(
    records: gpd.GeoDataFrame,
    read: list[FacilityLayer],
    folder: Path,
    settings: Settings,
    regions: gpd.GeoDataFrame,
    tell: Progress,
) -> Conflated | None:
    """Merge the records of each place, where the city wants that."""
    if settings.merging is None or not settings.merging.enabled:
        return None
    tell(text("Finding the records of one place"))
    pairs = zip(read, settings.facilities, strict=True)
    return conflate(
        FACILITIES.validate(records[list(FACILITIES.columns)]),
        city_words(settings.city.name, regions),
        precedence={ANY_FIELD: settings.merging.precedence, **settings.merging.fields},
        decisions=read_decisions(folder, settings.merging.decisions),
        completing=frozenset(id_ for facts, layer in pairs if not layer.adds_places for id_ in facts.facilities["id"]),
    )


def _survey_of_places(survey: pd.DataFrame, merging: Merging) -> pd.DataFrame:
    """Let what was seen of a record count for the place that it went into."""
    place = survey["facility_id"].map(merging.members)
    return survey.assign(facility_id=survey["facility_id"].where(place.isna(), place))


def _everyday_places(
    read: list[FacilityLayer],
    settings: Settings,
    city: shapely.Geometry,
    crs: CRS,
    conflated: Conflated | None,
) -> gpd.GeoDataFrame:
    """Gather the positions of all layers that hint at where people live, as far as they lie in the city."""
    pairs = zip(read, settings.facilities, strict=True)
    chosen = [(facts.positions, layer.source) for facts, layer in pairs if layer.everyday_places]
    positions = gpd.GeoSeries(pd.concat([own for own, _ in chosen]) if chosen else [], crs=crs)
    sources = np.repeat([source for _, source in chosen], [len(own) for own, _ in chosen])
    if conflated is not None:
        positions, first = positions_once(positions, conflated.facilities, conflated.merging)
        sources = sources[first]
    inside = shapely.intersects(city, positions.array)
    places = gpd.GeoDataFrame({"source": sources[inside]}, geometry=positions.array[inside], crs=crs)
    return EVERYDAY_PLACES.validate(places)


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


def _survey_source(survey: pd.DataFrame, settings: Settings) -> tuple[Source, ...]:
    """Return the field survey as a source, where there is one; ``city.toml`` may give its title and licence."""
    if survey.empty:
        return ()
    named = settings.sources.get(SURVEY_SOURCE)
    offices = ", ".join(sorted(survey["office"].unique()))
    return (
        Source(
            id=SURVEY_SOURCE,
            title=named.title if named else SURVEY_FILE,
            date=str(survey["date"].max()),
            licence=named.licence if named else "–",
            rows=len(survey),
            note=named.note if named and named.note else offices,
        ),
    )
