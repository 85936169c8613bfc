"""The map as a file: findings by rule and status, search by name, what it says of its making, and printing."""

from __future__ import annotations

import datetime as dt
import json
import os
import re
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from drawn_assessment import HOSTILE, drawn_assessment, drawn_city
from playwright.sync_api import Browser, Page, expect, sync_playwright

from planner.model.assessment import Assessment
from planner.model.kinds import Level
from planner.model.options import Options
from planner.reports.assessment_file import AssessmentFile, AssessmentName
from planner.reports.carried.html import BLOCK_ID
from planner.reports.identity import assessment_id
from planner.reports.provenance import provenance_document
from planner.reports.webmap import MapLayer, findings_layer, map_html, sign_status_layer
from planner.reports.webmap.search import found_regions, unplaced_places
from planner.texts import Language, speak

CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
QUIET = "--no-sandbox --disable-gpu --disable-background-networking --disable-component-update --disable-sync"
SIZES = {"desktop": (1280, 800), "phone": (390, 844)}


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    with speak(Language.ENGLISH):
        yield


def dated() -> Assessment:
    return drawn_assessment(options=Options(as_of=dt.date(2026, 3, 31)))


def given(layer: MapLayer) -> dict[str, Any]:
    """Return what a layer hands to the script."""
    data: dict[str, Any] = json.loads(layer.data)
    return data


# ---- What the script is given


def test_each_rule_brings_the_status_of_each_region() -> None:
    rules = given(findings_layer(dated()))["rules"]
    assert [rule["rule"] for rule in rules] == ["STSK_COVERAGE"]
    found = [one["properties"] for one in rules[0]["features"]["features"]]
    assert [(one["name"], one["status"], one["sign"]) for one in found] == [
        ("Barat", "met", "✓"),
        ("Timur", "unmet", "✕"),
    ]


def test_a_finding_tells_its_places_with_source_and_date_and_the_citation() -> None:
    layer = given(findings_layer(dated()))
    barat = layer["rules"][0]["features"]["features"][0]["properties"]
    told = dict(zip(layer["labels"], barat["facts"], strict=True))
    assert told["Places"] == "Taman Muara (List of the city, 2025-08 (row 1))"
    assert told["Citation"] == dated().rules["STSK_COVERAGE"].citation
    # What is met needs no change.
    assert told["What would change this"] is None


def test_many_places_behind_a_finding_are_counted() -> None:
    first = dated().findings[0]
    many = replace(first, evidence=("city_list:1", *(f"gone:{number}" for number in range(7))))
    facts = given(findings_layer(replace(dated(), findings=(many,))))["rules"][0]["features"]["features"][0]
    assert facts["properties"]["facts"][3].endswith("; and 3 more")


def test_a_finding_of_the_whole_city_has_no_place_on_the_map() -> None:
    whole = replace(dated().findings[0], unit_level=Level.CITY, unit_code="90.01")
    assert given(findings_layer(replace(dated(), findings=(whole,))))["rules"] == []


def test_signs_are_a_layer_only_where_they_were_checked() -> None:
    assert sign_status_layer(dated()) is None


def test_regions_are_found_with_where_they_lie() -> None:
    regions = found_regions(drawn_city())
    assert [(region["name"], region["about"]) for region in regions] == [
        ("Barat", "Kecamatan"),
        ("Timur", "Kecamatan"),
        ("Muara", "Kelurahan, Barat"),
        ("Bukit", "Kelurahan, Timur"),
    ]


def test_a_place_without_a_position_is_found_in_its_region() -> None:
    (place,) = unplaced_places(drawn_city())
    assert (place["name"], place["about"]) == ("Puskesmas Bukit", "Puskesmas, Bukit")
    assert place["bounds"] == found_regions(drawn_city())[3]["bounds"]


def test_the_page_says_how_it_was_made_for_programs_and_for_people() -> None:
    page = map_html(dated())
    block = re.search(rf'<script type="application/json" id="{BLOCK_ID}">(.*?)</script>', page)
    assert block is not None
    assert json.loads(block[1]) == provenance_document(
        dated().city, dated().options, AssessmentFile(AssessmentName.PAGE)
    )
    assert f"As of 31 March 2026. Assessment {assessment_id(dated())}, made by planner " in page


# ---- What a browser makes of it, with the network off


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    if CHROMIUM is None:
        pytest.skip("needs Chromium, which is not here: install it, or name it in CHROMIUM")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET.split())
        yield started
        started.close()


@pytest.fixture(params=SIZES)
def page(request: pytest.FixtureRequest, browser: Browser, tmp_path: Path) -> Iterator[Page]:
    """Open the drawn city's map without a network, and fail on any error, dialog or request."""
    file = tmp_path / "map.html"
    file.write_text(map_html(dated()), encoding="utf-8")
    width, height = SIZES[request.param]
    phone = request.param == "phone"
    context = browser.new_context(viewport={"width": width, "height": height}, has_touch=phone, is_mobile=phone)
    context.set_offline(True)
    context.set_default_timeout(10_000)
    problems: list[str] = []
    opened = context.new_page()
    opened.on("pageerror", lambda error: problems.append(str(error)))
    opened.on("console", lambda message: problems.append(message.text) if message.type == "error" else None)
    opened.on("dialog", lambda dialog: (problems.append(dialog.message), dialog.dismiss()))
    opened.on("request", lambda sent: problems.append(sent.url) if sent.url.startswith("http") else None)
    opened.goto(file.as_uri())
    yield opened
    # Nothing reaches over the edge of a narrow screen.
    assert opened.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    context.close()
    assert problems == []


def open_filter(page: Page) -> None:
    """Open the choice of findings where it starts closed."""
    if not page.locator("#planner-rule").is_visible():
        page.locator("#planner-filter summary").click()


pytestmark = pytest.mark.xdist_group("browser")


def test_a_place_is_found_with_keys_alone_and_its_layer_is_switched_on(page: Page) -> None:
    box = page.get_by_role("combobox", name="Find a place or region")
    box.focus()
    page.keyboard.type("sd")
    expect(page.locator("#planner-results li")).to_have_text(["SD 1Primary school (SD), Bukit"])
    page.keyboard.press("ArrowDown")
    assert box.get_attribute("aria-activedescendant") == "planner-result-0"
    page.keyboard.press("Enter")
    expect(page.locator(".planner-facts strong")).to_have_text("SD 1")
    expect(page.locator("#planner-results")).to_be_hidden()
    expect(page.locator(".planner-legend")).to_contain_text("Primary school (SD) (1)")


def test_escape_closes_and_then_empties(page: Page) -> None:
    box = page.get_by_role("combobox", name="Find a place or region")
    box.fill("muara")
    expect(page.locator("#planner-results li")).to_have_count(3)  # the kelurahan, the park, and the site proposed there
    box.press("Escape")
    expect(page.locator("#planner-results li")).to_have_count(0)
    box.press("Escape")
    expect(box).to_have_value("")


def test_words_of_the_kind_and_accents_find_too(page: Page) -> None:
    box = page.get_by_role("combobox", name="Find a place or region")
    box.fill("kelurahan BÚKIT")
    expect(page.locator("#planner-results li").first).to_contain_text("Kelurahan, Timur")


def test_nothing_found_is_told(page: Page) -> None:
    page.get_by_role("combobox", name="Find a place or region").fill("zzz")
    expect(page.get_by_role("status")).to_have_text("Nothing of that name is on the map.")
    page.get_by_role("combobox", name="Find a place or region").fill("")
    expect(page.get_by_role("status")).to_have_text("")


def test_a_place_without_a_position_says_so(page: Page) -> None:
    page.get_by_role("combobox", name="Find a place or region").fill("puskesmas")
    page.locator("#planner-results li").click()
    expect(page.get_by_role("status")).to_have_text("The position of this place is not known; its region is shown.")


def test_a_hostile_name_is_found_as_a_name(page: Page) -> None:
    page.get_by_role("combobox", name="Find a place or region").fill("img src")
    expect(page.locator("#planner-results li").first).to_contain_text(HOSTILE)
    page.locator("#planner-results li").first.click()
    expect(page.locator(".planner-facts strong")).to_contain_text(HOSTILE)
    assert page.locator("img[src=x]").count() == 0


def test_findings_are_shown_by_status(page: Page) -> None:
    open_filter(page)
    labels = page.locator(".planner-label")
    expect(labels).to_have_text(["✓Barat", "✕Timur"])
    expect(page.locator("#planner-filter label")).to_have_text(
        [re.compile("One park"), "✓Met (1)", "✕Not met (1)", "?Not known (0)"]
    )
    page.locator("#planner-unmet").uncheck()
    expect(labels).to_have_text(["✓Barat"])
    page.locator("#planner-unmet").check()
    page.locator("#planner-met").uncheck()
    expect(labels).to_have_text(["✕Timur"])


def test_a_finding_tells_its_evidence(page: Page) -> None:
    page.locator(".planner-label").first.click()
    card = page.locator(".planner-facts")
    expect(card).to_contain_text("Taman Muara (List of the city, 2025-08 (row 1))")
    expect(card).to_contain_text("Citation")


def test_a_sheet_holds_title_map_legend_scale_and_source(page: Page, tmp_path: Path) -> None:
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    for shown in ("h1", ".planner-legend .planner-row", ".leaflet-control-scale-line", "footer", ".planner-label"):
        expect(page.locator(shown).first).to_be_visible()
    for tool in (".planner-tools", ".leaflet-control-zoom", ".leaflet-control-layers"):
        expect(page.locator(tool)).to_be_hidden()
    expect(page.locator("footer")).to_contain_text("List of the city, 2025-08. As of 31 March 2026.")
    page.evaluate("window.dispatchEvent(new Event('afterprint'))")
    expect(page.locator(".planner-tools")).to_be_visible()
    pages = re.findall(rb"/Type\s*/Page\b", page.pdf(prefer_css_page_size=True, print_background=True))
    assert len(pages) == 1


def test_very_long_and_empty_names_leave_the_page_in_its_frame(browser: Browser, tmp_path: Path) -> None:
    city = drawn_city()
    names = ["Taman " + "Sangat" * 60, "", "SD 1", "Puskesmas Bukit"]
    long = replace(city, name="Kota " + "Panjang" * 40, facilities=city.facilities.assign(name=names))
    file = tmp_path / "map.html"
    file.write_text(map_html(drawn_assessment(city=long, findings=())), encoding="utf-8")
    context = browser.new_context(viewport={"width": 390, "height": 844})
    context.set_offline(True)
    page = context.new_page()
    page.goto(file.as_uri())
    page.locator("#planner-search").fill("taman")
    expect(page.locator("#planner-results li")).to_have_count(1)
    # Without findings there is nothing to choose from.
    expect(page.locator("#planner-filter")).to_be_hidden()
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    assert page.evaluate("document.querySelector('main').clientHeight") > 300
    context.close()
