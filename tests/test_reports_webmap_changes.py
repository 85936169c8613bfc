"""Layers of the map that tell what a plan left out and what a scenario changes."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import geopandas as gpd
import pytest
from drawn_assessment import HOSTILE, METRIC, drawn_assessment, drawn_plan, infeasible_plan, point
from drawn_scenario import empty_scenario, park, play_city

from planner.model.scenario import CloseFacility, UpgradeFacility
from planner.reports.webmap import MapLayer, changes_layer, left_out_layer
from planner.reports.webmap.candidates import MOST_PLACES
from planner.scenarios.applying import apply_scenario
from planner.siting.land.candidates import LEFT_OUT_COLUMNS
from planner.texts import Language, speak, text


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    with speak(Language.ENGLISH):
        yield


def given(layer: MapLayer) -> dict[str, Any]:
    """Return what a layer hands to the script."""
    data: dict[str, Any] = json.loads(layer.data)
    return data


def properties(layer: MapLayer) -> list[dict[str, Any]]:
    return [feature["properties"] for feature in given(layer)["features"]["features"]]


def left_out(*rows: tuple[str, str, str | None, str, str]) -> gpd.GeoDataFrame:
    """Return places that were left out: id, source, name, reason and the reason in words."""
    cells = [(*row[:4], text(row[4]), "90.01.01.1001", "90.01.01", point(500, 500)) for row in rows]
    return gpd.GeoDataFrame(cells, columns=LEFT_OUT_COLUMNS, geometry="geometry", crs=METRIC)


def test_a_place_that_was_left_out_says_why() -> None:
    table = left_out(
        ("upgrade:a:1", "upgrades", "Taman Kali", "river_setback", "It lies 4 m from a river."),
        ("new:1:2", "street_side", None, "must_not", "Somebody does not want it."),
    )
    layer = left_out_layer(drawn_assessment(replace(drawn_plan(), left_out=table)))
    first, second = properties(layer)
    assert first["name"] == "Taman Kali"
    assert first["facts"] == ["Setback of a river", "It lies 4 m from a river."]
    # A point beside a street has no name of its own.
    assert second["name"] == "Points beside streets, without a known plot"
    assert second["facts"][0] == "Not wanted"
    assert "(2)" in str(layer.layer_name)
    assert not layer.show


def test_of_very_many_places_only_some_are_drawn_and_all_are_counted() -> None:
    row = ("new:1:2", "street_side", None, "water", "It lies in water.")
    layer = left_out_layer(drawn_assessment(replace(drawn_plan(), left_out=left_out(*[row] * (MOST_PLACES + 1)))))
    assert len(properties(layer)) == MOST_PLACES
    assert "5,001" in str(layer.layer_name)


def test_a_plan_that_looked_for_none_has_no_such_layer() -> None:
    with pytest.raises(ValueError, match="left out"):
        left_out_layer(drawn_assessment(infeasible_plan()))


def test_names_of_places_left_out_cannot_leave_the_script() -> None:
    table = left_out(("upgrade:a:1", "upgrades", HOSTILE, "water", "It lies in water."))
    layer = left_out_layer(drawn_assessment(replace(drawn_plan(), left_out=table)))
    assert "<" not in layer.data
    assert properties(layer)[0]["name"] == HOSTILE


def test_what_a_scenario_adds_upgrades_and_closes_has_a_sign_of_its_own() -> None:
    city = play_city()
    scenario = empty_scenario(city).with_change(park(city, 1500, 200))
    scenario = scenario.with_change(UpgradeFacility("p2")).with_change(CloseFacility("p1"))
    layer = changes_layer(city, apply_scenario(city, scenario))
    assert [(place["id"], place["sign"], place["draggable"]) for place in properties(layer)] == [
        ("p1", "✕", False),
        ("p2", "✓", False),
        ("scenario:1", "+", True),
    ]
    assert [item["label"] for item in given(layer)["legend"]["items"]] == ["Added", "Made child-friendly", "Closed"]


def test_a_scenario_without_changes_draws_nothing() -> None:
    city = play_city()
    layer = changes_layer(city, apply_scenario(city, empty_scenario(city)))
    assert properties(layer) == []
    assert given(layer)["legend"]["items"] == []
