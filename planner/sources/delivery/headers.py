"""Where the table begins in a sheet: titles above it, headers of two rows, numbered columns."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from planner.errors import LayerError
from planner.sources.delivery.reader.answer import Cell
from planner.sources.delivery.synonyms import Synonyms, fields_named
from planner.texts import Text, plural, text

_SEARCHED_ROWS = 40
_NUMBER = re.compile(r"\(?[-+]?[\d.,]+\)?")
LONGEST_NAME = 80

Row = Sequence[Cell]


@dataclass(frozen=True)
class Header:
    """The header of a table.

    Attributes
    ----------
    row
        Which row of the sheet it is, from 1.
    names
        Names of the columns, each different from the others.
    first_row
        The first row of data, from 1.
    notices
        What was noticed.
    """

    row: int
    names: tuple[str, ...]
    first_row: int
    notices: tuple[Text, ...]


def find_header(rows: Sequence[Row], file: str, synonyms: Synonyms, header_row: int | None = None) -> Header:
    """Find the header of a sheet, or take the row that the user names.

    It is the row with the most names that are known; if none is known, the first row that is filled as
    widely as the table and holds only words.

    Raises
    ------
    planner.errors.LayerError
        If no row can be the header, or the named one is not there.
    """
    if header_row is not None and not 1 <= header_row <= len(rows):
        raise LayerError(
            text("{file} has no row {row}: choose one from 1 to {last}.", file=file, row=header_row, last=len(rows))
        )
    place = header_row - 1 if header_row is not None else _search(rows, file, synonyms)
    labels = [_label(cell) for cell in rows[place]]
    notices: list[Text] = []
    if header_row is None and place > 0 and any(_filled(row) for row in rows[:place]):
        notices.append(
            plural("{n} row above the header was left out.", "{n} rows above the header were left out.", place)
        )
    first = place + 1
    if first < len(rows) and _is_second_header(labels, rows[first], synonyms):
        labels = [_label(cell) or above for above, cell in _padded(labels, rows[first])]
        first += 1
    if first < len(rows) and _is_numbering(rows[first]):
        notices.append(text("The row that numbers the columns was left out."))
        first += 1
    # Columns without a name count where most rows have them; else a row has a separator too many.
    widths = Counter(len(row) for row in rows[first : first + 1000])
    width = max(widths.most_common(1)[0][0] if widths else 0, _last_filled(labels))
    names = unique_names([*labels, *[""] * (width - len(labels))][:width], notices)
    return Header(place + 1, names, first + 1, tuple(notices))


def unique_names(labels: Sequence[str], notices: list[Text]) -> tuple[str, ...]:
    """Return names that differ from one another, and notice which were made up or repeated."""
    names: list[str] = []
    for place, label in enumerate(labels, start=1):
        name = label or f"({place})"
        repeated = 2
        while name.casefold() in {known.casefold() for known in names}:
            name = f"{label or place} ({repeated})"
            repeated += 1
        if label and name != label:
            notices.append(
                text("Two columns are called “{column}”; the later one is shown as “{name}”.", column=label, name=name)
            )
        names.append(name)
    return tuple(names)


def _label(cell: Cell) -> str:
    return "" if cell is None else " ".join(str(cell).split())[:LONGEST_NAME]


def _filled(row: Row) -> list[Cell]:
    return [cell for cell in row if cell is not None and str(cell).strip()]


def _last_filled(labels: Sequence[str]) -> int:
    return max((place for place, label in enumerate(labels, start=1) if label), default=0)


def _is_number(cell: Cell) -> bool:
    return isinstance(cell, int | float) or bool(_NUMBER.fullmatch(str(cell).strip()))


def _known_names(row: Row, synonyms: Synonyms) -> int:
    labels = dict.fromkeys(_label(cell) for cell in _filled(row) if not _is_number(cell))
    return sum(any(confidence >= 0.7 for _, confidence in fields_named(label, synonyms)) for label in labels)


def _search(rows: Sequence[Row], file: str, synonyms: Synonyms) -> int:
    searched = rows[:_SEARCHED_ROWS]
    known = [_known_names(row, synonyms) for row in searched]
    if max(known) >= 2:
        return known.index(max(known))
    typical = sorted(len(_filled(row)) for row in searched)[len(searched) // 2]
    for place, row in enumerate(searched):
        cells = _filled(row)
        if cells and len(cells) >= max(1, 0.6 * typical) and not any(_is_number(cell) for cell in cells):
            return place
    raise LayerError(text("{file} has no header: write the names of the columns in a row above the table.", file=file))


def _padded(labels: Sequence[str], row: Row) -> list[tuple[str, Cell]]:
    width = max(len(labels), len(row))
    return list(zip([*labels, *[""] * (width - len(labels))], [*row, *[None] * (width - len(row))], strict=True))


def _is_second_header(labels: Sequence[str], row: Row, synonyms: Synonyms) -> bool:
    """Whether a row names the parts of columns joined above it, such as latitude and longitude under position."""
    pairs = _padded(labels, row)
    if _known_names(row, synonyms) < 2 or any(_is_number(cell) for cell in _filled(row)):
        return False
    # A part stands below a blank cell, or below the first of the joined ones.
    below = [
        not above or (place + 1 < len(pairs) and not pairs[place + 1][0])
        for place, (above, cell) in enumerate(pairs)
        if cell is not None
    ]
    return all(below)


def _is_numbering(row: Row) -> bool:
    cells = [str(cell).strip().strip("()") for cell in _filled(row)]
    return len(cells) >= 3 and cells == [str(place) for place in range(1, len(cells) + 1)]
