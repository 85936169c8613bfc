"""From a city and its findings to proposed sites."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pytest
from drawn_plan import SPEEDS, StraightLine, alike, demand_table, drawn_city, drawn_rule, place
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import Point

from planner.checks.programme import check_programme
from planner.model.assessment import Action, Plan, PlanStatus
from planner.model.city import City
from planner.model.options import Options
from planner.siting.plan import propose
from planner.texts import Language, translate

RULES = {"STSK_COVERAGE": drawn_rule("STSK_COVERAGE", min_count=1)}
NO_DEMAND = demand_table([])

# Two kecamatan of 2 × 2 km. Nobody walks from one of these points to another within 10 minutes (600 m).
DEMAND = demand_table(
    [
        (500, 500, (10, 20, 30)),  # 60 children in kecamatan 1
        (500, 1500, (1, 2, 3)),  # 6 in kecamatan 1
        (3500, 500, (4, 4, 4)),  # 12 in kecamatan 2
        (3500, 1500, (3, 3, 3)),  # 9 in kecamatan 2
    ]
)


def proposed(city: City, demand: gpd.GeoDataFrame = DEMAND, *, sites: int | None = None, parks: tuple = ()) -> Plan:
    """Propose for a city whose child-friendly parks are at some points."""
    walking = StraightLine(demand)
    return propose(
        city=city,
        demand=demand,
        walking=walking,
        distance_m=alike(walking.nearest_m(gpd.GeoSeries(list(parks), crs=city.crs))),
        findings=check_programme(city, RULES),
        speeds=SPEEDS,
        options=Options(sites=sites),
    )


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


@pytest.mark.parametrize("sites", [0, 1])
def test_fewer_sites_than_duties_are_not_feasible(sites: int) -> None:
    plan = proposed(drawn_city(), sites=sites)
    assert (plan.proposals, plan.optimality.status, plan.optimality.gap) == ((), PlanStatus.INFEASIBLE, None)
    assert told(plan) == f"2 kecamatan need a site each, but only {sites} may be proposed: allow at least 2."


def test_a_kecamatan_without_children_has_no_place_for_a_site() -> None:
    plan = proposed(drawn_city(kecamatan=3))
    assert plan.optimality.status is PlanStatus.INFEASIBLE
    assert told(plan).endswith("in: Kecamatan 3.")


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
    if plan.proposals:
        assert sorted(site.kecamatan_code for site in plan.proposals if site.duty) == ["1", "2"]
        assert plan.optimality.objective == plan.optimality.bound
        assert np.all([site.rank for site in plan.proposals] == np.arange(len(gains)) + 1)
