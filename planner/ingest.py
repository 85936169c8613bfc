"""A city folder becomes a city: read, checked, cleaned, and every row placed in its region."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from pyproj import CRS

from planner.cleaning.ages import population_table
from planner.cleaning.coverage import clean_coverage
from planner.cleaning.placement import place_facilities
from planner.errors import LayerError
from planner.model.city import City, Notice, Source
from planner.model.kinds import Level
from planner.model.tables import EVERYDAY_PLACES, FACILITIES, POPULATION, REGIONS
from planner.sources.builtin import builtin_city
from planner.sources.facilities import FacilityLayer, read_facilities
from planner.sources.layers import Layer, read_crs, read_layer
from planner.sources.population import read_counts, read_totals
from planner.sources.positions import check_metric
from planner.sources.regions import read_outlines
from planner.sources.settings import SETTINGS_FILE, Settings
from planner.sources.settings_file import read_settings
from planner.sources.streets import no_streets, read_streets
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
    settings = read_settings(folder)
    tell = progress or (lambda _: None)
    crs = read_crs(settings.city.metric_crs, SETTINGS_FILE)
    check_metric(crs)
    layers = _read_layers(folder, settings, tell)
    ground = _read_regions(layers["regions"], settings, crs, tell)
    population = _read_population(layers, settings, ground.finest)
    read = _read_facilities(layers, settings, ground.city, crs)
    tell(text("Placing facilities in their regions"))
    placed = place_facilities(_together(read, crs), ground.regions)
    streets = no_streets(crs)
    if settings.streets is not None:
        streets = read_streets(layers["streets"], settings.streets, ground.city, crs)
    source, date = _population_source(settings)
    return City(
        code=settings.city.code,
        name=settings.city.name,
        crs=crs,
        regions=ground.regions,
        population=population,
        population_source=source,
        population_date=date,
        facilities=FACILITIES.validate(placed.facilities[list(FACILITIES.columns)]),
        everyday_places=_everyday_places(read, settings, ground.city, crs),
        streets=streets,
        rule_changes=settings.rules,
        sources=_sources(layers, settings),
        notices=(*ground.notices, *placed.notices),
        fingerprint=fingerprint(folder, settings),
    )


def fingerprint(folder: Path, settings: Settings) -> str:
    """Return 16 hexadecimal digits that tell one state of a city folder from another.

    Parameters
    ----------
    folder
        The city folder.
    settings
        Its ``city.toml``, which names the files.
    """
    digest = hashlib.sha256()
    for name in dict.fromkeys([SETTINGS_FILE, *(layer.file for layer in settings.layers().values())]):
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


def _read_facilities(
    layers: Mapping[str, Layer], settings: Settings, city: shapely.Geometry, crs: CRS
) -> list[FacilityLayer]:
    return [
        read_facilities(layers[f"facilities[{place}]"], layer, settings.sources[layer.source], city, crs)
        for place, layer in enumerate(settings.facilities, start=1)
    ]


def _together(read: list[FacilityLayer], crs: CRS) -> gpd.GeoDataFrame:
    """Put the facilities of all layers into one table, in the order of ``city.toml``."""
    if not read:
        columns = [column for column in FACILITIES.columns if column not in PLACEMENT_COLUMNS]
        return gpd.GeoDataFrame(columns=columns, geometry="geometry", crs=crs)
    table = gpd.GeoDataFrame(pd.concat([layer.facilities for layer in read], ignore_index=True), crs=crs)
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


def _everyday_places(
    read: list[FacilityLayer], settings: Settings, city: shapely.Geometry, crs: CRS
) -> gpd.GeoDataFrame:
    """Gather the positions of all layers that hint at where people live, as far as they lie in the city."""
    pairs = zip(read, settings.facilities, strict=True)
    chosen = [(facts.positions.array, layer.source) for facts, layer in pairs if layer.everyday_places]
    points = np.concatenate([np.asarray(points, dtype=object) for points, _ in chosen] or [np.empty(0, dtype=object)])
    sources = np.repeat([source for _, source in chosen], [len(points) for points, _ in chosen])
    inside = shapely.intersects(city, points)
    places = gpd.GeoDataFrame({"source": sources[inside]}, geometry=points[inside], crs=crs)
    return EVERYDAY_PLACES.validate(places)


def _sources(layers: Mapping[str, Layer], settings: Settings) -> tuple[Source, ...]:
    """Return the sources that rows were read from; a file that several layers share counts once."""
    files = {(layer.source, layer.file): len(layer.rows) for layer in layers.values()}
    rows: Counter[str] = Counter()
    for (source, _), count in files.items():
        rows[source] += count
    return tuple(
        Source(name, source.title, source.date, source.licence, rows[name], source.note)
        for name, source in settings.sources.items()
        if name in rows
    )
