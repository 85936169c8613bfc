"""Bringing a layer in, in a real browser: from a messy table to a new place on the map, and back."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import expect

from planner.sources.delivery.store import delivered_sources

from .conftest import Visit


def go_on(visit: Visit) -> None:
    """Press on, and wait for the next question."""
    page = visit.page
    step = page.locator(".planner .over").inner_text()
    page.locator("[class*=st-key-import_next] button").click()
    expect(page.locator(".planner .over")).not_to_have_text(step, timeout=30_000)
    visit.settle()
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_a_messy_table_becomes_places_on_the_map(own_app: Visit, folder: Path, tmp_path: Path) -> None:
    from test_ui_import import messy_table

    visit, page = own_app, own_app.page
    delivered = tmp_path / "taman.csv"
    delivered.write_bytes(messy_table())
    visit.open("import")
    page.locator("input[type=file]").set_input_files(delivered)
    expect(page.get_by_text("taman.csv")).to_be_visible()
    visit.keep("import-1-file")
    go_on(visit)
    for name, answer in (("title", "Taman DLH"), ("licence", "internal"), ("id", "dlh"), ("date", "2025-12")):
        field = page.locator(f"[class*=st-key-import_{name}] input")
        field.fill(answer)
        field.press("Tab")
        visit.settle()
    visit.keep("import-2-source")
    go_on(visit)
    expect(page.get_by_text("Taman Contoh Séruling")).to_be_visible()
    visit.keep("import-3-table")
    go_on(visit)
    visit.keep("import-4-columns")
    go_on(visit)
    visit.keep("import-5-kinds")
    go_on(visit)
    expect(page.locator("[data-testid=stImage] img")).to_be_visible()
    visit.keep("import-6-place")
    go_on(visit)
    page.locator(".planner details summary").first.click()
    visit.keep("import-7-report")
    assert delivered_sources(folder) == ()
    go_on(visit)
    undo = page.locator(".st-key-import_undo button")
    expect(undo).to_be_visible()
    assert delivered_sources(folder) == ("dlh",)
    visit.keep("import-8-accepted")

    visit.turn_to("map")
    expect(visit.map.locator(".leaflet-container").first).to_be_visible(timeout=60_000)
    visit.settle()
    place = page.locator(".st-key-choice_place")
    place.locator("button").click()
    place.locator("input").fill("Séruling")
    page.get_by_role("option").first.click()
    visit.settle()
    expect(page.locator(".planner .facts", has_text="2025-12").first).to_be_visible()
    visit.keep("import-9-map")

    visit.turn_to("import")
    page.locator(".st-key-import_undo button").click()
    expect(page.locator("input[type=file]")).to_be_attached()
    visit.settle()
    assert not (folder / "dlh.csv").exists()


def test_the_quality_of_the_data_is_told(visit: Visit) -> None:
    visit.open("quality")
    assert visit.page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    visit.page.locator(".planner details summary").first.click()
    visit.keep("quality")
