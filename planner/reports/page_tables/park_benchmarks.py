"""Every number of the benchmarks of access to parks and play, as a table."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

import pandas as pd

from planner.checks.each.access_benchmarks.measuring import LABELS, PLAY_SPACE
from planner.model.assessment import Assessment
from planner.reports.page_tables.table import PageTable
from planner.reports.spreadsheet import as_csv
from planner.texts import Text, text, translate

SHARES: Mapping[str, tuple[str, str]] = {
    "SDG1171": ("share", PLAY_SPACE),
    "TPL10": ("share", PLAY_SPACE),
    "WHO300": ("share", "green_space"),
    "LAP": ("tier_share", PLAY_SPACE),
    "LEAP": ("tier_share", PLAY_SPACE),
    "NEAP": ("tier_share", PLAY_SPACE),
}
"""Each benchmark, the number of it that stands for it, and what is reached."""

_HEADS: Mapping[str, Text] = {
    "rule": text("Rule"),
    "level": text("Level"),
    "code": text("Code"),
    "name": text("Region"),
    "subject": text("What is reached"),
    "measure": text("Number"),
    "value": text("Value"),
    "unit": text("Unit"),
}


@dataclass(frozen=True)
class BenchmarksFile(PageTable):
    """Every number of the benchmarks."""

    kind: ClassVar[str] = "park_benchmarks"

    @property
    def file_name(self) -> str:
        """Name of the table's file."""
        return "benchmarks.csv"


def benchmark_measures(assessment: Assessment) -> pd.DataFrame:
    """Return those of the assessment's measures that belong to a benchmark."""
    measures: pd.DataFrame = assessment.details.measures
    return measures[measures["rule"].isin(list(SHARES))]


def benchmarks_file(assessment: Assessment) -> bytes:
    """Return the table, in the spoken language."""
    city, rows = assessment.city, benchmark_measures(assessment)
    names: dict[str, str] = {city.code: city.name, **city.region_names}
    told = rows.assign(
        name=rows["code"].map(names), measure=[translate(LABELS[measure]) for measure in rows["measure"]]
    )
    return as_csv(told[list(_HEADS)], _HEADS)
