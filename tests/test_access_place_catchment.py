"""The catchment of one place, and the table of all child-friendly parks."""

from __future__ import annotations

import math
from dataclasses import replace

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
from drawn_city import METRIC, drawn_city, drawn_facility
from shapely import Point

from planner.access.catchment_outlines import park_catchments, walk_alike
from planner.access.destinations import kinds_reached
from planner.access.detour import DetourCurve
from planner.access.measures import Walks
from planner.access.place_catchment import PlaceCatchment, Walkers, place_catchment, why_without_catchment
from planner.access.walking import StraightLineWalking
from planner.errors import OptionError
from planner.model.assessment import DemandMethod, Method, WalkingMethod
from planner.model.city import City
from planner.model.kinds import CHILD_FRIENDLY_PARK, AgeTier
from planner.model.tables import CATCHMENTS, DEMAND
from planner.texts import Language, translate

# In 10 minutes the youngest walk 300 m, the others 600 m, and nothing makes their way longer than the straight line.
SPEEDS = {AgeTier.EARLY: 0.5, AgeTier.PRIMARY: 1.0, AgeTier.SECONDARY: 1.0}
METHOD = Method(WalkingMethod.STRAIGHT_LINE_DETOUR, None, (), SPEEDS, 10.0, DemandMethod.AREA)
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
WALKING = StraightLineWalking(DetourCurve.of([]), XY)
# A disc is drawn with 32 corners.
DISC = 16 * math.sin(math.pi / 16)


def city(friendly: str = "no", *, people: bool = True) -> City:
    return drawn_city(
        {"A1.01": (-1000, -1000, 500, 1000), "B1.01": (500, -1000, 2000, 1000)},
        children={"A1.01": (3, 4, 15), "B1.01": (3, 6, 9)} if people else None,
        facilities=[
            drawn_facility("west", (0, 0), child_friendly=friendly),
            drawn_facility("east", (600, 0), child_friendly=friendly),
            drawn_facility("sea", (9000, 0), placement="outside"),
            drawn_facility("somewhere", None),
            drawn_facility("wood", (0, 500), kind="protected_forest"),
            drawn_facility("yard", (300, 0), kind="playground"),
        ],
    )


def caught(facility: str, town: City | None = None, homes: gpd.GeoDataFrame = HOMES) -> PlaceCatchment:
    return place_catchment(town or city(), WALKING, homes, SPEEDS, facility, 10)


def test_a_place_lists_its_children_and_how_many_other_places_of_its_kind_they_reach() -> None:
    listed = caught("west").listed
    assert listed.columns.tolist() == ["age_tier", "point", "region_code", "minutes", "children", "others"]
    # The other park is 600, 300 and 300 m away from the homes.
    assert listed.to_numpy().tolist() == [
        ["0-5", 0, "A1.01", 0, 1, 0],
        ["0-5", 1, "A1.01", 10, 2, 1],
        ["6-11", 0, "A1.01", 0, 4, 1],
        ["12-17", 0, "A1.01", 0, 7, 1],
        ["12-17", 1, "A1.01", 5, 8, 1],
    ]


def test_figures_by_tier_are_of_children_and_not_of_homes() -> None:
    # 12-17: 7 children at 0 and 8 at 5 minutes: the eighth of 15 walks 5. All: 12 at 0, 8 at 5, 2 at 10: the eleventh
    # of 22 walks 0.
    assert caught("west").by_tier == {
        "0-5": Walkers(3, 0, 10, 1),
        "6-11": Walkers(4, 0, 0, 0),
        "12-17": Walkers(15, 0, 5, 0),
        "0-17": Walkers(22, 0, 0, 1),
    }


def test_regions_with_the_most_children_come_first() -> None:
    # East reaches 0-5: 2 and 3; 6-11: 4 and 6; 12-17: 7 + 8 and 9.
    counts = caught("east").by_region
    assert counts.columns.tolist() == ["0-5", "6-11", "12-17", "0-17"]
    assert counts.reset_index().to_numpy().tolist() == [["A1.01", 2, 4, 15, 21], ["B1.01", 3, 6, 9, 18]]


def test_each_group_of_tiers_that_walk_alike_has_its_outline() -> None:
    assert walk_alike(WALKING, SPEEDS) == ((AgeTier.EARLY,), (AgeTier.PRIMARY, AgeTier.SECONDARY))
    outlines = caught("west").outlines
    assert outlines["age_tiers"].tolist() == ["0-5", "6-11,12-17"]
    assert outlines.area.tolist() == pytest.approx([DISC * 300**2, DISC * 600**2])
    assert outlines.crs == METRIC


def test_a_place_is_first_of_all_a_child_friendly_park() -> None:
    assert caught("west").kind == "park"
    assert caught("west", city("yes")).kind == CHILD_FRIENDLY_PARK
    # The only play space is nobody's second one, though parks are near.
    assert caught("yard").by_tier["0-17"].only_here == caught("yard").by_tier["0-17"].children


def test_nobody_in_reach_is_no_error() -> None:
    nobody = HOMES.assign(children_0_5=0, children_6_11=0, children_12_17=0)
    empty = caught("west", homes=nobody)
    assert empty.by_tier["0-17"] == Walkers(0, None, None, 0)
    assert empty.by_region.empty
    assert len(empty.outlines) == 2


@pytest.mark.parametrize(
    ("facility", "sentence"),
    [
        (
            "nope",
            "The city has no place with the id “nope”: the layer “facilities” of assessment.gpkg lists them all.",
        ),
        ("sea", "Taman sea lies outside the city: nobody is counted as walking there."),
        ("somewhere", "The position of Taman somewhere is not known, so who can walk there is not known either."),
        ("wood", "Taman wood is protected forest: nobody is counted as walking there."),
    ],
)
def test_where_nobody_is_counted_as_walking_the_reason_is_said(facility: str, sentence: str) -> None:
    with pytest.raises(OptionError) as refused:
        caught(facility)
    assert translate(refused.value.message, Language.ENGLISH) == sentence
    assert why_without_catchment(city(), facility) == refused.value.message
    assert why_without_catchment(city(), "west") is None


def table(town: City) -> gpd.GeoDataFrame:
    return park_catchments(town, Walks(HOMES, WALKING, kinds_reached(town), {}), METHOD)


def test_each_park_and_all_together_have_a_row_for_each_outline() -> None:
    rows = table(city("yes"))
    columns = ["facility_id", "age_tiers", "children_0_5", "children_6_11", "children_12_17", "children"]
    known = rows[columns].astype(object)
    # Together, nobody counts twice: 1 + 2 + 3, 4 + 6 and 7 + 8 + 9.
    assert known.where(known.notna(), None).to_numpy().tolist() == [
        ["west", "0-5", 3, None, None, 3],
        ["east", "0-5", 5, None, None, 5],
        [None, "0-5", 6, None, None, 6],
        ["west", "6-11,12-17", None, 4, 15, 19],
        ["east", "6-11,12-17", None, 10, 24, 34],
        [None, "6-11,12-17", None, 10, 24, 34],
    ]
    assert rows["minutes"].tolist() == [10.0] * 6
    # The discs of the youngest touch at 300 m, those of the others overlap.
    assert rows.area[2] == pytest.approx(rows.area[0] + rows.area[1])
    assert rows.area[5] < rows.area[3] + rows.area[4]


def test_children_nobody_counted_are_not_none() -> None:
    town = replace(city("yes"), population=None)
    assert pd.DataFrame(table(town))[["children_0_5", "children"]].isna().all(axis=None)
    assert not caught("west", town).children_known


def test_without_a_child_friendly_park_the_table_is_empty_and_keeps_its_columns() -> None:
    rows = table(city())
    assert rows.empty
    assert rows.columns.tolist() == list(CATCHMENTS.columns)
    assert rows.crs == METRIC
