"""What hints at where people live: one drawn example for each kind of evidence."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pytest
import shapely
from drawn_city import METRIC, Box, drawn_city

from planner.access.demand import LADDER, spread_children
from planner.access.demand_weights import (
    weigh_buildings,
    weigh_everyday_places,
    weigh_population_grid,
    weigh_residential_land,
    weigh_streets,
)
from planner.access.grid import Cells, cut_grid
from planner.model.assessment import DemandMethod
from planner.model.city import City
from planner.model.tables import HOMES, POPULATION_GRID

# Two cells of 200 m, one beside the other.
PAIR: dict[str, Box] = {"A1.01": (0, 0, 400, 200)}
# Two regions, each of two cells: below, and above.
TWO: dict[str, Box] = {"A1.01": (0, 0, 400, 200), "A1.02": (0, 1000, 400, 1200)}


def homes(boxes: Sequence[Box]) -> gpd.GeoDataFrame:
    return HOMES.validate(gpd.GeoDataFrame(geometry=[shapely.box(*box) for box in boxes], crs=METRIC))


def grid(squares: dict[Box, float]) -> gpd.GeoDataFrame:
    shapes = [shapely.box(*box) for box in squares]
    table = gpd.GeoDataFrame({"people": list(squares.values())}, geometry=shapes, crs=METRIC)
    return POPULATION_GRID.validate(table)


def weights(weigh: Callable[[City, Cells], npt.NDArray[np.float64]], city: City) -> list[float]:
    return [round(float(weight), 6) for weight in weigh(city, cut_grid(city.finest_regions.geometry, 200))]


def test_people_of_a_square_are_divided_by_area() -> None:
    # The middle square lies a quarter in the first cell and three quarters in the second.
    squares: dict[Box, float] = {(0, 0, 100, 100): 10.0, (175, 0, 275, 100): 8.0}
    city = replace(drawn_city(PAIR, children={"A1.01": (9, 0, 0)}), population_grid=grid(squares))
    assert weights(weigh_population_grid, city) == [12, 6]
    assert spread_children(city).method is DemandMethod.POPULATION_GRID
    assert spread_children(city).points["children_0_5"].tolist() == [6, 3]


def test_people_outside_the_city_are_not_brought_in() -> None:
    city = replace(drawn_city(PAIR, children={"A1.01": (9, 0, 0)}), population_grid=grid({(-100, 0, 100, 200): 10.0}))
    assert weights(weigh_population_grid, city) == [5, 0]


def test_buildings_count_by_their_area() -> None:
    # 100 m² in the first cell; 300 m², a third of them in the first cell.
    buildings = homes([(0, 0, 10, 10), (190, 0, 220, 10)])
    city = replace(drawn_city(PAIR, children={"A1.01": (9, 0, 0)}), buildings=buildings)
    assert weights(weigh_buildings, city) == [200, 200]


def test_residential_land_counts_by_its_area() -> None:
    city = replace(drawn_city(PAIR, children={"A1.01": (9, 0, 0)}), residential_land=homes([(100, 0, 250, 200)]))
    assert weights(weigh_residential_land, city) == [20_000, 10_000]
    assert spread_children(city).points["children_0_5"].tolist() == [6, 3]


@pytest.mark.parametrize(("far", "known"), [(1, True), (2, False)])
def test_a_region_whose_places_lie_far_from_the_buildings_is_not_mapped(far: int, known: bool) -> None:
    # One place at the only building; one or two of them 300 m away: the buildings are known to half, or to a third.
    places = [(5.0, 5.0)] + [(310.0 + i, 5.0) for i in range(far)]
    city = drawn_city(PAIR, children={"A1.01": (9, 0, 0)}, places=places)
    assert (weights(weigh_buildings, replace(city, buildings=homes([(0, 0, 10, 10)]))) == [100, 0]) is known


def test_streets_count_around_them_if_there_are_enough() -> None:
    # 200 m of street through the middle of the first cell are enough for 800 people.
    street = [[(100.0, 0.0), (100.0, 200.0)]]
    few = drawn_city(PAIR, children={"A1.01": (800, 0, 0)}, streets=street)
    first, second = weights(weigh_streets, few)
    assert first > second > 0
    assert spread_children(few).method is DemandMethod.STREETS
    many = drawn_city(PAIR, children={"A1.01": (801, 0, 0)}, streets=street)
    assert weights(weigh_streets, many) == [0, 0]
    assert spread_children(many).method is DemandMethod.AREA


def test_streets_of_other_classes_do_not_count() -> None:
    city = drawn_city(PAIR, children={"A1.01": (9, 0, 0)}, streets=[[(100, 0), (100, 200)]], street_class="trunk")
    assert weights(weigh_streets, city) == [0, 0]


def test_what_a_city_does_not_have_weighs_nothing() -> None:
    city = drawn_city(PAIR, children=None)
    for weigh in (
        weigh_population_grid,
        weigh_buildings,
        weigh_residential_land,
        weigh_everyday_places,
        weigh_streets,
    ):
        assert weights(weigh, city) == [0, 0]


def test_a_region_with_less_evidence_than_most_is_named_with_what_there_is() -> None:
    children = {"A1.01": (90, 0, 0), "A1.02": (9, 0, 0)}
    city = replace(drawn_city(TWO, children=children, places=[(100, 1100)]), buildings=homes([(0, 0, 10, 10)]))
    demand = spread_children(city)
    assert demand.method is DemandMethod.BUILDINGS
    (notice,) = demand.notices
    assert notice.code == "demand_by_everyday_places"
    assert notice.text.values["regions"] == "Kelurahan A1.02"


def test_a_region_with_better_evidence_than_most_needs_no_notice() -> None:
    children = {"A1.01": (9, 0, 0), "A1.02": (90, 0, 0)}
    city = replace(drawn_city(TWO, children=children, places=[(100, 1100)]), buildings=homes([(0, 0, 10, 10)]))
    assert spread_children(city).method is DemandMethod.EVERYDAY_PLACES
    assert spread_children(city).notices == ()


def test_every_method_has_its_rung() -> None:
    assert [rung.method for rung in LADDER] == [method for method in DemandMethod if method is not DemandMethod.NONE]
