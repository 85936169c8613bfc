"""What the tables of pages have in common: a name, and the metadata that go beside them."""

from __future__ import annotations

from abc import ABC, abstractmethod

from planner.errors import OptionError
from planner.model.city import City
from planner.model.options import Options
from planner.reports.carried import csvw
from planner.reports.provenance import Asked, how_made
from planner.texts import Percent, Text, text, translate

Cell = Text | Percent | str | float | int | None
"""What stands in a cell, before it is written in a language."""


class PageTable(Asked, ABC):
    """What is asked of a table: what was chosen on its page."""

    @property
    @abstractmethod
    def file_name(self) -> str:
        """Name of the table's file."""

    def missing(self) -> OptionError:
        """Return the error that the city has nothing for the table."""
        return OptionError(
            text(
                "The city has nothing for the table {file}: another one, or another choice, was meant.",
                file=self.file_name,
            )
        )


def table_metadata(city: City, options: Options, asked: PageTable, table: bytes) -> dict[str, bytes]:
    """Return the metadata that go beside a table, by the name of their file."""
    return csvw.metadata(asked.file_name, table, how_made(city, options, asked))


def plain(content: Text | Percent | str | int | float) -> str:
    """Return content as plain text, numbers and texts as the spoken language writes them."""
    if isinstance(content, str):
        return content
    return translate(content if isinstance(content, Text) else Text("{value}", {"value": content}))
