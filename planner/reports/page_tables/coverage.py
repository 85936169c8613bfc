"""Who reaches a kind of place, by region, as a table."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

import pandas as pd

from planner.model.assessment import Assessment
from planner.model.kinds import Level
from planner.model.labels import LEVEL_LABELS
from planner.reports.facts import capitalised
from planner.reports.lookup import access_rows
from planner.reports.page_tables.table import PageTable
from planner.reports.spreadsheet import as_csv
from planner.texts import Text, text, translate

ACCESS_HEADS: Mapping[str, Text] = {
    "children": text("Children"),
    "children_within": text("Children within reach"),
    "children_beyond": text("Children out of reach"),
    "share": text("Share within reach"),
    "share_low": text("Least share"),
    "share_high": text("Greatest share"),
    "median_min": text("Half walk at most (minutes)"),
    "p90_min": text("Nine in ten walk at most (minutes)"),
    "choices_median": text("Places to choose from (middle child)"),
    "choices_mean": text("Places to choose from (average)"),
    "park_m2_per_child": text("Park for each child (m²)"),
    "area_unknown": text("Parks within reach of unknown area"),
    "capacity_per_child": text("Capacity for each child"),
    "capacity_unknown": text("Places within reach of unknown capacity"),
    "capacity_assumed": text("Places within reach whose capacity is assumed"),
}
"""What the figures of reach are called, wherever they are shown."""


@dataclass(frozen=True)
class CoverageFile(PageTable):
    """Who reaches a kind of place.

    Attributes
    ----------
    place_kind, age_tier, level
        What is reached, by whom, and the regions that have a row.
    """

    kind: ClassVar[str] = "coverage"
    place_kind: str
    age_tier: str
    level: Level

    @property
    def file_name(self) -> str:
        """Name of the table's file."""
        return f"{translate(text('coverage'))}-{self.place_kind}-{self.age_tier}-{self.level}.csv"


def coverage_rows(assessment: Assessment, asked: CoverageFile) -> pd.DataFrame:
    """Return the regions, those with the most children out of reach first."""
    rows = access_rows(assessment, asked.level, asked.place_kind, asked.age_tier)
    rows = rows.assign(name=rows["code"].map(assessment.city.region_names))
    rows = rows.assign(children_beyond=rows["children"] - rows["children_within"])
    return rows.sort_values(["children_beyond", "code"], ascending=[False, True], ignore_index=True)


def level_head(level: Level) -> Text:
    """Return the head of a column with the names of a level's regions."""
    return text("{level}", level=capitalised(translate(LEVEL_LABELS[level])))


def coverage_file(assessment: Assessment, asked: CoverageFile) -> bytes:
    """Return the table, in the spoken language.

    Raises
    ------
    planner.errors.OptionError
        If nobody was counted so.
    """
    rows = coverage_rows(assessment, asked)
    if rows.empty:
        raise asked.missing()
    heads = {"code": text("Code"), "name": level_head(asked.level), **ACCESS_HEADS}
    return as_csv(rows[list(heads)], heads)
