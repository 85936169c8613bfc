"""The assessment as one workbook, for people: findings, a sheet for each kecamatan, tables, and a data dictionary."""

from __future__ import annotations

import io
import math
from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from planner.model.assessment import Assessment
from planner.model.domain import DOMAIN_LABELS
from planner.model.kinds import Level
from planner.model.labels import (
    DESIGNATION_LABELS,
    KIND_LABELS,
    KNOWN_LABELS,
    LEVEL_LABELS,
    PLACEMENT_LABELS,
    STATUS_LABELS,
    TIER_LABELS,
)
from planner.reports.data_package.columns import DICTIONARY_HEADS, column_titles, data_dictionary
from planner.reports.data_package.sheet_names import SheetNames
from planner.reports.zips import without_times
from planner.texts import Text, text, translate

LONGEST_CELL = 32_767
"""Characters that a cell of Excel may hold."""

_A4, _A3 = 9, 8
_COLUMNS_ON_A4 = 12
_NARROWEST, _WIDEST = 12, 52
"""Width of a column in characters."""
_LINE_POINTS, _MOST_LINES = 15, 24
_FILLED = 0.85
"""How much of a line words fill before they break."""

_WORDS: Mapping[str, Mapping[Any, Text]] = {
    "kind": KIND_LABELS,
    "status": STATUS_LABELS,
    "level": LEVEL_LABELS,
    "domain": DOMAIN_LABELS,
    "age_tier": TIER_LABELS,
    "placement": PLACEMENT_LABELS,
    "child_friendly": DESIGNATION_LABELS,
    "public": KNOWN_LABELS,
}
"""Columns of words from a closed list, which are written as they are called."""

_SHEETS: Mapping[str, Text] = {
    "findings": text("Findings"),
    "facilities": text("Facilities"),
    "proposals": text("Proposals"),
    "access": text("Access"),
    "measures": text("Numbers"),
    "places": text("Places"),
    "sources": text("Sources"),
    "figures": text("Published figures"),
    "lineage": text("Merged records"),
}
_OF_KECAMATAN = (
    "rule", "title", "domain", "level", "code", "name", "status", "value", "required", "unit", "reason_text", "remedy",
    "citation",
)  # fmt: skip
"""Columns of the sheet of a kecamatan."""


def assessment_workbook(assessment: Assessment, tables: Mapping[str, pd.DataFrame], provenance: str) -> bytes:
    """Return the workbook, in the language that is spoken. The same assessment gives the same bytes.

    Every text is written as a text, so that no name can run as a formula.

    Parameters
    ----------
    assessment
        What is told.
    tables
        The tables of :mod:`planner.reports.data_package.tables`, and ``facilities`` and ``proposals`` as tables with
        positions.
    provenance
        How the workbook is made.
    """
    written = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    shown = {name: tables[name] for name in _SHEETS if name in tables}
    with xlsxwriter.Workbook(written, options) as book:
        book.set_properties({"title": assessment.city.name[:255], "comments": provenance})
        sheets = Sheets(book)
        sheets.table(translate(text("About")), column_titles("about", tables["about"].columns), tables["about"])
        dictionary = {column: translate(head) for column, head in DICTIONARY_HEADS.items()}
        sheets.table(
            translate(text("Data dictionary")), dictionary, data_dictionary({**shown, "about": tables["about"]})
        )
        for name, table in shown.items():
            sheets.table(translate(_SHEETS[name]), column_titles(name, table.columns), _in_words(table))
            if name == "findings":
                _kecamatan_sheets(sheets, assessment, table)
    return without_times(written.getvalue())


def _kecamatan_sheets(sheets: Sheets, assessment: Assessment, findings: pd.DataFrame) -> None:
    """Write a sheet for each kecamatan: its findings and those of its kelurahan."""
    titles = column_titles("findings", pd.Index(_OF_KECAMATAN))
    for code, name in assessment.city.regions_at(Level.KECAMATAN)[["code", "name"]].itertuples(index=False, name=None):
        of_kecamatan = findings.loc[findings["kecamatan_code"] == code, list(_OF_KECAMATAN)]
        sheets.table(name or code, titles, _in_words(of_kecamatan))


class Sheets:
    """The sheets of a workbook, written one after the other."""

    def __init__(self, book: xlsxwriter.Workbook) -> None:
        self._book = book
        self._names = SheetNames()
        self._head = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bg_color": "#e6e9ec"})
        self._words = book.add_format({"text_wrap": True, "valign": "top"})
        self._whole = book.add_format({"valign": "top", "num_format": "0"})
        self._decimal = book.add_format({"valign": "top", "num_format": "0.000"})
        self._share = book.add_format({"valign": "top", "num_format": "0.0%"})
        self._degrees = book.add_format({"valign": "top", "num_format": "0.0000000"})

    def table(self, name: str, titles: Mapping[str, str], table: pd.DataFrame) -> None:
        """Write a table with a frozen head, a filter on each column, and a page as wide as the table."""
        sheet = self._book.add_worksheet(self._names.new(name))
        sheet.freeze_panes(1, 0)
        sheet.set_landscape()
        sheet.set_paper(_A4 if len(titles) <= _COLUMNS_ON_A4 else _A3)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(0)
        widths = [_width(table[column], title) for column, title in titles.items()]
        sheet.set_row(0, _height(list(titles.values()), widths))
        for column, (width, title) in enumerate(zip(widths, titles.values(), strict=True)):
            sheet.set_column(column, column, width)
            self._text(sheet, 0, column, title, self._head)
        forms = [self._number_form(column) for column in titles]
        for number, row in enumerate(table[list(titles)].itertuples(index=False, name=None), start=1):
            sheet.set_row(number, _height(row, widths))
            for column, value in enumerate(row):
                self._cell(sheet, number, column, value, forms[column])
        sheet.autofilter(0, 0, max(len(table), 1), len(titles) - 1)

    def _number_form(self, column: str) -> Format | None:
        """Return how the numbers of a column are written; ``None`` where whole ones have no decimals."""
        if column.startswith("share"):
            return self._share
        return self._degrees if column in ("lon", "lat") else None

    def _cell(self, sheet: Worksheet, row: int, column: int, value: Any, form: Format | None) -> None:
        if isinstance(value, str):
            self._text(sheet, row, column, value, self._words)
        elif isinstance(value, bool):
            self._text(sheet, row, column, translate(text("yes") if value else text("no")), self._words)
        elif not pd.isna(value):
            whole = self._whole if float(value).is_integer() else self._decimal
            sheet.write_number(row, column, value, form or whole)

    def _text(self, sheet: Worksheet, row: int, column: int, words: str, form: Format) -> None:
        sheet.write_string(row, column, words[:LONGEST_CELL], form)


def _width(values: pd.Series, title: str) -> float:
    """Return the width of a column: that of its longest words, within bounds."""
    longest = max((len(value) for value in values if isinstance(value, str)), default=0)
    return min(max(longest / _FILLED + 2, len(title) / 2, _NARROWEST), _WIDEST)


def _height(row: Sequence[object], widths: Sequence[float]) -> float:
    """Return the height of a row in points: LibreOffice does not work it out for words that go over several lines."""
    lines = [
        sum(math.ceil(max(len(line), 1) / (width * _FILLED)) for line in value[:LONGEST_CELL].split("\n"))
        for value, width in zip(row, widths, strict=True)
        if isinstance(value, str)
    ]
    return _LINE_POINTS * min(max(lines, default=1), _MOST_LINES)


def _in_words(table: pd.DataFrame) -> pd.DataFrame:
    """Return a table with the words of closed lists as they are called; a word of no list stays as it is."""
    columns = {}
    for column, labels in _WORDS.items():
        if column in table.columns:
            words = {str(word): translate(label) for word, label in labels.items()}
            columns[column] = table[column].map(words).fillna(table[column])
    return table.assign(**columns)
