"""KML: its placemarks with their folders, extended data and shapes. Nothing it links to is fetched."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from xml.etree.ElementTree import Element, ParseError

import defusedxml
import defusedxml.ElementTree
import shapely
from shapely.geometry.base import BaseGeometry

from planner.sources.delivery.reader.answer import BROKEN, Cell, ReadLayer, UnreadableError

_KML_CRS = "OGC:CRS84"
_SHAPE_TAGS = ("Point", "LineString", "LinearRing", "Polygon", "MultiGeometry")
_SEPARATOR = re.compile(r"\s+")
_LOOKS_LIKE_TABLE = re.compile(r"<t[dh][\s>]", re.IGNORECASE)
_MAX_DEPTH = 100


def read_kml(path: Path) -> list[ReadLayer]:
    """Read all placemarks as one layer, the name of their folder in the column ``Folder``.

    Raises
    ------
    UnreadableError
        If it is no KML, is damaged, or declares entities.
    """
    try:
        root = defusedxml.ElementTree.parse(path, forbid_dtd=True).getroot()
    except defusedxml.DefusedXmlException as error:
        raise UnreadableError("xml_entities") from error
    except (ParseError, ValueError, LookupError) as error:
        line = getattr(error, "position", (0, 0))[0]
        raise UnreadableError("xml_syntax", line=line) from error
    if root is None or _tag(root) not in ("kml", "Document", "Folder", "Placemark"):
        raise UnreadableError("not_kml")
    records: list[dict[str, Cell]] = []
    shapes: list[str | None] = []
    for placemark, folder in _placemarks(root, "", 0):
        records.append(_record(placemark, folder))
        shapes.append(_shape(placemark))
    columns = list(dict.fromkeys(key for record in records for key in record))
    rows = [[record.get(column) for column in columns] for record in records]
    has_links = any(_tag(element) == "NetworkLink" for element in root.iter())
    return [ReadLayer(path.stem, columns, rows, shapes, _KML_CRS, ["network_links"] if has_links else [])]


def _tag(element: Element) -> str:
    return str(element.tag).rpartition("}")[2]


def _children(element: Element, tag: str) -> Iterator[Element]:
    return (child for child in element if _tag(child) == tag)


def _said(element: Element, tag: str) -> str | None:
    child = next(_children(element, tag), None)
    return None if child is None or child.text is None else child.text.strip() or None


def _placemarks(element: Element, folder: str, depth: int) -> Iterator[tuple[Element, str]]:
    if depth > _MAX_DEPTH:
        raise UnreadableError("xml_nesting")
    if _tag(element) == "Placemark":
        yield element, folder
        return
    if _tag(element) == "Folder":
        folder = _said(element, "name") or folder
    for child in element:
        if _tag(child) in ("Document", "Folder", "Placemark"):
            yield from _placemarks(child, folder, depth + 1)


def _record(placemark: Element, folder: str) -> dict[str, Cell]:
    record: dict[str, Cell] = {"Name": _said(placemark, "name"), "Folder": folder or None}
    for data in _children(placemark, "ExtendedData"):
        for entry in data.iter():
            if _tag(entry) == "Data":
                record[entry.get("name") or "Data"] = _said(entry, "value")
            elif _tag(entry) == "SimpleData":
                record[entry.get("name") or "SimpleData"] = (entry.text or "").strip() or None
    description = _said(placemark, "description")
    if description and _LOOKS_LIKE_TABLE.search(description):
        # ArcGIS writes the attributes of a feature as an HTML table into its description.
        record |= {key: value for key, value in _html_pairs(description).items() if key not in record}
    else:
        record["Description"] = description
    return record


class _Cells(HTMLParser):
    """Collects the cells of tables, row by row."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.rows: list[list[str]] = []
        self.within_cell = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "tr":
            self.rows.append([])
        elif tag in ("td", "th") and self.rows:
            self.rows[-1].append("")
        self.within_cell = tag in ("td", "th") or (self.within_cell and tag != "tr")

    def handle_endtag(self, tag: str) -> None:
        if tag in ("td", "th", "tr", "table"):
            self.within_cell = False

    def handle_data(self, data: str) -> None:
        if self.within_cell and self.rows and self.rows[-1]:
            self.rows[-1][-1] += data


def _html_pairs(description: str) -> dict[str, Cell]:
    parser = _Cells()
    parser.feed(description)
    pairs = [(row[0].strip(), row[1].strip()) for row in parser.rows if len(row) == 2]
    return {key: value or None for key, value in pairs if key}


def _shape(placemark: Element) -> str | None:
    element = next((child for child in placemark if _tag(child) in _SHAPE_TAGS), None)
    if element is None:
        return None
    try:
        shape = _geometry(element, 0)
    except (ValueError, IndexError, shapely.errors.GEOSException):
        return BROKEN
    return None if shape is None else shapely.to_wkb(shape, hex=True)


def _geometry(element: Element, depth: int) -> BaseGeometry | None:
    if depth > _MAX_DEPTH:
        raise UnreadableError("xml_nesting")
    tag = _tag(element)
    if tag == "Point":
        return shapely.Point(_coordinates(element)[0])
    if tag == "LineString":
        return shapely.LineString(_coordinates(element))
    if tag == "LinearRing":
        return shapely.LinearRing(_coordinates(element))
    if tag == "Polygon":
        outer = [_ring(child) for child in _children(element, "outerBoundaryIs")]
        inner = [_ring(child) for child in _children(element, "innerBoundaryIs")]
        return shapely.Polygon(outer[0], inner)
    parts = [_geometry(child, depth + 1) for child in element if _tag(child) in _SHAPE_TAGS]
    return _collected([part for part in parts if part is not None])


def _collected(parts: list[BaseGeometry]) -> BaseGeometry | None:
    if len(parts) <= 1:
        return parts[0] if parts else None
    polygons = [part for part in parts if isinstance(part, shapely.Polygon)]
    if len(polygons) == len(parts):
        return shapely.MultiPolygon(polygons)
    return shapely.GeometryCollection(parts)


def _ring(boundary: Element) -> list[tuple[float, float]]:
    return _coordinates(next(_children(boundary, "LinearRing")))


def _coordinates(element: Element) -> list[tuple[float, float]]:
    written = _said(element, "coordinates") or ""
    tuples = [group.split(",") for group in _SEPARATOR.split(written) if group]
    return [(float(east), float(north)) for east, north, *_ in tuples]
