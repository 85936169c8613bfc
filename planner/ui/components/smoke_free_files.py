"""The files of a KSTR work list."""

from __future__ import annotations

from planner.model.assessment import Assessment
from planner.reports.spreadsheet import as_csv
from planner.reports.work_list.geopackage import work_geopackage
from planner.reports.work_list.sheet import work_sheet
from planner.reports.work_list.table import HEADS, stop_table
from planner.rounds.work_list import WorkList

SHEET_FILE, TABLE_FILE, GEOPACKAGE_FILE = "kstr.html", "kstr.csv", "kstr.gpkg"


def work_file(assessment: Assessment, work: WorkList, name: str) -> bytes:
    """Return what is in one of the files, in the language that is spoken."""
    if name == SHEET_FILE:
        return work_sheet(work).encode("utf-8")
    if name == TABLE_FILE:
        return as_csv(stop_table(work), HEADS)
    return work_geopackage(assessment, work)


def work_files(assessment: Assessment, work: WorkList) -> dict[str, bytes]:
    """Return what is in each file, by its name, in the language that is spoken."""
    return {name: work_file(assessment, work, name) for name in (SHEET_FILE, TABLE_FILE, GEOPACKAGE_FILE)}
