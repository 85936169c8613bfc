"""Photos of a survey: made small and written anew, so that nothing but the picture is kept."""

from __future__ import annotations

import hashlib
import io
import re
import secrets
import struct
from pathlib import Path

from PIL import ExifTags, Image, ImageOps

from planner.errors import LayerError, OutputError
from planner.texts import text

PHOTO_FOLDER = "photos"
"""Folder of the photos in a city folder."""

MAX_PHOTO_BYTES = 15_000_000
MAX_PHOTO_PIXELS = 60_000_000
LONGEST_SIDE_PIXELS = 1600
QUALITY = 80
FORMATS = ("JPEG", "PNG", "WEBP")

_NAME = re.compile(r"[0-9a-f]{16}\.jpg")

_BROKEN = (OSError, SyntaxError, ValueError, EOFError, struct.error)
"""What Pillow raises on files that are no pictures, or damaged ones."""


def clean_photo(content: bytes, name: str) -> bytes:
    """Return a picture as a JPEG of at most 1600 × 1600 pixels without position, camera or other hidden data.

    Parameters
    ----------
    content
        The file as it came.
    name
        What it is called in sentences.

    Raises
    ------
    planner.errors.LayerError
        If it is too large, damaged, or no JPEG, PNG or WebP picture.
    """
    if len(content) > MAX_PHOTO_BYTES:
        raise too_large(name)
    too_many = text("{file} has too many pixels: make the photo smaller.", file=name)
    try:
        # Opening reads the size alone; the pixels come only once it is known to be bearable.
        with Image.open(io.BytesIO(content), formats=FORMATS) as picture:
            if picture.width * picture.height > MAX_PHOTO_PIXELS:
                raise LayerError(too_many)
            picture.draft("RGB", (LONGEST_SIDE_PIXELS, LONGEST_SIDE_PIXELS))
            upright = ImageOps.exif_transpose(picture)
            upright.thumbnail((LONGEST_SIDE_PIXELS, LONGEST_SIDE_PIXELS))
            return _pixels_alone(upright)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise LayerError(too_many) from error
    except LayerError:
        raise
    except _BROKEN as error:
        raise LayerError(
            text("{file} can't be read as a picture: it is damaged, or not a JPEG, PNG or WebP file.", file=name)
        ) from error


def too_large(name: str) -> LayerError:
    """Return what is raised where a photo is larger than any may be."""
    limit = MAX_PHOTO_BYTES // 10**6
    return LayerError(text("{file} is larger than {limit} MB: make the photo smaller.", file=name, limit=limit))


def carries_position(content: bytes) -> bool:
    """Say whether a readable picture tells where it was taken."""
    try:
        with Image.open(io.BytesIO(content), formats=FORMATS) as picture:
            return bool(picture.getexif().get_ifd(ExifTags.IFD.GPSInfo))
    except _BROKEN:
        # Hidden data that can't be read tells nobody a position.
        return False


def photo_name(picture: bytes) -> str:
    """Return the name that a cleaned photo is kept under: it follows from the picture."""
    return f"{hashlib.sha256(picture).hexdigest()[:16]}.jpg"


def is_photo_name(name: str) -> bool:
    """Say whether a photo may be kept under a name."""
    return _NAME.fullmatch(name) is not None


def keep_photo(city_folder: Path, picture: bytes) -> str:
    """Write a cleaned photo into the city folder and return its name there.

    Raises
    ------
    planner.errors.OutputError
        If it can't be written.
    """
    path = city_folder / PHOTO_FOLDER / photo_name(picture)
    aside = path.with_suffix(f".{secrets.token_hex(4)}.new")
    try:
        path.parent.mkdir(exist_ok=True)
        try:
            aside.write_bytes(picture)
            aside.replace(path)
        finally:
            aside.unlink(missing_ok=True)
    except OSError as error:
        raise OutputError(
            text(
                "The photo can't be written into {folder} ({reason}).",
                folder=str(path.parent),
                reason=error.strerror or str(error),
            )
        ) from error
    return path.name


def _pixels_alone(picture: Image.Image) -> bytes:
    """Write the pixels of a picture and nothing else that came with it; what is see-through becomes white."""
    seen = picture.convert("RGBA")
    alone = Image.new("RGB", seen.size, "white")
    alone.paste(seen, mask=seen)
    written = io.BytesIO()
    alone.save(written, "JPEG", quality=QUALITY)
    return written.getvalue()
