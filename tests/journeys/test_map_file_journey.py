"""`map.html` of the built-in city as somebody gets it by mail: opened from the disk, without a network."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from planner.cli import main
from tests.journeys.conftest import SCREENSHOTS, SIZES

MOST_BYTES = 3_000_000


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write the map as the command does."""
    out = tmp_path_factory.mktemp("out")
    assert main(["assess", "--out", str(out), "--date", "2026-03-31", "--language", "en"]) == 0
    return out / "map.html"


@pytest.fixture(params=SIZES)
def page(request: pytest.FixtureRequest, browser: Browser, file: Path) -> Iterator[Page]:
    """Open it with the network off, and see that it asks for nothing and breaks nowhere."""
    width, height = SIZES[request.param]
    phone = request.param == "phone"
    context = browser.new_context(viewport={"width": width, "height": height}, has_touch=phone, is_mobile=phone)
    context.set_offline(True)
    context.set_default_timeout(20_000)
    problems: list[str] = []
    opened = context.new_page()
    opened.on("pageerror", lambda error: problems.append(str(error)))
    opened.on("console", lambda message: problems.append(message.text) if message.type == "error" else None)
    opened.on("request", lambda sent: problems.append(sent.url) if sent.url.startswith("http") else None)
    opened.goto(file.as_uri())
    yield opened
    SCREENSHOTS.mkdir(exist_ok=True)
    opened.screenshot(path=SCREENSHOTS / f"{request.param}-map-file.png")
    context.close()
    assert problems == []


def test_the_file_fits_a_mail(file: Path) -> None:
    assert file.stat().st_size < MOST_BYTES


def test_a_puskesmas_is_found_and_tells_its_source(page: Page) -> None:
    box = page.get_by_role("combobox", name="Find a place or region")
    box.fill("puskesmas manggar baru")
    expect(page.locator("#planner-results li").first).to_contain_text("Puskesmas, Manggar Baru")
    box.press("Enter")
    card = page.locator(".planner-facts")
    expect(card.locator("strong")).to_have_text("Manggar Baru")
    expect(card).to_contain_text("BPJS Kesehatan, daftar fasilitas kesehatan, 2020-01")


def test_what_is_not_known_is_shown_alone(page: Page) -> None:
    if not page.locator("#planner-rule").is_visible():
        page.locator("#planner-filter summary").click()
    expect(page.locator(".planner-label")).to_have_count(6)
    page.locator("#planner-met").uncheck()
    page.locator("#planner-unmet").uncheck()
    expect(page.locator(".planner-label")).to_have_text(["?Balikpapan Timur"])
    page.locator("#planner-rule").select_option(label="One child-friendly play space in every kelurahan")
    expect(page.locator(".planner-label")).to_have_count(8)


def test_smoke_free_signs_are_filtered_with_the_findings(page: Page) -> None:
    switch = page.locator(".leaflet-control-layers").get_by_text("Smoke-free signs")
    if not switch.is_visible():
        # A click would go on to whatever the list that unfolds has under the pointer.
        page.locator(".leaflet-control-layers").hover()
    switch.click()
    signs = page.locator(".leaflet-marker-pane .planner-hollow").filter(has_text="?")
    expect(signs.first).to_be_attached()
    before = signs.count()
    assert before > 500
    page.locator("#planner-unknown").evaluate("box => box.click()")
    expect(signs).to_have_count(0)


def test_a_printed_sheet_is_one_page(page: Page, tmp_path: Path) -> None:
    sheet = tmp_path / "map.pdf"
    page.pdf(path=sheet, prefer_css_page_size=True, print_background=True)
    assert sheet.read_bytes().count(b"/Type /Page\n") == 1
