"""The main journey in a real browser: from the headline to the plan in QGIS."""

from __future__ import annotations

from pathlib import Path

import geopandas as gpd
from playwright.sync_api import expect

from planner.texts import text, translate

from .conftest import Visit

HEADLINE = translate(
    text(
        "{met} of {total} kecamatan have a child-friendly park; for {unknown} it is not known.",
        met=2,
        total=6,
        unknown=1,
    )
)
KECAMATAN = ["Timur", "Barat", "Utara", "Tengah", "Selatan", "Kota"]


def fits_the_screen(visit: Visit) -> bool:
    """Whether nothing on the page is wider than the screen."""
    return bool(visit.page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"))


def test_a_planner_reads_the_headline_finds_a_park_and_takes_the_plan_along(visit: Visit, tmp_path: Path) -> None:
    page = visit.page

    visit.open()
    expect(page.locator("h1")).to_contain_text(HEADLINE)
    for name in KECAMATAN:
        expect(page.locator(".units .name", has_text=f"Balikpapan {name}")).to_be_visible()
    assert page.locator(".units .tag-met").count() == 2
    assert page.locator(".units .tag-unmet").count() == 3
    assert page.locator(".units .tag-unknown").count() == 1
    assert fits_the_screen(visit)
    visit.keep("overview")

    visit.turn_to("map")
    # Six kecamatan and more kelurahan are drawn, and each kecamatan has its label.
    expect(visit.map.locator(".planner-label")).to_have_count(6)
    assert visit.map.locator(".leaflet-planner-outlines-pane path, .leaflet-pane path").count() >= 40
    park = visit.map.get_by_label("Taman Tiga Generasi")
    visit.page.locator("iframe[title^=streamlit_folium]").scroll_into_view_if_needed()
    park.locator("span").click()
    expect(visit.map.locator(".leaflet-popup")).to_contain_text("Taman Tiga Generasi")
    facts = page.locator(".planner:has(.facts)")
    expect(facts).to_contain_text("Taman Tiga Generasi")
    expect(facts).to_contain_text("15.000 m²")
    expect(facts).to_contain_text("OpenStreetMap")
    assert "place=" in page.url
    assert fits_the_screen(visit)
    visit.keep("map")

    visit.turn_to("proposals")
    sites = page.locator(".st-key-choice_sites input")
    expect(sites).to_have_value("4")
    sites.fill("5")
    sites.press("Enter")
    expect(visit.map.locator(".planner-proposal")).to_have_count(5)
    sites.fill("4")
    sites.press("Enter")
    expect(visit.map.locator(".planner-proposal")).to_have_count(4)
    expect(page.locator(".table tbody tr")).to_have_count(4)
    assert fits_the_screen(visit)
    visit.keep("proposals")

    with page.expect_download() as download:
        page.get_by_role("button", name="GeoPackage").click()
    saved = tmp_path / "assessment.gpkg"
    download.value.save_as(saved)
    assert len(gpd.read_file(saved, layer="proposals")) == 4
    assert len(gpd.read_file(saved, layer="kecamatan")) == 6


def test_the_map_keeps_its_zoom_when_the_choice_changes(visit: Visit) -> None:
    visit.open("map")
    visit.map.locator(".leaflet-control-zoom-in").click()
    view = "[map.getZoom(), map.getCenter().lat, map.getCenter().lng]"
    frame = next(frame for frame in visit.page.frames if "streamlit_folium" in frame.url)
    expect(visit.map.locator(".planner-proposal")).to_have_count(0)
    visit.page.wait_for_timeout(500)
    before = frame.evaluate(view)
    visit.page.locator("[data-testid=stButtonGroup] button", has_text="(SD)").click()
    expect(visit.map.locator("path.leaflet-interactive").nth(150)).to_be_attached()
    assert frame.evaluate(view) == before


def test_the_language_changes_in_the_middle_of_a_visit(visit: Visit) -> None:
    visit.open("coverage", "tiles=0&minutes=20")
    if visit.size == "phone":
        visit.page.locator("[data-testid=stExpandSidebarButton]").click()
    visit.page.get_by_text("English", exact=True).click()
    expect(visit.page.locator("h1")).to_have_text("Who can walk there")
    assert "language=en" in visit.page.url
    assert "minutes=20" in visit.page.url
    visit.keep("coverage-english")
