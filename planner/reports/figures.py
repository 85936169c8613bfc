"""Published figures in words: never a number without what it means, when, and by whom."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from planner.texts import Text, text

FIGURE_HEADS: Mapping[str, Text] = {
    "subject": text("Figure"),
    "value": text("Value"),
    "unit": text("Unit"),
    "definition": text("What it means"),
    "date": text("As of"),
    "series": text("Series"),
    "citation": text("Source"),
    "address": text("Address"),
}
"""Columns of the table of figures, as they are called in front of people."""


def figure_text(row: Mapping[str, Any]) -> Text:
    """Return one published figure as a sentence that can stand alone.

    Parameters
    ----------
    row
        A row of :data:`~planner.model.tables.FIGURES`.
    """
    return text(
        "{subject}: {value} ({definition}; {date}; source: {source}).",
        subject=row["subject"],
        value=figure_value(row),
        definition=row["definition"],
        date=row["date"],
        source=figure_source(row),
    )


def figure_value(row: Mapping[str, Any]) -> Text:
    """Return the number with its unit: only for a table that has definition, date and source in other columns."""
    gap = "" if row["unit"] == "%" else " "
    return Text("{value}{gap}{unit}", {"value": float(row["value"]), "gap": gap, "unit": row["unit"]})


def figure_source(row: Mapping[str, Any]) -> Text:
    """Return who published a figure, and which series it belongs to."""
    if pd.isna(row["series"]):
        return text("{citation}", citation=row["citation"])
    return text("{citation}, series {series}", citation=row["citation"], series=row["series"])
