"""The metadata: what ISO 19115 asks for, from the data alone, and nothing made up."""

from __future__ import annotations

import dataclasses
import datetime as dt
from xml.etree.ElementTree import Element

from defusedxml.ElementTree import fromstring
from drawn_assessment import drawn_assessment, drawn_city

from planner.model.assessment import Assessment
from planner.model.city import Source
from planner.model.options import Options
from planner.reports.data_package.metadata import metadata_xml
from planner.texts import Language, speak

GMD, GCO = "{http://www.isotc211.org/2005/gmd}", "{http://www.isotc211.org/2005/gco}"


def metadata(assessment: Assessment) -> Element:
    with speak(Language.ENGLISH):
        root: Element = fromstring(metadata_xml(assessment, '{"schema": 1}'))
    return root


def words(root: Element, name: str) -> list[str]:
    return ["".join(element.itertext()).strip() for element in root.iter(GMD + name)]


def test_it_has_what_the_standard_asks_for_in_its_order() -> None:
    root = metadata(drawn_assessment(options=Options(as_of=dt.date(2026, 3, 31))))
    assert [child.tag.removeprefix(GMD) for child in root] == [
        "fileIdentifier", "language", "characterSet", "hierarchyLevel", "contact", "dateStamp", "metadataStandardName",
        "metadataStandardVersion", "referenceSystemInfo", "identificationInfo", "distributionInfo", "dataQualityInfo",
    ]  # fmt: skip
    assert words(root, "dateStamp") == ["2026-03-31"]
    assert words(root, "title")[0] == "Kota Contoh & Co: places for children and who can walk to them"
    assert "within 10 minutes on foot" in words(root, "abstract")[0]
    system = next(root.iter(f"{GMD}RS_Identifier"))
    assert words(system, "code") + words(system, "codeSpace") == ["32750", "EPSG"]


def test_nobody_is_made_up_as_the_contact() -> None:
    contact = metadata(drawn_assessment()).find(f"{GMD}contact")
    assert contact is not None
    assert (contact.get(f"{GCO}nilReason"), len(contact)) == ("missing", 0)


def test_the_extent_holds_the_city() -> None:
    root = metadata(drawn_assessment())
    west, east = (float(words(root, f"{side}BoundLongitude")[0]) for side in ("west", "east"))
    south, north = (float(words(root, f"{side}BoundLatitude")[0]) for side in ("south", "north"))
    # 4 km x 2 km; a degree is about 111 km here.
    assert 0.035 < east - west < 0.037
    assert 0.017 < north - south < 0.019


def test_each_source_stands_with_its_date_and_licence() -> None:
    undated = Source("b", "Undated <b>", "early this year", "", 1)
    city = dataclasses.replace(drawn_city(), sources=(*drawn_city().sources, undated))
    root = metadata(drawn_assessment(city=city))
    assert words(root, "otherConstraints") == ["List of the city: public", "Undated <b>: licence not known"]
    listed = list(root.iter(f"{GMD}LI_Source"))
    assert [words(source, "title") for source in listed] == [["List of the city"], ["Undated <b>"]]
    dates = [next(source.iter(f"{GMD}CI_Date")).find(f"{GMD}date") for source in listed]
    assert [None if date is None else date.get(f"{GCO}nilReason") for date in dates] == [None, "unknown"]


def test_what_xml_cannot_hold_is_left_out() -> None:
    city = dataclasses.replace(drawn_city(), name="Kota\x00\x0b <Contoh> \ud800")
    assert words(metadata(drawn_assessment(city=city)), "title")[0].startswith("Kota <Contoh> : places")
