"""QML: valid XML that names the column, the colours and the words of each legend."""

from __future__ import annotations

import dataclasses
from xml.etree.ElementTree import Element

import pytest
from defusedxml.ElementTree import fromstring
from drawn_assessment import HOSTILE, drawn_assessment, drawn_city

from planner.model.kinds import FacilityKind
from planner.reports.data_package.layers import assessment_layers
from planner.reports.qgis_styles.layers import layer_styles
from planner.reports.qgis_styles.qml import Drawn, Style, Symbol, qml_document
from planner.reports.webmap.facilities import KIND_COLOURS
from planner.texts import Language, speak

ASSESSMENT = drawn_assessment()


def document(layer: str) -> Element:
    with speak(Language.ENGLISH):
        return fromstring(qml_document(layer_styles(ASSESSMENT)[layer], {"name": "Name"}))


def rgb(colour: str) -> str:
    return ",".join(str(part) for part in bytes.fromhex(colour[1:]))


def property_of(symbol: Element, name: str) -> str:
    return next(option.get("value", "") for option in symbol.iter("Option") if option.get("name") == name)


def test_every_layer_has_a_style_and_every_style_a_layer() -> None:
    with speak(Language.ENGLISH):
        assert list(layer_styles(ASSESSMENT)) == list(assessment_layers(ASSESSMENT))


@pytest.mark.parametrize("layer", list(layer_styles(ASSESSMENT)))
def test_each_entry_of_a_legend_has_a_symbol_of_the_kind_of_its_layer(layer: str) -> None:
    root = document(layer)
    symbols = {symbol.get("name"): symbol for symbol in root.iter("symbol")}
    entries = [*root.iter("category"), *root.iter("range")]
    assert {entry.get("symbol") for entry in entries} <= set(symbols)
    assert all(entry.get("label") for entry in entries)
    drawn_as = {"0": "marker", "2": "fill"}[root.findtext("layerGeometryType", "")]
    assert {symbol.get("type") for symbol in symbols.values()} == {drawn_as}


def test_kecamatan_are_coloured_by_their_status() -> None:
    root = document("kecamatan")
    renderer = root.find("renderer-v2")
    assert renderer is not None
    assert (renderer.get("type"), renderer.get("attr")) == ("categorizedSymbol", "status")
    assert [entry.get("value") for entry in root.iter("category")] == ["met", "unmet", "unknown", ""]
    assert [entry.get("label") for entry in root.iter("category")] == ["Met", "Not met", "Not known", "Not judged"]


def test_kelurahan_are_coloured_by_their_share_and_what_is_not_known_is_drawn_too() -> None:
    root = document("kelurahan")
    renderer = root.find("renderer-v2")
    assert renderer is not None
    assert renderer.get("type") == "graduatedSymbol"
    assert renderer.get("attr") == 'coalesce("share_within_child_friendly_park", -1.0)'
    ranges = [(entry.get("lower"), entry.get("upper"), entry.get("label")) for entry in root.iter("range")]
    # The first range that holds a number counts: a share of 0 is nobody, one of 0.1 is not over 10%.
    assert ranges[:3] == [
        ("0.0", "0.0", "Nobody"),
        ("0.0", "0.1", "Over 0% to 10%"),
        ("0.1", "0.25", "Over 10% to 25%"),
    ]
    assert ranges[-1] == ("-1.0", "-1.0", "No children known")


def test_facilities_have_the_colours_of_the_web_map() -> None:
    root = document("facilities")
    colours = {symbol.get("name"): property_of(symbol, "color") for symbol in root.iter("symbol")}
    drawn = {entry.get("value"): colours[entry.get("symbol")] for entry in root.iter("category")}
    # The drawn city has parks, a school and a puskesmas; whatever else comes is grey.
    for kind in (FacilityKind.PARK, FacilityKind.SCHOOL_SD, FacilityKind.PUSKESMAS):
        assert drawn[str(kind)] == f"{rgb(KIND_COLOURS[kind])},255"
    assert set(drawn) == {"park", "school_sd", "puskesmas", ""}


def test_of_overlapping_gaps_only_those_of_the_headline_are_switched_on() -> None:
    entries = {entry.get("value"): entry.get("render") for entry in document("gaps").iter("category")}
    assert entries == {"child_friendly_park": "true"}


def test_names_from_data_cannot_break_the_document() -> None:
    style = Style("categorizedSymbol", [Drawn(HOSTILE, Symbol("circle", "#00795a"), HOSTILE)], HOSTILE, HOSTILE)
    root = fromstring(qml_document(style, {HOSTILE: HOSTILE}))
    category, alias = root.find(".//category"), root.find(".//alias")
    assert category is not None
    assert alias is not None
    assert (category.get("label"), category.get("value"), alias.get("name")) == (HOSTILE, HOSTILE, HOSTILE)
    assert alias.get("index") == "1"


def test_a_city_without_facilities_still_has_a_legend() -> None:
    city = drawn_city()
    nothing = dataclasses.replace(ASSESSMENT, city=dataclasses.replace(city, facilities=city.facilities.iloc[:0]))
    with speak(Language.ENGLISH):
        assert [entry.label for entry in layer_styles(nothing)["facilities"].entries] == ["Other places"]


def test_names_of_regions_do_not_keep_each_other_away() -> None:
    root = document("kecamatan")
    written, rendering = root.find(".//text-style"), root.find(".//rendering")
    assert written is not None
    assert rendering is not None
    assert (root.get("labelsEnabled"), written.get("fieldName"), rendering.get("obstacle")) == ("1", "name", "0")
    assert document("demand").get("labelsEnabled") == "0"
