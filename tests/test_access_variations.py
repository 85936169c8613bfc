"""The runs that ranges are made of."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest
from drawn_city import drawn_city
from hypothesis import given
from hypothesis import strategies as st

from planner.access.demand import spread_children
from planner.access.variations import misplaced, variations, varied_demand, varied_reach
from planner.model.assessment import DemandMethod, DetourBand, Method, WalkingMethod
from planner.model.kinds import CHILDREN_COLUMNS, AgeTier
from planner.model.variation import CENTRAL, Variation
from planner.rules.catalogue import load_rules

RULES = load_rules()
BAND = DetourBand(0.0, 300.0, 1.9, 1.1, 5.6, 1000)
STRAIGHT = Method(
    walking=WalkingMethod.STRAIGHT_LINE_DETOUR,
    detour_factor=1.9,
    detour_bands=(BAND,),
    speed_m_s=dict.fromkeys(AgeTier, 1.0),
    threshold_min=10.0,
    demand=DemandMethod.EVERYDAY_PLACES,
)
NETWORK = dataclasses.replace(STRAIGHT, walking=WalkingMethod.STREET_NETWORK, detour_factor=None, detour_bands=())

# Two kelurahan of 2 km x 2 km: 100 cells of 200 m each.
CITY = drawn_city(
    {"A1.01": (0, 0, 2000, 2000), "B1.01": (2000, 0, 4000, 2000)},
    children={"A1.01": (4000, 3000, 2000), "B1.01": (1000, 900, 0)},
)
POINTS = spread_children(CITY).points


def ids(method: Method) -> list[str]:
    return [run.id for run in variations(method, RULES)]


def test_the_run_that_is_shown_comes_first_and_each_other_changes_one_thing() -> None:
    runs = variations(STRAIGHT, RULES)
    assert runs[0] == CENTRAL
    assert len(runs) == len({run.id for run in runs}) == 10
    for run in runs[1:]:
        changed = [run.speed != 1, run.detour != 1, run.threshold != 1, run.demand_seed is not None]
        assert sum(changed) == 1


def test_detours_vary_only_where_a_straight_line_stands_for_the_way() -> None:
    assert not {"short_detour", "long_detour"} & set(ids(NETWORK))
    assert {"short_detour", "long_detour"} < set(ids(STRAIGHT))


def test_where_no_detour_could_be_measured_ways_can_only_be_longer() -> None:
    unmeasured = dataclasses.replace(STRAIGHT, detour_factor=1.0, detour_bands=())
    runs = {run.id: run for run in variations(unmeasured, RULES)}
    assert "short_detour" not in runs
    assert runs["long_detour"].detour == RULES["ACCESS_SPREAD"].number("detour_unmeasured")


def test_without_children_no_homes_are_moved() -> None:
    nobody = dataclasses.replace(STRAIGHT, demand=DemandMethod.NONE)
    assert not [run for run in ids(nobody) if run.startswith("homes")]
    assert misplaced(nobody, RULES) == 0.0


def test_every_method_of_spreading_children_has_its_error() -> None:
    for demand in set(DemandMethod) - {DemandMethod.NONE}:
        assert 0 < misplaced(dataclasses.replace(STRAIGHT, demand=demand), RULES) < 1


def test_a_run_reaches_as_far_as_the_usual_child_in_other_minutes() -> None:
    # At 1.1 of the speed, on ways 1.25 as long, in 0.9 of the time: 10 · 1.1 · 0.9 / 1.25 minutes.
    assert varied_reach(Variation("x", speed=1.1, detour=1.25, threshold=0.9), 10) == pytest.approx(7.92)


def test_children_move_within_their_region_and_nobody_is_lost() -> None:
    moved = varied_demand(POINTS, Variation("homes_1", demand_seed=1), STRAIGHT, RULES)
    assert moved.geometry.equals(POINTS.geometry)
    for points in (POINTS, moved):
        sums = points.groupby("region_code")[CHILDREN_COLUMNS].sum()
        assert sums.to_numpy().tolist() == [[4000, 3000, 2000], [1000, 900, 0]]
    assert not moved[CHILDREN_COLUMNS].equals(POINTS[CHILDREN_COLUMNS])


def test_about_as_many_children_move_as_the_method_misplaces() -> None:
    shares = []
    for seed in range(30):
        moved = varied_demand(POINTS, Variation("homes", demand_seed=seed), STRAIGHT, RULES)
        off = np.abs((moved[CHILDREN_COLUMNS] - POINTS[CHILDREN_COLUMNS]).to_numpy()).sum()
        shares.append(off / 2 / POINTS[CHILDREN_COLUMNS].to_numpy().sum())
    assert np.mean(shares) == pytest.approx(misplaced(STRAIGHT, RULES), abs=0.02)


def test_a_run_that_moves_nobody_leaves_the_points_as_they_are() -> None:
    assert varied_demand(POINTS, CENTRAL, STRAIGHT, RULES) is POINTS
    nobody = POINTS.iloc[:0]
    assert varied_demand(nobody, Variation("homes_1", demand_seed=1), STRAIGHT, RULES).empty


@given(st.integers(0, 2**31))
def test_the_same_seed_moves_the_same_children(seed: int) -> None:
    run = Variation("homes", demand_seed=seed)
    first, second = (varied_demand(POINTS, run, STRAIGHT, RULES) for _ in range(2))
    assert first[CHILDREN_COLUMNS].equals(second[CHILDREN_COLUMNS])
