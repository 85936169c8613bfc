"""A drawn city of four square kelurahan, 5 km wide each, for tests of deliveries.

::

    9870 km  +---------+---------+
             | Bukit   | Hulu    |   kecamatan Utara (91.01.01)
    9865 km  +---------+---------+
             | Pantai  | Muara   |   kecamatan Selatan (91.01.02)
    9860 km  +---------+---------+
            480       485       490 km

Its middle is 116.8652 E, 1.2214 S; EPSG:32750.
"""

from __future__ import annotations

import geopandas as gpd
import pandas as pd
import shapely
from pyproj import CRS

from planner.model.city import City
from planner.model.tables import EVERYDAY_PLACES, FACILITIES, REGIONS, STREETS

METRIC = CRS.from_epsg(32750)
_SQUARES = (
    ("91.01.01.1001", "Bukit", "91.01.01", (480_000, 9_865_000)),
    ("91.01.01.1002", "Hulu", "91.01.01", (485_000, 9_865_000)),
    ("91.01.02.1001", "Pantai", "91.01.02", (480_000, 9_860_000)),
    ("91.01.02.1002", "Muara", "91.01.02", (485_000, 9_860_000)),
)


def drawn_city(facilities: gpd.GeoDataFrame | None = None) -> City:
    """Return the city, with no people and, unless given, no facilities."""
    rows = [
        {
            "code": code,
            "level": "kelurahan",
            "name": name,
            "kecamatan_code": parent,
            "geometry": shapely.box(x, y, x + 5_000, y + 5_000),
        }
        for code, name, parent, (x, y) in _SQUARES
    ]
    for code, name in (("91.01.01", "Utara"), ("91.01.02", "Selatan")):
        whole = shapely.union_all([row["geometry"] for row in rows if row["kecamatan_code"] == code])
        rows.append({"code": code, "level": "kecamatan", "name": name, "kecamatan_code": code, "geometry": whole})
    empty = gpd.GeoDataFrame({column: [] for column in FACILITIES.columns}, geometry="geometry", crs=METRIC)
    return City(
        code="91.01",
        name="Kota Gambar",
        crs=METRIC,
        regions=REGIONS.validate(gpd.GeoDataFrame(rows, crs=METRIC)),
        population=None,
        population_source="",
        population_date="",
        facilities=empty if facilities is None else facilities,
        everyday_places=EVERYDAY_PLACES.validate(
            gpd.GeoDataFrame({"source": pd.Series(dtype="str")}, geometry=[], crs=METRIC)
        ),
        streets=STREETS.validate(
            gpd.GeoDataFrame(
                {"name": pd.Series(dtype="str"), "street_class": pd.Series(dtype="str")}, geometry=[], crs=METRIC
            )
        ),
        rule_changes={},
        sources=(),
        notices=(),
        fingerprint="",
    )
