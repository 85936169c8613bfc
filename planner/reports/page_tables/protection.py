"""Services that protect children, by region, as a table."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import pandas as pd

from planner.checks.each.protection_services.listing import services_by_region
from planner.model.city import City
from planner.model.kinds import PROTECTION_KINDS, Level
from planner.model.labels import KIND_LABELS
from planner.reports.page_tables.table import PageTable
from planner.reports.spreadsheet import as_csv
from planner.texts import text, translate


@dataclass(frozen=True)
class ProtectionFile(PageTable):
    """Services by region.

    Attributes
    ----------
    level
        The regions that have a row.
    """

    kind: ClassVar[str] = "protection"
    level: Level

    @property
    def file_name(self) -> str:
        """Name of the table's file."""
        return f"{translate(text('child-protection-services'))}-{self.level}.csv"


def protection_counts(city: City, level: Level) -> pd.DataFrame | None:
    """Return how many services each region has: code, name, and a column a kind; ``None`` where none is listed."""
    counted = services_by_region(city, level).dropna(axis="columns", how="all")
    if counted.empty or not len(counted.columns):
        return None
    names = city.region_names | {city.code: city.name}
    return counted.astype("int64").reset_index().assign(name=[names[str(code)] for code in counted.index])


def protection_file(city: City, asked: ProtectionFile) -> bytes:
    """Return the table, in the spoken language.

    Raises
    ------
    planner.errors.OptionError
        If the city lists no such service.
    """
    counted = protection_counts(city, asked.level)
    if counted is None:
        raise asked.missing()
    kinds = {str(kind): KIND_LABELS[kind] for kind in PROTECTION_KINDS if str(kind) in counted.columns}
    heads = {"code": text("Code"), "name": text("Region"), **kinds}
    return as_csv(counted[list(heads)], heads)
