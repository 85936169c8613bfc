"""Figures that others published of the city: each with what it means, when, and by whom."""

from __future__ import annotations

import pandas as pd

from planner.errors import LayerError
from planner.model.tables import FIGURES
from planner.rules.addresses import is_address
from planner.sources.columns import numbers, required_words, words
from planner.sources.dates import is_date
from planner.sources.layers import Layer, first_row
from planner.sources.settings import FigureSettings
from planner.texts import text

_SAME = ["subject", "definition", "date", "series", "citation"]
"""Two rows that agree in these are the same figure."""


def read_figures(layer: Layer, settings: FigureSettings) -> pd.DataFrame:
    """Read published figures.

    Parameters
    ----------
    layer
        The file's rows.
    settings
        Names of its columns.

    Returns
    -------
    pandas.DataFrame
        :data:`~planner.model.tables.FIGURES`, in the order of the file.

    Raises
    ------
    planner.errors.LayerError
        If a figure lacks its number, unit, definition, date or source, has a date or an address that is none, or
        stands there twice.
    """
    columns = settings.columns
    value = numbers(layer, columns.value)
    required_words(layer, columns.value)
    figures = pd.DataFrame(
        {
            "subject": required_words(layer, columns.subject),
            "value": value,
            "unit": required_words(layer, columns.unit),
            "definition": required_words(layer, columns.definition),
            "date": required_words(layer, columns.date),
            "series": words(layer, columns.series),
            "citation": required_words(layer, columns.citation),
            "address": words(layer, columns.address),
        }
    )
    _check_dates(layer, columns.date, figures["date"])
    _check_addresses(layer, figures["address"])
    _check_once(layer, figures)
    figures["row"] = figures.index
    return FIGURES.validate(figures.reset_index(drop=True))


def _check_dates(layer: Layer, column: str, dates: pd.Series) -> None:
    wrong = ~dates.map(is_date).astype(bool)
    if wrong.any():
        row = first_row(wrong)
        raise LayerError(
            text(
                "{file}, row {row}, column “{column}”: “{value}” is no date; write a year, a month or a day such as "
                "2025, 2025-12 or 2025-12-31.",
                file=layer.file,
                row=row,
                column=column,
                value=dates.loc[row],
            )
        )


def _check_addresses(layer: Layer, addresses: pd.Series) -> None:
    wrong = addresses.notna() & ~addresses.fillna("").map(is_address).astype(bool)
    if wrong.any():
        row = first_row(wrong)
        raise LayerError(
            text(
                "{file}, row {row}: “{address}” is no address of a page; write one that begins with https://, or leave "
                "the cell blank.",
                file=layer.file,
                row=row,
                address=addresses.loc[row],
            )
        )


def _check_once(layer: Layer, figures: pd.DataFrame) -> None:
    repeated = figures.duplicated(_SAME)
    if repeated.any():
        row = first_row(repeated)
        same = (figures[_SAME].fillna("") == figures.loc[row, _SAME].fillna("")).all(axis=1)
        raise LayerError(
            text(
                "{file}, rows {first} and {row}: both give “{subject}” of the same date, definition and source; delete "
                "one.",
                file=layer.file,
                first=first_row(same),
                row=row,
                subject=figures.loc[row, "subject"],
            )
        )
