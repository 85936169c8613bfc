"""Plans that shorten walks."""

from __future__ import annotations

import pytest
from drawn_plan import demand_table, drawn_city, place
from drawn_task import drawn_task
from shapely import Point

from planner.model.options import Objective, Options, SitingOptions
from planner.siting.plan import propose
from planner.siting.task import prepare
from planner.siting.walks import LONGEST_TIMES, walks_problem

# One kecamatan; three parks to choose from at 0, 700 and 1,000 m along a line. Secondary children walk 600 m in time,
# so a longer walk than 1,800 m counts as 1,800 m.
DEMAND = demand_table([(0, 0, (0, 0, 10)), (700, 0, (0, 0, 1)), (1000, 0, (0, 0, 10))])
CITY = drawn_city(
    [place(name, "1", geometry=Point(x, 0)) for name, x in (("west", 0), ("middle", 700), ("east", 1000))], kecamatan=1
)


def chosen(objective: Objective, sites: int):
    siting = SitingOptions(objective=objective)
    return propose(drawn_task(CITY, DEMAND, Options(sites=sites, siting=siting)))


def test_ways_are_whole_metres_and_no_way_counts_as_the_longest() -> None:
    problem = walks_problem(
        prepare(drawn_task(CITY, DEMAND, Options(siting=SitingOptions(objective=Objective.MEDIAN))))
    )
    assert problem.longest_m == LONGEST_TIMES * 600
    assert problem.farthest_m(problem.must) == 1800
    assert problem.weights.tolist() == [10, 1, 10]


def test_the_average_walk() -> None:
    # West: 0 + 700 + 10,000 = 10,700 m; middle: 7,000 + 0 + 3,000 = 10,000 m; east: 10,000 + 300 + 0 = 10,300 m.
    plan = chosen(Objective.MEDIAN, 1)
    assert [site.facility_id for site in plan.proposals] == ["middle"]
    proof = plan.optimality
    assert (proof.objective, proof.bound) == pytest.approx((10_000 / 21, 10_000 / 21))
    assert (proof.without, proof.gap) == (1800, 0)


def test_the_longest_walk() -> None:
    # West: 1,000; middle: 700; east: 1,000.
    plan = chosen(Objective.CENTER, 1)
    assert [site.facility_id for site in plan.proposals] == ["middle"]
    assert (plan.optimality.objective, plan.optimality.bound) == (700, 700)


def test_with_two_sites_both_aims_take_the_ends_and_all_walk_at_most_300_m() -> None:
    for objective in (Objective.MEDIAN, Objective.CENTER):
        plan = chosen(objective, 2)
        assert {site.facility_id for site in plan.proposals} == {"west", "east"}
    assert plan.optimality.objective == 300


def test_who_has_no_way_at_all_is_worse_off_than_everybody_who_has_one() -> None:
    center = SitingOptions(objective=Objective.CENTER)
    problem = walks_problem(prepare(drawn_task(CITY, DEMAND, Options(siting=center))))
    assert problem.longest_m == 1001
