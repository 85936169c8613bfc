"""The assessment as one workbook, for people: findings, a sheet for each kecamatan, tables, and a data dictionary."""

from __future__ import annotations

import io
from collections.abc import Mapping
from typing import Any

import pandas as pd
import xlsxwriter
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
from planner.reports.identity import assessment_id
from planner.reports.zips import without_times
from planner.texts import Text, text, translate

LONGEST_CELL = 32_767
"""Characters that a cell of Excel may hold."""

_A4 = 9
_WIDTH, _WIDE = 16, 52
_PROSE = frozenset(
    {
        "title",
        "reason_text",
        "remedy",
        "citation",
        "next_best_text",
        "note",
        "address",
        "definition",
        "about",
        "licence",
    }
)
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


def assessment_workbook(assessment: Assessment, tables: Mapping[str, pd.DataFrame]) -> bytes:
    """Return the workbook, in the language that is spoken. The same assessment gives the same bytes.

    Every text is written as a text, so that no name can run as a formula.

    Parameters
    ----------
    assessment
        What is told.
    tables
        The tables of :func:`~planner.reports.data_package.tables.assessment_tables`, and ``facilities`` and
        ``proposals`` as tables with positions.
    """
    written = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    shown = {name: tables[name] for name in _SHEETS if name in tables}
    with xlsxwriter.Workbook(written, options) as book:
        book.set_properties({"title": assessment.city.name[:255], "comments": assessment_id(assessment)})
        sheets = _Sheets(book)
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


def _kecamatan_sheets(sheets: _Sheets, assessment: Assessment, findings: pd.DataFrame) -> None:
    """Write a sheet for each kecamatan: its findings and those of its kelurahan."""
    titles = column_titles("findings", pd.Index(_OF_KECAMATAN))
    for code, name in assessment.city.regions_at(Level.KECAMATAN)[["code", "name"]].itertuples(index=False, name=None):
        of_kecamatan = findings.loc[findings["kecamatan_code"] == code, list(_OF_KECAMATAN)]
        sheets.table(name or code, titles, _in_words(of_kecamatan))


class _Sheets:
    """The sheets of a workbook, written one after the other."""

    def __init__(self, book: xlsxwriter.Workbook) -> None:
        self._book = book
        self._names = SheetNames()
        self._head = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bg_color": "#e6e9ec"})
        self._words = book.add_format({"text_wrap": True, "valign": "top"})
        self._number = book.add_format({"valign": "top"})

    def table(self, name: str, titles: Mapping[str, str], table: pd.DataFrame) -> None:
        """Write a table with a frozen head, a filter on each column, and a page as wide as the table."""
        sheet = self._book.add_worksheet(self._names.new(name))
        sheet.freeze_panes(1, 0)
        sheet.set_landscape()
        sheet.set_paper(_A4)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(0)
        for column, (key, title) in enumerate(titles.items()):
            sheet.set_column(column, column, _WIDE if key in _PROSE else _WIDTH)
            self._text(sheet, 0, column, title, self._head)
        for number, row in enumerate(table[list(titles)].itertuples(index=False, name=None), start=1):
            for column, value in enumerate(row):
                self._cell(sheet, number, column, value)
        sheet.autofilter(0, 0, max(len(table), 1), len(titles) - 1)

    def _cell(self, sheet: Worksheet, row: int, column: int, value: Any) -> None:
        if isinstance(value, str):
            self._text(sheet, row, column, value, self._words)
        elif isinstance(value, bool):
            self._text(sheet, row, column, translate(text("yes") if value else text("no")), self._words)
        elif not pd.isna(value):
            sheet.write_number(row, column, value, self._number)

    def _text(self, sheet: Worksheet, row: int, column: int, words: str, form: Any) -> None:
        sheet.write_string(row, column, words[:LONGEST_CELL], form)


def _in_words(table: pd.DataFrame) -> pd.DataFrame:
    """Return a table with the words of closed lists as they are called; a word of no list stays as it is."""
    columns = {}
    for column, labels in _WORDS.items():
        if column in table.columns:
            words = {str(word): translate(label) for word, label in labels.items()}
            columns[column] = table[column].map(words).fillna(table[column])
    return table.assign(**columns)
