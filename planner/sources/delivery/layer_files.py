"""Accepted facilities as text files: a table of points, or GeoJSON where there are outlines."""

from __future__ import annotations

import csv
import io
import json

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

LAYER_ENDINGS = (".csv", ".geojson")
_DEGREES_DECIMALS = 7
_FACTS = {
    "kind": "kind",
    "declared_kecamatan": "kecamatan",
    "declared_kelurahan": "kelurahan",
    "address": "address",
    "area_m2": "area_m2",
    "capacity": "capacity",
    "pupils": "pupils",
    "child_friendly": "child_friendly",
    "child_friendly_basis": "child_friendly_basis",
    "public": "public",
    "position_quality": "position_quality",
    "note": "note",
    "source_detail": "source_detail",
    "source_date": "source_date",
}
"""Column of the written layer by column of the facilities; those without any value are left out."""


def is_table(accepted: gpd.GeoDataFrame) -> bool:
    """Whether the layer has no outlines and so is written as a table."""
    return not bool((shapely.get_dimensions(np.asarray(accepted.geometry.array, dtype=object)) == 2).any())


def layer_columns(accepted: gpd.GeoDataFrame) -> dict[str, str]:
    """Return the columns of the written layer, as ``city.toml`` names them."""
    names = ["id", "name", *(["lon", "lat"] if is_table(accepted) and accepted.geometry.notna().any() else [])]
    facts = [name for fact, name in _FACTS.items() if accepted[fact].notna().any() and fact != "kind"]
    return {name: name for name in [*names, *facts]}


def layer_text(accepted: gpd.GeoDataFrame) -> str:
    """Return the content of the layer's file: WGS 84, one line for each facility."""
    shapes = accepted.geometry.to_crs("EPSG:4326")
    facts = _facts(accepted)
    return _csv(facts, shapes) if is_table(accepted) else _geojson(facts, shapes)


def _facts(accepted: gpd.GeoDataFrame) -> pd.DataFrame:
    prefix = accepted["source"] + ":"
    own_id = [whole.removeprefix(start) for whole, start in zip(accepted["id"], prefix, strict=True)]
    # A facility without a name goes by its id, which reading the layer gives it again.
    facts = pd.DataFrame({"id": own_id, "name": accepted["name"].where(accepted["name"] != accepted["id"]).to_numpy()})
    for fact, name in _FACTS.items():
        if accepted[fact].notna().any():
            facts[name] = accepted[fact].to_numpy()
    return facts.astype(object).where(facts.notna(), None)


def _csv(facts: pd.DataFrame, points: gpd.GeoSeries) -> str:
    if points.notna().any():
        facts.insert(2, "lon", pd.Series(_rounded(points.x), dtype=object))
        facts.insert(3, "lat", pd.Series(_rounded(points.y), dtype=object))
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\n")
    writer.writerow(facts.columns)
    writer.writerows([[_cell(value) for value in row] for row in facts.itertuples(index=False)])
    return written.getvalue()


def _rounded(values: pd.Series) -> list[str | None]:
    return [None if np.isnan(value) else f"{value:.{_DEGREES_DECIMALS}f}" for value in values]


def _cell(value: object) -> object:
    return f"{value:.10g}" if isinstance(value, float) else value


def _geojson(facts: pd.DataFrame, shapes: gpd.GeoSeries) -> str:
    rounded = shapely.transform(np.asarray(shapes.array, dtype=object), lambda xy: np.round(xy, _DEGREES_DECIMALS))
    lines = [
        json.dumps(
            {"type": "Feature", "properties": properties, "geometry": json.loads(geometry)},
            ensure_ascii=False,
            separators=(",", ":"),
        )
        for properties, geometry in zip(facts.to_dict("records"), shapely.to_geojson(rounded), strict=True)
    ]
    return '{"type":"FeatureCollection","features":[\n' + ",\n".join(lines) + "\n]}\n"
