"""A catchment in words, as a list and as outlines."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace

import pytest
import shapely

from planner.reports.catchment import LIST_HEADS, catchment_geojson, catchment_list, catchment_sentences
from planner.reports.webmap import catchment_layer
from planner.texts import Language, speak, translate
from tests.test_access_place_catchment import HOMES, caught, city


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    with speak(Language.ENGLISH):
        yield


def test_a_catchment_is_told_by_age_and_by_region() -> None:
    assert [translate(sentence) for sentence in catchment_sentences(city(), caught("east"))] == [
        "Taman east: 39 children live within 10 minutes on foot.",
        "0–5 years: 5 children, the nearest 10 minutes away, half of them at most 10.",
        # 4 at 10 minutes and 6 at 5; 7 at 10 and 8 + 9 at 5.
        "6–11 years: 10 children, the nearest 5 minutes away, half of them at most 5.",
        "12–17 years: 24 children, the nearest 5 minutes away, half of them at most 5.",
        # Those at 900 m: 3, 6 and 9.
        "18 of them have no other place of this kind within 10 minutes: park.",
        "Kelurahan A1.01: 21 children (0–5 years: 2, 6–11 years: 4, 12–17 years: 15).",
        "Kelurahan B1.01: 18 children (0–5 years: 3, 6–11 years: 6, 12–17 years: 9).",
    ]


def test_nobody_in_reach_and_children_not_known_are_two_things() -> None:
    nobody = caught("west", homes=HOMES.assign(children_0_5=0, children_6_11=0, children_12_17=0))
    assert [translate(sentence) for sentence in catchment_sentences(city(), nobody)] == [
        "Taman west: 0 children live within 10 minutes on foot."
    ]
    unknown = replace(nobody, children_known=False)
    assert [translate(sentence) for sentence in catchment_sentences(city(), unknown)] == [
        "Taman west: how many children live within 10 minutes on foot is not known, as no population is known."
    ]


def test_the_list_names_ages_and_regions_and_where_the_children_live() -> None:
    listed = catchment_list(city(), HOMES, caught("east"))
    assert listed.columns.tolist() == list(LIST_HEADS)
    assert listed[["age_tier", "region_name", "minutes", "children", "others"]].to_numpy().tolist() == [
        ["0–5 years", "Kelurahan A1.01", 10, 2, 1],
        ["0–5 years", "Kelurahan B1.01", 10, 3, 0],
        ["6–11 years", "Kelurahan B1.01", 5, 6, 0],
        ["6–11 years", "Kelurahan A1.01", 10, 4, 1],
        ["12–17 years", "Kelurahan A1.01", 5, 8, 1],
        ["12–17 years", "Kelurahan B1.01", 5, 9, 0],
        ["12–17 years", "Kelurahan A1.01", 10, 7, 1],
    ]
    home = HOMES.geometry.iloc[[1]].to_crs("EPSG:4326").iloc[0]
    assert (listed["lon"][0], listed["lat"][0]) == pytest.approx((home.x, home.y), abs=1e-6)


def test_outlines_are_geojson_in_degrees_with_their_own_children() -> None:
    written = json.loads(catchment_geojson(caught("west")))
    assert "crs" not in written
    young, older = written["features"]
    assert young["properties"] == {
        "facility_id": "west",
        "name": "Taman west",
        "kind": "park",
        "age_tiers": "0-5",
        "minutes": 10.0,
        "children": 3,
    }
    assert older["properties"]["children"] == 4 + 15
    drawn = shapely.from_geojson(json.dumps(older["geometry"]))
    assert drawn.is_valid
    assert drawn.exterior.is_ccw
    home = HOMES.geometry.iloc[[1]].to_crs("EPSG:4326").iloc[0]
    assert drawn.contains(home)


def test_an_outline_without_ground_has_no_geometry_and_is_not_drawn() -> None:
    outlines = caught("west").outlines
    nowhere = outlines.set_geometry([shapely.Polygon(), outlines.geometry.iloc[1]], crs=outlines.crs)
    catchment = replace(caught("west"), outlines=nowhere, children_known=False)
    young, older = json.loads(catchment_geojson(catchment))["features"]
    assert (young["geometry"], young["properties"]["children"]) == (None, None)
    assert older["geometry"]["type"] == "Polygon"
    drawn = json.loads(catchment_layer(catchment).data)["features"]["features"]
    assert [area["properties"]["facts"] for area in drawn] == [["6–11 years, 12–17 years", "not known"]]


def test_on_the_map_the_larger_outline_lies_below_and_the_legend_begins_with_the_youngest() -> None:
    layer = json.loads(catchment_layer(caught("west")).data)
    drawn = [area["properties"] for area in layer["features"]["features"]]
    assert [area["facts"] for area in drawn] == [["6–11 years, 12–17 years", "19"], ["0–5 years", "3"]]
    assert [item["label"] for item in layer["legend"]["items"]] == ["0–5 years", "6–11 years, 12–17 years"]
    assert layer["legend"]["title"] == "Within 10 minutes on foot: Taman west"
    assert layer["place"] == "west"
