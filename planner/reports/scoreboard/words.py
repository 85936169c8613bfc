"""How statuses, counts and numbers of the scoreboard are written."""

from __future__ import annotations

import math

from planner.model.kinds import Status
from planner.model.labels import STATUS_LABELS, STATUS_SIGNS
from planner.reports.scoreboard.matrix import Cell
from planner.texts import Text, text


def status_words(status: Status) -> Text:
    """Return a status as sign and word."""
    return text("{sign} {status}", sign=STATUS_SIGNS[status], status=STATUS_LABELS[status])


def cell_words(cell: Cell) -> Text:
    """Return how the units of a cell stand: the status of the only one, or how many have each status."""
    if cell.status is not None:
        return status_words(cell.status)
    return text(
        "{met_sign} {met} · {unmet_sign} {unmet} · {unknown_sign} {unknown}",
        met_sign=STATUS_SIGNS[Status.MET],
        met=cell.counts[Status.MET],
        unmet_sign=STATUS_SIGNS[Status.UNMET],
        unmet=cell.counts[Status.UNMET],
        unknown_sign=STATUS_SIGNS[Status.UNKNOWN],
        unknown=cell.counts[Status.UNKNOWN],
    )


def counts_words(cell: Cell) -> Text:
    """Return how many units are met, unmet and unknown, in words."""
    return text(
        "{met} met, {unmet} not met, {unknown} not known",
        met=cell.counts[Status.MET],
        unmet=cell.counts[Status.UNMET],
        unknown=cell.counts[Status.UNKNOWN],
    )


def number_words(value: float | None, unit: str = "") -> Text | None:
    """Return a number with its unit; ``None`` where there is none."""
    if value is None or math.isnan(value):
        return None
    # A count is written without decimals, and so is any other whole number.
    number: float = int(value) if float(value).is_integer() else float(value)
    return text("{number} {unit}", number=number, unit=unit) if unit else text("{number}", number=number)
