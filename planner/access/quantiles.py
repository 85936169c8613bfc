"""What half of the children, or nine in ten, stay below."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from planner.access.units import Units

Floats = npt.NDArray[np.float64]
Counts = npt.NDArray[np.int64]

MEDIAN = (1, 2)
NINE_IN_TEN = (9, 10)


def quantiles(values: Floats, children: Counts, units: Units, parts: Sequence[tuple[int, int]]) -> Floats:
    """Return the smallest value that a part of the children does not exceed, for each unit.

    Parameters
    ----------
    values
        A value of the children at each point, shape ``(points, tiers)``; may be infinite, never not a number.
    children
        Their number, same shape.
    units
        The city and its regions.
    parts
        Parts of the children as fractions, so that no rounding decides.

    Returns
    -------
    Shape ``(parts, units, 1 + tiers)``: all children together, then each tier; not a number where a unit has none.
    """
    columns = [slice(None), *(slice(tier, tier + 1) for tier in range(values.shape[1]))]
    result = np.full((len(parts), len(units), len(columns)), np.nan)
    for position, own in enumerate(columns):
        value, weight = values[:, own].ravel(), children[:, own].ravel()
        point = np.repeat(np.arange(len(values)), values[:, own].shape[1])
        counted = weight > 0
        value, weight, point = value[counted], weight[counted], point[counted]
        by_value = np.argsort(value, kind="stable")
        for unit, unit_of_point in units.by_level():
            result[:, unit, position] = _of_groups(value, weight, unit_of_point[point], by_value, unit, parts)
    return result


def _of_groups(
    value: Floats,
    weight: Counts,
    group: npt.NDArray[np.intp],
    by_value: npt.NDArray[np.intp],
    groups: npt.NDArray[np.intp],
    parts: Sequence[tuple[int, int]],
) -> Floats:
    """Return the quantiles of each of some groups, shape ``(parts, groups)``."""
    result = np.full((len(parts), len(groups)), np.nan)
    if not len(value):
        return result
    order = by_value[np.argsort(group[by_value], kind="stable")]
    counted = np.cumsum(weight[order])
    first, after = (np.searchsorted(group[order], groups, side=side) for side in ("left", "right"))
    before = np.where(first > 0, counted[first - 1], 0)
    total = np.where(after > 0, counted[after - 1], 0) - before
    for row, (over, under) in enumerate(parts):
        # The first so many children, rounded up.
        enough = before - (-total * over) // under
        place = np.minimum(np.searchsorted(counted, enough, side="left"), len(value) - 1)
        result[row] = np.where(total > 0, value[order][place], np.nan)
    return result
