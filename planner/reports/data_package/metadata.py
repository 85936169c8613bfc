"""Metadata of the data package after ISO 19115, written as ISO 19139 XML.

Elements stand in the order of the schema ``gmd``. Whom to ask is not known to this program: the contact that the
standard asks for is said to be missing rather than made up.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET

import planner
from planner.model.assessment import Assessment
from planner.model.city import City, Source
from planner.model.labels import DEMAND_LABELS
from planner.reports.data_package.features import DEGREE_DECIMALS, WGS84
from planner.reports.geopackage_contents import GEOPACKAGE_VERSION
from planner.reports.identity import assessment_id
from planner.texts import Language, Text, current_language, text, translate

_GMD, _GCO = "http://www.isotc211.org/2005/gmd", "http://www.isotc211.org/2005/gco"
_CODE_LISTS = "http://standards.iso.org/iso/19139/resources/gmxCodelists.xml"
_LANGUAGE_CODES = {Language.INDONESIAN: "ind", Language.ENGLISH: "eng"}
_A_DATE = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")
# What XML 1.0 can't hold, however it is escaped.
_UNPRINTABLE = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def metadata_xml(assessment: Assessment, provenance: str) -> bytes:
    """Return the metadata, in the language that is spoken.

    Parameters
    ----------
    assessment
        What the data are of.
    provenance
        How the metadata are made.
    """
    ET.register_namespace("gmd", _GMD)
    ET.register_namespace("gco", _GCO)
    root = ET.Element(_gmd("MD_Metadata"))
    _said(root, "fileIdentifier", assessment_id(assessment))
    _said(root, "language", _LANGUAGE_CODES[current_language()])
    _code(root, "characterSet", "MD_CharacterSetCode", "utf8")
    _code(root, "hierarchyLevel", "MD_ScopeCode", "dataset")
    _missing(root, "contact")
    _date(root, "dateStamp", assessment.options.as_of.isoformat())
    _said(root, "metadataStandardName", "ISO 19115:2003/19139")
    _said(root, "metadataStandardVersion", "1.0")
    _reference_system(root, assessment.city)
    _identification(root, assessment, provenance)
    _formats(root)
    _lineage(root, assessment)
    ET.indent(root)
    written: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return written + b"\n"


def _identification(root: ET.Element, assessment: Assessment, provenance: str) -> None:
    city = assessment.city
    data = _within(root, "identificationInfo", "MD_DataIdentification")
    about = text("{city}: places for children and who can walk to them", city=city.name)
    _citation(data, "citation", translate(about), assessment.options.as_of.isoformat(), assessment_id(assessment))
    _said(data, "abstract", translate(_abstract(assessment)))
    terms = _within(data, "resourceConstraints", "MD_LegalConstraints")
    for source in city.sources:
        _said(terms, "otherConstraints", translate(_terms(source)))
    _code(data, "spatialRepresentationType", "MD_SpatialRepresentationTypeCode", "vector")
    _said(data, "language", _LANGUAGE_CODES[current_language()])
    _code(data, "characterSet", "MD_CharacterSetCode", "utf8")
    ET.SubElement(ET.SubElement(data, _gmd("topicCategory")), _gmd("MD_TopicCategoryCode")).text = "society"
    _extent(data, city)
    _said(data, "supplementalInformation", provenance)


def _abstract(assessment: Assessment) -> Text:
    return text(
        "An assessment of {city} as of {day} by planner {version} (assessment {id}, fingerprint of the input "
        "{fingerprint}): regions, facilities, where children live, who reaches what within {minutes} minutes on foot, "
        "findings of each rule, and proposed sites.",
        city=assessment.city.name,
        day=assessment.options.as_of,
        version=planner.__version__,
        id=assessment_id(assessment),
        fingerprint=assessment.city.fingerprint,
        minutes=assessment.method.threshold_min,
    )


def _terms(source: Source) -> Text:
    return text("{title}: {terms}", title=source.title, terms=source.licence or text("licence not known"))


def _extent(data: ET.Element, city: City) -> None:
    west, south, east, north = city.regions.geometry.to_crs(WGS84).total_bounds
    extent = _within(data, "extent", "EX_Extent")
    box = _within(extent, "geographicElement", "EX_GeographicBoundingBox")
    bounds = {
        "westBoundLongitude": west,
        "eastBoundLongitude": east,
        "southBoundLatitude": south,
        "northBoundLatitude": north,
    }
    for name, degrees in bounds.items():
        ET.SubElement(ET.SubElement(box, _gmd(name)), _gco("Decimal")).text = f"{degrees:.{DEGREE_DECIMALS}f}"


def _reference_system(root: ET.Element, city: City) -> None:
    system = _within(root, "referenceSystemInfo", "MD_ReferenceSystem")
    identifier = _within(system, "referenceSystemIdentifier", "RS_Identifier")
    authority = city.crs.to_authority()
    _said(identifier, "code", city.crs.name if authority is None else authority[1])
    if authority is not None:
        _said(identifier, "codeSpace", authority[0])


def _formats(root: ET.Element) -> None:
    distribution = _within(root, "distributionInfo", "MD_Distribution")
    for name, version in {"GeoPackage": GEOPACKAGE_VERSION, "GeoJSON": "RFC 7946", "GeoParquet": "1.1"}.items():
        form = _within(distribution, "distributionFormat", "MD_Format")
        _said(form, "name", name)
        _said(form, "version", version)


def _lineage(root: ET.Element, assessment: Assessment) -> None:
    quality = _within(root, "dataQualityInfo", "DQ_DataQuality")
    _code(_within(quality, "scope", "DQ_Scope"), "level", "MD_ScopeCode", "dataset")
    lineage = _within(quality, "lineage", "LI_Lineage")
    statement = text(
        "Made by planner {version} from the sources below; children are spread by {demand}.",
        version=planner.__version__,
        demand=DEMAND_LABELS[assessment.method.demand],
    )
    _said(lineage, "statement", translate(statement))
    for source in assessment.city.sources:
        described = _within(lineage, "source", "LI_Source")
        _said(described, "description", source.note or source.title)
        _citation(described, "sourceCitation", source.title, source.date, source.id)


def _citation(parent: ET.Element, name: str, title: str, date: str, identifier: str) -> None:
    """Write a title with its date; a date that is not one of a calendar is said to be unknown."""
    citation = _within(parent, name, "CI_Citation")
    _said(citation, "title", title)
    dated = _within(citation, "date", "CI_Date")
    if _A_DATE.fullmatch(date):
        _date(dated, "date", date)
    else:
        _missing(dated, "date", "unknown")
    _code(dated, "dateType", "CI_DateTypeCode", "revision")
    _said(_within(citation, "identifier", "MD_Identifier"), "code", identifier)


def _within(parent: ET.Element, name: str, kind: str) -> ET.Element:
    """Return a new element of a kind, under the name that the standard gives to its role."""
    return ET.SubElement(ET.SubElement(parent, _gmd(name)), _gmd(kind))


def _said(parent: ET.Element, name: str, words: str) -> None:
    written = _UNPRINTABLE.sub("", words)
    ET.SubElement(ET.SubElement(parent, _gmd(name)), _gco("CharacterString")).text = written


def _date(parent: ET.Element, name: str, date: str) -> None:
    ET.SubElement(ET.SubElement(parent, _gmd(name)), _gco("Date")).text = date


def _missing(parent: ET.Element, name: str, why: str = "missing") -> None:
    ET.SubElement(parent, _gmd(name), {_gco("nilReason"): why})


def _code(parent: ET.Element, name: str, code_list: str, value: str) -> None:
    said = {"codeList": f"{_CODE_LISTS}#{code_list}", "codeListValue": value}
    ET.SubElement(ET.SubElement(parent, _gmd(name)), _gmd(code_list), said).text = value


def _gmd(name: str) -> str:
    return f"{{{_GMD}}}{name}"


def _gco(name: str) -> str:
    return f"{{{_GCO}}}{name}"
