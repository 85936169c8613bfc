"""One number over the years."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from planner.model.history import Snapshot
from planner.model.kinds import Level


@dataclass(frozen=True)
class TrendPoint:
    """A number on a day.

    Attributes
    ----------
    day
        The day as of which the city was judged.
    subject
        What was counted, such as a kind of facility; empty where the number has no subject.
    value
        The number; ``None`` where it was not known.
    unit
        One of :class:`~planner.model.details.Unit`.
    """

    day: dt.date
    subject: str
    value: float | None
    unit: str


def trend_of(
    snapshots: Sequence[Snapshot],
    rule: str,
    measure: str,
    level: Level,
    code: str,
    subject: str | None = None,
) -> tuple[TrendPoint, ...]:
    """Return one number of one region over all kept assessments.

    Parameters
    ----------
    snapshots
        Kept assessments of one city, in any order. Of one day the one that was kept last counts.
    rule, measure
        Which number, as in :data:`~planner.model.details.MEASURES`.
    level, code
        Of which region; numbers of the city and its kecamatan are kept.
    subject
        Of what; of every subject if left out.

    Returns
    -------
    One point a day and subject, in the order of days and then of the assessment's rows. A day on which the number was
    not measured has none.
    """
    last = {snapshot.day: snapshot for snapshot in in_order(snapshots)}
    return tuple(
        TrendPoint(day, str(about), None if pd.isna(value) else float(value), str(unit))
        for day, snapshot in last.items()
        for about, value, unit in _rows(snapshot.measures, rule, measure, level, code)
        if subject is None or about == subject
    )


def in_order(snapshots: Sequence[Snapshot]) -> tuple[Snapshot, ...]:
    """Return kept assessments in the order of their days, of one day in the order in which they were kept."""
    return tuple(sorted(snapshots, key=lambda snapshot: (snapshot.day, snapshot.kept_at)))


def latest_until(snapshots: Sequence[Snapshot], day: dt.date) -> Snapshot | None:
    """Return the last assessment that judges a day or an earlier one, or ``None`` where there is none."""
    before = [snapshot for snapshot in in_order(snapshots) if snapshot.day <= day]
    return before[-1] if before else None


def _rows(measures: pd.DataFrame, rule: str, measure: str, level: Level, code: str) -> list[tuple[str, float, str]]:
    chosen = measures[
        (measures["rule"] == rule)
        & (measures["measure"] == measure)
        & (measures["level"] == str(level))
        & (measures["code"] == code)
    ]
    return list(chosen[["subject", "value", "unit"]].itertuples(index=False, name=None))
