"""How far the children within reach spread over the runs."""

from __future__ import annotations

import numpy as np
import pandas as pd
from drawn_city import drawn_city

from planner.access.demand import spread_children
from planner.access.ranges import children_within, spread
from planner.access.units import Units
from planner.model.assessment import DemandMethod, Method, WalkingMethod
from planner.model.kinds import AgeTier
from planner.model.variation import CENTRAL, Variation
from planner.rules.catalogue import load_rules

RULES = load_rules()

# Two kelurahan of one cell each: from A1.01 the school is 300 m away, from A1.02 630 m.
CITY = drawn_city(
    {"A1.01": (0, 0, 200, 200), "A1.02": (200, 0, 400, 200)}, children={"A1.01": (10, 20, 30), "A1.02": (1, 2, 4)}
)
POINTS = spread_children(CITY).points
UNITS = Units.of(CITY, POINTS)
DISTANCE_M = dict.fromkeys(AgeTier, pd.DataFrame({"school_sd": [300.0, 630.0]}, index=POINTS.index))
METHOD = Method(
    walking=WalkingMethod.STREET_NETWORK,
    detour_factor=None,
    detour_bands=(),
    speed_m_s={AgeTier.EARLY: 0.5, AgeTier.PRIMARY: 1.0, AgeTier.SECONDARY: 1.0},
    threshold_min=10.0,
    demand=DemandMethod.AREA,
)


def test_each_tier_is_counted_at_its_own_speed_for_each_unit() -> None:
    # In ten minutes the youngest get exactly 300 m far, the others 600 m.
    counted = children_within(POINTS, DISTANCE_M, METHOD.speed_m_s, 10, UNITS)[:, 0]
    assert counted.tolist() == [[60, 10, 20, 30], [60, 10, 20, 30], [60, 10, 20, 30], [0, 0, 0, 0]]


def test_every_assumption_moves_the_reach_and_the_limit_stays_included() -> None:
    # 600 m · 1.05 = 630 m: reached exactly. 300 m · 0.99 = 297 m: the youngest of A1.01 are out of reach.
    faster = (CENTRAL, Variation("fast", speed=1.05))
    longer = (CENTRAL, Variation("long_time", threshold=1.05))
    straighter = (CENTRAL, Variation("short_detour", detour=1 / 1.05))
    for runs in (faster, longer, straighter):
        low, high = spread(POINTS, DISTANCE_M, METHOD, RULES, runs, UNITS)
        assert (low[0, 0, 0], high[0, 0].tolist()) == (60, [66, 10, 22, 34])
    low, _ = spread(POINTS, DISTANCE_M, METHOD, RULES, (CENTRAL, Variation("slow", speed=0.99)), UNITS)
    assert low[0, 0].tolist() == [50, 0, 20, 30]


def test_moved_homes_change_nothing_where_a_region_has_one_cell() -> None:
    low, high = spread(POINTS, DISTANCE_M, METHOD, RULES, (CENTRAL, Variation("homes_1", demand_seed=1)), UNITS)
    assert np.array_equal(low, high)
