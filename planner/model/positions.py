"""Where rows stand in a long table, so that a few of them need not be looked for in all of it."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd


def positions(table: pd.DataFrame, *columns: str) -> Mapping[tuple[str, ...], np.ndarray]:
    """Return where the rows stand that have the same words in some columns, in their order.

    Parameters
    ----------
    table
        The table; a row without a word in one of the columns is left out.
    columns
        Some of its columns.
    """
    found = table.groupby(list(columns), sort=False).indices
    return {key if isinstance(key, tuple) else (key,): np.asarray(where) for key, where in found.items()}


def rows_at(table: pd.DataFrame, where: Mapping[tuple[str, ...], np.ndarray], *words: str) -> pd.DataFrame:
    """Return the rows of a table that have these words in the columns of :func:`positions`; perhaps none.

    Parameters
    ----------
    table
        The table.
    where
        As :func:`positions` returned it for the table.
    words
        One word a column.
    """
    return table.take(where.get(tuple(str(word) for word in words), np.array([], dtype="intp"))).reset_index(drop=True)
