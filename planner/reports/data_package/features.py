"""Layers as GeoJSON and as GeoParquet."""

from __future__ import annotations

import io
import json
from typing import Any

import geopandas as gpd
import pandas as pd
import shapely

from planner.reports.carried.json import MEMBER
from planner.reports.carried.parquet import with_provenance
from planner.reports.data_package.tables import plain_numbers

WGS84 = "EPSG:4326"
_FEATURES = b'"features": ['
DEGREE_DECIMALS = 7
"""As many as GDAL writes after RFC 7946: about a centimetre."""


def geojson(layer: gpd.GeoDataFrame, name: str, geometry_type: str, provenance: dict[str, Any]) -> bytes:
    """Return a layer as GeoJSON after RFC 7946: WGS 84, seven decimals, outer rings anticlockwise.

    Parameters
    ----------
    layer
        The layer, in any CRS.
    name
        Name of the layer.
    geometry_type
        Type of its geometry.
    provenance
        How the file is made: a member of its own beside the features, which RFC 7946 allows.
    """
    written = io.BytesIO()
    plain = gpd.GeoDataFrame(plain_numbers(layer)).to_crs(WGS84)
    options = {"geometry_type": geometry_type, "promote_to_multi": geometry_type.startswith("Multi"), "RFC7946": "YES"}
    plain.to_file(written, layer=name, driver="GeoJSON", engine="pyogrio", **options)
    member = f'"{MEMBER}": {json.dumps(provenance, ensure_ascii=False)},\n'.encode()
    before, features, after = written.getvalue().partition(_FEATURES)
    return before + member + features + after


def geoparquet(layer: gpd.GeoDataFrame, provenance: str) -> bytes:
    """Return a layer as GeoParquet 1.1 in its own CRS, with how the file is made in the metadata of its schema."""
    written = io.BytesIO()
    layer.to_parquet(written, index=False, compression="zstd", schema_version="1.1.0")
    return with_provenance(written.getvalue(), provenance)


def with_positions(layer: gpd.GeoDataFrame) -> pd.DataFrame:
    """Return a layer of points as a table with longitude and latitude; empty where no position is known."""
    degrees = layer.geometry.to_crs(WGS84)
    x, y = (shapely.get_x(degrees.array), shapely.get_y(degrees.array))
    table = pd.DataFrame(layer.drop(columns=layer.geometry.name))
    return table.assign(lon=x.round(DEGREE_DECIMALS), lat=y.round(DEGREE_DECIMALS))
