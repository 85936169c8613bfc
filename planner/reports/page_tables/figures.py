"""Figures that others published of a city, as a table."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from planner.model.city import City
from planner.reports.figures import FIGURE_HEADS
from planner.reports.page_tables.table import PageTable
from planner.reports.spreadsheet import as_csv
from planner.texts import text, translate


@dataclass(frozen=True)
class FiguresFile(PageTable):
    """The published figures."""

    kind: ClassVar[str] = "figures"

    @property
    def file_name(self) -> str:
        """Name of the table's file."""
        return f"{translate(text('figures'))}.csv"


def figures_file(city: City, asked: FiguresFile) -> bytes:
    """Return the table, in the spoken language.

    Raises
    ------
    planner.errors.OptionError
        If the city has none.
    """
    if city.figures is None:
        raise asked.missing()
    return as_csv(city.figures[list(FIGURE_HEADS)], FIGURE_HEADS)
