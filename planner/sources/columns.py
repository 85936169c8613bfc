"""Cells to values: texts, numbers and words from a closed list."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd

from planner.errors import LayerError
from planner.sources.layers import Layer, first_row
from planner.texts import text
from planner.texts.suggestion import nearest_known


def words(layer: Layer, column: str | None) -> pd.Series:
    """Return a column as texts without blanks around them, empty ones missing; all missing without a column."""
    if column is None:
        return pd.Series(np.nan, index=layer.rows.index, dtype="str")
    values = layer.column(column)
    if pd.api.types.is_float_dtype(values) and bool((values.dropna() % 1 == 0).all()):
        # A whole-number column with gaps is read as decimals: 12 must not become "12.0".
        values = values.astype("Int64")
    written = values.astype("str").where(values.notna()).str.strip()
    return written.where(written != "")


def required_words(layer: Layer, column: str) -> pd.Series:
    """Return a column of texts in which every row has one.

    Raises
    ------
    planner.errors.LayerError
        If a cell is blank.
    """
    values = words(layer, column)
    _refuse_blank(layer, column, values)
    return values


def unique_words(layer: Layer, column: str) -> pd.Series:
    """Return a column of texts in which every row has its own.

    Raises
    ------
    planner.errors.LayerError
        If a cell is blank or two rows share a text.
    """
    values = required_words(layer, column)
    repeated = values.duplicated()
    if repeated.any():
        row = first_row(repeated)
        first = first_row(values == values.loc[row])
        raise LayerError(
            text(
                "{file}, rows {first} and {row}: both have “{value}” in the column “{column}”, "
                "which must differ from row to row.",
                file=layer.file,
                first=first,
                row=row,
                value=values.loc[row],
                column=column,
            )
        )
    return values


def has_one_of(layer: Layer, column: str, chosen: Sequence[str], key: str) -> npt.NDArray[np.bool_]:
    """Return which rows have one of some values, each of which must be there.

    Parameters
    ----------
    layer
        The layer.
    column
        Name of the column.
    chosen
        The values.
    key
        The key of ``city.toml`` that lists them.

    Raises
    ------
    planner.errors.LayerError
        If no row has one of the values.
    """
    values = words(layer, column)
    known = sorted(values.dropna().unique())
    for value in chosen:
        if value not in known:
            raise LayerError(
                text(
                    "“{value}”, named by “{key}” in city.toml, is not in the column “{column}” of {file}; {hint}.",
                    value=value,
                    key=key,
                    column=column,
                    file=layer.file,
                    hint=nearest_known(value, known),
                )
            )
    return values.isin(chosen).to_numpy(dtype=np.bool_)


def numbers(layer: Layer, column: str | None, *, least: float | None = None) -> pd.Series:
    """Return a column as decimal numbers, blank cells missing; all missing without a column.

    Parameters
    ----------
    layer
        The layer.
    column
        Name of the column.
    least
        The smallest number that makes sense.

    Raises
    ------
    planner.errors.LayerError
        If a cell holds something else than a finite number, or one that is too small.
    """
    if column is None:
        return pd.Series(np.nan, index=layer.rows.index, dtype="float64")
    values = words(layer, column)
    found = pd.to_numeric(values, errors="coerce").astype("float64")
    wrong = values.notna() & ~np.isfinite(found)
    if wrong.any():
        row = first_row(wrong)
        raise LayerError(
            text(
                "{file}, row {row}, column “{column}”: “{value}” is not a number; "
                "write digits, with a point before decimals and nothing between thousands.",
                file=layer.file,
                row=row,
                column=column,
                value=values.loc[row],
            )
        )
    if least is not None and bool((found < least).any()):
        row = first_row(found < least)
        raise LayerError(
            text(
                "{file}, row {row}, column “{column}”: “{value}” is less than {least}, which can't be.",
                file=layer.file,
                row=row,
                column=column,
                value=values.loc[row],
                least=least,
            )
        )
    return found


def counts(layer: Layer, column: str) -> pd.Series:
    """Return a column of counts: whole numbers from 0, in every row.

    Raises
    ------
    planner.errors.LayerError
        If a cell is blank or holds something else.
    """
    found = numbers(layer, column, least=0)
    _refuse_blank(layer, column, found)
    broken = found % 1 != 0
    if broken.any():
        row = first_row(broken)
        raise LayerError(
            text(
                "{file}, row {row}, column “{column}”: {value} is not a whole number, but people are counted here.",
                file=layer.file,
                row=row,
                column=column,
                value=str(found.loc[row]),
            )
        )
    return found.astype("int64")


def choices(layer: Layer, column: str | None, known: Mapping[str, str], *, blank: str) -> pd.Series:
    """Return a column whose cells each hold one of a few words.

    Parameters
    ----------
    layer
        The layer.
    column
        Name of the column.
    known
        What each word that may be written means.
    blank
        What a blank cell, or a missing column, means.

    Raises
    ------
    planner.errors.LayerError
        If a cell holds another word.
    """
    values = words(layer, column)
    meant = values.str.casefold().map(dict(known))
    wrong = values.notna() & meant.isna()
    if wrong.any():
        row = first_row(wrong)
        raise LayerError(
            text(
                "{file}, row {row}, column “{column}”: “{value}” is not a word that is known here; {hint}.",
                file=layer.file,
                row=row,
                column=str(column),
                value=values.loc[row],
                hint=nearest_known(values.loc[row], known),
            )
        )
    return meant.fillna(blank).astype("str")


def _refuse_blank(layer: Layer, column: str, values: pd.Series) -> None:
    blank = values.isna()
    if blank.any():
        raise LayerError(
            text(
                "{file}, row {row}: the column “{column}” is blank, but is needed in every row.",
                file=layer.file,
                row=first_row(blank),
                column=column,
            )
        )
