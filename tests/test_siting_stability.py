"""How often a site is chosen again under other assumptions."""

from __future__ import annotations

from drawn_plan import SPEEDS, demand_table, drawn_city
from drawn_task import drawn_task

from planner.model.assessment import DemandMethod, Method, WalkingMethod
from planner.model.options import Options
from planner.model.variation import CENTRAL, Variation
from planner.siting.plan import plan_of
from planner.siting.stability import stability_of
from planner.siting.task import prepare

METHOD = Method(WalkingMethod.STRAIGHT_LINE_DETOUR, None, (), SPEEDS, 10.0, DemandMethod.AREA)
# One kecamatan. Secondary children walk 600 m in 10 minutes. The point in the west has 30; the two in the east, 700 m
# apart, have 20 each: who gets 17 % farther reaches both from either.
DEMAND = demand_table([(200, 500, (0, 0, 30)), (1000, 500, (0, 0, 20)), (1700, 500, (0, 0, 20))])
PREPARED = prepare(drawn_task(drawn_city(kecamatan=1), DEMAND, Options(sites=1)))
PLAN = plan_of(PREPARED)


def test_a_site_is_counted_in_the_runs_that_choose_it() -> None:
    runs = (CENTRAL, Variation("slow", speed=0.9), Variation("fast", speed=1.2))
    stability = stability_of(PREPARED, PLAN, METHOD, runs, 60.0)
    assert stability is not None
    assert stability.runs == ("central", "slow", "fast")
    # Central and slow: the west with 30. Fast: the middle, with both 20.
    assert stability.chosen == {"new:200:500": 2}
    assert stability.nearby == {"new:200:500": 2}


def test_a_site_nearby_counts_as_the_same_spot() -> None:
    near = demand_table([(200, 500, (0, 0, 30)), (500, 500, (0, 0, 1)), (1050, 500, (0, 0, 20))])
    prepared = prepare(drawn_task(drawn_city(kecamatan=1), near, Options(sites=1)))
    # Usually (500, 500) reaches all 51; who gets only 450 m far takes (200, 500), 300 m away, with 31.
    stability = stability_of(prepared, plan_of(prepared), METHOD, (CENTRAL, Variation("slow", speed=0.75)), 60.0)
    assert stability is not None
    assert (stability.chosen["new:500:500"], stability.nearby["new:500:500"]) == (1, 2)


def test_a_stopped_search_says_nothing() -> None:
    assert stability_of(PREPARED, PLAN, METHOD, (CENTRAL,), 60.0, stop=lambda: True) is None


def test_progress_is_told_after_each_run() -> None:
    told: list[int] = []
    stability_of(PREPARED, PLAN, METHOD, (CENTRAL, Variation("fast", speed=1.2)), 60.0, told.append)
    assert told == [1, 2]
