"""Values on their way into a script: compact JSON that can't leave the script it stands in."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

import geopandas as gpd
import numpy as np
import shapely
from numpy.typing import NDArray

DEGREE_DECIMALS = 5
"""About one metre."""

_ESCAPES = {ord(sign): f"\\u{ord(sign):04x}" for sign in "<>&'\u2028\u2029"}
_TEMPLATE_OPENING = re.compile(r"\{(?=[{%#])")


def script_json(value: object) -> str:
    """Return a value as JSON that is safe inside a script element and inside a template.

    The signs that could end the script or open a tag only occur within JSON's strings, where they are
    written as escapes. So are the signs that open a Jinja expression, because branca reads the finished
    script as a template once more: a place named ``{{ … }}`` would be run.
    """
    compact = json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return _TEMPLATE_OPENING.sub(r"\\u007b", compact.translate(_ESCAPES))


def degrees(geometries: gpd.GeoSeries) -> NDArray[np.object_]:
    """Return geometries in WGS 84, longitude before latitude, rounded to about one metre."""
    in_degrees = geometries.to_crs("EPSG:4326").to_numpy()
    return np.asarray(shapely.transform(in_degrees, lambda pairs: np.round(pairs, DEGREE_DECIMALS)))


def features(geometries: gpd.GeoSeries, properties: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Return a GeoJSON feature collection: one feature a geometry, in their order."""
    outlines = json.loads(str(shapely.to_geojson(shapely.geometrycollections(degrees(geometries)))))["geometries"]
    return {
        "type": "FeatureCollection",
        "features": [
            {"type": "Feature", "properties": dict(given), "geometry": outline}
            for given, outline in zip(properties, outlines, strict=True)
        ],
    }
