"""Tables of growth: people and children by region and year, from a CSV file with its source."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pandas as pd

from planner.errors import MissingFileError, ScenarioError
from planner.model.kinds import CHILDREN_COLUMNS
from planner.model.scenario import MAX_GROWTH_ROWS, GrowthRow, GrowthTable
from planner.sources.columns import counts, required_words
from planner.sources.layers import Layer
from planner.sources.tables import parse_table
from planner.texts import text
from planner.texts.suggestion import nearest_known

CODE, YEAR, POPULATION, CHILDREN = "code", "year", "population", "children"
GROWTH_COLUMNS = [CODE, YEAR, POPULATION, CHILDREN, *CHILDREN_COLUMNS]
"""Columns that a table may have: the first three always; then all children, or every age tier, or neither."""

MAX_BYTES = 2_000_000


def read_growth(path: Path, *, title: str, date: str, licence: str) -> GrowthTable:
    """Read a table of growth.

    Parameters
    ----------
    path
        A CSV file with the columns :data:`GROWTH_COLUMNS`.
    title, date, licence
        What its source is called, of when it is, and under which terms it may be used.

    Raises
    ------
    planner.errors.MissingFileError
        If there is no such file.
    planner.errors.LayerError
        If it is no table.
    planner.errors.ScenarioError
        If a column is missing or unknown, a cell is no count, or the source is not named.
    """
    if not path.is_file():
        raise MissingFileError(text("There is no file {file}: check its name.", file=str(path)))
    return growth_table(path.read_bytes(), path.name, title=title, date=date, licence=licence)


def growth_table(content: bytes, file: str, *, title: str, date: str, licence: str) -> GrowthTable:
    """Read a table of growth from the content of a file.

    Parameters
    ----------
    content
        What stands in the file.
    file
        What it is called.
    title, date, licence
        As in :func:`read_growth`.

    Raises
    ------
    planner.errors.PlannerError
        As in :func:`read_growth`.
    """
    if len(content) > MAX_BYTES:
        raise ScenarioError(
            text("{file} is larger than {most} bytes: leave regions or years out.", file=file, most=MAX_BYTES)
        )
    layer = Layer(file, title, parse_table(content, file))
    known = _known_columns([str(name) for name in layer.rows.columns], file)
    if len(layer.rows) > MAX_GROWTH_ROWS:
        raise ScenarioError(text("{file} has more than {most} rows: leave some out.", file=file, most=MAX_GROWTH_ROWS))
    table = pd.DataFrame({name: counts(layer, name).astype(np.int64) for name in known if name != CODE})
    table.insert(0, CODE, required_words(layer, CODE))
    twice = table.duplicated([CODE, YEAR])
    if twice.any():
        row = table[twice].iloc[0]
        raise ScenarioError(
            text(
                "{file} has two rows for {code} in {year}: delete one.",
                file=file,
                code=str(row[CODE]),
                year=str(row[YEAR]),
            )
        )
    rows = tuple(_row(known, values) for values in table.sort_values([CODE, YEAR]).itertuples(index=False, name=None))
    return GrowthTable(title.strip(), date.strip(), licence.strip(), rows)


def growth_csv(table: GrowthTable) -> str:
    """Return the rows of a table of growth as CSV, always the same for the same rows."""
    first = table.rows[0]
    columns = [CODE, YEAR, POPULATION]
    columns += CHILDREN_COLUMNS if first.tiers else [] if first.children is None else [CHILDREN]
    written = io.StringIO()
    rows = [
        [row.code, row.year, row.population, *(row.tiers or ([] if row.children is None else [row.children]))]
        for row in table.rows
    ]
    pd.DataFrame(rows, columns=columns).to_csv(written, index=False, lineterminator="\n")
    return written.getvalue()


def _known_columns(given: Sequence[str], file: str) -> list[str]:
    """Return the columns of a table in their order, and refuse one that is missing, unknown or too much."""
    for name in given:
        if name not in GROWTH_COLUMNS:
            raise ScenarioError(
                text(
                    "{file} has the column “{column}”, which a table of growth does not have; {hint}.",
                    file=file,
                    column=name,
                    hint=nearest_known(name, GROWTH_COLUMNS),
                )
            )
    tiers = [name for name in CHILDREN_COLUMNS if name in given]
    needed = [CODE, YEAR, POPULATION, *(CHILDREN_COLUMNS if tiers else [])]
    missing = [name for name in needed if name not in given]
    if missing:
        raise ScenarioError(
            text("{file} lacks the column “{column}” of a table of growth: add it.", file=file, column=missing[0])
        )
    if tiers and CHILDREN in given:
        raise ScenarioError(
            text("{file} tells all children and their age tiers: keep only the columns of the tiers.", file=file)
        )
    return [name for name in GROWTH_COLUMNS if name in given]


def _row(columns: Sequence[str], values: Sequence[object]) -> GrowthRow:
    cells = dict(zip(columns, values, strict=True))
    tiers = tuple(int(str(cells[name])) for name in CHILDREN_COLUMNS if name in cells)
    return GrowthRow(
        code=str(cells[CODE]),
        year=int(str(cells[YEAR])),
        population=int(str(cells[POPULATION])),
        children=int(str(cells[CHILDREN])) if CHILDREN in cells else None,
        tiers=tiers,
    )
