"""A drawn country of two provinces, south of the equator near 110° E; one tenth of a degree is about 11 km.

    110.0     110.1     110.2     110.3     110.4
 0.0  +---------+---------+---------+---------+
      | A1      | A2      | B1      | C1      |   kabupaten A (11.01) and B (11.02) in the province 11, "Utara";
      | 11.01.01| 11.01.02| 11.02.01| 12.01.01|   kabupaten C (12.01) in the province 12, "Selatan".
 -0.1 +---------+---------+---------+---------+

B2 (11.02.02) is drawn over the northern half of B1.
"""

from __future__ import annotations

from collections.abc import Iterable

import geopandas as gpd
import pandas as pd
import shapely

from planner.sources.national import NationalData

BOXES = {
    "11.01.01": (110.0, -0.1, 110.1, 0.0),
    "11.01.02": (110.1, -0.1, 110.2, 0.0),
    "11.02.01": (110.2, -0.1, 110.3, 0.0),
    "11.02.02": (110.2, -0.05, 110.3, 0.0),
    "12.01.01": (110.3, -0.1, 110.4, 0.0),
}

Row = tuple[str, str, str, float | None, float | None]
"""Kind, name, province, longitude and latitude."""

KNOWN: tuple[Row, ...] = (
    ("puskesmas", "In A1", "Utara", 110.05, -0.05),
    ("puskesmas", "In C1", "Selatan", 110.35, -0.05),
    ("school_sd", "SD in A1", "Utara", 110.05, -0.05),
    ("school_sd", "SD in C1", "Selatan", 110.35, -0.05),
)
"""What makes the names of the provinces known."""


def drawn_data(rows: Iterable[Row] = ()) -> NationalData:
    """Draw the country with some facilities beside the known ones."""
    table = pd.DataFrame([*KNOWN, *rows], columns=["kind", "name", "province", "lon", "lat"])
    facilities = table.assign(
        id=[f"list_2020:{row}" for row in range(1, len(table) + 1)],
        kabupaten=None,
        kecamatan=None,
        source="list_2020",
        source_row=range(1, len(table) + 1),
    ).astype({"lon": "float64", "lat": "float64"})
    outlines = gpd.GeoDataFrame(
        {"code": list(BOXES), "name": [f"Kecamatan {code}" for code in BOXES]},
        geometry=[shapely.box(*box) for box in BOXES.values()],
        crs="EPSG:4326",
    )
    names = {"11.01": "Kabupaten A", "11.02": "Kabupaten B", "12.01": "Kabupaten C"}
    return NationalData(outlines, names, facilities, ())
