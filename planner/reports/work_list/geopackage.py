"""The work list as a GeoPackage: places with the state of their sign, stops, and the order as lines."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from planner.checks.each.smoke_free_signs.signs import KSTR_SIGN
from planner.model.assessment import Assessment
from planner.reports.carried.geopackage import finish, moment_of, with_provenance
from planner.reports.data_package.tables import about_table
from planner.reports.geopackage_contents import GEOPACKAGE_VERSION
from planner.reports.work_list.table import stop_layer
from planner.reports.work_list.zones import candidate_layer, zone_layer
from planner.rounds.work_list import WorkList
from planner.texts import translate

_POINTS, _LINES, _POLYGONS = "Point", "LineString", "MultiPolygon"


def work_geopackage(assessment: Assessment, work: WorkList, provenance: str = "") -> bytes:
    """Return the GeoPackage as a file's content, its words in the language that is spoken.

    Its layers, in the city's metric CRS: ``places``, every place that has to be smoke-free with the state of its sign;
    ``stops``, the stops in their order with round, day and the metres from the stop before; ``routes``, the order of
    each day as a line, which is not the street to take; ``zones``, where around each school and play place tobacco may
    not be sold or advertised; ``candidates``, the shops and billboards that lie in a zone, or may: places to look at.
    Places without a position are kept without one. The table ``about`` tells this file from any other.

    Parameters
    ----------
    assessment
        The city's assessment.
    work
        The work list that was made of it.
    provenance
        How the file is made.
    """
    layers = {
        "places": (place_layer(assessment), _POINTS),
        "stops": (_for_gdal(stop_layer(work)), _POINTS),
        "routes": (route_layer(work), _LINES),
        "zones": (zone_layer(assessment), _POLYGONS),
        "candidates": (candidate_layer(assessment), _POINTS),
    }
    with TemporaryDirectory() as folder:
        path = Path(folder) / "kstr.gpkg"
        for name, (layer, geometry_type) in layers.items():
            layer.to_file(
                path,
                layer=name,
                driver="GPKG",
                VERSION=GEOPACKAGE_VERSION,
                engine="pyogrio",
                geometry_type=geometry_type,
            )
        about = about_table(assessment.city, assessment.options)
        finish(path, with_provenance(about, provenance), moment_of(assessment.options))
        return path.read_bytes()


def place_layer(assessment: Assessment) -> gpd.GeoDataFrame:
    """Return every place that has to be smoke-free, with the state of its sign, as points."""
    places = assessment.details.places_of(KSTR_SIGN).drop(columns="rule")
    positions = assessment.city.facilities.set_index("id").geometry
    points = np.asarray(positions.reindex(places["place_id"]).array, dtype=np.object_)
    told = pd.Series([translate(reason) for reason in places["reason_text"]], index=places.index, dtype="str")
    return gpd.GeoDataFrame(
        places.assign(reason_text=told), geometry=gpd.GeoSeries(points, index=places.index, crs=assessment.city.crs)
    )


def route_layer(work: WorkList) -> gpd.GeoDataFrame:
    """Return the order of each day as a line from stop to stop; a day of one stop has none."""
    rows, lines = [], []
    for number, one in enumerate(work.rounds, 1):
        for day in one.days:
            rows.append(
                (number, day.number, one.region_name, one.kecamatan_name, len(day.visits), day.way_m, day.minutes)
            )
            xy = np.array([(visit.stop.x_m, visit.stop.y_m) for visit in day.visits], dtype=np.float64)
            lines.append(shapely.linestrings(xy) if len(xy) > 1 else None)
    columns = ["round", "day", "region", "kecamatan", "stops", "way_m", "minutes"]
    table = pd.DataFrame(rows, columns=columns).astype({"region": "str", "kecamatan": "str", "minutes": "float64"})
    counted = dict.fromkeys(["round", "day", "stops", "way_m"], "int64")
    return gpd.GeoDataFrame(table.astype(counted), geometry=gpd.GeoSeries(lines, crs=work.city.crs))


def _for_gdal(layer: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Return a layer whose counts are numbers that may be missing: GDAL knows whole numbers only without gaps."""
    return layer.astype(dict.fromkeys(layer.select_dtypes("Int64").columns, "float64"))
