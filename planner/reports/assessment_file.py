"""The three files of an assessment: for other programs, for QGIS, and to look at."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import ClassVar

from planner.model.assessment import Assessment
from planner.reports.provenance import Asked
from planner.texts import current_language


class AssessmentName(StrEnum):
    """Name of a file of an assessment."""

    DOCUMENT = "assessment.json"
    GEOPACKAGE = "assessment.gpkg"
    PAGE = "map.html"


@dataclass(frozen=True)
class AssessmentFile(Asked):
    """One of the files.

    Attributes
    ----------
    file
        Which one.
    """

    kind: ClassVar[str] = "assessment"
    file: AssessmentName


def assessment_file(assessment: Assessment, name: AssessmentName) -> bytes:
    """Return one of the files, in the spoken language."""
    match name:
        case AssessmentName.DOCUMENT:
            from planner.reports.contract import assessment_json

            return assessment_json(assessment, current_language()).encode("utf-8")
        case AssessmentName.PAGE:
            from planner.reports.webmap import map_html

            return map_html(assessment).encode("utf-8")
        case AssessmentName.GEOPACKAGE:
            from planner.reports.geopackage import write_geopackage

            with tempfile.TemporaryDirectory(prefix="planner-") as folder:
                path = Path(folder) / name
                write_geopackage(assessment, path, current_language())
                return path.read_bytes()
