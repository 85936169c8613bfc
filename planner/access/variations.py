"""What a figure would be under other assumptions: the runs that ranges are made of."""

from __future__ import annotations

from statistics import NormalDist

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely

from planner.cleaning.apportion import apportion
from planner.model.assessment import DemandMethod, Method, WalkingMethod
from planner.model.kinds import CHILDREN_COLUMNS
from planner.model.rule import Rules
from planner.model.tables import DEMAND
from planner.model.variation import CENTRAL, Variation

Counts = npt.NDArray[np.int64]

SPREAD_RULE = "ACCESS_SPREAD"
"""The rule that says how far each assumption may be off."""

HOMES_SEEDS = (1, 2, 3)
"""One run each, with children moved at random."""

SQUARE_M = 300.0
"""Side of a square whose children are wrong together, in metres: 9 ha, the units in which the error was measured."""


def variations(method: Method, rules: Rules) -> tuple[Variation, ...]:
    """Return the runs of an assessment: the one that is shown, then those with one assumption changed.

    Parameters
    ----------
    method
        How the figures are made: a detour varies only where the straight line stands for the way, homes only where
        children are spread over their regions.
    rules
        The catalogue, whose rule :data:`SPREAD_RULE` has the numbers.

    Returns
    -------
    ``central``, ``slow``, ``fast``, ``short_time``, ``long_time``, then on straight lines ``short_detour`` and
    ``long_detour`` (the latter alone where no detour could be measured), then ``homes_1`` to ``homes_3``.
    """
    number = rules[SPREAD_RULE].number
    runs = [
        CENTRAL,
        Variation("slow", speed=number("speed_low")),
        Variation("fast", speed=number("speed_high")),
        Variation("short_time", threshold=number("threshold_low")),
        Variation("long_time", threshold=number("threshold_high")),
    ]
    if method.walking is WalkingMethod.STRAIGHT_LINE_DETOUR:
        if method.detour_bands:
            runs.append(Variation("short_detour", detour=number("detour_low")))
        longer = number("detour_high" if method.detour_bands else "detour_unmeasured")
        runs.append(Variation("long_detour", detour=longer))
    if method.demand is not DemandMethod.NONE:
        runs += [Variation(f"homes_{seed}", demand_seed=seed) for seed in HOMES_SEEDS]
    return tuple(runs)


def varied_reach(variation: Variation, threshold_min: float) -> float:
    """Return the minutes in which a child gets as far, at the usual speed on the usual way, as in time in a run."""
    return threshold_min * variation.reach


def varied_demand(points: gpd.GeoDataFrame, variation: Variation, method: Method, rules: Rules) -> gpd.GeoDataFrame:
    """Return where children live in a run: the same points in the same order, with other counts in a run of homes.

    Parameters
    ----------
    points
        :data:`~planner.model.tables.DEMAND`.
    variation
        The run.
    method
        How the figures are made; what the children were spread by says how far that errs.
    rules
        The catalogue.

    Notes
    -----
    All children of one square of :data:`SQUARE_M` are multiplied by one factor exp(σz), z standard normal; then the
    children of each region and tier are divided anew in proportion, so that nobody is lost. With
    σ = 2 Φ⁻¹((1 + m) / 2) the expected share of children in a wrong square is m in a region of many squares.
    """
    if variation.demand_seed is None or points.empty:
        return points
    moved = varied_counts(points, variation, method, rules)
    columns = {column: moved[:, position] for position, column in enumerate(CHILDREN_COLUMNS)}
    return gpd.GeoDataFrame(DEMAND.validate(points.assign(**columns)), crs=points.crs)


def varied_counts(points: gpd.GeoDataFrame, variation: Variation, method: Method, rules: Rules) -> Counts:
    """Return the children of :func:`varied_demand` alone, shape ``(points, tiers)``.

    Parameters
    ----------
    points, variation, method, rules
        As there.
    """
    # Without their CRS columns are chosen several times as quickly.
    table = pd.DataFrame(points)
    counts = table[CHILDREN_COLUMNS].to_numpy(dtype=np.int64)
    if variation.demand_seed is None or points.empty:
        return counts
    sigma = 2 * NormalDist().inv_cdf((1 + misplaced(method, rules)) / 2)
    factor = np.exp(sigma * _draws(points, variation.demand_seed))
    moved = counts.copy()
    for own in table.groupby("region_code", sort=True).indices.values():
        moved[own] = apportion((counts[own] * factor[own, None]).T, counts[own].sum(axis=0)).T
    return moved


def misplaced(method: Method, rules: Rules) -> float:
    """Return the share of children that the method of spreading them puts into a wrong square."""
    return 0.0 if method.demand is DemandMethod.NONE else rules[SPREAD_RULE].number(f"misplaced_{method.demand}")


def _draws(points: gpd.GeoDataFrame, seed: int) -> npt.NDArray[np.float64]:
    """Return a standard normal number for each point, the same for all points of a square."""
    squares = np.floor(shapely.get_coordinates(points.geometry.array) / SQUARE_M).astype(np.int64)
    different, square = np.unique(squares, axis=0, return_inverse=True)
    return np.random.default_rng(seed).standard_normal(len(different))[square.ravel()]
