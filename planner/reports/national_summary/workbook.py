"""The figures of a country as one workbook."""

from __future__ import annotations

import io

import pandas as pd
import xlsxwriter

from planner.reports.data_package.workbook import Sheets
from planner.reports.national_summary.figures import Summary
from planner.reports.national_summary.tables import shown_tables
from planner.reports.national_summary.words import TITLE, about
from planner.reports.zips import without_times
from planner.texts import text, translate


def summary_workbook(summary: Summary) -> bytes:
    """Return the workbook, in the language that is spoken. The same run gives the same bytes.

    Every text is written as a text, so that no name can run as a formula.

    Parameters
    ----------
    summary
        What is told.
    """
    written = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(written, options) as book:
        sheets = Sheets(book)
        told = pd.DataFrame({"about": [translate(sentence) for sentence in about(summary)]})
        sheets.table(translate(text("About")), {"about": translate(TITLE)}, told)
        for title, heads, table in shown_tables(summary):
            sheets.table(translate(title), {column: translate(head) for column, head in heads.items()}, table)
    return without_times(written.getvalue())
