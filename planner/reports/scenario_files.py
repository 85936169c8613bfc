"""A comparison of scenarios as files: for other programs, for people, and for QGIS."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path
from typing import ClassVar

from planner.reports.provenance import Asked, how_made, provenance_document
from planner.reports.scenario_document import comparison_json
from planner.reports.scenario_geopackage import write_comparison_geopackage
from planner.reports.scenario_workbook import comparison_workbook
from planner.scenarios.comparing import Comparison
from planner.sources.scenarios.document import scenario_toml
from planner.texts import current_language


class ComparisonName(StrEnum):
    """Name of a file of a comparison."""

    DOCUMENT = "comparison.json"
    WORKBOOK = "comparison.xlsx"
    GEOPACKAGE = "comparison.gpkg"


@dataclass(frozen=True)
class ComparisonFile(Asked):
    """One of the files.

    Attributes
    ----------
    file
        Which one.
    present
        What the city as it is is called in it.
    scenarios
        Each scenario as its file (TOML), with the options under which it was assessed.
    """

    kind: ClassVar[str] = "comparison"
    file: ComparisonName
    present: str
    scenarios: tuple[str, ...]


def comparison_file(comparison: Comparison, name: ComparisonName) -> bytes:
    """Return one of the files, in the spoken language."""
    first, *others = comparison.named
    assessments = [one.assessment for one in others]
    scenarios = [(one.city.scenario, one.options) for one in assessments]
    written = tuple(scenario_toml(replace(own, options=options)) for own, options in scenarios if own is not None)
    city, options, language = first.assessment.city, first.assessment.options, current_language()
    asked = ComparisonFile(name, first.name, written)
    match name:
        case ComparisonName.DOCUMENT:
            return comparison_json(comparison, language, provenance_document(city, options, asked)).encode("utf-8")
        case ComparisonName.WORKBOOK:
            return comparison_workbook(comparison, language, how_made(city, options, asked))
        case ComparisonName.GEOPACKAGE:
            with tempfile.TemporaryDirectory(prefix="planner-") as folder:
                path = Path(folder) / name
                write_comparison_geopackage(comparison, path, language, how_made(city, options, asked))
                return path.read_bytes()
