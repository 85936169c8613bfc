"""How much park the people of a region ask for, by a regulation that has been replaced, as a table."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

import pandas as pd

from planner.checks.each.park_supply.needed import PARK_KEC, PARK_KEL, SERVES
from planner.model.assessment import Assessment
from planner.model.kinds import Level
from planner.reports.page_tables.table import PageTable
from planner.reports.spreadsheet import as_csv
from planner.texts import Text, text

SUPPLY_HEADS: Mapping[str, Text] = {
    "needed_m2": text("Asked for (m²)"),
    "recorded_m2": text("Recorded (m²)"),
    "missing_at_most_m2": text("Missing at most (m²)"),
    "parks": text("Parks known"),
    "parks_without_area": text("Of unknown area"),
}
"""Numbers of the table, by the name of the measure."""

RULES: Mapping[Level, str] = {SERVES[rule]: rule for rule in (PARK_KEC, PARK_KEL)}
"""The rule that asks for parks in the regions of a level."""


@dataclass(frozen=True)
class ParkSupplyFile(PageTable):
    """Park asked for and recorded.

    Attributes
    ----------
    level
        The regions that have a row.
    """

    kind: ClassVar[str] = "park_supply"
    level: Level

    @property
    def file_name(self) -> str:
        """Name of the table's file."""
        return f"parks-{self.level}.csv"


def supply_numbers(assessment: Assessment, level: Level) -> pd.DataFrame:
    """Return the numbers of a level, a row a region by its code and a column a number; none where nobody counted."""
    measures = assessment.details.of_rule(RULES.get(level, ""))
    rows = measures[(measures["level"] == level) & measures["measure"].isin(list(SUPPLY_HEADS))]
    wide = rows.pivot(index="code", columns="measure", values="value")
    return wide.reindex(columns=list(SUPPLY_HEADS)).dropna(how="all")


def park_supply_file(assessment: Assessment, asked: ParkSupplyFile) -> bytes:
    """Return the table, in the spoken language.

    Raises
    ------
    planner.errors.OptionError
        If what the regions ask for is not known.
    """
    numbers = supply_numbers(assessment, asked.level)
    if numbers.empty:
        raise asked.missing()
    named = numbers.assign(name=numbers.index.map(assessment.city.region_names)).reset_index()
    heads = {"code": text("Code"), "name": text("Name"), **SUPPLY_HEADS}
    return as_csv(named[list(heads)], heads)
