"""The layers of ground that a city may have beside its regions, people, facilities and streets."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from pyproj import CRS

from planner.model.city import Notice
from planner.model.raster import Raster
from planner.model.tables import EXCLUSION_AREAS
from planner.sources.elevation import read_elevation
from planner.sources.homes import read_homes, read_population_grid, read_population_raster
from planner.sources.land import parcels_together, read_exclusions, read_parcels
from planner.sources.layers import Layer
from planner.sources.settings import Settings, is_raster
from planner.sources.ways_in import read_crossings


@dataclass(frozen=True, eq=False)
class GroundLayers:
    """What the city's files say of its ground; ``None`` where it has no such layer.

    Attributes
    ----------
    population_grid, buildings, residential_land, crossings, parcels, exclusion_areas, elevation
        As in :class:`~planner.model.city.City`.
    cells
        How many cells with a number were read of each raster, by the key of its layer.
    notices
        What has to be known of them.
    """

    population_grid: gpd.GeoDataFrame | None
    buildings: gpd.GeoDataFrame | None
    residential_land: gpd.GeoDataFrame | None
    crossings: gpd.GeoDataFrame | None
    parcels: gpd.GeoDataFrame | None
    exclusion_areas: gpd.GeoDataFrame | None
    elevation: Raster | None
    cells: Mapping[str, int]
    notices: tuple[Notice, ...]


def read_ground(
    folder: Path, layers: Mapping[str, Layer], settings: Settings, city: shapely.Geometry, metric_crs: CRS
) -> GroundLayers:
    """Read every such layer that the city has.

    Parameters
    ----------
    folder
        The city folder.
    layers
        Layers of rows by key.
    settings
        The city's ``city.toml``.
    city
        The city's outline in the metric CRS.
    metric_crs
        The city's metric CRS.

    Raises
    ------
    planner.errors.LayerError
        If a layer can't be used.
    """
    grid, grid_notices = _grid(folder, layers, settings, city, metric_crs)
    elevation: Raster | None = None
    elevation_notices: tuple[Notice, ...] = ()
    cells = {}
    if settings.elevation is not None:
        elevation, elevation_notices = read_elevation(folder, settings.elevation, city, metric_crs)
        cells["elevation"] = int(np.isfinite(elevation.values).sum())
    if grid is not None and settings.population_grid is not None and is_raster(settings.population_grid):
        cells["population_grid"] = len(grid)
    buildings = land = crossings = None
    if settings.buildings is not None:
        buildings = read_homes(layers["buildings"], settings.buildings, city, metric_crs, dissolve=False)
    if settings.landuse is not None:
        land = read_homes(layers["landuse"], settings.landuse, city, metric_crs, dissolve=True)
    if settings.crossings is not None:
        crossings = read_crossings(layers["crossings"], settings.crossings, city, metric_crs)
    return GroundLayers(
        population_grid=grid,
        buildings=buildings,
        residential_land=land,
        crossings=crossings,
        parcels=_parcels(layers, settings, city, metric_crs),
        exclusion_areas=_exclusions(layers, settings, city, metric_crs),
        elevation=elevation,
        cells=cells,
        notices=(*grid_notices, *elevation_notices),
    )


def _grid(
    folder: Path, layers: Mapping[str, Layer], settings: Settings, city: shapely.Geometry, crs: CRS
) -> tuple[gpd.GeoDataFrame | None, tuple[Notice, ...]]:
    grid = settings.population_grid
    if grid is None:
        return None, ()
    if is_raster(grid):
        return read_population_raster(folder, grid, city, crs)
    return read_population_grid(layers["population_grid"], grid, city, crs), ()


def _parcels(
    layers: Mapping[str, Layer], settings: Settings, city: shapely.Geometry, crs: CRS
) -> gpd.GeoDataFrame | None:
    tables = [
        read_parcels(layers[f"parcels[{place}]"], layer, city, crs)
        for place, layer in enumerate(settings.parcels, start=1)
    ]
    return parcels_together(tables) if tables else None


def _exclusions(
    layers: Mapping[str, Layer], settings: Settings, city: shapely.Geometry, crs: CRS
) -> gpd.GeoDataFrame | None:
    tables = [
        read_exclusions(layers[f"exclusions[{place}]"], layer, city, crs)
        for place, layer in enumerate(settings.exclusions, start=1)
    ]
    if not tables:
        return None
    # An empty table has no types to keep.
    filled = [table for table in tables if not table.empty] or tables[:1]
    return EXCLUSION_AREAS.validate(gpd.GeoDataFrame(pd.concat(filled, ignore_index=True), crs=crs))
