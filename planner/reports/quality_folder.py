"""Quality reports as files: a workbook for people, JSON for programs."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any, ClassVar

from planner.cleaning.quality.report import QualityReport
from planner.model.city import City
from planner.model.options import Options
from planner.reports.carried.json import MEMBER
from planner.reports.folder import check_folder, put_files
from planner.reports.provenance import Asked, provenance_document
from planner.reports.quality import quality_json, quality_workbook
from planner.texts import Language


class QualityName(StrEnum):
    """Name of a file of a quality report."""

    WORKBOOK = "quality.xlsx"
    DOCUMENT = "quality.json"


@dataclass(frozen=True)
class QualityFile(Asked):
    """A report on all layers of a city.

    Attributes
    ----------
    file
        Which file of it.
    """

    kind: ClassVar[str] = "quality"
    file: QualityName


def quality_file(city: City, reports: Sequence[QualityReport], day: dt.date, name: QualityName) -> bytes:
    """Return a file of the report on all layers of a city, in the spoken language.

    Parameters
    ----------
    city
        The city.
    reports
        One report for each source.
    day
        The day of the reports.
    name
        Which file.
    """
    made = provenance_document(city, Options(as_of=day), QualityFile(name))
    if name is QualityName.WORKBOOK:
        return quality_workbook(reports, provenance=json.dumps(made))
    return quality_document(reports, provenance=made).encode("utf-8")


def quality_files(city: City, reports: Sequence[QualityReport], day: dt.date) -> dict[str, bytes]:
    """Return both files by their names, in the spoken language."""
    return {str(name): quality_file(city, reports, day, name) for name in QualityName}


def quality_document(
    reports: Sequence[QualityReport], language: Language | None = None, provenance: dict[str, Any] | None = None
) -> str:
    """Return reports as one JSON document, one entry of ``layers`` for each.

    Parameters
    ----------
    reports
        One report for each source.
    language
        The language of the sentences; the one spoken now if left out.
    provenance
        How the document is made; ``null`` if left out.
    """
    layers = [quality_json(report, language) for report in reports]
    return (
        json.dumps({"schema": 1, MEMBER: provenance, "layers": layers}, ensure_ascii=False, indent=1, allow_nan=False)
        + "\n"
    )


def write_quality(reports: Sequence[QualityReport], out: Path, language: Language | None = None) -> tuple[Path, ...]:
    """Write the reports on deliveries, ``quality.xlsx`` and ``quality.json``, into a folder, in place of former ones.

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
            QualityName.WORKBOOK: quality_workbook(reports, language),
            QualityName.DOCUMENT: quality_document(reports, language).encode("utf-8"),
        },
    )
