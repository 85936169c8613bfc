"""Drawn records of facilities of a city called Contoh, to be told apart or merged."""

from __future__ import annotations

from collections.abc import Sequence

import geopandas as gpd
import pandas as pd
import shapely

from planner.cleaning.conflation.names import CityWords
from planner.model.tables import FACILITIES

METRIC = "EPSG:32748"
CONTOH = CityWords(
    city=("Kota Contoh", "Contoh"),
    kecamatan=("Contoh Timur", "Contoh Barat", "Contoh Kota"),
    kelurahan=("Gunung Jati Ulu", "Gunung Jati Ilir", "Damai"),
)


def drawn_record(id_: str, kind: str, name: str, xy: tuple[float, float] | None, **facts: object) -> dict[str, object]:
    """Describe one record; its source is what stands before the colon of its id. Metres from a corner of the city."""
    point = None if xy is None else shapely.Point(500_000 + xy[0], 9_200_000 + xy[1])
    return {
        "id": id_,
        "kind": kind,
        "name": name,
        "placement": "position" if xy else "unplaced",
        "child_friendly": "unknown",
        "public": "unknown",
        "source": id_.split(":")[0],
        "source_row": 1,
        "geometry": point,
        **facts,
    }


def drawn_records(rows: Sequence[dict[str, object]]) -> gpd.GeoDataFrame:
    """Make the table of records."""
    table = pd.DataFrame(list(rows)).reindex(columns=list(FACILITIES.columns))
    geometry = gpd.GeoSeries(list(table["geometry"]), crs=METRIC)
    return gpd.GeoDataFrame(FACILITIES.validate(table.assign(geometry=geometry)), geometry="geometry", crs=METRIC)
