"""Layers of facilities: kinds, positions and facts, each with its lineage."""

from __future__ import annotations

from dataclasses import dataclass
from functools import reduce

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely
from pyproj import CRS

from planner.errors import LayerError
from planner.model.kinds import Designation, Known
from planner.sources.columns import choices, numbers, unique_words, words
from planner.sources.layers import Layer, first_row, read_crs
from planner.sources.listed_kinds import kinds_of
from planner.sources.positions import check_positions, check_projected, project
from planner.sources.settings import DEGREES, SKIP, FacilitySettings, SourceSettings
from planner.sources.shapes import OUTLINE_TYPES, flat, mended
from planner.texts import text

DESIGNATIONS = {str(word): str(word) for word in Designation} | {
    "ya": Designation.YES.value,
    "tidak": Designation.NO.value,
    "diklaim": Designation.CLAIMED.value,
    "tidak diketahui": Designation.UNKNOWN.value,
}
KNOWN = {str(word): str(word) for word in Known} | {
    "ya": Known.YES.value,
    "tidak": Known.NO.value,
    "tidak diketahui": Known.UNKNOWN.value,
}


@dataclass(frozen=True, eq=False)
class FacilityLayer:
    """What one layer tells.

    Attributes
    ----------
    facilities
        :data:`~planner.model.tables.FACILITIES` without its region codes and placement; geometry ``None``
        where the layer has no position.
    positions
        The position of every row that has one, whatever its kind, by id, in the metric CRS.
    outlines
        The outline of every facility that the layer draws as an area, by id, in the metric CRS, those that cross
        themselves mended.
    """

    facilities: gpd.GeoDataFrame
    positions: gpd.GeoSeries
    outlines: gpd.GeoSeries


@dataclass(frozen=True)
class _Positions:
    """Points in the metric CRS, ``None`` where unknown; outlines, and their area in m², where the layer draws areas."""

    points: npt.NDArray[np.object_]
    area_m2: pd.Series
    outlines: npt.NDArray[np.object_]


def read_facilities(
    layer: Layer, settings: FacilitySettings, source: SourceSettings, city: shapely.Geometry, metric_crs: CRS
) -> FacilityLayer:
    """Read one layer of facilities.

    Parameters
    ----------
    layer
        The file's rows.
    settings
        Kinds and names of columns.
    source
        Where the rows come from; its date stands for rows that have none of their own.
    city
        The city's outline in the metric CRS.
    metric_crs
        The city's metric CRS.

    Raises
    ------
    planner.errors.LayerError
        If a kind, number, word, position or id is wrong.
    planner.errors.CrsError
        If most positions lie far from the city.
    """
    columns = settings.columns
    kind = _kinds(layer, settings)
    positions = _positions(layer, settings, city, metric_crs)
    identity = _identities(layer, settings)
    facts = pd.DataFrame(
        {
            "id": identity,
            "kind": kind,
            "name": words(layer, columns.name).fillna(identity),
            "declared_kelurahan": words(layer, columns.kelurahan),
            "declared_kecamatan": words(layer, columns.kecamatan),
            "child_friendly": choices(layer, columns.child_friendly, DESIGNATIONS, blank=Designation.UNKNOWN),
            "child_friendly_basis": words(layer, columns.child_friendly_basis),
            "public": choices(layer, columns.public, KNOWN, blank=Known.UNKNOWN),
            "area_m2": numbers(layer, columns.area_m2, least=0).fillna(positions.area_m2),
            "capacity": numbers(layer, columns.capacity, least=0),
            "pupils": numbers(layer, columns.pupils, least=0),
            "address": words(layer, columns.address),
            "position_quality": words(layer, columns.position_quality),
            "note": words(layer, columns.note),
            "source": layer.source,
            "source_row": layer.rows.index.to_numpy(),
            "source_detail": words(layer, columns.source_detail),
            "source_date": words(layer, columns.source_date).fillna(source.date),
        }
    )
    table = gpd.GeoDataFrame(facts, geometry=gpd.GeoSeries(positions.points, facts.index, crs=metric_crs))
    known = table.set_index("id").geometry.dropna()
    taken = (table["kind"] != SKIP).to_numpy(dtype=bool)
    drawn = taken & ~shapely.is_missing(positions.outlines)
    outlines = gpd.GeoSeries(mended(positions.outlines[drawn]), index=table["id"].to_numpy()[drawn], crs=metric_crs)
    return FacilityLayer(table[taken].reset_index(drop=True), known, outlines)


def _identities(layer: Layer, settings: FacilitySettings) -> pd.Series:
    own = (
        unique_words(layer, settings.columns.id)
        if settings.columns.id is not None
        else pd.Series(layer.rows.index.astype(str), index=layer.rows.index)
    )
    return layer.source + ":" + own.astype("str")


def _kinds(layer: Layer, settings: FacilitySettings) -> pd.Series:
    """Return each row's kind, or the word for a row that is no facility."""
    if settings.kind is not None:
        return pd.Series(settings.kind, index=layer.rows.index, dtype="str")
    parts = [words(layer, column).fillna("") for column in settings.kind_columns]
    value = reduce(lambda left, right: left + "=" + right, parts)
    return kinds_of(value, settings.kinds, layer.file)


def _positions(layer: Layer, settings: FacilitySettings, city: shapely.Geometry, metric_crs: CRS) -> _Positions:
    pair = settings.columns.position
    if pair is not None:
        return _table_positions(layer, settings, pair, city, metric_crs)
    if isinstance(layer.rows, gpd.GeoDataFrame):
        return _feature_positions(layer, settings, city, metric_crs)
    unknown = np.full(len(layer.rows), None, dtype=object)
    return _Positions(unknown, pd.Series(np.nan, index=layer.rows.index), unknown)


def _table_positions(
    layer: Layer, settings: FacilitySettings, pair: tuple[str, str], city: shapely.Geometry, metric_crs: CRS
) -> _Positions:
    x, y = (numbers(layer, column) for column in pair)
    half = x.isna() != y.isna()
    if half.any():
        raise LayerError(
            text(
                "{file}, row {row}: only one of “{x}” and “{y}” is filled; write both, or leave both blank.",
                file=layer.file,
                row=first_row(half),
                x=pair[0],
                y=pair[1],
            )
        )
    crs = read_crs(settings.crs or DEGREES, layer.file)
    known = x.notna().to_numpy()
    east, north = x.to_numpy()[known], y.to_numpy()[known]
    check_positions(east, north, crs, city, metric_crs, layer.file)
    points = np.full(len(x), None, dtype=object)
    points[known] = project(east, north, crs, metric_crs)
    check_projected(points[known], layer.rows.index.to_numpy()[known], layer.file)
    nothing = np.full(len(points), None, dtype=object)
    return _Positions(points, pd.Series(np.nan, index=layer.rows.index), nothing)


def _feature_positions(layer: Layer, settings: FacilitySettings, city: shapely.Geometry, metric_crs: CRS) -> _Positions:
    features = layer.features(settings.crs)
    inside = shapely.get_coordinates(shapely.point_on_surface(features.geometry.array))
    check_positions(inside[:, 0], inside[:, 1], features.crs, city, metric_crs, layer.file)
    shapes = features.geometry.to_crs(metric_crs)
    # An outline's area is a fact that the layer records, though in no column.
    outlined = shapes.geom_type.isin(OUTLINE_TYPES)
    outlines: npt.NDArray[np.object_] = np.full(len(shapes), None, dtype=object)
    outlines[outlined] = flat(shapes)[outlined]
    points = np.asarray(shapes.representative_point().array, dtype=object)
    return _Positions(points, shapes.area.where(outlined), outlines)
