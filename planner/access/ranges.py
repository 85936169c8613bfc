"""How far the children within reach spread over the runs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd

from planner.access.reach import within
from planner.access.units import Units, with_all
from planner.access.variations import varied_counts, varied_reach
from planner.model.assessment import Method
from planner.model.kinds import CHILDREN_COLUMNS, AgeTier
from planner.model.rule import Rules
from planner.model.variation import CENTRAL, Variation

Counts = npt.NDArray[np.int64]
Distances = npt.NDArray[np.float64]


def children_within(
    points: gpd.GeoDataFrame,
    distance_m: Mapping[AgeTier, pd.DataFrame],
    speeds: Mapping[AgeTier, float],
    threshold_min: float,
    units: Units,
) -> Counts:
    """Count the children who reach each kind in time, shape ``(units, kinds, 1 + tiers)``: all, then each tier."""
    return _counted(
        points[CHILDREN_COLUMNS].to_numpy(dtype=np.int64), _arrays(distance_m), speeds, threshold_min, units
    )


def _arrays(distance_m: Mapping[AgeTier, pd.DataFrame]) -> dict[AgeTier, Distances]:
    return {tier: distance_m[tier].to_numpy(dtype=np.float64) for tier in AgeTier}


def _counted(
    children: Counts,
    distance_m: Mapping[AgeTier, Distances],
    speeds: Mapping[AgeTier, float],
    threshold_min: float,
    units: Units,
) -> Counts:
    reached = [
        within(distance_m[tier], speeds[tier], threshold_min) * children[:, column, None]
        for column, tier in enumerate(AgeTier)
    ]
    return with_all(units.total(np.stack(reached, axis=-1).astype(np.int64)))


def spread(
    points: gpd.GeoDataFrame,
    distance_m: Mapping[AgeTier, pd.DataFrame],
    method: Method,
    rules: Rules,
    runs: Sequence[Variation],
    units: Units,
) -> tuple[Counts, Counts]:
    """Return the fewest and the most children who reach each kind in any run, shapes as :func:`children_within`.

    Parameters
    ----------
    points
        :data:`~planner.model.tables.DEMAND`.
    distance_m
        Walking distance of each age tier to the nearest place: one row a demand point, one column a kind.
    method
        How the figures are made.
    rules
        The catalogue.
    runs
        At least one, such as :func:`~planner.access.variations.variations` returns.
    units
        The city and its regions.
    """
    arrays, here = _arrays(distance_m), varied_counts(points, CENTRAL, method, rules)
    found = [
        _counted(
            here if run.demand_seed is None else varied_counts(points, run, method, rules),
            arrays,
            method.speed_m_s,
            varied_reach(run, method.threshold_min),
            units,
        )
        for run in runs
    ]
    return np.min(found, axis=0), np.max(found, axis=0)
