"""What a working city publishes for QGIS: its regions and places, with what was recorded of them."""

from __future__ import annotations

from collections.abc import Mapping

import geopandas as gpd
import shapely

from planner.model.city import City
from planner.model.kinds import Level
from planner.model.tables import FACILITIES
from planner.reports.data_package.columns import TITLES, column_title, column_titles
from planner.reports.palette import NO_CHILDREN_COLOUR
from planner.reports.qgis_styles.layers import facility_style
from planner.reports.qgis_styles.qml import Drawn, Style, Symbol, qml_document
from planner.reports.sign_layer import sign_layer
from planner.storage.publishing import Layer
from planner.texts import Text, text, translate

SIGN_COLUMNS = {"present": "sign_present", "legible": "sign_legible", "seen_date": "sign_seen_date"}
"""What is told of the KSTR sign of a facility, by its name among the signs."""

_OUTLINE = "#5c5c5c"

_REGIONS: Mapping[Level, tuple[Text, float]] = {
    Level.KECAMATAN: (text("Outlines of the kecamatan"), 0.7),
    Level.KELURAHAN: (text("Outlines of the kelurahan"), 0.2),
}
"""What the regions of a level are called, and how wide their outlines are drawn, in millimetres."""


def published_layers(city: City) -> tuple[Layer, ...]:
    """Return the layers, in the language that is spoken: what is known of the city, without an assessment."""
    return (*(_regions(city, level) for level in _REGIONS), _facilities(city))


def _regions(city: City, level: Level) -> Layer:
    name = str(level)
    title, outline_mm = _REGIONS[level]
    regions = city.regions_at(level).drop(columns="level")
    regions = regions.assign(area_m2=regions.area.round(1))
    whole = regions.set_geometry([_multi(shape) for shape in regions.geometry], crs=city.crs)
    symbol = Symbol("fill", NO_CHILDREN_COLOUR, _OUTLINE, opacity=0.2, outline_mm=outline_mm)
    style = Style("singleSymbol", [Drawn(translate(title), symbol)], label_column="name")
    qml = qml_document(style, column_titles(name, whole.columns))
    return Layer(name, whole, "MultiPolygon", translate(title), qml)


def _facilities(city: City) -> Layer:
    name = "facilities"
    places = city.facilities[list(FACILITIES.columns)]
    signs = sign_layer(city).set_index("place_id")[list(SIGN_COLUMNS)].rename(columns=SIGN_COLUMNS)
    joined = gpd.GeoDataFrame(places.join(signs, on="id"), crs=city.crs)
    titles = column_titles(name, places.columns)
    titles |= {ours: column_title("signs", theirs) for theirs, ours in SIGN_COLUMNS.items()}
    qml = qml_document(facility_style(city), titles)
    return Layer(name, joined, "Point", translate(TITLES[name]), qml)


def _multi(shape: shapely.Polygon | shapely.MultiPolygon) -> shapely.MultiPolygon:
    return shape if isinstance(shape, shapely.MultiPolygon) else shapely.MultiPolygon([shape])
