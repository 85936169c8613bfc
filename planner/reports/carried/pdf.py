"""A PDF carries how it was made as its subject."""

from __future__ import annotations

from pathlib import Path

from pypdf import PdfReader
from pypdf.errors import PyPdfError

MAX_BYTES = 100_000_000


def said(path: Path) -> str | None:
    """Return what a PDF says of its making; ``None`` where it says nothing or can't be read."""
    if path.stat().st_size > MAX_BYTES:
        return None
    try:
        # Strict: what is not as it should be is refused, not guessed at.
        about = PdfReader(path, strict=True).metadata
        subject = None if about is None else about.subject
    # A broken file may fail anywhere in its objects.
    except (PyPdfError, ValueError, TypeError, KeyError, IndexError, AttributeError, RecursionError, OSError):
        return None
    return subject if isinstance(subject, str) else None
