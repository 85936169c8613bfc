"""Outlines of facilities, their entrances, and where main roads can be crossed."""

from __future__ import annotations

from collections.abc import Iterable

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from pyproj import CRS

from planner.model.merging import POSITION, Merging
from planner.model.tables import CROSSINGS, ENTRANCES, OUTLINES
from planner.sources.columns import required_words, words
from planner.sources.layers import Layer
from planner.sources.listed_kinds import listed_kinds
from planner.sources.settings import SKIP, KindSettings, OutlineSettings
from planner.sources.shapes import check_near, check_outlines, check_points, flat, mended

AROUND_M = 1000.0
"""Entrances and crossings are kept up to this far around the city: a walk may leave it and come back."""


def read_facility_outlines(
    layer: Layer, settings: OutlineSettings, city: shapely.Geometry, metric_crs: CRS
) -> gpd.GeoSeries:
    """Read outlines of facilities.

    Returns
    -------
    geopandas.GeoSeries
        The outlines in the metric CRS by the id of the record they belong to, those that cross themselves mended.

    Raises
    ------
    planner.errors.LayerError
        If a shape is missing or no outline, or a row does not say which facility it belongs to.
    planner.errors.CrsError
        If most outlines lie far from the city.
    """
    features = layer.features(settings.crs)
    check_outlines(features, layer.file)
    check_near(features.geometry, city, metric_crs, layer.file)
    records = layer.source + ":" + required_words(layer, settings.columns.facility or "").astype("str")
    shapes = mended(flat(features.geometry.to_crs(metric_crs)))
    return gpd.GeoSeries(shapes, index=pd.Index(records.to_numpy(dtype=object), name="record_id"), crs=metric_crs)


def outlines_of(
    found: Iterable[gpd.GeoSeries], facilities: gpd.GeoDataFrame, merging: Merging | None
) -> gpd.GeoDataFrame | None:
    """Return one outline for each facility of which some record has one.

    Parameters
    ----------
    found
        Outlines by record id; of two of one record the first counts.
    facilities
        :data:`~planner.model.tables.FACILITIES`.
    merging
        Which records were merged; of several with an outline the one that gave the position counts, then the one that
        stands first among the records.

    Returns
    -------
    geopandas.GeoDataFrame or None
        :data:`~planner.model.tables.OUTLINES`, in the order of the facilities; ``None`` where there are none.
    """
    series = [one for one in found if len(one)]
    if not series:
        return None
    outlines = pd.concat(series)
    outlines = outlines[~outlines.index.duplicated() & ~outlines.is_empty]
    facility = _facility_of(outlines.index, facilities, merging)
    gave_position = np.zeros(len(outlines), dtype=bool)
    if merging is not None:
        gave_position = facility.map(merging.given(POSITION)).to_numpy(dtype=object) == outlines.index.to_numpy()
    place = facility.map(pd.Series(np.arange(len(facilities)), index=facilities["id"].to_numpy(dtype=object)))
    table = pd.DataFrame(
        {
            "facility_id": facility.to_numpy(),
            "place": place.to_numpy(),
            "later": ~gave_position,
            "shape": outlines.array,
        }
    ).dropna(subset="facility_id")
    table = table.sort_values(["place", "later"], kind="stable").drop_duplicates("facility_id")
    if table.empty:
        return None
    return OUTLINES.validate(
        gpd.GeoDataFrame(
            {"facility_id": table["facility_id"].to_numpy()}, geometry=table["shape"].to_numpy(), crs=facilities.crs
        )
    )


def read_entrances(
    layer: Layer,
    settings: OutlineSettings,
    city: shapely.Geometry,
    facilities: gpd.GeoDataFrame,
    merging: Merging | None,
) -> gpd.GeoDataFrame:
    """Read mapped entrances and gates.

    Returns
    -------
    geopandas.GeoDataFrame
        :data:`~planner.model.tables.ENTRANCES`, in the order of the file. One that names no facility of the city names
        none: it belongs to the outline it lies on.

    Raises
    ------
    planner.errors.LayerError
        If a shape is missing or no point.
    planner.errors.CrsError
        If most points lie far from the city.
    """
    metric_crs = facilities.crs
    points, kept = _points_around(layer, settings.crs, city, metric_crs)
    records = layer.source + ":" + words(layer, settings.columns.facility)
    facility = _facility_of(pd.Index(records.to_numpy(dtype=object)), facilities, merging)
    table = gpd.GeoDataFrame({"facility_id": facility.to_numpy()[kept]}, geometry=points[kept], crs=metric_crs)
    return ENTRANCES.validate(table)


def read_crossings(layer: Layer, settings: KindSettings, city: shapely.Geometry, metric_crs: CRS) -> gpd.GeoDataFrame:
    """Read where main roads can be crossed on foot.

    Returns
    -------
    geopandas.GeoDataFrame
        :data:`~planner.model.tables.CROSSINGS`, in the order of the file.

    Raises
    ------
    planner.errors.LayerError
        If a kind is not listed, or a shape is missing or no point.
    planner.errors.CrsError
        If most points lie far from the city.
    """
    kind = listed_kinds(layer, settings)
    points, kept = _points_around(layer, settings.crs, city, metric_crs)
    kept &= (kind != SKIP).to_numpy(dtype=bool)
    return CROSSINGS.validate(gpd.GeoDataFrame({"kind": kind.to_numpy()[kept]}, geometry=points[kept], crs=metric_crs))


def _points_around(
    layer: Layer, crs: str | None, city: shapely.Geometry, metric_crs: CRS
) -> tuple[np.ndarray, np.ndarray]:
    """Return the points of a layer, and which of them lie in the city or around it."""
    features = layer.features(crs)
    check_points(features, layer.file)
    check_near(features.geometry, city, metric_crs, layer.file)
    points = flat(features.geometry.to_crs(metric_crs))
    return points, np.asarray(shapely.dwithin(points, city, AROUND_M), dtype=np.bool_)


def _facility_of(records: pd.Index, facilities: gpd.GeoDataFrame, merging: Merging | None) -> pd.Series:
    """Return the facility that each record is or went into; missing where the city has none."""
    record = pd.Series(records.to_numpy(dtype=object), dtype=object)
    facility = record
    if merging is not None:
        members = record.map(merging.members.astype(object))
        facility = members.where(members.notna(), record)
    return facility.where(facility.isin(facilities["id"]), None)
