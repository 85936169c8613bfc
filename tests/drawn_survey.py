"""Rows of drawn field surveys."""

from __future__ import annotations

import pandas as pd

from planner.model.survey import SURVEY


def seen(place: str, fact: str = "free", **cells: object) -> dict[str, object]:
    """Return one row: what nobody says is an answer of 1 March 2026 by DLH."""
    return {"facility_id": place, "fact": fact, "value": "yes", "date": "2026-03-01", "office": "DLH", **cells}


def survey_of(*rows: dict[str, object]) -> pd.DataFrame:
    """Return rows as a survey, numbered from 1."""
    table = pd.DataFrame(list(rows)).reindex(columns=list(SURVEY.columns))
    return SURVEY.validate(table.assign(row=range(1, len(rows) + 1)))
