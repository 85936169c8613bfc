"""The parts that a report is put together from."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from planner.reports.briefing.document import Cell, listing
from planner.texts import Text, translate

Block = dict[str, object]

NEW_PAGE: Block = {"kind": "page"}


def chapter(words: Text) -> Block:
    """Return the heading of a chapter, which stands in the table of contents."""
    return {"kind": "heading", "level": 1, "words": translate(words)}


def section(words: Text) -> Block:
    """Return the heading of a section."""
    return {"kind": "heading", "level": 2, "words": translate(words)}


def paragraph(words: Text) -> Block:
    """Return a paragraph."""
    return {"kind": "paragraph", "words": translate(words)}


def note(words: Text) -> Block:
    """Return a remark in small type."""
    return {"kind": "note", "words": translate(words)}


def items(words: Iterable[Text]) -> Block:
    """Return a list of sentences."""
    return {"kind": "items", "words": [translate(one) for one in words]}


def table(
    heads: Sequence[Text],
    widths: Sequence[float],
    rows: Sequence[Sequence[Cell]],
    numbers: Sequence[int] = (),
    *,
    dense: bool = False,
) -> Block:
    """Return a table: names and relative widths of its columns, its rows, which hold numbers, whether it is dense."""
    return {"kind": "table", "table": listing(heads, widths, rows, numbers, dense=dense)}


def beside(left: Block, right: Block) -> Block:
    """Return two parts side by side."""
    return {"kind": "beside", "left": left, "right": right}


def picture(file: str, words: Text, width_percent: float = 100.0) -> Block:
    """Return a picture with the line below it."""
    return {"kind": "picture", "file": file, "words": translate(words), "width": width_percent}


def together(blocks: Iterable[Block]) -> Block:
    """Return parts that stand on one page."""
    return {"kind": "together", "blocks": list(blocks)}
