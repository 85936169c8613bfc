"""QML, the style document of QGIS: only what a drawing needs, everything else is left to QGIS.

The elements and properties are those that QGIS 3 writes itself for a layer with the style categories *Symbology*,
*Labeling* and *Fields*.
"""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

VERSION = "3.28.0"
"""The QGIS whose form of the document this is; later ones read it too."""

_DOCTYPE = "<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>\n"
_GEOMETRY_NUMBERS = {"marker": "0", "fill": "2"}
_PLACEMENTS = {"marker": "0", "fill": "4"}
"""Where words stand: around a point, or level within a polygon."""


@dataclass(frozen=True)
class Symbol:
    """How a point or a polygon is drawn.

    Attributes
    ----------
    shape
        ``fill`` for polygons, or the shape of a marker, such as ``circle`` or ``star``.
    colour, outline
        Colours as ``#rrggbb``.
    opacity
        Of the colour within the outline, from 0 to 1.
    size_mm
        Size of a marker.
    outline_mm
        Width of the outline.
    """

    shape: str
    colour: str
    outline: str = "#ffffff"
    opacity: float = 1.0
    size_mm: float = 2.4
    outline_mm: float = 0.3

    @property
    def type(self) -> str:
        """What QGIS calls such a symbol."""
        return "fill" if self.shape == "fill" else "marker"


@dataclass(frozen=True)
class Drawn:
    """One entry of a legend.

    Attributes
    ----------
    label
        What it is called.
    symbol
        How it is drawn.
    value
        The word that is drawn so; an empty one for every word that has no entry of its own.
    low, high
        The numbers that are drawn so, both ends included; of two entries the first one counts.
    shown
        Whether it is switched on.
    """

    label: str
    symbol: Symbol
    value: str = ""
    low: float = 0.0
    high: float = 0.0
    shown: bool = True


@dataclass(frozen=True)
class Style:
    """How a layer is drawn.

    Attributes
    ----------
    renderer
        ``singleSymbol``, ``categorizedSymbol`` or ``graduatedSymbol``.
    entries
        The legend; a single one for ``singleSymbol``.
    attribute
        The column, or the expression, that chooses the entry.
    label_column
        The column whose words are written on the map; none if empty.
    """

    renderer: str
    entries: Sequence[Drawn]
    attribute: str = ""
    label_column: str = field(default="")


def qml_document(style: Style, aliases: Mapping[str, str]) -> str:
    """Return a style as QML text.

    Parameters
    ----------
    style
        How the layer is drawn.
    aliases
        What each column is called, in the order of the columns.
    """
    root = ET.Element("qgis", version=VERSION, styleCategories="Symbology|Labeling|Fields")
    root.set("labelsEnabled", "1" if style.label_column else "0")
    root.append(_renderer(style))
    if style.label_column:
        root.append(_labeling(style))
    listed = ET.SubElement(root, "aliases")
    # Column 0 of a GeoPackage is its key, which needs no other name.
    for number, (column, alias) in enumerate(aliases.items(), start=1):
        ET.SubElement(listed, "alias", index=str(number), field=column, name=alias)
    ET.SubElement(root, "layerGeometryType").text = _GEOMETRY_NUMBERS[style.entries[0].symbol.type]
    ET.indent(root)
    return _DOCTYPE + ET.tostring(root, encoding="unicode") + "\n"


def _renderer(style: Style) -> ET.Element:
    renderer = ET.Element("renderer-v2", type=style.renderer, symbollevels="0", forceraster="0", enableorderby="0")
    if style.attribute:
        renderer.set("attr", style.attribute)
    if style.renderer == "categorizedSymbol":
        _categories(renderer, style.entries)
    elif style.renderer == "graduatedSymbol":
        renderer.set("graduatedMethod", "GraduatedColor")
        _ranges(renderer, style.entries)
    symbols = ET.SubElement(renderer, "symbols")
    for number, entry in enumerate(style.entries):
        symbols.append(_symbol(str(number), entry.symbol))
    return renderer


def _categories(renderer: ET.Element, entries: Sequence[Drawn]) -> None:
    listed = ET.SubElement(renderer, "categories")
    for number, entry in enumerate(entries):
        said = {"value": entry.value, "label": entry.label, "symbol": str(number), "type": "string"}
        ET.SubElement(listed, "category", said, render=_truth(entry.shown))


def _ranges(renderer: ET.Element, entries: Sequence[Drawn]) -> None:
    listed = ET.SubElement(renderer, "ranges")
    for number, entry in enumerate(entries):
        said = {"lower": repr(entry.low), "upper": repr(entry.high), "label": entry.label, "symbol": str(number)}
        ET.SubElement(listed, "range", said, render=_truth(entry.shown))


def _symbol(name: str, symbol: Symbol) -> ET.Element:
    element = ET.Element("symbol", type=symbol.type, name=name, alpha="1", clip_to_extent="1", force_rhr="0")
    layer = ET.SubElement(element, "layer", enabled="1", locked="0")
    layer.set("pass", "0")
    layer.set("class", "SimpleFill" if symbol.type == "fill" else "SimpleMarker")
    properties = {
        "color": _colour(symbol.colour, symbol.opacity),
        "outline_color": _colour(symbol.outline, 1),
        "outline_style": "solid",
        "outline_width": str(symbol.outline_mm),
        "outline_width_unit": "MM",
    }
    if symbol.type == "fill":
        properties["style"] = "solid"
    else:
        properties |= {"name": symbol.shape, "size": str(symbol.size_mm), "size_unit": "MM", "scale_method": "diameter"}
    options = ET.SubElement(layer, "Option", type="Map")
    for key, value in properties.items():
        ET.SubElement(options, "Option", type="QString", name=key, value=value)
    return element


def _labeling(style: Style) -> ET.Element:
    labeling = ET.Element("labeling", type="simple")
    settings = ET.SubElement(labeling, "settings", calloutType="simple")
    words = {"fieldName": style.label_column, "isExpression": "0", "fontSize": "9", "fontSizeUnit": "Point"}
    written = ET.SubElement(settings, "text-style", words, textColor=_colour("#1c2530", 1), textOpacity="1")
    around = {"bufferDraw": "1", "bufferSize": "0.8", "bufferSizeUnits": "MM", "bufferColor": _colour("#ffffff", 1)}
    ET.SubElement(written, "text-buffer", around, bufferOpacity="1")
    ET.SubElement(settings, "placement", placement=_PLACEMENTS[style.entries[0].symbol.type], dist="1", distUnits="MM")
    # Regions lie upon each other: none may keep the names of another away.
    ET.SubElement(settings, "rendering", drawLabels="1", obstacle="0")
    return labeling


def _colour(colour: str, opacity: float) -> str:
    """Return a colour as QGIS writes it: red, green, blue and opacity, each from 0 to 255."""
    channels = [int(colour[at : at + 2], 16) for at in (1, 3, 5)]
    return ",".join(str(channel) for channel in [*channels, round(opacity * 255)])


def _truth(value: bool) -> str:
    return "true" if value else "false"
