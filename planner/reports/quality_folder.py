"""Quality reports as files: a workbook for people, JSON for programs."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from planner.cleaning.quality.report import QualityReport
from planner.reports.folder import check_folder, put_files
from planner.reports.quality import quality_json, quality_workbook
from planner.texts import Language

JSON_FILE = "quality.json"
WORKBOOK_FILE = "quality.xlsx"


def quality_document(reports: Sequence[QualityReport], language: Language | None = None) -> str:
    """Return reports as one JSON document, one entry of ``layers`` for each.

    Parameters
    ----------
    reports
        One report for each source.
    language
        The language of the sentences; the one spoken now if left out.
    """
    layers = [quality_json(report, language) for report in reports]
    return json.dumps({"schema": 1, "layers": layers}, ensure_ascii=False, indent=1, allow_nan=False) + "\n"


def write_quality(reports: Sequence[QualityReport], out: Path, language: Language | None = None) -> tuple[Path, ...]:
    """Write ``quality.xlsx`` and ``quality.json`` into a folder, in place of former ones.

    Parameters
    ----------
    reports
        One report for each source.
    out
        The folder; made where it is missing.
    language
        The language of the sentences; the one spoken now if left out.

    Raises
    ------
    planner.errors.OutputError
        If the folder is a file, or a file in it can't be written.
    """
    check_folder(out)
    return put_files(
        out,
        {
            WORKBOOK_FILE: quality_workbook(reports, language),
            JSON_FILE: quality_document(reports, language).encode("utf-8"),
        },
    )
