"""Points beside streets where children live."""

from __future__ import annotations

from dataclasses import replace

import geopandas as gpd
import numpy as np
from drawn_land import exclusion_table, walkers_of
from drawn_plan import demand_table, drawn_city
from shapely import LineString, Point, box

from planner.model.city import City
from planner.model.options import Exclusion, SitingOptions
from planner.rules.catalogue import load_rules
from planner.siting.land.street_side import StreetSide, cells_of, street_side, street_side_sites, thinned
from planner.siting.land.suitability import find_land


def sites_of(city: City, demand: gpd.GeoDataFrame, minutes: float = 10.0, **more: object) -> StreetSide:
    land, _ = find_land(city, SitingOptions(), load_rules())
    return street_side_sites(city, demand, walkers_of(demand, minutes), land, **more)  # type: ignore[arg-type]


def test_the_point_with_most_children_stands_for_its_cell_and_region() -> None:
    # Cells are 400 m wide: the first three points share one. A region's border (x = 2000) divides a cell.
    demand = demand_table(
        [(10, 10, (1, 0, 0)), (20, 20, (5, 0, 0)), (30, 30, (5, 0, 0)), (1999, 50, (1, 0, 0)), (2001, 50, (1, 0, 0))]
    )
    assert thinned(demand, np.array([1, 5, 5, 1, 1])).tolist() == [1, 3, 4]


def test_a_cell_where_everybody_reaches_a_park_has_no_site() -> None:
    demand = demand_table([(10, 10, (1, 0, 0)), (900, 10, (1, 0, 0))])
    assert thinned(demand, np.array([0, 1])).tolist() == [1]


def test_a_cell_where_a_plot_is_known_has_no_site() -> None:
    demand = demand_table([(10, 10, (1, 0, 0)), (900, 10, (1, 0, 0))])
    taken = cells_of(np.array([Point(300, 300)], dtype=object), np.array(["1"], dtype=object))
    assert taken == [(0, 0, "1")]
    assert sites_of(drawn_city(), demand, taken=taken).sites["id"].tolist() == ["new:900:10"]


def test_a_site_moves_to_the_nearest_street_that_children_can_cross() -> None:
    demand = demand_table([(1000, 1000, (1, 0, 0))])
    streets = [
        ("trunk", LineString([(0, 1010), (2000, 1010)])),
        ("residential", LineString([(0, 1100), (2000, 1100)])),
    ]
    site = sites_of(drawn_city(streets=streets), demand).sites.iloc[0]
    assert (site.geometry, site["on_street"], site["action"]) == (Point(1000, 1100), True, "new")
    assert site["id"] == "new:1000:1100"


def test_a_site_stays_where_no_street_is_close_in_its_own_region() -> None:
    demand = demand_table([(1000, 1000, (1, 0, 0)), (1950, 200, (1, 0, 0))])
    # One street is 251 m from the first point, the other beyond the border of the kecamatan at x = 2000.
    streets = [
        ("residential", LineString([(0, 1251), (2000, 1251)])),
        ("residential", LineString([(2010, 100), (2010, 300)])),
    ]
    sites = sites_of(drawn_city(streets=streets), demand, minutes=20.0).sites
    assert sites.geometry.tolist() == [Point(1000, 1000), Point(1950, 200)]
    assert sites["on_street"].tolist() == [False, False]


def test_a_site_moves_no_farther_than_half_the_reach_of_the_slowest() -> None:
    # In 10 minutes the slowest walk 300 m: a street 160 m away is too far, though one at 140 m is not.
    demand = demand_table([(1000, 1000, (1, 0, 0))])
    for distance_m, on_street in ((160, False), (140, True)):
        street = LineString([(0, 1000 + distance_m), (2000, 1000 + distance_m)])
        sites = sites_of(drawn_city(streets=[("residential", street)]), demand).sites
        assert sites["on_street"].tolist() == [on_street]


def test_without_streets_no_point_moves() -> None:
    assert street_side(np.array([Point(0, 0)]), drawn_city().streets, 250.0).tolist() == [None]


def test_two_sites_at_one_spot_have_names_of_their_own() -> None:
    # The street ends at the border of two cells: both points move to its end.
    demand = demand_table([(390, 50, (1, 0, 0)), (410, 50, (1, 0, 0))])
    city = drawn_city(streets=[("residential", LineString([(400, 100), (400, 390)]))])
    assert sites_of(city, demand).sites["id"].tolist() == ["new:400:100", "new:400:100:2"]


def test_a_neighbour_takes_the_place_of_a_point_where_nothing_may_be_built() -> None:
    # The point with most children lies in water; of the two others in its cell the nearer one takes its place.
    demand = demand_table([(100, 100, (9, 0, 0)), (390, 100, (2, 0, 0)), (200, 100, (1, 0, 0)), (900, 100, (1, 0, 0))])
    city = replace(drawn_city(), exclusion_areas=exclusion_table([("water", box(50, 50, 150, 150), None, np.nan)]))
    found = sites_of(city, demand)
    assert found.sites.geometry.tolist() == [Point(200, 100), Point(900, 100)]
    assert found.judged.reason == [None, None]


def test_a_cell_where_nothing_may_be_built_tells_why() -> None:
    demand = demand_table([(100, 100, (9, 0, 0)), (200, 100, (1, 0, 0)), (900, 100, (1, 0, 0))])
    city = replace(drawn_city(), exclusion_areas=exclusion_table([("water", box(0, 0, 400, 400), None, np.nan)]))
    found = sites_of(city, demand)
    assert found.sites.geometry.tolist() == [Point(100, 100), Point(900, 100)]
    assert found.judged.reason == [Exclusion.WATER, None]
