"""A quality report as JSON and as a workbook."""

from __future__ import annotations

import io
from collections.abc import Sequence

import pandas as pd
import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from planner.cleaning.quality.report import OUTCOME_LABELS, Outcome, QualityReport
from planner.model.labels import KIND_LABELS
from planner.reports.zips import without_times
from planner.texts import Language, Text, text, translate

_WIDTH = 22
_WIDE = 80


def quality_json(report: QualityReport, language: Language | None = None) -> dict[str, object]:
    """Return a report as it is written to JSON: numbers as numbers, sentences in one language.

    Parameters
    ----------
    report
        The report.
    language
        The language of its sentences; the one spoken now if left out.
    """
    return {
        "schema": 1,
        "source": report.source,
        "file": report.file,
        "layer": report.layer,
        "rows": {
            "read": report.rows_read,
            "accepted": report.rows_accepted,
            "repaired": report.rows_repaired,
            "set_aside": report.rows_set_aside,
        },
        "remarks_by_code": dict(report.counts),
        "remarks": _remarks(report.remarks, language),
        "notices": [translate(notice, language) for notice in report.notices],
        "freshness": {
            "oldest": report.freshness.oldest or None,
            "newest": report.freshness.newest or None,
            "undated": report.freshness.undated,
        },
        "changes": [
            {
                "kind": change.kind,
                "kecamatan_code": change.kecamatan_code or None,
                "kecamatan": change.kecamatan or None,
                "before": change.before,
                "after": change.after,
            }
            for change in report.changes
        ],
        "needs_confirmation": [translate(reason, language) for reason in report.needs_confirmation],
    }


def _remarks(remarks: pd.DataFrame, language: Language | None) -> list[dict[str, object]]:
    # One text may stand in very many rows: each is translated once.
    sentences = {id(reason): translate(reason, language) for reason in remarks["reason"]}
    return [
        {
            "row": int(row),
            "line": None if pd.isna(line) else int(line),
            "column": column,
            "value": value,
            "outcome": outcome,
            "code": code,
            "reason": sentences[id(reason)],
        }
        for row, line, column, value, outcome, code, reason in remarks.itertuples(index=False)
    ]


def quality_workbook(reports: Sequence[QualityReport], language: Language | None = None, provenance: str = "") -> bytes:
    """Return reports as an Excel workbook: a summary, the remarks, and what changed.

    Every text is written as a text, so that nothing in a delivered layer can run as a formula.

    Parameters
    ----------
    reports
        One report for each source.
    language
        The language of its words; the one spoken now if left out.
    provenance
        How the workbook is made.
    """
    written = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(written, options) as book:
        book.set_properties({"comments": provenance})
        bold = book.add_format({"bold": True})
        for title, header, rows in (
            (text("Summary"), _SUMMARY, _summary_rows(reports)),
            (text("Remarks"), _REMARKS, _remark_rows(reports)),
            (text("Changes"), _CHANGES, _change_rows(reports)),
        ):
            sheet = book.add_worksheet(translate(title, language)[:31])
            sheet.freeze_panes(1, 0)
            sheet.set_column(0, len(header) - 1, _WIDTH)
            for column, label in enumerate(header):
                sheet.write_string(0, column, translate(label, language), bold)
            _write_rows(sheet, rows, language)
            sheet.set_column(len(header) - 1, len(header) - 1, _WIDE if header is not _CHANGES else _WIDTH)
    return without_times(written.getvalue())


def _write_rows(sheet: Worksheet, rows: Sequence[Sequence[object]], language: Language | None) -> None:
    for number, row in enumerate(rows, start=1):
        for column, value in enumerate(row):
            if isinstance(value, int | float):
                sheet.write_number(number, column, value)
            elif value is not None:
                sheet.write_string(
                    number, column, translate(value, language) if isinstance(value, Text) else str(value)
                )


_SUMMARY = (
    text("Source"),
    text("File"),
    text("Rows read"),
    text("Accepted"),
    text("Repaired"),
    text("Set aside"),
    text("Oldest record"),
    text("Newest record"),
    text("What to know"),
)
_REMARKS = (
    text("Source"),
    text("Row of the data"),
    text("Row of the sheet"),
    text("Column"),
    text("Value"),
    text("Outcome"),
    text("Reason"),
)
_CHANGES = (
    text("Source"),
    text("Kind"),
    text("Kecamatan"),
    text("Last delivery"),
    text("This delivery"),
)


def _summary_rows(reports: Sequence[QualityReport]) -> list[list[object]]:
    rows: list[list[object]] = []
    for report in reports:
        counts = [report.rows_read, report.rows_accepted, report.rows_repaired, report.rows_set_aside]
        said: list[Text | None] = [*report.needs_confirmation, *report.notices]
        said = said or [None]
        rows.append([report.source, report.file, *counts, report.freshness.oldest, report.freshness.newest, said[0]])
        rows += [[None] * 8 + [sentence] for sentence in said[1:]]
    return rows


def _remark_rows(reports: Sequence[QualityReport]) -> list[list[object]]:
    return [
        [
            report.source,
            int(row),
            None if pd.isna(line) else int(line),
            column,
            value,
            OUTCOME_LABELS[Outcome(outcome)],
            reason,
        ]
        for report in reports
        for row, line, column, value, outcome, _, reason in report.remarks.itertuples(index=False)
    ]


def _change_rows(reports: Sequence[QualityReport]) -> list[list[object]]:
    return [
        [report.source, KIND_LABELS[change.kind], change.kecamatan, change.before, change.after]
        for report in reports
        for change in report.changes
    ]
