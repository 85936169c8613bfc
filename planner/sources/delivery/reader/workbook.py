"""Excel workbooks: cells only. Macros and formulas are never run; a formula gives the value it last had."""

from __future__ import annotations

import datetime as dt
import re
import zipfile
from pathlib import Path

import python_calamine

from planner.sources.delivery.reader.answer import Cell, ReadLayer, UnreadableError

_REFERENCE = re.compile(rb"""["']([A-Z]{1,3})([0-9]{1,8})["']""")
_SHEET = re.compile(r"xl/worksheets/[^/]+\.xml", re.IGNORECASE)
_MACROS = re.compile(r"xl/vbaProject\.bin", re.IGNORECASE)


def read_workbook(path: Path, max_cells: int) -> list[ReadLayer]:
    """Read the visible sheets of a workbook.

    Raises
    ------
    UnreadableError
        If it is damaged or protected, or a sheet spans too many cells.
    """
    is_packed = zipfile.is_zipfile(path)
    if is_packed:
        _check_extent(path, max_cells)
    remarks = ["macros"] if is_packed and _has_macros(path) else []
    try:
        book = python_calamine.load_workbook(str(path))
        sheets = [
            sheet.name
            for sheet in book.sheets_metadata
            if sheet.typ == python_calamine.SheetTypeEnum.WorkSheet
            and sheet.visible == python_calamine.SheetVisibleEnum.Visible
        ]
        layers = [ReadLayer(name, None, _rows(book, name), remarks=remarks) for name in sheets]
    except python_calamine.PasswordError as error:
        raise UnreadableError("password") from error
    except (python_calamine.CalamineError, OSError, ValueError) as error:
        raise UnreadableError("damaged_workbook") from error
    return [layer for layer in layers if layer.rows]


def _has_macros(path: Path) -> bool:
    with zipfile.ZipFile(path) as archive:
        return any(_MACROS.fullmatch(name) for name in archive.namelist())


def _check_extent(path: Path, max_cells: int) -> None:
    """Refuse a sheet whose last cell lies so far out that the blank cells before it would fill the memory."""
    with zipfile.ZipFile(path) as archive:
        for name in archive.namelist():
            if not _SHEET.fullmatch(name):
                continue
            references = _REFERENCE.findall(archive.read(name))
            height = max(map(int, {row for _, row in references}), default=0)
            width = max(map(_column_number, {letters for letters, _ in references}), default=0)
            if height * width > max_cells:
                raise UnreadableError("too_many_cells", rows=height, columns=width)


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def _rows(book: python_calamine.CalamineWorkbook, name: str) -> list[list[Cell]]:
    # Blank rows above the table are kept, so that row numbers are those that Excel shows.
    cells = book.get_sheet_by_name(name).to_python(skip_empty_area=False)
    return [[_cell(value) for value in row] for row in cells]


def _cell(value: object) -> Cell:
    if isinstance(value, str):
        return value or None
    if isinstance(value, dt.datetime):
        return value.date().isoformat() if value.time() == dt.time() else value.isoformat(sep=" ")
    if isinstance(value, dt.date | dt.time):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return int(value)
    if isinstance(value, bool | int | float):
        return value
    return str(value)
