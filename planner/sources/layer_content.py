"""What a map layer of a city folder holds, looked at before GDAL does: GDAL follows what a file points to.

GDAL tells a format by its content, whatever the name ends in. Some formats only say where the rows are: in another file
of this machine, or at an address on the network. Whoever hands over a city folder could have it read what they may not.
"""

from __future__ import annotations

import json
from pathlib import Path

from planner.errors import LayerError
from planner.texts import text

_BINARY_STARTS = (b"SQLite format 3\x00", b"fgb\x03", bytes.fromhex("0000270a"))
"""GeoPackage, FlatGeobuf and Shapefile: they hold their rows themselves."""

_JSON_START = b"{"
_BLANK = b"\xef\xbb\xbf \t\r\n\x1e"
_FIRST_BYTES = 4096
_STREAMED = b"gdal_streamed_alg"
"""By this GDAL knows JSON that is a command."""


def check_content(path: Path, file: str) -> None:
    """Refuse a layer that is no GeoJSON, GeoPackage, FlatGeobuf or Shapefile, or that points elsewhere.

    Parameters
    ----------
    path
        Where it lies.
    file
        What it is called in ``city.toml``.

    Raises
    ------
    planner.errors.LayerError
        If it is, or does.
    """
    with path.open("rb") as opened:
        start = opened.read(_FIRST_BYTES)
    if start.startswith(_BINARY_STARTS):
        return
    if not start.lstrip(_BLANK).startswith(_JSON_START):
        raise LayerError(
            text(
                "{file} can't be read as a map layer: it is damaged, or not a GeoJSON, GeoPackage or CSV file.",
                file=file,
            )
        )
    _check_json(path.read_bytes(), file)


def _check_json(content: bytes, file: str) -> None:
    if _STREAMED in content or _has_linked_crs(content):
        raise LayerError(
            text("{file} points to another file or address, which is not followed: export the layer itself.", file=file)
        )


def _has_linked_crs(content: bytes) -> bool:
    # Most files need no second reading: the word can only stand there as it is, or with escapes.
    if b"link" not in content and b"\\u" not in content:
        return False
    try:
        found = json.loads(content)
    except (ValueError, RecursionError):
        # GDAL may make something of it, as of rows that follow one another: without a CRS of their own, then.
        return b"href" in content
    crs = found.get("crs") if isinstance(found, dict) else None
    return isinstance(crs, dict) and crs.get("type") not in (None, "name", "EPSG")
