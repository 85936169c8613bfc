"""Rules × kecamatan: what is met where, at one look."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from planner.model.city import City
from planner.model.kinds import Level, Status

WHOLE_CITY = ""
"""Stands for the whole city where otherwise stands the code of a kecamatan."""


@dataclass(frozen=True)
class Cell:
    """How the units of a rule stand within one kecamatan, or within the city.

    Attributes
    ----------
    counts
        How many are met, unmet and unknown.
    """

    counts: Mapping[Status, int]

    @property
    def total(self) -> int:
        """How many units there are."""
        return sum(self.counts.values())

    @property
    def status(self) -> Status | None:
        """The status of the only unit; ``None`` where there are several, of which no single one can be told."""
        return next((status for status, number in self.counts.items() if number), None) if self.total == 1 else None


@dataclass(frozen=True)
class MatrixRow:
    """One rule at one level.

    Attributes
    ----------
    rule, title, domain
        The rule.
    level
        The level of the units it was applied to.
    cells
        By code of kecamatan, :data:`WHOLE_CITY` for a finding of the city; only where there is a finding.
    all
        Every unit of the rule at this level together.
    """

    rule: str
    title: str
    domain: str
    level: Level
    cells: Mapping[str, Cell]
    all: Cell


@dataclass(frozen=True)
class Matrix:
    """Rules × kecamatan.

    Attributes
    ----------
    kecamatan
        Name by code, in the order of codes; those of which there is a finding.
    rows
        One a rule and level, in the order of the findings.
    """

    kecamatan: Mapping[str, str]
    rows: tuple[MatrixRow, ...]

    @property
    def has_city(self) -> bool:
        """Whether any rule speaks of the whole city."""
        return any(WHOLE_CITY in row.cells for row in self.rows)


def matrix_of(city: City, table: pd.DataFrame) -> Matrix:
    """Return the matrix of findings.

    Parameters
    ----------
    city
        The city.
    table
        What :func:`planner.reports.scoreboard.table.finding_table` returns, or some of its rows.
    """
    shown = frozenset(table["kecamatan_code"])
    regions = city.regions_at(Level.KECAMATAN)
    names = {code: name for code, name in zip(regions["code"], regions["name"], strict=True) if code in shown}
    columns = ["rule", "title", "domain", "level", "kecamatan_code", "status"]
    found: dict[tuple[str, str, str, str], dict[str, dict[Status, int]]] = {}
    for *about, kecamatan, status in table[columns].itertuples(index=False, name=None):
        rule, title, domain, level = about
        cells = found.setdefault((rule, title, domain, level), {})
        cells.setdefault(kecamatan, dict.fromkeys(Status, 0))[Status(status)] += 1
    rows = (_row(*about, cells) for about, cells in found.items())
    return Matrix(names, tuple(rows))


def _row(rule: str, title: str, domain: str, level: str, cells: Mapping[str, Mapping[Status, int]]) -> MatrixRow:
    together = {status: sum(counts[status] for counts in cells.values()) for status in Status}
    return MatrixRow(
        rule, title, domain, Level(level), {code: Cell(counts) for code, counts in cells.items()}, Cell(together)
    )
