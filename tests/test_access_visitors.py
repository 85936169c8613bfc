"""Which children reach which place, as lists."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pytest
from drawn_city import METRIC
from shapely import Point

from planner.access.detour import DetourCurve
from planner.access.visitors import merged_visitors, visitor_counts, visitors
from planner.access.walking import StraightLineWalking
from planner.model.kinds import AgeTier
from planner.model.tables import DEMAND

SPEEDS = {AgeTier.EARLY: 0.5, AgeTier.PRIMARY: 1.0, AgeTier.SECONDARY: 1.0}

# Homes at 0, 300 and 900 m; nobody of 6 to 11 years lives in the second.
XY = np.array([[0.0, 0.0], [300.0, 0.0], [900.0, 0.0]])
HOMES = DEMAND.validate(
    gpd.GeoDataFrame(
        {
            "region_code": ["A1.01", "A1.01", "B1.01"],
            "kecamatan_code": ["A1", "A1", "B1"],
            "children_0_5": [1, 2, 3],
            "children_6_11": [4, 0, 6],
            "children_12_17": [7, 8, 9],
        },
        geometry=[Point(xy) for xy in XY],
        crs=METRIC,
    )
)
PLACES = gpd.GeoSeries([Point(0, 0), Point(600, 0), Point(5000, 0)], index=["west", "east", "far"], crs=METRIC)
WALKING = StraightLineWalking(DetourCurve.of([]), XY)
LIST = visitors(WALKING, HOMES, PLACES, SPEEDS, 10)


def test_each_place_lists_the_children_within_the_time_the_limit_included() -> None:
    # In 10 minutes the youngest walk 300 m, the others 600 m.
    assert LIST.to_numpy().tolist() == [
        ["west", "0-5", 0, "A1.01", 0, 1],
        ["west", "0-5", 1, "A1.01", 10, 2],
        ["west", "6-11", 0, "A1.01", 0, 4],
        ["west", "12-17", 0, "A1.01", 0, 7],
        ["west", "12-17", 1, "A1.01", 5, 8],
        ["east", "0-5", 1, "A1.01", 10, 2],
        ["east", "0-5", 2, "B1.01", 10, 3],
        ["east", "6-11", 0, "A1.01", 10, 4],
        ["east", "6-11", 2, "B1.01", 5, 6],
        ["east", "12-17", 0, "A1.01", 10, 7],
        ["east", "12-17", 1, "A1.01", 5, 8],
        ["east", "12-17", 2, "B1.01", 5, 9],
    ]


def test_merged_each_child_counts_once_at_its_nearest_place() -> None:
    merged = merged_visitors(LIST)
    # The home at 300 m is as far from both places: the first one has it.
    assert merged["place"].tolist() == ["west", "west", "east", "west", "east", "west", "west", "east"]
    assert merged["minutes"].tolist() == [0, 10, 10, 0, 5, 0, 5, 5]
    assert merged["children"].sum() == 1 + 2 + 3 + 4 + 6 + 7 + 8 + 9


@pytest.mark.parametrize(
    ("listed", "counts"),
    [
        (LIST, [[3, 4, 15], [5, 10, 24], [0, 0, 0]]),
        (merged_visitors(LIST), [[3, 4, 15], [3, 6, 9], [0, 0, 0]]),
    ],
)
def test_children_are_counted_by_place_and_tier(listed: object, counts: list[list[int]]) -> None:
    table = visitor_counts(listed, PLACES.index)
    assert table.index.tolist() == ["west", "east", "far"]
    assert table.columns.tolist() == ["0-5", "6-11", "12-17"]
    assert table.to_numpy().tolist() == counts


def test_nobody_is_listed_where_there_is_no_place() -> None:
    assert visitors(WALKING, HOMES, PLACES.iloc[:0], SPEEDS, 10).empty
