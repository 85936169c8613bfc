"""Quality reports on a page: counts, remarks with row and reason, changes, and the same as files."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from functools import partial

import pandas as pd
import streamlit as st

from planner.cleaning.quality.report import OUTCOME_LABELS, Outcome, QualityReport
from planner.model.city import City
from planner.model.labels import KIND_LABELS
from planner.reports.delivery_told import count_line, freshness_line
from planner.reports.facts import capitalised
from planner.reports.quality import quality_workbook
from planner.reports.quality_folder import QualityName, quality_document, quality_file
from planner.texts import Text, plural, text, translate
from planner.ui.components.downloads import on_demand
from planner.ui.components.markup import Content, Html, bullets, element, joined, show, table

_MOST_ROWS = 200
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def remark_table(report: QualityReport, outcome: Outcome) -> Html:
    """Return the remarks of one outcome, folded away; nothing where there are none."""
    remarks = report.remarks[report.remarks["outcome"] == str(outcome)]
    if remarks.empty:
        return joined([])
    heads: dict[str, Content] = {
        "row": text("Row"),
        "reason": text("Reason"),
        "column": text("Column"),
        "value": text("Value"),
    }
    rows: list[dict[str, Content]] = [
        {
            "row": _row_told(row, line),
            "reason": reason,
            "column": column,
            "value": None if pd.isna(value) else str(value),
        }
        for row, line, column, value, _, _, reason in remarks.head(_MOST_ROWS).itertuples(index=False)
    ]
    label = capitalised(translate(OUTCOME_LABELS[outcome]))
    summary = plural("{outcome}: {n} remark", "{outcome}: {n} remarks", len(remarks), outcome=label)
    more = None
    if len(remarks) > _MOST_ROWS:
        more = text("These are the first {shown}; all of them stand in the Excel file.", shown=_MOST_ROWS)
    written = table(label, heads, rows, prose=True)
    return element("details", element("summary", summary), written, element("p", more, css="note") if more else None)


def _row_told(row: int, line: float | None) -> Text:
    if line is None or pd.isna(line):
        return text("Row {row}", row=int(row))
    return text("Row {row} (in the sheet: {line})", row=int(row), line=int(line))


def change_table(report: QualityReport) -> Html:
    """Return the difference from the last delivery; a sentence where there was none."""
    if not report.changes:
        return element("p", text("There was no delivery of this source before."), css="note")
    heads: dict[str, Content] = {
        "kind": text("Kind"),
        "kecamatan": text("Kecamatan"),
        "before": text("Last delivery"),
        "after": text("This delivery"),
    }
    rows: list[dict[str, Content]] = [
        {
            "kind": KIND_LABELS[change.kind],
            "kecamatan": change.kecamatan or text("in no kecamatan"),
            "before": change.before,
            "after": change.after,
        }
        for change in report.changes
    ]
    return table(text("Changes since the last delivery"), heads, rows, numbers=["before", "after"])


def show_report(report: QualityReport) -> None:
    """Show what became of the rows of one layer."""
    show(
        element("p", count_line(report), css="lead"),
        element("p", freshness_line(report.freshness)),
        bullets(report.notices) if report.notices else None,
        *(remark_table(report, outcome) for outcome in Outcome),
    )


def report_downloads(reports: Sequence[QualityReport], city: City | None = None, day: dt.date | None = None) -> None:
    """Offer reports as Excel and JSON, made when they are asked for.

    Parameters
    ----------
    reports
        The reports.
    city, day
        The city whose layers they are all about, and the day; left out for reports on deliveries.
    """
    with st.container(horizontal=True):
        for label, name, mime in (
            (text("Report (Excel)"), QualityName.WORKBOOK, _XLSX),
            (text("Report (JSON)"), QualityName.DOCUMENT, "application/json"),
        ):
            make = partial(_delivered, reports, name)
            if city is not None and day is not None:
                make = partial(quality_file, city, reports, day, name)
            st.download_button(
                translate(label),
                on_demand(make),
                file_name=name,
                mime=mime,
                key=f"quality_{name}",
                on_click="ignore",
            )


def _delivered(reports: Sequence[QualityReport], name: QualityName) -> bytes:
    return quality_workbook(reports) if name is QualityName.WORKBOOK else quality_document(reports).encode("utf-8")
