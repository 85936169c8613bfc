"""Files of an assessment, as workers make them."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from planner.model.assessment import Assessment
from planner.reports.contract import assessment_json
from planner.reports.geopackage import write_geopackage
from planner.reports.webmap import map_html
from planner.texts import current_language


def geopackage_bytes(assessment: Assessment) -> bytes:
    """Return the GeoPackage of an assessment in the language spoken."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "assessment.gpkg"
        write_geopackage(assessment, path, current_language())
        return path.read_bytes()


def document_bytes(assessment: Assessment) -> bytes:
    """Return the figures of an assessment as JSON in the language spoken."""
    return assessment_json(assessment, current_language()).encode("utf-8")


def map_bytes(assessment: Assessment) -> bytes:
    """Return the map of an assessment as one file in the language spoken."""
    return map_html(assessment).encode("utf-8")
