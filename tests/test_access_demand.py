"""Where children live within their regions."""

from __future__ import annotations

import pytest
import shapely
from drawn_city import drawn_city
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.access.demand import CELL_M, spread_children
from planner.model.assessment import DemandMethod
from planner.model.kinds import CHILDREN_COLUMNS

# A forest of 4 km x 2 km beside a town of 1 km x 2 km.
FOREST_AND_TOWN = {"A1.01": (0, 0, 4000, 2000), "A1.02": (4000, 0, 5000, 2000)}
CHILDREN = {"A1.01": (10, 20, 30), "A1.02": (400, 500, 601)}


def test_the_forest_stays_empty() -> None:
    # The only everyday place of the forest is a school in its south-west corner.
    city = drawn_city(FOREST_AND_TOWN, children=CHILDREN, places=[(300, 300), (4500, 1000)])
    demand = spread_children(city)
    assert demand.method is DemandMethod.EVERYDAY_PLACES
    assert demand.notices == ()
    forest = demand.points[demand.points["region_code"] == "A1.01"]
    assert forest.distance(shapely.Point(300, 300)).max() < 600


def test_children_are_densest_around_the_places() -> None:
    city = drawn_city({"A1.01": (0, 0, 2000, 2000)}, children={"A1.01": (0, 900, 0)}, places=[(500, 500)])
    points = spread_children(city).points
    # (500, 500) is the centre of the cell 400-600 m.
    assert points.loc[points["children_6_11"].idxmax(), "geometry"].equals(shapely.Point(500, 500))


def test_children_follow_residential_streets_where_streets_are_known() -> None:
    street = [(100, 100), (100, 1900)]
    drawn = {"A1.01": (0, 0, 2000, 2000)}
    children, places = {"A1.01": (1000, 0, 0)}, [(300, 1000)]
    homes = spread_children(drawn_city(drawn, children=children, places=places, streets=[street])).points
    # One half lies in the column of cells that the street runs through, besides its part of the places' half.
    along = homes[homes.geometry.x == CELL_M / 2]
    assert along["children_0_5"].sum() >= 500
    assert along.geometry.y.tolist() == [100 + CELL_M * i for i in range(10)]
    # A trunk road is nobody's address.
    trunk = drawn_city(drawn, children=children, places=places, streets=[street], street_class="trunk")
    assert spread_children(trunk).points.geometry.distance(shapely.Point(300, 1000)).max() < 600


def test_a_street_that_only_touches_a_region_says_nothing_about_it() -> None:
    # One of three places is near the street: less than half.
    places = [(100, 100), (1500, 1500), (1700, 1700)]
    drawn = {"A1.01": (0, 0, 2000, 2000)}
    with_street = drawn_city(drawn, children={"A1.01": (99, 0, 0)}, places=places, streets=[[(0, 0), (0, 200)]])
    without = drawn_city(drawn, children={"A1.01": (99, 0, 0)}, places=places)
    assert spread_children(with_street).points.equals(spread_children(without).points)


def test_a_region_without_places_is_spread_evenly_and_named() -> None:
    city = drawn_city(FOREST_AND_TOWN, children=CHILDREN, places=[(4500, 1000)])
    demand = spread_children(city)
    assert demand.method is DemandMethod.EVERYDAY_PLACES  # of most children
    (notice,) = demand.notices
    assert notice.code == "demand_by_area"
    assert notice.text.values["regions"] == "Kelurahan A1.01"


def test_without_any_place_children_are_spread_by_area() -> None:
    # The region is cut from four cells of 200 m: 1, 1/2, 1/2 and 1/4 of a cell.
    city = drawn_city({"A1.01": (0, 0, 300, 300)}, children={"A1.01": (900, 0, 0)})
    demand = spread_children(city)
    assert demand.method is DemandMethod.AREA
    assert [notice.code for notice in demand.notices] == ["demand_by_area"]
    # In the order of rows from the south: 4/9, 2/9, 2/9 and 1/9.
    assert demand.points["children_0_5"].tolist() == [400, 200, 200, 100]
    assert demand.points.geometry.x.tolist() == [100, 250, 100, 250]


def test_without_a_population_nobody_is_spread() -> None:
    demand = spread_children(drawn_city(FOREST_AND_TOWN, children=None, places=[(4500, 1000)]))
    assert demand.points.empty
    assert demand.method is DemandMethod.NONE


@settings(max_examples=30, deadline=None)
@given(
    st.lists(st.tuples(*[st.integers(0, 3000)] * 3), min_size=3, max_size=3),
    st.lists(st.tuples(st.integers(0, 1500), st.integers(0, 700)), max_size=6),
)
def test_every_region_keeps_every_tier_to_the_last_child(
    counts: list[tuple[int, int, int]], places: list[tuple[int, int]]
) -> None:
    drawn = {f"A1.0{i}": (i * 500.0, 0.0, i * 500.0 + 500, 700.0) for i in range(3)}
    city = drawn_city(drawn, children=dict(zip(drawn, counts, strict=True)), places=places)
    points = spread_children(city).points
    assert city.population is not None
    sums = points.groupby("region_code")[CHILDREN_COLUMNS].sum().reindex(city.population.index, fill_value=0)
    assert (sums == city.population[CHILDREN_COLUMNS]).to_numpy().all()
    assert (points[CHILDREN_COLUMNS].sum(axis=1) > 0).all()
    for code, outline in zip(city.finest_regions["code"], city.finest_regions.geometry, strict=True):
        assert points.geometry[points["region_code"] == code].within(outline).all()


def test_the_same_city_gives_the_same_points() -> None:
    city = drawn_city(FOREST_AND_TOWN, children=CHILDREN, places=[(4500, 1000), (4700, 300), (300, 300)])
    assert spread_children(city).points.equals(spread_children(city).points)


@pytest.mark.parametrize("size", [0.5, 150.0, 900.0])
def test_the_smallest_region_has_its_children(size: float) -> None:
    city = drawn_city({"A1.01": (10.0, 10.0, 10 + size, 10 + size)}, children={"A1.01": (1, 2, 3)})
    assert spread_children(city).points[CHILDREN_COLUMNS].sum().tolist() == [1, 2, 3]
