"""From a city and its findings to proposed sites."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pytest
from drawn_plan import demand_table, drawn_city, place
from drawn_task import FOUR_POINTS as DEMAND
from drawn_task import drawn_task
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import Point

from planner.errors import OptionError
from planner.model.assessment import Action, Plan, PlanStatus
from planner.model.city import City
from planner.model.options import Options, Programme, SitingOptions
from planner.siting.plan import propose
from planner.texts import Language, translate

NO_DEMAND = demand_table([])


def proposed(
    city: City, demand: gpd.GeoDataFrame = DEMAND, *, sites: int | None = None, parks: tuple = (), **siting: object
) -> Plan:
    """Propose for a city whose child-friendly parks are at some points."""
    options = Options(sites=sites, siting=SitingOptions(**siting))
    return propose(drawn_task(city, demand, options, parks=parks))


def designated(identity: str, kecamatan: str, position: Point) -> dict[str, object]:
    return place(identity, kecamatan, child_friendly="yes", public="yes", geometry=position)


def told(plan: Plan) -> str:
    assert plan.optimality.reason_text is not None
    return translate(plan.optimality.reason_text, Language.ENGLISH)


def test_one_site_for_each_kecamatan_that_is_not_met() -> None:
    plan = proposed(drawn_city())
    assert [(site.rank, site.kecamatan_code, site.children_newly_within, site.duty) for site in plan.proposals] == [
        (1, "1", 60, True),
        (2, "2", 12, True),
    ]
    assert (plan.optimality.objective, plan.optimality.bound, plan.optimality.gap) == (72, 72, 0.0)
    assert (plan.optimality.status, plan.candidates) == (PlanStatus.OPTIMAL, 4)


def test_further_sites_go_where_they_reach_the_most() -> None:
    plan = proposed(drawn_city(), sites=3)
    assert [(site.children_newly_within, site.duty) for site in plan.proposals] == [(60, True), (12, True), (9, False)]


def test_children_who_reach_a_park_are_not_counted_again() -> None:
    # Kecamatan 1 is met by a park at its greatest point, so only kecamatan 2 is a duty.
    park = Point(500, 500)
    plan = proposed(drawn_city([designated("A", "1", park)]), sites=4, parks=(park,))
    assert [site.children_newly_within for site in plan.proposals] == [12, 9, 6]


def test_an_upgrade_is_preferred_to_a_new_site_of_equal_value() -> None:
    plan = proposed(drawn_city([place("Taman", "2", geometry=Point(3500, 500))]))
    upgrade = plan.proposals[1]
    assert (upgrade.action, upgrade.facility_id, upgrade.facility_name) == (Action.UPGRADE, "Taman", "Taman")
    assert upgrade.children_newly_within == 12


def test_a_plan_for_nobody_is_never_proposed() -> None:
    plan = proposed(drawn_city(), sites=9)
    assert [site.children_newly_within for site in plan.proposals] == [60, 12, 9, 6]
    assert plan.optimality.status is PlanStatus.OPTIMAL


def test_nothing_to_do_is_an_empty_plan() -> None:
    city = drawn_city([designated("A", "1", Point(500, 500)), designated("B", "2", Point(3500, 500))])
    plan = proposed(city)
    assert (plan.proposals, plan.optimality.status, plan.optimality.gap) == ((), PlanStatus.OPTIMAL, 0.0)


def test_nobody_is_left_to_reach() -> None:
    city = drawn_city([designated("A", "1", Point(500, 500)), designated("B", "2", Point(3500, 500))])
    plan = proposed(city, sites=3, parks=tuple(DEMAND.geometry))
    assert (plan.proposals, plan.optimality.status) == ((), PlanStatus.OPTIMAL)


def test_no_site_for_two_duties_is_not_feasible() -> None:
    plan = proposed(drawn_city(), sites=0)
    assert (plan.proposals, plan.optimality.status, plan.optimality.gap) == ((), PlanStatus.INFEASIBLE, None)
    assert told(plan) == (
        "These demands contradict each other: a site in each kecamatan that needs one (Kecamatan 1, Kecamatan 2); "
        "at most 0 sites. At least 2 sites would be needed."
    )


def test_one_site_for_two_duties_is_put_where_it_reaches_the_most_and_the_other_duty_is_named() -> None:
    plan = proposed(drawn_city(), sites=1)
    assert [(site.kecamatan_code, site.children_newly_within) for site in plan.proposals] == [("1", 60)]
    assert plan.optimality.status is PlanStatus.INFEASIBLE
    assert (plan.optimality.objective, plan.optimality.bound, plan.optimality.gap) == (60, 60, 0.0)
    assert told(plan) == (
        "These demands contradict each other: a site in each kecamatan that needs one (Kecamatan 1, Kecamatan 2); "
        "at most one site. At least 2 sites would be needed. The plan below leaves these aside: Kecamatan 2."
    )


def test_a_budget_pays_for_as_many_sites_as_it_can() -> None:
    # New sites cost 500 million, the upper end of RBRA_COST: three of them for 1.6 billion.
    plan = proposed(drawn_city(), budget_idr=1_600_000_000)
    assert [site.children_newly_within for site in plan.proposals] == [60, 12, 9]
    assert (plan.cost_idr, [site.cost_idr for site in plan.proposals]) == (1_500_000_000, [500_000_000] * 3)


def test_a_cheaper_upgrade_leaves_money_for_another_site() -> None:
    # The upgrade reaches only the 6 at (500, 1500). 300 + 500 million are within 900, two new sites (72) are not.
    city = drawn_city([place("Taman", "1", geometry=Point(500, 1500))])
    plan = proposed(city, budget_idr=900_000_000)
    assert {(site.action, site.children_newly_within) for site in plan.proposals} == {
        (Action.UPGRADE, 6),
        (Action.NEW, 12),
    }


def test_a_budget_too_small_for_the_duties_says_what_they_cost() -> None:
    plan = proposed(drawn_city(), budget_idr=700_000_000)
    assert told(plan).startswith(
        "These demands contradict each other: a site in each kecamatan that needs one (Kecamatan 1, Kecamatan 2); "
        "a budget of 700,000,000 rupiah. At least 1,000,000,000 rupiah would be needed."
    )
    assert [site.children_newly_within for site in plan.proposals] == [60]


def test_children_of_a_badly_served_region_count_more_where_equity_is_wished_for() -> None:
    # 4 of 5 children of kecamatan 1 reach a park at (500, 500); of kecamatan 2 nobody does. Both have one free point.
    demand = demand_table([(500, 500, (0, 0, 40)), (500, 1500, (0, 0, 10)), (3500, 500, (0, 0, 9))])
    park = Point(500, 500)
    city = drawn_city([designated("A", "1", park), designated("B", "2", Point(3500, 1900))])
    assert [site.region_code for site in proposed(city, demand, sites=1, parks=(park,)).proposals] == ["1"]
    # With equity 1: 10 · (1 + 10/50) = 12 in kecamatan 1, and 9 · (1 + 9/9) = 18 in kecamatan 2.
    plan = proposed(city, demand, sites=1, parks=(park,), equity=1.0)
    assert [(site.region_code, site.children_newly_within) for site in plan.proposals] == [("2", 9)]
    assert (plan.optimality.objective, plan.optimality.bound) == (18, 18)


def test_a_site_serves_no_more_children_than_its_capacity() -> None:
    plan = proposed(drawn_city(), capacity=10)
    assert [site.children_newly_within for site in plan.proposals] == [10, 10]
    assert plan.optimality.objective == 20


def test_sites_stay_apart() -> None:
    # Three sites at least 3 km apart are not to be had: (500, 1500) and (3500, 500) are 3.16 km apart, others less.
    plan = proposed(drawn_city(), sites=2, apart_m=3_100)
    assert {(round(site.x_m), round(site.y_m)) for site in plan.proposals} == {(500, 500), (3500, 1500)}


def test_a_person_may_insist_on_a_site_or_refuse_one() -> None:
    ids = [site.candidate_id for site in proposed(drawn_city(), sites=4).proposals]
    kept = proposed(drawn_city(), sites=2, must=(ids[3],))
    assert [site.children_newly_within for site in kept.proposals] == [12, 6]
    without = proposed(drawn_city(), sites=2, must_not=(ids[0],))
    assert [site.children_newly_within for site in without.proposals] == [12, 6]
    assert without.left_out is not None
    assert without.left_out["id"].tolist() == [ids[0]]


def test_a_site_that_does_not_exist_can_not_be_insisted_on() -> None:
    plan = proposed(drawn_city(), must=("new:1:1",))
    assert plan.optimality.status is PlanStatus.INFEASIBLE
    assert told(plan) == "new:1:1 must be in the plan, but there is no such candidate."
    assert len(plan.proposals) == 2


def test_a_puskesmas_is_proposed_where_a_kecamatan_has_none() -> None:
    city = drawn_city(
        [
            place("P", "1", kind="puskesmas", geometry=Point(500, 500)),
            place("Q", "2", kind="pustu", geometry=Point(3500, 1500)),
        ]
    )
    plan = proposed(city, programme=Programme.PUSKESMAS_PER_KECAMATAN)
    # The distances to puskesmas are not measured here, so everybody counts as reaching none.
    assert [(site.kind, site.kecamatan_code, site.children_newly_within) for site in plan.proposals] == [
        ("puskesmas", "2", 12)
    ]
    assert plan.proposals[0].cost_idr is None


def test_a_budget_for_puskesmas_needs_their_cost() -> None:
    with pytest.raises(OptionError):
        proposed(drawn_city(), programme=Programme.PUSKESMAS_PER_KECAMATAN, budget_idr=1)


def test_each_site_names_what_could_stand_in_for_it() -> None:
    first = proposed(drawn_city()).proposals[0]
    # In kecamatan 1 the only other point has 6 children: 54 fewer.
    assert first.children_lost_elsewhere == 54
    assert first.next_best_text is not None
    assert translate(first.next_best_text, Language.ENGLISH) == (
        "Next best instead: A new park where children live in Kecamatan 1; 54 children fewer."
    )


def test_a_kecamatan_without_children_has_no_place_for_a_site() -> None:
    plan = proposed(drawn_city(kecamatan=3))
    assert plan.optimality.status is PlanStatus.INFEASIBLE
    assert told(plan).endswith("yet in: Kecamatan 3. The plan below leaves these aside: Kecamatan 3.")
    # The others get theirs all the same, and the third site goes where it reaches the most.
    assert [(site.kecamatan_code, site.duty) for site in plan.proposals] == [("1", True), ("2", True), ("2", False)]


def test_without_a_population_no_site_can_be_chosen() -> None:
    plan = proposed(drawn_city(known_population=False), NO_DEMAND)
    assert plan.optimality.status is PlanStatus.INFEASIBLE
    assert "add a population" in told(plan)


def test_without_a_population_nothing_is_asked_for_where_all_is_met() -> None:
    city = drawn_city([designated("A", "1", Point(500, 500)), designated("B", "2", Point(3500, 500))])
    assert proposed(city, NO_DEMAND).optimality.status is PlanStatus.OPTIMAL


points = st.lists(
    st.tuples(st.integers(1, 3999), st.integers(1, 1999), st.tuples(*[st.integers(0, 9)] * 3)), min_size=1, max_size=15
)


@settings(max_examples=30, deadline=None)
@given(points, st.integers(2, 5))
def test_the_gains_of_the_sites_sum_to_the_objective(drawn: list, sites: int) -> None:
    plan = proposed(
        drawn_city(), demand_table([(float(x), float(y), children) for x, y, children in drawn]), sites=sites
    )
    gains = [site.children_newly_within for site in plan.proposals]
    assert sum(gains) == plan.optimality.objective
    assert all(gain > 0 or site.duty for gain, site in zip(gains, plan.proposals, strict=True))
    assert all(site.children_within >= site.children_newly_within for site in plan.proposals)
    if plan.optimality.status is not PlanStatus.INFEASIBLE:
        assert sorted(site.kecamatan_code for site in plan.proposals if site.duty) == ["1", "2"]
        assert plan.optimality.objective == plan.optimality.bound
        assert np.all([site.rank for site in plan.proposals] == np.arange(len(gains)) + 1)
