"""Where children live who reach no place of a kind in time."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from drawn_assessment import drawn_assessment
from drawn_city import drawn_city
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.access.demand import spread_children
from planner.access.gaps import find_gaps
from planner.model.assessment import Assessment
from planner.model.city import City
from planner.model.kinds import CHILDREN_COLUMNS, AgeTier
from planner.model.tables import GAPS

# Two kelurahan of 600 m x 400 m beside each other: 3 x 2 cells each, with 6 children in every cell.
CITY = drawn_city(
    {"A1.01": (0, 0, 600, 400), "A1.02": (600, 0, 1200, 400)}, children={"A1.01": (12, 12, 12), "A1.02": (12, 12, 12)}
)
FAR, NEAR = 10_000.0, 0.0


def assessed(city: City, reached: set[tuple[int, int]], far_m: float = FAR) -> Assessment:
    """Return an assessment in which only the children of some cells, by column and row, reach the park."""
    points = spread_children(city).points
    cells = np.floor(shapely.get_coordinates(points.geometry.array) / 200).astype(int)
    distance = [NEAR if tuple(cell) in reached else far_m for cell in cells.tolist()]
    nearest = pd.DataFrame({"park": distance}, index=points.index, dtype=float)
    return drawn_assessment(city=city, demand=points, distance_m=dict.fromkeys(AgeTier, nearest))


def gaps(reached: set[tuple[int, int]], city: City = CITY, tier: str = "0-17", far_m: float = FAR) -> gpd.GeoDataFrame:
    return find_gaps(assessed(city, reached, far_m), ["park"], tier)


def test_cells_side_by_side_are_one_area_that_ends_at_the_border_of_its_region() -> None:
    # The middle column of A1.01 reaches the park: its first and its third column are apart; A1.02 is another region.
    found = gaps({(1, 0), (1, 1)})
    assert found[["rank", "region_code", "children", "area_m2"]].to_numpy().tolist() == [
        [1, "A1.02", 36, 240_000.0],
        [2, "A1.01", 12, 80_000.0],
        [3, "A1.01", 12, 80_000.0],
    ]
    assert found.geometry[1].equals(shapely.box(0, 0, 200, 400))  # of two alike, the one farther west
    assert found.geometry[2].equals(shapely.box(400, 0, 600, 400))
    assert found["region_name"][0] == "Kelurahan A1.02"


def test_cells_that_only_touch_at_a_corner_are_apart() -> None:
    found = gaps({(0, 0), (1, 1), (2, 0), (2, 1), (3, 0), (3, 1), (4, 0), (4, 1), (5, 0), (5, 1)})
    assert found["children"].tolist() == [6, 6]


def test_only_the_children_without_access_are_counted() -> None:
    # 500 m are in reach of the older children at 1.1 m/s (660 m), not of the youngest at 0.8 m/s (480 m).
    assert gaps(set(), far_m=500.0)["children"].sum() == 24
    assert gaps(set(), tier="0-5", far_m=500.0)["children"].sum() == 24
    assert gaps(set(), tier="6-11", far_m=500.0).empty


def test_where_no_way_is_known_is_a_gap() -> None:
    assert gaps(set(), far_m=np.inf)["children"].sum() == 72


def test_without_a_gap_the_table_is_empty_and_keeps_its_columns() -> None:
    found = gaps({(column, row) for column in range(6) for row in range(2)})
    assert found.empty
    assert list(found.columns) == list(GAPS.columns)
    assert found.crs == CITY.crs


def test_without_a_population_no_gap_is_known() -> None:
    assert gaps(set(), drawn_city({"A1.01": (0, 0, 600, 400)}, children=None)).empty


def test_each_kind_has_its_own_ranks() -> None:
    assessment = assessed(CITY, set())
    both = pd.DataFrame({"park": assessment.distance_m[AgeTier.EARLY]["park"], "school_sd": FAR})
    found = find_gaps(
        drawn_assessment(city=CITY, demand=assessment.demand, distance_m=dict.fromkeys(AgeTier, both)), list(both)
    )
    assert found[["kind", "rank"]].to_numpy().tolist() == [["park", 1], ["park", 2], ["school_sd", 1], ["school_sd", 2]]


# Borders that run through the cells.
CUT = drawn_city(
    {"A1.01": (0, 0, 730, 410), "A1.02": (730, 0, 1190, 410)}, children={"A1.01": (50, 0, 7), "A1.02": (9, 9, 9)}
)


@settings(max_examples=15)
@given(st.sets(st.tuples(st.integers(0, 5), st.integers(0, 2))))
def test_every_child_without_access_lies_in_exactly_one_gap_of_its_region(reached: set[tuple[int, int]]) -> None:
    assessment = assessed(CUT, reached)
    found = find_gaps(assessment, ["park"])
    without = assessment.demand[assessment.distance_m[AgeTier.EARLY]["park"] == FAR]
    assert found["children"].sum() == without[CHILDREN_COLUMNS].to_numpy().sum()
    inside = gpd.sjoin(without, found[["region_code", "geometry"]], predicate="within", rsuffix="gap")
    assert len(inside) == len(without)
    assert (inside["region_code_left"] == inside["region_code_gap"]).all()
    assert found["children"].is_monotonic_decreasing
    assert found.area.sum() == pytest.approx(found.union_all().area)
