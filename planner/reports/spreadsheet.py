"""Tables for a spreadsheet."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from planner.texts import Text, translate

_FORMULA = r"^([=+\-@\t\r])"


def as_csv(table: pd.DataFrame, heads: Mapping[str, Text]) -> bytes:
    """Return a table as CSV, its columns named in the spoken language.

    Written with a byte-order mark, without which spreadsheets misread accents. A word that a spreadsheet
    would take for a formula gets an apostrophe in front, so that a name in the data can't run anything.
    """
    words = table.select_dtypes(include=["object", "string"]).columns
    safe = table.assign(**{column: table[column].str.replace(_FORMULA, r"'\1", regex=True) for column in words})
    named = safe.rename(columns={column: translate(head) for column, head in heads.items()})
    return named.to_csv(index=False, lineterminator="\r\n").encode("utf-8-sig")
