"""The web map: what its script is given, and what a browser makes of it."""

from __future__ import annotations

import json
import os
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import folium
import numpy as np
import pandas as pd
import pytest
from drawn_assessment import HOSTILE, drawn_assessment, drawn_city, infeasible_plan
from playwright.sync_api import Page, sync_playwright

from planner.access.gaps import find_gaps
from planner.reports.palette import SHARE_COLOURS
from planner.reports.webmap import (
    MapLayer,
    base_map,
    demand_layer,
    facility_layers,
    gap_layer,
    leaflet_folder,
    map_html,
    proposal_layer,
    share_layer,
    status_layer,
)
from planner.reports.webmap.leaflet import leaflet_script, leaflet_stylesheet
from planner.reports.webmap.regions import share_classes
from planner.reports.webmap.script_data import script_json
from planner.texts import Language, speak

CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
QUIET = "--no-sandbox --disable-gpu --disable-background-networking --disable-component-update --disable-sync"


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    with speak(Language.ENGLISH):
        yield


def given(layer: MapLayer) -> dict[str, Any]:
    """Return what a layer hands to the script."""
    data: dict[str, Any] = json.loads(layer.data)
    return data


def test_leaflet_is_on_this_machine_whole() -> None:
    assert (leaflet_folder() / "leaflet.js").is_file()
    assert 'version="1.9' in leaflet_script()
    assert "url(images/" not in leaflet_stylesheet()


def test_data_can_neither_leave_the_script_nor_be_run_as_a_template() -> None:
    hostile = ["</script>", "{{ 7 * 7 }}", "{% raw %}", "{# #}", "{{{{", "\u2028"]
    written = script_json(hostile)
    assert not re.search("[<>&'\u2028]|{[{%#]", written)
    assert json.loads(written) == hostile


def test_no_other_host_is_named_but_that_of_the_tiles() -> None:
    # Leaflet and its licence name their own pages, which nothing is loaded from.
    page = map_html(drawn_assessment()).replace(leaflet_script(), "").replace(leaflet_stylesheet(), "")
    hosts = set(re.findall(r"https?://([\w.-]+)", page))
    assert hosts == {"tile.openstreetmap.org", "www.openstreetmap.org"}


def test_the_same_assessment_gives_the_same_page() -> None:
    assert map_html(drawn_assessment()) == map_html(drawn_assessment())


def test_the_base_map_loads_leaflet_from_where_it_is_told() -> None:
    drawn = base_map(drawn_city(), leaflet_url="../leaflet")
    assert drawn.default_js == [("leaflet", "../leaflet/leaflet.js")]
    assert drawn.default_css == [("leaflet_css", "../leaflet/leaflet.css")]
    # folium's own list, which other maps share, is as it was.
    assert len(folium.Map.default_js) > 1


def test_the_base_map_stays_the_same() -> None:
    def script() -> str:
        drawn = base_map(drawn_city(), leaflet_url="x")
        drawn.get_root().render()
        return str(drawn.get_root().script.render())  # type: ignore[attr-defined]

    assert script() == script()


def test_each_kind_with_a_position_is_a_layer_and_places_to_play_are_shown() -> None:
    layers = facility_layers(drawn_city())
    assert [(layer.layer_name, layer.show) for layer in layers] == [
        ("Park (2)", True),
        ("Primary school (SD) (1)", False),
    ]


def test_the_sign_of_a_park_tells_its_designation() -> None:
    parks = given(facility_layers(drawn_city())[0])["features"]["features"]
    assert [(park["properties"]["id"], park["properties"]["sign"]) for park in parks] == [
        ("city_list:1", "✓"),
        ("city_list:2", "•"),
    ]


def test_only_chosen_facilities_are_drawn() -> None:
    city = drawn_city()
    chosen = city.facilities[city.facilities["kecamatan_code"] == "90.01.01"]
    assert [layer.layer_name for layer in facility_layers(city, chosen)] == ["Park (1)"]


def test_labels_carry_the_sign_of_the_status() -> None:
    labels = [label["properties"] for label in given(status_layer(drawn_assessment()))["features"]["features"]]
    assert [(label["name"], label["sign"]) for label in labels] == [("Barat", "✓"), ("Timur", "✕")]
    assert labels[0]["facts"] == ["Met", "1 park.", "Taman Muara"]


def test_gaps_are_ranked_outlines_with_the_children_without_access() -> None:
    assessment = drawn_assessment()
    layer = given(gap_layer(assessment, find_gaps(assessment, ["child_friendly_park"])))
    areas = [area["properties"] for area in layer["features"]["features"]]
    assert [(area["name"], area["facts"]) for area in areas] == [
        ("1. Muara", ["60", "Barat", "4 ha"]),
        ("2. Bukit", ["60", "Timur", "4 ha"]),
    ]
    assert layer["legend"]["title"] == "Areas without access: child-friendly park (RBRA)"
    assert given(gap_layer(assessment, find_gaps(assessment, [])))["features"]["features"] == []


def test_shares_are_classed_with_nobody_apart_and_upper_edges_included() -> None:
    shares = pd.Series([0.0, 0.001, 0.1, 0.1001, 0.25, 0.75, 0.76, 1.0, np.nan])
    assert share_classes(shares).tolist() == [0, 1, 1, 2, 2, 4, 5, 5, pd.NA]


def test_regions_are_coloured_by_their_share() -> None:
    regions = [region["properties"] for region in given(share_layer(drawn_assessment()))["features"]["features"]]
    assert [region["colour"] for region in regions] == [SHARE_COLOURS[3], SHARE_COLOURS[0]]
    assert regions[0]["facts"] == ["100", "40: 40% (31% to 52%)"]


def test_a_kind_nobody_measured_is_not_known() -> None:
    regions = given(share_layer(drawn_assessment(), kind="library"))["features"]["features"]
    assert [region["properties"]["facts"][0] for region in regions] == ["not known", "not known"]


def test_proposals_are_numbered_and_an_upgrade_is_a_square() -> None:
    sites = [site["properties"] for site in given(proposal_layer(drawn_assessment()))["features"]["features"]]
    assert [(site["sign"], site["shape"]) for site in sites] == [("1", "square"), ("2", "badge")]


def test_without_proposals_the_layer_is_empty() -> None:
    assert given(proposal_layer(drawn_assessment(infeasible_plan())))["features"]["features"] == []


def test_demand_counts_all_children_of_a_point() -> None:
    assert [point[2] for point in given(demand_layer(drawn_assessment()))["points"]] == [40, 60, 60]


@pytest.fixture
def page(tmp_path: Path) -> Iterator[Page]:
    """Open the drawn city's map in a browser and fail on any error, dialog or request."""
    if CHROMIUM is None:
        pytest.skip("needs Chromium, which is not here: install it, or name it in CHROMIUM")
    file = tmp_path / "map.html"
    file.write_text(map_html(drawn_assessment()), encoding="utf-8")
    problems: list[str] = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET.split())
        opened = browser.new_page(viewport={"width": 1280, "height": 800})
        opened.on("pageerror", lambda error: problems.append(str(error)))
        opened.on("console", lambda message: problems.append(message.text) if message.type == "error" else None)
        opened.on("dialog", lambda dialog: (problems.append(dialog.message), dialog.dismiss()))
        opened.on(
            "request",
            lambda request: problems.append(request.url) if request.url.startswith("http") else None,
        )
        opened.goto(file.as_uri())
        yield opened
        browser.close()
    assert problems == []


@pytest.mark.xdist_group("browser")
def test_the_map_is_drawn_without_a_network(page: Page) -> None:
    assert page.locator("path.leaflet-interactive").count() == 2  # the two kelurahan
    assert page.locator(".planner-label").all_inner_texts() == ["✓\nBarat", "✕\nTimur"]
    assert page.locator(".planner-proposal").all_inner_texts() == ["1", "2"]
    assert "nobody" in page.locator(".planner-legend").inner_text()


@pytest.mark.xdist_group("browser")
def test_a_click_tells_facts_and_a_hostile_name_stays_a_name(page: Page) -> None:
    page.get_by_alt_text(HOSTILE).or_(page.locator(".planner-hollow").first).last.click(force=True)
    facts = page.locator(".planner-facts")
    facts.wait_for()
    assert facts.locator("strong").inner_text().endswith(HOSTILE)
    assert page.locator("img[src=x]").count() == 0


@pytest.mark.xdist_group("browser")
def test_a_layer_brings_its_legend_and_takes_it_away(page: Page) -> None:
    legend = page.locator(".planner-legend")
    switch = page.get_by_label("Primary school (SD) (1)")
    switch.check()
    assert "Primary school (SD) (1)" in legend.inner_text()
    switch.uncheck()
    assert "Primary school" not in legend.inner_text()
