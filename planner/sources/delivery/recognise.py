"""What a delivered file is, told by its first bytes and not by its name."""

from __future__ import annotations

import zipfile
from enum import StrEnum
from pathlib import Path

from planner.errors import LayerError
from planner.texts import Text, text

_FIRST_BYTES = 4096


class Format(StrEnum):
    """A form in which a layer can be delivered."""

    TABLE = "CSV"
    WORKBOOK = "Excel"
    OLD_WORKBOOK = "Excel 97–2003"
    GEOJSON = "GeoJSON"
    KML = "KML"
    PACKED_KML = "KMZ"
    SHAPEFILE = "Shapefile"
    PACKED_SHAPEFILE = "Shapefile (zip)"
    GEOPACKAGE = "GeoPackage"
    FLATGEOBUF = "FlatGeobuf"


_KNOWN = ", ".join(["Shapefile", "GeoPackage", "GeoJSON", "KML", "KMZ", "FlatGeobuf", "CSV", "Excel (.xlsx, .xls)"])

_SHAPEFILE_START = bytes.fromhex("0000270a")
_OLD_OFFICE_START = bytes.fromhex("d0cf11e0a1b11ae1")
_ENCRYPTED_PARTS = ("EncryptedPackage".encode("utf-16-le"), "EncryptionInfo".encode("utf-16-le"))
_OLD_WORKBOOK_PARTS = ("Workbook".encode("utf-16-le"), "Book".encode("utf-16-le"))

_OTHER_STARTS: tuple[tuple[bytes, Text], ...] = (
    (b"%PDF", text("a PDF document")),
    (b"\x89PNG", text("a picture")),
    (b"\xff\xd8\xff", text("a picture")),
    (b"GIF8", text("a picture")),
    (b"II*\x00", text("a picture or raster")),
    (b"MM\x00*", text("a picture or raster")),
    (b"Rar!", text("a RAR archive, which has to be packed as ZIP")),
    (b"7z\xbc\xaf", text("a 7z archive, which has to be packed as ZIP")),
    (b"\x1f\x8b", text("a GZIP archive, which has to be packed as ZIP")),
    (b"{\\rtf", text("a text document")),
    (b"MZ", text("a program")),
    (b"\x7fELF", text("a program")),
)
_GEOPACKAGE_IDS = (b"GPKG", b"GP10", b"GP11")
"""Application id of a GeoPackage, at byte 68 of an SQLite database."""
_SIDE_FILES = (".dbf", ".shx", ".prj", ".cpg", ".sbn", ".sbx", ".qpj", ".qix")


def recognise(path: Path) -> Format:
    """Tell the form of a file by its content.

    Parameters
    ----------
    path
        A file that exists.

    Raises
    ------
    planner.errors.LayerError
        If it is empty, or of no form that can be read.
    """
    with path.open("rb") as file:
        start = file.read(_FIRST_BYTES)
    name = path.name
    if not start.strip(b"\x00 \t\r\n\xef\xbb\xbf"):
        raise LayerError(text("{file} is empty: ask for the file again.", file=name))
    _refuse_others(start, path)
    if start.startswith(b"PK"):
        return _packed_format(path)
    if start.startswith(_OLD_OFFICE_START):
        return _old_office_format(path)
    if start.startswith(_SHAPEFILE_START):
        return Format.SHAPEFILE
    if start.startswith(b"SQLite format 3\x00"):
        if start[68:72] not in _GEOPACKAGE_IDS:
            raise _not_readable(name, text("a database that is no GeoPackage"))
        return Format.GEOPACKAGE
    if start.startswith(b"fgb"):
        return Format.FLATGEOBUF
    return _text_format(start, name)


def _refuse_others(start: bytes, path: Path) -> None:
    if path.suffix.lower() in _SIDE_FILES:
        raise LayerError(
            text(
                "{file} is only one part of a Shapefile: pack its .shp, .shx, .dbf and .prj into one ZIP.",
                file=path.name,
            )
        )
    for beginning, what in _OTHER_STARTS:
        if start.startswith(beginning):
            raise _not_readable(path.name, what)


def _not_readable(file: str, what: Text) -> LayerError:
    return LayerError(
        text(
            "{file} can't be read as a layer, for it is {what}; what can be read: {known}.",
            file=file,
            what=what,
            known=_KNOWN,
        )
    )


def _packed_format(path: Path) -> Format:
    try:
        with zipfile.ZipFile(path) as archive:
            names = [info.filename for info in archive.infolist()]
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise LayerError(
            text("{file} is a damaged or cut-off packed file: ask for the file again.", file=path.name)
        ) from error
    lower = [name.lower() for name in names]
    if "xl/workbook.xml" in lower:
        return Format.WORKBOOK
    for part, what in (
        ("xl/workbook.bin", text("a binary workbook (.xlsb), which has to be saved as .xlsx")),
        ("word/document.xml", text("a text document")),
        ("ppt/presentation.xml", text("a presentation")),
        ("content.xml", text("an OpenDocument file, which has to be saved as .xlsx")),
    ):
        if part in lower:
            raise _not_readable(path.name, what)
    if any(name.endswith(".shp") for name in lower):
        return Format.PACKED_SHAPEFILE
    if any(name.endswith(".kml") for name in lower):
        return Format.PACKED_KML
    raise LayerError(
        text(
            "{file} is a packed file that holds neither a Shapefile (.shp) nor a KML: "
            "unpack it and bring the layer itself.",
            file=path.name,
        )
    )


def _old_office_format(path: Path) -> Format:
    content = path.read_bytes()
    if all(part in content for part in _ENCRYPTED_PARTS):
        raise LayerError(
            text("{file} is protected by a password: save it without one and bring it again.", file=path.name)
        )
    if any(part in content for part in _OLD_WORKBOOK_PARTS):
        return Format.OLD_WORKBOOK
    raise _not_readable(path.name, text("an old Office document that is no workbook"))


def _text_format(start: bytes, file: str) -> Format:
    beginning = _as_text(start)
    if beginning is None:
        raise _not_readable(file, text("a file of unknown form"))
    beginning = beginning.lstrip()
    lower = beginning.lower()
    if lower.startswith(("<!doctype html", "<html")):
        raise _not_readable(file, text("a web page, not the table itself"))
    if lower.startswith("<"):
        # A KML may have long comments before its root, so any XML is tried as KML.
        return Format.KML
    if beginning.startswith(("{", "[")):
        return Format.GEOJSON
    return Format.TABLE


def _as_text(start: bytes) -> str | None:
    """Return the first bytes as text; ``None`` where they are none."""
    if start.startswith((b"\xff\xfe", b"\xfe\xff")):
        return start.decode("utf-16", errors="replace")
    if b"\x00" in start:
        return None
    control = sum(byte < 32 and byte not in b"\t\n\r\f" for byte in start)
    return None if control > len(start) / 50 else start.decode("utf-8-sig", errors="replace")
