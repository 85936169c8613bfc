"""What if in a real browser: a park by a click on the map, dragged elsewhere, before and after, saved."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import expect

from planner.model.scenario import AddFacility, MoveFacility
from planner.sources.scenarios.store import load_scenario
from planner.texts import text, translate

from .conftest import Visit
from .test_main_journey import fits_the_screen

NAME = "Taman di timur"


def test_a_park_is_put_on_the_map_dragged_and_saved(own_app: Visit, folder: Path) -> None:
    visit, page = own_app, own_app.page
    visit.open("scenarios")
    page.locator("[data-testid=stForm] input[type=text]").first.fill(NAME)
    page.locator("[data-testid=stFormSubmitButton] button").first.click()
    frame = page.locator("iframe[title^=streamlit_folium]")
    expect(visit.map.locator(".planner-label").first).to_be_attached()
    visit.settle()
    frame.scroll_into_view_if_needed()
    surface = visit.map.locator(".leaflet-container")
    box = surface.bounding_box()
    assert box is not None
    east = box["width"] * 0.62, box["height"] * 0.6
    surface.click(position={"x": east[0], "y": east[1]})
    longitude = page.get_by_label(translate(text("Longitude"))).first
    expect(longitude).not_to_have_value("")
    visit.settle()
    page.get_by_role("button", name=translate(text("Add this place"))).click()
    added = visit.map.locator(".planner-proposal")
    expect(added).to_have_count(1)
    expect(page.locator(".planner ol li")).to_have_count(1)
    expect(page.locator(".table tbody tr")).to_have_count(7)
    visit.settle()
    assert fits_the_screen(visit)
    visit.keep("scenario-added")

    frame.scroll_into_view_if_needed()
    sign = added.bounding_box()
    assert sign is not None
    page.mouse.move(sign["x"] + sign["width"] / 2, sign["y"] + sign["height"] / 2)
    page.mouse.down()
    page.mouse.move(sign["x"] - 20, sign["y"] - 10, steps=6)
    page.mouse.move(sign["x"] - 35, sign["y"] - 20, steps=6)
    page.mouse.up()
    expect(page.locator(".planner ol li")).to_have_count(2)
    visit.settle()

    page.locator(".st-key-scenario_save button").click()
    expect(page.locator(".planner [role=status]", has_text=NAME)).to_be_visible()
    visit.settle()
    first, second = load_scenario(NAME, folder).changes
    assert isinstance(first, AddFacility)
    assert isinstance(second, MoveFacility)
    assert second.lon < first.lon
    with page.expect_download() as download:
        page.locator(".st-key-scenario_workbook button").click()
    assert download.value.suggested_filename == "comparison.xlsx"

    # A reload in the middle shows what was saved.
    page.reload()
    expect(page.locator(".planner ol li")).to_have_count(2)
    visit.settle()
    page.locator(".st-key-scenario_undo button").click()
    expect(page.locator(".planner ol li")).to_have_count(1)
    visit.settle()
    assert fits_the_screen(visit)
    visit.keep("scenario")
