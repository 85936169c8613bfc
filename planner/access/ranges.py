"""How far the children within reach spread over the runs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd

from planner.access.reach import within
from planner.access.units import Units, with_all
from planner.access.variations import varied_demand, varied_reach
from planner.model.assessment import Method
from planner.model.kinds import AgeTier
from planner.model.rule import Rules
from planner.model.variation import Variation

Counts = npt.NDArray[np.int64]


def children_within(
    points: gpd.GeoDataFrame,
    distance_m: Mapping[AgeTier, pd.DataFrame],
    speeds: Mapping[AgeTier, float],
    threshold_min: float,
    units: Units,
) -> Counts:
    """Count the children who reach each kind in time, shape ``(units, kinds, 1 + tiers)``: all, then each tier."""
    reached = [
        within(distance_m[tier].to_numpy(dtype=np.float64), speeds[tier], threshold_min)
        * points[[tier.column]].to_numpy(dtype=np.int64)
        for tier in AgeTier
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
    found = [
        children_within(
            varied_demand(points, run, method, rules),
            distance_m,
            method.speed_m_s,
            varied_reach(run, method.threshold_min),
            units,
        )
        for run in runs
    ]
    return np.min(found, axis=0), np.max(found, axis=0)
