"""A map (SVG) and metadata (ISO 19139) carry how they were made in the description that their format has."""

from __future__ import annotations

from pathlib import Path
from xml.etree.ElementTree import ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import iterparse

_DESCRIPTION = "{http://purl.org/dc/elements/1.1/}description"
_SUPPLEMENT = "{http://www.isotc211.org/2005/gmd}supplementalInformation"
MOST_ELEMENTS = 200_000
"""After so many elements nothing more is looked for."""


def said(path: Path) -> str | None:
    """Return what an XML file says of its making; ``None`` where it says nothing or is no XML."""
    try:
        with path.open("rb") as file:
            for number, (_, element) in enumerate(iterparse(file, forbid_dtd=False)):
                if element.tag in (_DESCRIPTION, _SUPPLEMENT):
                    return "".join(element.itertext()).strip()
                if number >= MOST_ELEMENTS:
                    return None
    except (ParseError, DefusedXmlException, ValueError, LookupError):
        return None
    return None
