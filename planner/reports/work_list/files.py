"""The files of a KSTR work list."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar

from planner.model.assessment import Assessment
from planner.reports.carried import csvw
from planner.reports.carried.html import block
from planner.reports.provenance import Asked, how_made, provenance_document
from planner.reports.spreadsheet import as_csv
from planner.reports.work_list.geopackage import work_geopackage
from planner.reports.work_list.sheet import work_sheet
from planner.reports.work_list.table import HEADS, stop_table
from planner.rounds.travel import Travel
from planner.rounds.work_list import WorkList


class WorkListName(StrEnum):
    """Name of a file of a work list."""

    SHEET = "kstr.html"
    TABLE = "kstr.csv"
    GEOPACKAGE = "kstr.gpkg"


@dataclass(frozen=True)
class WorkListFile(Asked):
    """One of the files.

    Attributes
    ----------
    file
        Which one.
    travel, unsurveyed, region
        How the work is done, and what is listed, as :class:`~planner.rounds.work_list.WorkList` says.
    """

    kind: ClassVar[str] = "work_list"
    file: WorkListName
    travel: Travel
    unsurveyed: bool
    region: str | None


def work_file(assessment: Assessment, work: WorkList, name: WorkListName) -> bytes:
    """Return one of the files, in the spoken language."""
    asked = _asked(work, name)
    match name:
        case WorkListName.SHEET:
            made = provenance_document(assessment.city, assessment.options, asked)
            return work_sheet(work, block(made)).encode("utf-8")
        case WorkListName.TABLE:
            return as_csv(stop_table(work), HEADS)
        case WorkListName.GEOPACKAGE:
            return work_geopackage(assessment, work, how_made(assessment.city, assessment.options, asked))


def work_files(assessment: Assessment, work: WorkList) -> dict[str, bytes]:
    """Return all of the files by their names, in the spoken language, with the metadata that go beside the table."""
    files = {str(name): work_file(assessment, work, name) for name in WorkListName}
    return files | work_metadata(assessment, work, files[WorkListName.TABLE])


def work_metadata(assessment: Assessment, work: WorkList, table: bytes) -> dict[str, bytes]:
    """Return the metadata that go beside the table."""
    made = how_made(assessment.city, assessment.options, _asked(work, WorkListName.TABLE))
    return csvw.metadata(WorkListName.TABLE, table, made)


def _asked(work: WorkList, name: WorkListName) -> WorkListFile:
    return WorkListFile(name, work.travel, work.unsurveyed, work.region)
