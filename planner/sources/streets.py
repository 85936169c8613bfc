"""Streets that can be walked, as their file has them."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import shapely
from pyproj import CRS

from planner.errors import LayerError
from planner.model.tables import STREETS
from planner.sources.columns import words
from planner.sources.layers import Layer, first_row
from planner.sources.positions import check_positions
from planner.sources.settings import StreetSettings
from planner.texts import text


def no_streets(metric_crs: CRS) -> gpd.GeoDataFrame:
    """Return the table of streets of a city that has none."""
    return STREETS.validate(
        gpd.GeoDataFrame({"name": [], "street_class": []}, geometry=gpd.GeoSeries([], crs=metric_crs))
    )


def read_streets(layer: Layer, settings: StreetSettings, city: shapely.Geometry, metric_crs: CRS) -> gpd.GeoDataFrame:
    """Read the streets.

    Parameters
    ----------
    layer
        The file's rows.
    settings
        Names of its columns.
    city
        The city's outline in the metric CRS.
    metric_crs
        The city's metric CRS.

    Returns
    -------
    geopandas.GeoDataFrame
        :data:`~planner.model.tables.STREETS`, in the order of the file; a line of several parts becomes
        several rows.

    Raises
    ------
    planner.errors.LayerError
        If a shape is missing or no line.
    planner.errors.CrsError
        If most streets lie far from the city.
    """
    features = layer.features(settings.crs)
    wrong = ~features.geometry.geom_type.isin(["LineString", "MultiLineString"])
    if wrong.any():
        row = first_row(wrong)
        raise LayerError(
            text(
                "{file}, row {row}: a street must be a line, not a {shape}.",
                file=layer.file,
                row=row,
                shape=features.geometry.geom_type.loc[row],
            )
        )
    middles = shapely.get_coordinates(shapely.point_on_surface(features.geometry.array))
    check_positions(middles[:, 0], middles[:, 1], features.crs, city, metric_crs, layer.file)
    columns = settings.columns
    streets = gpd.GeoDataFrame(
        {"name": words(layer, columns.name), "street_class": words(layer, columns.street_class)},
        geometry=gpd.GeoSeries(shapely.force_2d(np.asarray(features.geometry.array)), features.index, crs=features.crs),
    )
    return STREETS.validate(streets.to_crs(metric_crs).explode(ignore_index=True))
