"""A picture (PNG) carries how it was made as its description."""

from __future__ import annotations

import warnings
from pathlib import Path

from PIL import Image, UnidentifiedImageError


def said(path: Path) -> str | None:
    """Return what a picture says of its making; ``None`` where it says nothing or can't be read.

    Only what stands before the picture itself is read.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(path, formats=["PNG"]) as picture:
                description = picture.info.get("Description")
    except (
        UnidentifiedImageError,
        Image.DecompressionBombError,
        Image.DecompressionBombWarning,
        ValueError,
        SyntaxError,
        OSError,
    ):
        return None
    return description if isinstance(description, str) else None
