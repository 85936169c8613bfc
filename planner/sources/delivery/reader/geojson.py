"""GeoJSON, also of the older kind that names its CRS."""

from __future__ import annotations

import json
from pathlib import Path

import shapely

from planner.sources.delivery.reader.answer import BROKEN, Cell, ReadLayer, UnreadableError

_SHAPES = frozenset(
    {"Point", "MultiPoint", "LineString", "MultiLineString", "Polygon", "MultiPolygon", "GeometryCollection"}
)
_DEFAULT_CRS = "OGC:CRS84"


def read_geojson(path: Path) -> list[ReadLayer]:
    """Read a FeatureCollection, a Feature or a bare geometry.

    Raises
    ------
    UnreadableError
        If it is not JSON, not GeoJSON, or refers to its CRS by an address.
    """
    content = _parse(path)
    features = _features(content)
    tables = [feature.get("properties") for feature in features]
    properties = [table if isinstance(table, dict) else {} for table in tables]
    ids = [feature.get("id") for feature in features]
    columns = list(dict.fromkeys(str(key) for table in properties for key in table))
    rows = [[_cell(table.get(column)) for column in columns] for table in properties]
    if any(value is not None for value in ids) and "id" not in columns:
        columns.append("id")
        for row, value in zip(rows, ids, strict=True):
            row.append(_cell(value))
    shapes = [_shape(feature.get("geometry")) for feature in features]
    return [ReadLayer(path.stem, columns, rows, shapes, _crs(content))]


def _parse(path: Path) -> dict[str, object]:
    raw = path.read_bytes()
    try:
        encoding = "utf-16" if raw.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig"
        # What JSON does not know stays a word: a coordinate that is no number makes its shape a broken one.
        content = json.loads(raw.decode(encoding), parse_constant=str)
    except UnicodeDecodeError as error:
        raise UnreadableError("not_utf8") from error
    except json.JSONDecodeError as error:
        raise UnreadableError("json_syntax", line=error.lineno, column=error.colno) from error
    except (RecursionError, ValueError) as error:
        raise UnreadableError("json_nesting") from error
    if not isinstance(content, dict):
        raise UnreadableError("not_geojson")
    return content


def _features(content: dict[str, object]) -> list[dict[str, object]]:
    kind = content.get("type")
    if kind == "FeatureCollection":
        listed = content.get("features")
        if not isinstance(listed, list) or not all(isinstance(feature, dict) for feature in listed):
            raise UnreadableError("not_geojson")
        return listed
    if kind == "Feature":
        return [content]
    if kind in _SHAPES:
        return [{"geometry": content, "properties": {}}]
    raise UnreadableError("topojson" if kind == "Topology" else "not_geojson")


def _shape(geometry: object) -> str | None:
    if geometry is None:
        return None
    try:
        shape = shapely.from_geojson(json.dumps(geometry), on_invalid="ignore")
    except (RecursionError, shapely.errors.GEOSException):
        return BROKEN
    return BROKEN if shape is None else shapely.to_wkb(shape, hex=True)


def _crs(content: dict[str, object]) -> str | None:
    """Return the named CRS, or the one that GeoJSON has by its definition."""
    crs = content.get("crs")
    if not isinstance(crs, dict):
        return _DEFAULT_CRS
    properties = crs.get("properties")
    name = properties.get("name") if isinstance(properties, dict) else None
    if crs.get("type") != "name" or not isinstance(name, str):
        raise UnreadableError("crs_by_address")
    return name


def _cell(value: object) -> Cell:
    if value is None or isinstance(value, str | int | float):
        return value
    return json.dumps(value, ensure_ascii=False)
