"""Where homes are, as the city's files have it: buildings, residential land, and people on a fine grid."""

from __future__ import annotations

from pathlib import Path

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import shapely
from pyproj import CRS

from planner.errors import LayerError
from planner.model.city import Notice
from planner.model.raster import Raster
from planner.model.tables import HOMES, POPULATION_GRID
from planner.sources.columns import has_one_of, numbers
from planner.sources.layers import Layer, first_row, read_crs
from planner.sources.raster import cell_outlines, read_raster, unknown_share
from planner.sources.settings import DEGREES, GridSettings, HomeSettings
from planner.sources.shapes import check_near, check_outlines, flat, mended
from planner.texts import text
from planner.texts.text import Percent

MOST_SQUARES = 1_000_000
"""A population raster may have so many cells over the city: 100 m wide ones of 10,000 km²."""


def read_homes(
    layer: Layer, settings: HomeSettings, city: shapely.Geometry, metric_crs: CRS, *, dissolve: bool
) -> gpd.GeoDataFrame:
    """Read the outlines of buildings or of residential land.

    Parameters
    ----------
    layer
        The file's rows.
    settings
        Names of its columns, and which uses are homes.
    city
        The city's outline in the metric CRS.
    metric_crs
        The city's metric CRS.
    dissolve
        Whether outlines that overlap are joined, so that no land counts twice.

    Returns
    -------
    geopandas.GeoDataFrame
        :data:`~planner.model.tables.HOMES`: the outlines that touch the city, those that cross themselves mended.

    Raises
    ------
    planner.errors.LayerError
        If a shape is missing or no outline, or no row is a home.
    planner.errors.CrsError
        If most outlines lie far from the city.
    """
    features = layer.features(settings.crs)
    check_outlines(features, layer.file)
    chosen = features[_is_home(layer, settings)].geometry
    check_near(chosen, city, metric_crs, layer.file)
    outlines = mended(flat(chosen.to_crs(metric_crs)))
    outlines = outlines[shapely.intersects(outlines, city)]
    if dissolve:
        outlines = shapely.get_parts(shapely.union_all(outlines))
    return HOMES.validate(gpd.GeoDataFrame(geometry=outlines, crs=metric_crs))


def read_population_grid(
    layer: Layer, settings: GridSettings, city: shapely.Geometry, metric_crs: CRS
) -> gpd.GeoDataFrame:
    """Read people on a grid: squares with a number, or a table of their centres. Squares without one are left out.

    Returns
    -------
    geopandas.GeoDataFrame
        :data:`~planner.model.tables.POPULATION_GRID`: the squares that touch the city, in the order of the file.

    Raises
    ------
    planner.errors.LayerError
        If a number is negative or no number, or a shape is missing or no outline.
    planner.errors.CrsError
        If most squares lie far from the city.
    """
    people = numbers(layer, settings.columns.people, least=0)
    squares = _squares(layer, settings)
    check_near(squares, city, metric_crs, layer.file)
    shapes = flat(squares.to_crs(metric_crs))
    kept = people.notna().to_numpy() & shapely.intersects(shapes, city)
    table = gpd.GeoDataFrame({"people": people.to_numpy()[kept]}, geometry=shapes[kept], crs=metric_crs)
    return POPULATION_GRID.validate(table)


def read_population_raster(
    folder: Path, settings: GridSettings, city: shapely.Geometry, metric_crs: CRS
) -> tuple[gpd.GeoDataFrame, tuple[Notice, ...]]:
    """Read people on a grid out of a GeoTIFF.

    Numbers may be people or a density: only their proportions are used. Nobody is known to live where a cell has no
    number, or one below 0, which many files write for that.

    Returns
    -------
    tuple
        :data:`~planner.model.tables.POPULATION_GRID`: the cells with people that touch the city, row by row from the
        top, their corners brought to the metric CRS; and what has to be known of it.

    Raises
    ------
    planner.errors.LayerError
        If the raster can't be used, or has nobody in the city.
    planner.errors.CrsError
        If its CRS is not known, or it does not touch the city.
    """
    raster = read_raster(folder, settings, city, metric_crs, most_cells=MOST_SQUARES)
    with np.errstate(invalid="ignore"):
        known = raster.values >= 0
        lived_in = raster.values > 0
    squares = cell_outlines(raster, lived_in, metric_crs)
    kept = shapely.intersects(squares, city)
    if not kept.any():
        raise LayerError(text("{file} holds nobody in the city: choose another raster.", file=settings.file))
    table = gpd.GeoDataFrame({"people": raster.values[lived_in][kept]}, geometry=squares[kept], crs=metric_crs)
    unknown = unknown_share(
        Raster(np.where(known, raster.values, np.nan), raster.transform, raster.crs), city, metric_crs
    )
    sentence = text(
        "{file} has no number for {share} of the city: by it nobody lives there.",
        file=settings.file,
        share=Percent(unknown, 1),
    )
    notices = (Notice("population_grid_holes", "population_grid", sentence),) if unknown else ()
    return POPULATION_GRID.validate(table), notices


def _is_home(layer: Layer, settings: HomeSettings) -> npt.NDArray[np.bool_]:
    if settings.columns.use is None:
        return np.ones(len(layer.rows), dtype=np.bool_)
    return has_one_of(layer, settings.columns.use, settings.homes, "homes")


def _squares(layer: Layer, settings: GridSettings) -> gpd.GeoSeries:
    position = settings.columns.position
    if position is None or settings.cell_size is None:
        features = layer.features(settings.crs)
        check_outlines(features, layer.file)
        return features.geometry
    x, y = (numbers(layer, column) for column in position)
    blank = x.isna() | y.isna()
    if blank.any():
        raise LayerError(
            text(
                "{file}, row {row}: the square has no position; give its centre or delete the row.",
                file=layer.file,
                row=first_row(blank),
            )
        )
    half = settings.cell_size / 2
    squares = shapely.box(x - half, y - half, x + half, y + half)
    return gpd.GeoSeries(squares, index=layer.rows.index, crs=read_crs(settings.crs or DEGREES, layer.file))
