"""The scoreboard as a workbook, for people."""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import pandas as pd
import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from planner.model.city import City
from planner.model.details import Details
from planner.model.domain import DOMAIN_LABELS, Domain
from planner.model.kinds import Status
from planner.model.labels import LEVEL_LABELS, STATUS_LABELS
from planner.reports.scoreboard.changed import CHANGE_COLUMNS
from planner.reports.scoreboard.matrix import WHOLE_CITY, Cell, Matrix, MatrixRow, matrix_of
from planner.reports.scoreboard.table import COLUMNS, in_words
from planner.reports.scoreboard.words import cell_words
from planner.reports.zips import without_times
from planner.texts import Text, text, translate

_WIDTH, _WIDE = 16, 48
_PROSE = frozenset({"title", "reason_text", "remedy", "citation"})
_COLOURS: Mapping[Status, tuple[str, str]] = {
    Status.MET: ("#00533a", "#d8efe6"),
    Status.UNMET: ("#8a3200", "#fbe5d8"),
    Status.UNKNOWN: ("#3d4650", "#e6e9ec"),
}
"""Colour of the words and of the ground, as on the pages; the sign and the word say the same."""

_MEASURE_HEADS: Mapping[str, Text] = {
    "rule": text("Rule"),
    "level": text("Level"),
    "code": text("Code"),
    "subject": text("Of what"),
    "measure": text("Number"),
    "value": text("Found"),
    "unit": text("Unit"),
}

_PLACE_HEADS: Mapping[str, Text] = {
    "rule": text("Rule"),
    "place_id": text("Id"),
    "place_name": text("Place"),
    "kind": text("Kind"),
    "kelurahan_code": text("Code of the kelurahan"),
    "kecamatan_code": text("Code of the kecamatan"),
    "status": text("Status"),
    "reason_text": text("Why"),
    "seen": text("Seen on the spot"),
    "photo": text("Photo"),
}


def scoreboard_workbook(
    city: City,
    table: pd.DataFrame,
    *,
    details: Details | None = None,
    changes: pd.DataFrame | None = None,
    provenance: str = "",
) -> bytes:
    """Return the scoreboard as an Excel workbook: the matrix, every finding, and what stands behind them.

    Every text is written as a text, so that no name can run as a formula.

    Parameters
    ----------
    city
        The city.
    table
        What :func:`planner.reports.scoreboard.table.finding_table` returns, or some of its rows.
    details
        The numbers behind the findings, and what is said of each place; without sheets for them if left out.
    changes
        What :func:`planner.reports.scoreboard.changed.change_table` returns; without its sheet if left out.
    provenance
        How the workbook is made.
    """
    written = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(written, options) as book:
        book.set_properties({"title": city.name[:255], "comments": provenance})
        sheets = _Sheets(book)
        sheets.matrix(matrix_of(city, table))
        sheets.table(text("Findings"), COLUMNS, in_words(table))
        if changes is not None:
            sheets.table(text("Changes"), CHANGE_COLUMNS, changes)
        if details is not None:
            sheets.table(text("Numbers"), _MEASURE_HEADS, details.measures)
            sheets.table(text("Places"), _PLACE_HEADS, _places(details.places))
    return without_times(written.getvalue())


class _Sheets:
    """The sheets of a workbook, written one after the other."""

    def __init__(self, book: xlsxwriter.Workbook) -> None:
        self._book = book
        self._bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        self._wrapped = book.add_format({"text_wrap": True, "valign": "top"})
        self._status = {
            status: book.add_format({"font_color": ink, "bg_color": ground, "text_wrap": True, "valign": "top"})
            for status, (ink, ground) in _COLOURS.items()
        }

    def matrix(self, matrix: Matrix) -> None:
        """Write the matrix: a row a rule and level, a column a kecamatan."""
        columns = ({WHOLE_CITY: translate(text("Whole city"))} if matrix.has_city else {}) | dict(matrix.kecamatan)
        heads = [
            *(COLUMNS[name] for name in ("rule", "title", "domain", "level")),
            *columns.values(),
            *STATUS_LABELS.values(),
        ]
        sheet = self._sheet(text("Scoreboard"), heads, wide={1})
        for number, row in enumerate(matrix.rows, start=1):
            self._matrix_row(sheet, number, row, list(columns))

    def table(self, title: Text, heads: Mapping[str, Text], table: pd.DataFrame) -> None:
        """Write a table, its columns named in the spoken language."""
        wide = {place for place, name in enumerate(heads) if name in _PROSE}
        sheet = self._sheet(title, list(heads.values()), wide)
        for number, row in enumerate(table[list(heads)].itertuples(index=False, name=None), start=1):
            for column, value in enumerate(row):
                self._cell(sheet, number, column, value)
        sheet.autofilter(0, 0, max(len(table), 1), len(heads) - 1)

    def _sheet(self, title: Text, heads: Sequence[object], wide: Iterable[int]) -> Worksheet:
        sheet = self._book.add_worksheet(translate(title)[:31])
        sheet.freeze_panes(1, 2)
        sheet.set_column(0, len(heads) - 1, _WIDTH)
        for column in wide:
            sheet.set_column(column, column, _WIDE)
        for column, head in enumerate(heads):
            sheet.write_string(0, column, translate(head) if isinstance(head, Text) else str(head), self._bold)
        return sheet

    def _matrix_row(self, sheet: Worksheet, number: int, row: MatrixRow, columns: Sequence[str]) -> None:
        about = [row.rule, row.title, translate(DOMAIN_LABELS[Domain(row.domain)]), translate(LEVEL_LABELS[row.level])]
        for column, words in enumerate(about):
            self._cell(sheet, number, column, words)
        for column, code in enumerate(columns, start=len(about)):
            cell = row.cells.get(code)
            if cell is not None:
                sheet.write_string(number, column, translate(cell_words(cell)), self._ground(cell))
        for column, count in enumerate(row.all.counts.values(), start=len(about) + len(columns)):
            sheet.write_number(number, column, count)

    def _ground(self, cell: Cell) -> Format:
        return self._wrapped if cell.status is None else self._status[cell.status]

    def _cell(self, sheet: Worksheet, row: int, column: int, value: Any) -> None:
        if isinstance(value, Text):
            sheet.write_string(row, column, translate(value), self._wrapped)
        elif isinstance(value, str):
            sheet.write_string(row, column, value, self._wrapped)
        elif not pd.isna(value):
            sheet.write_number(row, column, value)


def _places(places: pd.DataFrame) -> pd.DataFrame:
    """Return what is said of each place with its status in words."""
    words = {str(status): translate(label) for status, label in STATUS_LABELS.items()}
    return places.assign(status=places["status"].map(words))
