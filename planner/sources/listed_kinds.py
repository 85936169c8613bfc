"""Kinds of the rows of a layer: one for all, or told by the values of a column that ``city.toml`` lists."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from planner.errors import LayerError
from planner.sources.columns import words
from planner.sources.layers import Layer, first_row
from planner.sources.settings import ANY_OTHER, KindSettings
from planner.texts import text
from planner.texts.suggestion import nearest_known


def listed_kinds(layer: Layer, settings: KindSettings) -> pd.Series:
    """Return each row's kind, or the word for a row that is left out.

    Raises
    ------
    planner.errors.LayerError
        If a value is not listed.
    """
    if settings.kind is not None:
        return pd.Series(settings.kind, index=layer.rows.index, dtype="str")
    return kinds_of(words(layer, settings.columns.kind).fillna(""), settings.kinds, layer.file)


def kinds_of(values: pd.Series, kinds: Mapping[str, str], file: str) -> pd.Series:
    """Return the kind that each value stands for.

    Raises
    ------
    planner.errors.LayerError
        If a value is not listed.
    """
    kind = values.map(dict(kinds))
    if ANY_OTHER in kinds:
        kind = kind.fillna(kinds[ANY_OTHER])
    if kind.isna().any():
        row = first_row(kind.isna())
        raise LayerError(
            text(
                "{file}, row {row}: the kind “{value}” is not listed under “kinds” in city.toml; {hint}.",
                file=file,
                row=row,
                value=values.loc[row],
                hint=nearest_known(values.loc[row], kinds),
            )
        )
    return kind.astype("str")
