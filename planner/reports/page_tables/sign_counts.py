"""How many places have a good KSTR sign, by kind or by region, as a table."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

import pandas as pd

from planner.model.assessment import Assessment
from planner.model.kinds import Level
from planner.model.labels import KIND_LABELS
from planner.reports.facts import capitalised
from planner.reports.page_tables.coverage import level_head
from planner.reports.page_tables.table import PageTable
from planner.reports.spreadsheet import as_csv
from planner.reports.work_list.signs import COUNTS, sign_counts
from planner.texts import Text, text, translate

_COUNT_HEADS: Mapping[str, Text] = {
    "places": text("Places"),
    "signs_good": text("Good sign"),
    "signs_bad": text("Bad sign, or none"),
    "signs_unknown": text("Not known"),
}


@dataclass(frozen=True)
class SignCountsFile(PageTable):
    """Counts of signs.

    Attributes
    ----------
    level
        The regions that have a row; for the whole city each kind of place has one.
    """

    kind: ClassVar[str] = "sign_counts"
    level: Level

    @property
    def file_name(self) -> str:
        """Name of the table's file."""
        return "kstr-kind.csv" if self.level is Level.CITY else f"kstr-{self.level}.csv"


def sign_count_rows(assessment: Assessment, level: Level) -> pd.DataFrame:
    """Return the rows of the table: name and counts, regions with the most bad signs first."""
    rows = sign_counts(assessment, level)
    if level is Level.CITY:
        rows = rows[rows["subject"] != ""]
        return rows.assign(name=[capitalised(translate(KIND_LABELS[kind])) for kind in rows["subject"]])
    rows = rows[rows["subject"] == ""]
    rows = rows.assign(name=rows["code"].map(assessment.city.region_names))
    return rows.sort_values(["signs_bad", "signs_unknown", "code"], ascending=[False, False, True])


def sign_count_heads(level: Level) -> dict[str, Text]:
    """Return the columns of the table."""
    return {"name": text("Kind") if level is Level.CITY else level_head(level), **_COUNT_HEADS}


def sign_counts_file(assessment: Assessment, asked: SignCountsFile) -> bytes:
    """Return the table, in the spoken language.

    Raises
    ------
    planner.errors.OptionError
        If no place that has to be smoke-free is listed.
    """
    rows = sign_count_rows(assessment, asked.level)
    if rows.empty:
        raise asked.missing()
    return as_csv(rows[["name", *COUNTS]], sign_count_heads(asked.level))
