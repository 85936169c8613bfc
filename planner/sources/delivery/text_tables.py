"""Tables of text as offices write them: any of a few encodings and separators."""

from __future__ import annotations

import csv
import io
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from planner.errors import LayerError
from planner.texts import text

_SEPARATORS = (";", ",", "\t", "|")
_SAMPLE_LINES = 60
_LONGEST_CELL = 200_000
# Bytes that Windows-1252 leaves without a letter.
_UNDEFINED = bytes.maketrans(b"\x81\x8d\x8f\x90\x9d", b"?????")


@dataclass(frozen=True)
class TextTable:
    """Cells of a text file, and how it is written.

    Attributes
    ----------
    rows
        Every line's cells, blank lines included.
    encoding
        ``UTF-8``, ``UTF-8 (BOM)``, ``UTF-16`` or ``Windows-1252``.
    separator
        What stands between two cells.
    """

    rows: list[list[str]]
    encoding: str
    separator: str


def read_text_table(path: Path) -> TextTable:
    """Read a table of text, finding out its encoding and separator.

    Raises
    ------
    planner.errors.LayerError
        If it holds bytes that are no text, or a quote that is never closed.
    """
    content, encoding = _decode(path.read_bytes(), path.name)
    separator = _separator(content)
    # Read as a file: a line ends at a line end, and not at a form feed or the like within a cell.
    reader = csv.reader(io.StringIO(content, newline=""), delimiter=separator, strict=True)
    csv.field_size_limit(_LONGEST_CELL)
    try:
        rows = [[cell.strip() for cell in row] for row in reader]
    except csv.Error as error:
        raise LayerError(
            text(
                "{file} can't be read near line {line}: a quote there is never closed, or a cell has no end.",
                file=path.name,
                line=reader.line_num,
            )
        ) from error
    return TextTable(rows, encoding, separator)


def _decode(raw: bytes, file: str) -> tuple[str, str]:
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        return raw.decode("utf-16", errors="replace"), "UTF-16"
    if b"\x00" in raw:
        raise LayerError(text("{file} holds bytes that are no text: it is damaged, or not a table.", file=file))
    if raw.startswith(b"\xef\xbb\xbf"):
        return raw.decode("utf-8-sig", errors="replace"), "UTF-8 (BOM)"
    try:
        return raw.decode("utf-8"), "UTF-8"
    except UnicodeDecodeError:
        return raw.translate(_UNDEFINED).decode("cp1252"), "Windows-1252"


def _separator(content: str) -> str:
    """Return the separator that gives the most lines of the same, and largest, number of cells."""
    lines = [line for line in content.split("\n", _SAMPLE_LINES)[:_SAMPLE_LINES] if line.strip()]

    def agreement(separator: str) -> tuple[int, int]:
        widths = Counter(len(row) for row in csv.reader(lines, delimiter=separator))
        width, count = max(widths.items(), key=lambda item: (item[0] > 1, item[1], item[0]), default=(1, 0))
        return (count, width) if width > 1 else (0, 0)

    # A comma may also stand before decimals: of equal ones the first, the semicolon, is taken.
    return max(_SEPARATORS, key=agreement)
