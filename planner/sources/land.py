"""Land: parcels that a site may be built on, and where nothing may be built."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from pyproj import CRS

from planner.errors import LayerError
from planner.model.tables import EXCLUSION_AREAS, PARCELS
from planner.sources.columns import has_one_of, numbers, unique_words, words
from planner.sources.layers import Layer, first_row
from planner.sources.listed_kinds import listed_kinds
from planner.sources.settings import SKIP, KindSettings, ParcelSettings
from planner.sources.shapes import (
    LINE_TYPES,
    OUTLINE_TYPES,
    Shapes,
    check_near,
    check_outlines,
    check_some_near,
    flat,
    mended,
)
from planner.texts import text

AROUND_M = 500.0
"""Areas where nothing may be built are kept up to this far around the city: a river beyond its border counts too."""


def read_parcels(layer: Layer, settings: ParcelSettings, city: shapely.Geometry, metric_crs: CRS) -> gpd.GeoDataFrame:
    """Read parcels, or polygons of land use, that a site may be built on.

    Returns
    -------
    geopandas.GeoDataFrame
        :data:`~planner.model.tables.PARCELS`: those of the chosen uses and owners that touch the city, in the order of
        the file, those that cross themselves mended.

    Raises
    ------
    planner.errors.LayerError
        If a shape is missing or no outline, an id is given twice, or no row has a use or owner that is named.
    planner.errors.CrsError
        If most outlines lie far from the city.
    """
    features = layer.features(settings.crs)
    check_outlines(features, layer.file)
    check_near(features.geometry, city, metric_crs, layer.file)
    columns = settings.columns
    own = unique_words(layer, columns.id) if columns.id else pd.Series(layer.rows.index.astype(str), layer.rows.index)
    shapes = mended(flat(features.geometry.to_crs(metric_crs)))
    kept = shapely.intersects(city, shapes)
    for column, chosen, key in ((columns.use, settings.uses, "uses"), (columns.owner, settings.owners, "owners")):
        if column is not None and chosen:
            kept &= has_one_of(layer, column, chosen, key)
    table = pd.DataFrame(
        {
            "id": layer.source + ":" + own.astype("str"),
            "name": words(layer, columns.name),
            "use": words(layer, columns.use),
            "owner": words(layer, columns.owner),
            "source": layer.source,
        }
    )
    return PARCELS.validate(gpd.GeoDataFrame(table[kept], geometry=shapes[kept], crs=metric_crs).reset_index(drop=True))


def parcels_together(tables: list[gpd.GeoDataFrame]) -> gpd.GeoDataFrame:
    """Put the parcels of all layers into one table, in the order of ``city.toml``.

    Raises
    ------
    planner.errors.LayerError
        If two parcels have one id.
    """
    table = gpd.GeoDataFrame(pd.concat(tables, ignore_index=True), crs=tables[0].crs)
    repeated = table["id"].duplicated()
    if repeated.any():
        raise LayerError(
            text(
                "Two parcels have the id {id}: give each of the layers of a source its own source, "
                "or a column “id” that differs from row to row.",
                id=table.loc[repeated.idxmax(), "id"],
            )
        )
    return PARCELS.validate(table)


def read_exclusions(layer: Layer, settings: KindSettings, city: shapely.Geometry, metric_crs: CRS) -> gpd.GeoDataFrame:
    """Read where nothing may be built.

    Returns
    -------
    geopandas.GeoDataFrame
        :data:`~planner.model.tables.EXCLUSION_AREAS`: what lies in the city or up to :data:`AROUND_M` around it, in the
        order of the file, outlines that cross themselves mended.

    Raises
    ------
    planner.errors.LayerError
        If a kind is not listed, a depth is no number, or a shape is missing, a point, or a line of something else than
        a river.
    planner.errors.CrsError
        If all of them lie far from the city.
    """
    kind = listed_kinds(layer, settings)
    chosen = (kind != SKIP).to_numpy(dtype=bool)
    features = layer.features(settings.crs)
    _check_shapes(features[chosen], kind[chosen], layer.file)
    check_some_near(features.geometry, city, metric_crs, layer.file)
    shapes = _valid(flat(features.geometry.to_crs(metric_crs)))
    kept = chosen & shapely.dwithin(shapes, city, AROUND_M)
    columns = settings.columns
    table = pd.DataFrame(
        {
            "kind": kind,
            "name": words(layer, columns.name),
            "depth_m": numbers(layer, columns.depth_m, least=0).where(kind == "river"),
            "source": layer.source,
        }
    )
    areas = gpd.GeoDataFrame(table[kept], geometry=shapes[kept], crs=metric_crs).reset_index(drop=True)
    return EXCLUSION_AREAS.validate(areas)


def _check_shapes(features: gpd.GeoDataFrame, kind: pd.Series, file: str) -> None:
    line = features.geometry.geom_type.isin(LINE_TYPES)
    wrong = ~features.geometry.geom_type.isin([*OUTLINE_TYPES, *LINE_TYPES]) | (line & (kind != "river"))
    if wrong.any():
        row = first_row(wrong)
        raise LayerError(
            text(
                "{file}, row {row}: an outline is needed here, not a {shape}; only a river may also be a line.",
                file=file,
                row=row,
                shape=features.geometry.geom_type.loc[row],
            )
        )


def _valid(shapes: Shapes) -> Shapes:
    """Mend outlines; a line needs no mending."""
    outlined = shapely.get_dimensions(shapes) == 2
    shapes = shapes.copy()
    shapes[outlined] = mended(shapes[outlined])
    return np.asarray(shapes, dtype=np.object_)
