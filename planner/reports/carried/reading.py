"""How any file of the planner was made, read back from the file itself. Nothing in it is run or trusted."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from planner.errors import LayerError, MissingFileError
from planner.reports.carried import archive, csvw, geopackage, html, json, parquet, pdf, picture, xml
from planner.reports.provenance import Provenance, foreign, parsed, provenance_of
from planner.texts import text

MAX_BYTES = 200_000_000
"""Largest file that is read as a text: a hundred times what one city writes."""

_CARRIERS: Mapping[bytes, Callable[[Path], str | None]] = {
    geopackage.HEADER: geopackage.said,
    b"%PDF-": pdf.said,
    b"\x89PNG\r\n\x1a\n": picture.said,
    b"PK\x03\x04": archive.said,
    b"PAR1": parquet.said,
}
"""How a file is read that begins so."""

_BEGINNING = 4096
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"


def read_provenance(path: Path) -> Provenance:
    """Read from an output how it was made.

    Parameters
    ----------
    path
        Any file that the planner wrote of a city, whatever its name is now. A table (CSV) says it in the file of
        metadata beside it.

    Raises
    ------
    planner.errors.MissingFileError
        If there is no such file.
    planner.errors.LayerError
        If it is no such output, is damaged, or was written by a newer planner.
    """
    beginning = _beginning(path)
    for header, said in _CARRIERS.items():
        if beginning.startswith(header):
            return _understood(said(path), path)
    words = beginning.removeprefix(_BYTE_ORDER_MARK).lstrip()
    if words.startswith(b"{"):
        return provenance_of(_of_document(parsed(read_text(path), path), path), path)
    if words.startswith(b"<"):
        return _understood(_of_markup(words, path), path)
    return _understood(csvw.said(path), path, is_table=True)


def read_text(path: Path) -> str:
    """Return the text of a file that somebody gave.

    Raises
    ------
    planner.errors.MissingFileError
        If there is none.
    planner.errors.LayerError
        If it can't be read, is too large or no text.
    """
    content = _read(path, MAX_BYTES + 1)
    if len(content) > MAX_BYTES:
        raise LayerError(text("{file} is too large for an output of the planner.", file=str(path)))
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise foreign(path) from error


def _beginning(path: Path) -> bytes:
    return _read(path, _BEGINNING)


def _read(path: Path, most: int) -> bytes:
    if not path.is_file():
        raise MissingFileError(text("There is no file {file}.", file=str(path)))
    try:
        with path.open("rb") as file:
            return file.read(most)
    except OSError as error:
        reason = error.strerror or str(error)
        raise LayerError(text("{file} can't be read ({reason}).", file=str(path), reason=reason)) from error


def _of_document(document: Mapping[str, Any], path: Path) -> Mapping[str, Any]:
    if csvw.is_metadata(document):
        raise LayerError(text("{file} describes a table: give the table itself, beside it.", file=str(path)))
    said = json.said(document)
    if said is None:
        raise LayerError(text("{file} describes a data package: give the package itself (ZIP).", file=str(path)))
    return said


def _of_markup(words: bytes, path: Path) -> str | None:
    is_page = b"<html" in words.lower() or words.lower().startswith(b"<!doctype html")
    return html.said(read_text(path)) if is_page else xml.said(path)


def _understood(said: str | None, path: Path, *, is_table: bool = False) -> Provenance:
    if said is None and is_table:
        raise LayerError(
            text(
                "{file} does not say how the planner made it: for a table (CSV) that stands in {metadata}, as it was "
                "written beside it.",
                file=str(path),
                metadata=f"{path.name}{csvw.SUFFIX}",
            )
        )
    if said is None:
        raise foreign(path)
    return provenance_of(parsed(said, path), path)
