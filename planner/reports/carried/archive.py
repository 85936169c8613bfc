"""An office document carries how it was made as its comments, a data package in a file of its own."""

from __future__ import annotations

import zipfile
import zlib
from pathlib import Path
from xml.etree.ElementTree import ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

PACKAGE_FILE = "provenance.json"
"""The file of a data package that says how it was made."""

MAX_BYTES = 20_000_000
"""Largest file in an archive that is read."""

_PROPERTIES = "docProps/core.xml"
_COMMENTS = "{http://purl.org/dc/elements/1.1/}description"


def said(path: Path) -> str | None:
    """Return what an archive says of its making; ``None`` where it says nothing or can't be read."""
    try:
        with zipfile.ZipFile(path) as archive:
            names = set(archive.namelist())
            if PACKAGE_FILE in names:
                return _content(archive, PACKAGE_FILE).decode("utf-8")
            return _comments(_content(archive, _PROPERTIES)) if _PROPERTIES in names else None
    except (zipfile.BadZipFile, zlib.error, ParseError, DefusedXmlException):
        return None
    # A broken or locked archive, or one packed in a way that this Python does not know.
    except (ValueError, LookupError, RuntimeError, EOFError, OSError):
        return None


def _content(archive: zipfile.ZipFile, name: str) -> bytes:
    """Return what a file of an archive holds, but never more than :data:`MAX_BYTES` of it."""
    with archive.open(name) as file:
        return file.read(MAX_BYTES)


def _comments(properties: bytes) -> str | None:
    found = fromstring(properties).find(_COMMENTS)
    text: str | None = None if found is None else found.text
    return text
