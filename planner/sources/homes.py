"""Where homes are, as the city's files have it: buildings, residential land, and people on a fine grid."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import shapely
from pyproj import CRS

from planner.errors import LayerError
from planner.model.tables import HOMES, POPULATION_GRID
from planner.sources.columns import numbers, words
from planner.sources.layers import Layer, first_row, read_crs
from planner.sources.positions import check_positions
from planner.sources.settings import DEGREES, GridSettings, HomeSettings
from planner.texts import text
from planner.texts.suggestion import nearest_known

Shapes = npt.NDArray[np.object_]


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
    _check_outlines(features, layer.file)
    chosen = features[_is_home(layer, settings)].geometry
    _check_near(chosen, city, metric_crs, layer.file)
    outlines = shapely.make_valid(_flat(chosen.to_crs(metric_crs)), method="structure", keep_collapsed=False)
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
    _check_near(squares, city, metric_crs, layer.file)
    shapes = _flat(squares.to_crs(metric_crs))
    kept = people.notna().to_numpy() & shapely.intersects(shapes, city)
    table = gpd.GeoDataFrame({"people": people.to_numpy()[kept]}, geometry=shapes[kept], crs=metric_crs)
    return POPULATION_GRID.validate(table)


def _flat(outlines: gpd.GeoSeries) -> Shapes:
    return np.asarray(shapely.force_2d(np.asarray(outlines.array, dtype=np.object_)), dtype=np.object_)


def _check_outlines(features: gpd.GeoDataFrame, file: str) -> None:
    wrong = ~features.geometry.geom_type.isin(["Polygon", "MultiPolygon"])
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


def _check_near(outlines: gpd.GeoSeries, city: shapely.Geometry, metric_crs: CRS, file: str) -> None:
    middles = shapely.get_coordinates(shapely.point_on_surface(outlines.array))
    check_positions(middles[:, 0], middles[:, 1], outlines.crs, city, metric_crs, file)


def _is_home(layer: Layer, settings: HomeSettings) -> npt.NDArray[np.bool_]:
    if settings.columns.use is None:
        return np.ones(len(layer.rows), dtype=np.bool_)
    uses = words(layer, settings.columns.use)
    known = sorted(uses.dropna().unique())
    for home in settings.homes:
        if home not in known:
            raise LayerError(
                text(
                    "“{value}”, named by “homes” in city.toml, is not in the column “{column}” of {file}; {hint}.",
                    value=home,
                    column=settings.columns.use,
                    file=layer.file,
                    hint=nearest_known(home, known),
                )
            )
    return uses.isin(settings.homes).to_numpy(dtype=np.bool_)


def _squares(layer: Layer, settings: GridSettings) -> gpd.GeoSeries:
    position = settings.columns.position
    if position is None or settings.cell_size is None:
        features = layer.features(settings.crs)
        _check_outlines(features, layer.file)
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
