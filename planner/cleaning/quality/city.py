"""The quality of the layers that a city already has."""

from __future__ import annotations

import datetime as dt

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from pyproj import Transformer

from planner.cleaning.quality.changes import freshness
from planner.cleaning.quality.check import remark_on_old_records
from planner.cleaning.quality.duplicates import same_places
from planner.cleaning.quality.places import compare_kelurahan
from planner.cleaning.quality.report import Outcome, QualityReport, RemarkList
from planner.cleaning.quality.shapes import rounding_m
from planner.model.city import City, Notice
from planner.sources.delivery.synonyms import load_synonyms
from planner.sources.positions import WGS84
from planner.texts import text


def quality_of(city: City, *, today: dt.date) -> tuple[QualityReport, ...]:
    """Report on every source that a city has facilities from, in the order of its sources.

    Nothing is set aside: the rows are the city's already. What a delivery would be asked is asked of them.

    Parameters
    ----------
    city
        The city.
    today
        The day of the report.
    """
    reports = []
    for source in city.sources:
        own = city.facilities[city.facilities["source"] == source.id]
        if len(own):
            reports.append(_report(own, city, source.id, today))
    return tuple(reports)


def _report(own: gpd.GeoDataFrame, city: City, source: str, today: dt.date) -> QualityReport:
    own = own.set_index(own["source_row"].to_numpy())
    remarks = RemarkList(own["source_row"].to_numpy(dtype=np.int64))
    _remark_on_notices(own, city.notices, remarks)
    shapes = np.asarray(own.geometry.array, dtype=object)
    is_point = shapely.get_type_id(shapes) == shapely.GeometryType.POINT
    x, y = np.full(len(own), np.nan), np.full(len(own), np.nan)
    to_degrees = Transformer.from_crs(city.crs, WGS84, always_xy=True)
    x[is_point], y[is_point] = to_degrees.transform(shapely.get_x(shapes[is_point]), shapely.get_y(shapes[is_point]))
    rounding_m(x, y, remarks, in_degrees=True)
    same_places(own, shapes, None, remarks, Outcome.CHECK)
    compare_kelurahan(own, city, remarks, load_synonyms(), (None, None))
    nameless = (own["name"] == own["id"]).to_numpy(dtype=bool)
    reason = text("It has no name and is called by its identifier.")
    remarks.add(nameless, "no_name", Outcome.CHECK, reason)
    remark_on_old_records(own["source_date"], remarks, today, None)
    return QualityReport(
        source=source,
        file="",
        layer="",
        rows_read=len(own),
        rows_accepted=len(own),
        rows_repaired=0,
        rows_set_aside=0,
        remarks=remarks.table(),
        notices=tuple(notice.text for notice in city.notices if notice.subject == source),
        freshness=freshness(own["source_date"]),
    )


def _remark_on_notices(own: gpd.GeoDataFrame, notices: tuple[Notice, ...], remarks: RemarkList) -> None:
    """Take over what was noted of each facility when the city was read."""
    position = pd.Series(np.arange(len(own)), index=own["id"].to_numpy())
    for notice in notices:
        if notice.subject in position.index:
            where = np.zeros(len(own), dtype=bool)
            where[position[notice.subject]] = True
            remarks.add(where, notice.code, Outcome.CHECK, notice.text, values=own["name"])
