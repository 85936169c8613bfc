"""Rows of a long table that share some words, found without looking at all of it."""

from __future__ import annotations

import pandas as pd

from planner.model.positions import positions, rows_at

TABLE = pd.DataFrame(
    {"level": ["city", "city", None, "city"], "kind": ["park", "school", "park", "park"], "n": range(4)}
)


def test_rows_with_the_same_words_keep_their_order() -> None:
    where = positions(TABLE, "level", "kind")
    assert rows_at(TABLE, where, "city", "park")["n"].tolist() == [0, 3]
    assert rows_at(TABLE, where, "city", "school")["n"].tolist() == [1]


def test_no_row_has_the_columns_of_the_table() -> None:
    none = rows_at(TABLE, positions(TABLE, "level", "kind"), "kecamatan", "park")
    assert none.empty
    assert none.dtypes.equals(TABLE.dtypes)
