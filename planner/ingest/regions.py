"""The ground of a city: its regions without a gap, who lives in them, and its outline."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import cast

import geopandas as gpd
import pandas as pd
import shapely
from pyproj import CRS

from planner.cleaning.ages import population_table
from planner.cleaning.coverage import clean_coverage
from planner.model.city import Notice
from planner.model.kinds import Level
from planner.model.tables import POPULATION, REGIONS
from planner.sources.layers import Layer, read_crs, read_layer
from planner.sources.population import read_counts, read_totals
from planner.sources.positions import WGS84, check_metric
from planner.sources.regions import read_outlines
from planner.sources.settings import SETTINGS_FILE, Settings
from planner.sources.settings_file import read_settings
from planner.texts import Text, text

Progress = Callable[[Text], None]
"""Is told what is being done."""


@dataclass(frozen=True, eq=False)
class Ground:
    """The city's regions: all of them, the finest alone, the whole outline, and what was found."""

    regions: gpd.GeoDataFrame
    finest: gpd.GeoDataFrame
    city: shapely.Geometry
    notices: tuple[Notice, ...]


def read_regions(layer: Layer, settings: Settings, crs: CRS, tell: Progress) -> Ground:
    """Make the regions of a city out of its layer, without a gap or an overlap."""
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
    return Ground(regions, finest, city, coverage.notices)


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
    ground = read_regions(read_layer(folder, settings.regions), settings, crs, lambda _: None)
    return cast("shapely.Polygon | shapely.MultiPolygon", gpd.GeoSeries([ground.city], crs=crs).to_crs(WGS84).iloc[0])


def read_population(layers: Mapping[str, Layer], settings: Settings, finest: gpd.GeoDataFrame) -> pd.DataFrame | None:
    """Read who lives in each region of the finest level; ``None`` where the city has no such layer."""
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


def population_source(settings: Settings) -> tuple[str, str]:
    """Return where the counts come from and of when they are; newer totals first."""
    people = settings.population
    if people is None:
        return "", ""
    ages = settings.sources[people.source]
    if people.scale_to is None:
        return ages.title, ages.date
    totals = settings.sources[people.scale_to.source]
    return f"{totals.title}; {ages.title}", totals.date
