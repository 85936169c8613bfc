"""A quality report as JSON and as a workbook."""

from __future__ import annotations

import io
import json

import numpy as np
import pandas as pd
import python_calamine

from planner.cleaning.quality.report import Change, Freshness, Outcome, QualityReport, RemarkList
from planner.reports.quality import quality_json, quality_workbook
from planner.texts import Language, text


def drawn_report() -> QualityReport:
    """Return a report of two rows, one of them set aside for a name like a formula."""
    remarks = RemarkList(np.array([1, 2]), first_line=4)
    values = pd.Series(["Taman", '=HYPERLINK("http://a.b")'], dtype="str")
    remarks.add(
        np.array([False, True]),
        "formula",
        Outcome.SET_ASIDE,
        text("This is a row of totals."),
        column="Nama",
        values=values,
    )
    return QualityReport(
        source="dlh",
        file="taman.csv",
        layer="taman",
        rows_read=2,
        rows_accepted=1,
        rows_repaired=0,
        rows_set_aside=1,
        remarks=remarks.table(),
        notices=(text("The row that numbers the columns was left out."),),
        freshness=Freshness("2024", "2025-06", 0),
        changes=(Change("park", "91.01.01", "Utara", 3, 1),),
    )


def test_the_json_has_numbers_as_numbers_and_sentences_in_one_language() -> None:
    written = json.loads(json.dumps(quality_json(drawn_report(), Language.ENGLISH), allow_nan=False))
    assert written["rows"] == {"read": 2, "accepted": 1, "repaired": 0, "set_aside": 1}
    assert written["remarks"] == [
        {
            "row": 2,
            "line": 5,
            "column": "Nama",
            "value": '=HYPERLINK("http://a.b")',
            "outcome": "set_aside",
            "code": "formula",
            "reason": "This is a row of totals.",
        }
    ]
    assert written["changes"] == [
        {"kind": "park", "kecamatan_code": "91.01.01", "kecamatan": "Utara", "before": 3, "after": 1}
    ]
    assert written["notices"] == ["The row that numbers the columns was left out."]


def test_nothing_in_the_workbook_can_run() -> None:
    content = quality_workbook([drawn_report()], Language.ENGLISH)
    book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
    assert book.sheet_names == ["Summary", "Remarks", "Changes"]
    rows = book.get_sheet_by_name("Remarks").to_python()
    # A formula would give its last value, 0; a text gives itself.
    assert rows[1] == ["dlh", 2.0, 5.0, "Nama", '=HYPERLINK("http://a.b")', "set aside", "This is a row of totals."]
    assert book.get_sheet_by_name("Changes").to_python()[1] == ["dlh", "park", "Utara", 3.0, 1.0]
