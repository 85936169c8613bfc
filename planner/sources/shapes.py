"""Shapes of features: of the right kind, near the city, mended and flat."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import shapely
from pyproj import CRS

from planner.errors import LayerError
from planner.sources.layers import first_row
from planner.sources.positions import FAR_M, check_positions
from planner.texts import text

Shapes = npt.NDArray[np.object_]

OUTLINE_TYPES = ("Polygon", "MultiPolygon")
LINE_TYPES = ("LineString", "MultiLineString")


def flat(shapes: gpd.GeoSeries) -> Shapes:
    """Return shapes without heights."""
    return np.asarray(shapely.force_2d(np.asarray(shapes.array, dtype=np.object_)), dtype=np.object_)


def mended(shapes: Shapes) -> Shapes:
    """Return shapes of which those that cross themselves are mended."""
    broken = ~shapely.is_valid(shapes)
    whole = shapes.copy()
    whole[broken] = shapely.make_valid(shapes[broken], method="structure", keep_collapsed=False)
    return whole


def check_outlines(features: gpd.GeoDataFrame, file: str) -> None:
    """Check that each feature is an area.

    Raises
    ------
    planner.errors.LayerError
        If one is not.
    """
    wrong = ~features.geometry.geom_type.isin(OUTLINE_TYPES)
    if wrong.any():
        row = first_row(wrong)
        raise LayerError(
            text(
                "{file}, row {row}: an outline is needed here, not a {shape}.",
                file=file,
                row=row,
                shape=features.geometry.geom_type.loc[row],
            )
        )


def check_points(features: gpd.GeoDataFrame, file: str) -> None:
    """Check that each feature is a point.

    Raises
    ------
    planner.errors.LayerError
        If one is not.
    """
    wrong = features.geometry.geom_type != "Point"
    if wrong.any():
        row = first_row(wrong)
        raise LayerError(
            text(
                "{file}, row {row}: a point is needed here, not a {shape}.",
                file=file,
                row=row,
                shape=features.geometry.geom_type.loc[row],
            )
        )


def check_near(shapes: gpd.GeoSeries, city: shapely.Geometry, metric_crs: CRS, file: str) -> None:
    """Check that most shapes lie near the city.

    Raises
    ------
    planner.errors.CrsError
        If they do not.
    """
    middles = _middles(shapes)
    check_positions(middles[:, 0], middles[:, 1], shapes.crs, city, metric_crs, file)


def check_some_near(shapes: gpd.GeoSeries, city: shapely.Geometry, metric_crs: CRS, file: str) -> None:
    """Check that a layer that may be of the whole country has a shape near the city.

    Raises
    ------
    planner.errors.CrsError
        If it has none.
    """
    bounds = shapely.bounds(np.asarray(shapes.to_crs(metric_crs).array, dtype=np.object_))
    if not np.isfinite(bounds).all() or not shapely.dwithin(city, shapely.box(*bounds.T), FAR_M).any():
        check_near(shapes, city, metric_crs, file)


def _middles(shapes: gpd.GeoSeries) -> npt.NDArray[np.float64]:
    return shapely.get_coordinates(shapely.point_on_surface(np.asarray(shapes.array, dtype=np.object_)))
