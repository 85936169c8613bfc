"""How the numbers of a check are put into one table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from planner.model.details import MEASURES, Unit
from planner.model.kinds import Level


@dataclass(frozen=True)
class Measured:
    """One number of several regions of one level.

    Attributes
    ----------
    level
        The level of the regions.
    values
        The number by code of region; not a number where it is not known.
    measure
        Stable name of the number.
    unit
        How it is to be written.
    subject
        What was counted; empty if nothing in particular.
    """

    level: Level
    values: pd.Series
    measure: str
    unit: Unit
    subject: str = ""


def measured_table(rule: str, measured: Sequence[Measured]) -> pd.DataFrame:
    """Return :data:`~planner.model.details.MEASURES` of one rule, in the order given."""
    tables = [
        pd.DataFrame(
            {
                "rule": rule,
                "level": str(each.level),
                "code": each.values.index.astype("str"),
                "subject": each.subject,
                "measure": each.measure,
                "value": each.values.to_numpy(dtype="float64", na_value=float("nan")),
                "unit": str(each.unit),
            }
        )
        for each in measured
        if len(each.values)
    ]
    if not tables:
        return MEASURES.validate(pd.DataFrame(columns=list(MEASURES.columns)))
    return MEASURES.validate(pd.concat(tables, ignore_index=True))
