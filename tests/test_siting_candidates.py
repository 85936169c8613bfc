"""Places that a plan may choose from."""

from __future__ import annotations

import numpy as np
from drawn_plan import ALIKE, SPEEDS, alike, demand_table, drawn_city, place
from shapely import LineString, Point

from planner.siting.candidates import COLUMNS, find_candidates, new_sites, street_side, thinned, upgradable_places
from planner.siting.walkers import Walkers, group_walkers


def walkers_of(demand, minutes: float = 10.0) -> Walkers:
    return group_walkers(demand, alike(np.full(len(demand), np.inf)), SPEEDS, minutes, ALIKE)


def test_parks_that_could_be_upgraded() -> None:
    city = drawn_city(
        [
            place("nothing recorded", "1"),
            place("not designated", "1", kind="playground", child_friendly="no", public="yes"),
            place("claimed", "2", child_friendly="claimed"),
            place("already", "1", child_friendly="yes", public="yes"),
            place("closed", "1", public="no"),
            place("green space", "1", kind="rth"),
            place("forest", "1", kind="protected_forest"),
            place("no position", "1", placement="declared", geometry=None),
            place("outside", None),
        ]
    )
    upgrades = upgradable_places(city)
    assert upgrades["facility_id"].tolist() == ["nothing recorded", "not designated", "claimed"]
    assert upgrades["region_code"].tolist() == ["1", "1", "2"]
    assert upgrades.columns.tolist() == COLUMNS


def test_the_point_with_most_children_stands_for_its_cell_and_region() -> None:
    # Cells are 400 m wide: the first three points share one. A region's border (x = 2000) divides a cell.
    demand = demand_table(
        [(10, 10, (1, 0, 0)), (20, 20, (5, 0, 0)), (30, 30, (5, 0, 0)), (1999, 50, (1, 0, 0)), (2001, 50, (1, 0, 0))]
    )
    assert thinned(demand, np.array([1, 5, 5, 1, 1])).tolist() == [1, 3, 4]


def test_a_cell_where_everybody_reaches_a_park_has_no_site() -> None:
    demand = demand_table([(10, 10, (1, 0, 0)), (900, 10, (1, 0, 0))])
    assert thinned(demand, np.array([0, 1])).tolist() == [1]


def test_a_site_moves_to_the_nearest_street_that_children_can_cross() -> None:
    demand = demand_table([(1000, 1000, (1, 0, 0))])
    streets = [
        ("trunk", LineString([(0, 1010), (2000, 1010)])),
        ("residential", LineString([(0, 1100), (2000, 1100)])),
    ]
    site = new_sites(drawn_city(streets=streets), demand, walkers_of(demand)).iloc[0]
    assert (site.geometry, site["on_street"], site["action"]) == (Point(1000, 1100), True, "new")


def test_a_site_stays_where_no_street_is_close_in_its_own_region() -> None:
    demand = demand_table([(1000, 1000, (1, 0, 0)), (1950, 200, (1, 0, 0))])
    # One street is 251 m from the first point, the other beyond the border of the kecamatan at x = 2000.
    streets = [
        ("residential", LineString([(0, 1251), (2000, 1251)])),
        ("residential", LineString([(2010, 100), (2010, 300)])),
    ]
    sites = new_sites(drawn_city(streets=streets), demand, walkers_of(demand, minutes=20.0))
    assert sites.geometry.tolist() == [Point(1000, 1000), Point(1950, 200)]
    assert sites["on_street"].tolist() == [False, False]


def test_a_site_moves_no_farther_than_half_the_reach_of_the_slowest() -> None:
    # In 10 minutes the slowest walk 300 m: a street 160 m away is too far, though one at 140 m is not.
    demand = demand_table([(1000, 1000, (1, 0, 0))])
    for distance_m, on_street in ((160, False), (140, True)):
        street = LineString([(0, 1000 + distance_m), (2000, 1000 + distance_m)])
        sites = new_sites(drawn_city(streets=[("residential", street)]), demand, walkers_of(demand))
        assert sites["on_street"].tolist() == [on_street]


def test_without_streets_no_point_moves() -> None:
    assert street_side(np.array([Point(0, 0)]), drawn_city().streets, 250.0).tolist() == [None]


def test_upgrades_come_first() -> None:
    demand = demand_table([(1000, 1000, (1, 0, 0))])
    candidates = find_candidates(drawn_city([place("A", "1")]), demand, walkers_of(demand))
    assert candidates["action"].tolist() == ["upgrade", "new"]
    assert candidates.columns.tolist() == COLUMNS
