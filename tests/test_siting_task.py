"""What a plan is made from."""

from __future__ import annotations

import numpy as np
from drawn_plan import demand_table, drawn_city, place
from drawn_task import drawn_task
from shapely import Point

from planner.model.options import Options, Programme, SitingOptions
from planner.siting.task import WORTH, in_full_children, prepare


def test_a_candidate_that_reaches_nobody_new_is_left_aside_unless_a_person_insists() -> None:
    # The park upgrade lies 1,500 m from every child.
    city = drawn_city([place("far", "1", geometry=Point(1900, 1900))])
    assert "upgrade:far" not in set(prepare(drawn_task(city)).candidates["id"])
    insisted = prepare(drawn_task(city, options=Options(siting=SitingOptions(must=("upgrade:far",)))))
    assert insisted.candidates["id"].iloc[insisted.problem.must].tolist() == ["upgrade:far"]
    assert insisted.missing == ()


def test_who_must_be_in_the_plan_but_is_no_candidate_is_missing() -> None:
    task = drawn_task(drawn_city(), options=Options(siting=SitingOptions(must=("new:1:2", "a"))))
    assert prepare(task).missing == ("a", "new:1:2")


def test_the_number_of_sites_is_as_asked_or_one_a_duty_or_what_money_can_buy() -> None:
    assert prepare(drawn_task(drawn_city(), options=Options(sites=3))).problem.sites == 3
    assert prepare(drawn_task(drawn_city())).problem.sites == 2
    paid = prepare(drawn_task(drawn_city(), options=Options(siting=SitingOptions(budget_idr=10))))
    assert (paid.problem.sites, paid.problem.budget) == (4, 10)


def test_the_money_of_all_years_is_the_budget_of_a_phased_plan() -> None:
    siting = SitingOptions(first_year=2026, year_budgets_idr=(1, 2, 3))
    assert drawn_task(drawn_city(), options=Options(siting=siting)).budget_idr == 6


def test_a_kind_that_the_city_lacks_is_reached_by_nobody() -> None:
    siting = SitingOptions(programme=Programme.PUSKESMAS_PER_KECAMATAN)
    task = drawn_task(drawn_city(), options=Options(siting=siting), parks=[Point(500, 500)])
    assert all(np.isinf(distance).all() for distance in task.nearest_m.values())
    assert (task.walkers.unreached == task.walkers.children).all()


def test_equity_weighs_children_by_how_many_of_their_region_reach_nothing() -> None:
    # Kecamatan 1: 30 of 40 reach the park at (500, 500), so u = 1/4; kecamatan 2: nobody does, u = 1.
    demand = demand_table([(500, 500, (0, 0, 30)), (500, 1500, (0, 0, 10)), (3500, 500, (0, 0, 8))])
    task = drawn_task(drawn_city(), demand, Options(siting=SitingOptions(equity=2.0)), parks=[Point(500, 500)])
    weights = prepare(task).problem.weights
    # 10 · (1 + 2/4) and 8 · (1 + 2).
    assert sorted(weights.tolist()) == [15 * WORTH, 24 * WORTH]
    assert in_full_children(task, 15 * WORTH) == 15


def test_sites_less_than_the_distance_apart_exclude_each_other_and_those_exactly_that_far_do_not() -> None:
    def pairs(apart_m: float) -> int:
        prepared = prepare(drawn_task(drawn_city(), options=Options(siting=SitingOptions(apart_m=apart_m))))
        return 0 if prepared.problem.apart is None else prepared.problem.apart.nnz // 2

    # (500, 500) to (500, 1500) and (3500, 500) to (3500, 1500): 1,000 m.
    assert [pairs(metres) for metres in (0, 1_000, 1_001)] == [0, 0, 2]
