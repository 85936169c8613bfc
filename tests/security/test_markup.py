"""A hostile city in a real browser: nothing in a name runs, on any page and in any file that is opened."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from planner.cli import main
from planner.ui.launch import CITY_VARIABLE, free_port, streamlit_command
from planner.ui.router import PAGES
from tests.journeys.conftest import QUIET, ROOT, wait_until_healthy

from .hostile import hostile_city

RAN = """
() => [
    ...document.querySelectorAll('img[src="x"], svg[onload], iframe[srcdoc*=alert], [onerror], [onmouseover]'),
    ...[...document.querySelectorAll('a')].filter(link => link.protocol === 'javascript:'),
    ...[...document.querySelectorAll('script')].filter(script => /^\\s*alert\\(/.test(script.textContent)
        && script.type !== 'application/json'),
].map(one => one.outerHTML.slice(0, 200))
"""
"""What markup of a name would have become, had it become any."""


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory, balikpapan_folder: Path) -> Path:
    return hostile_city(balikpapan_folder, tmp_path_factory.mktemp("hostile") / "city")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    chromium = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    if chromium is None:
        pytest.skip("needs Chromium: install it, or name it in the variable CHROMIUM")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=chromium, args=QUIET)
        yield started
        started.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """Open a window, and see that nothing spoke up in it."""
    context = browser.new_context()
    context.set_default_timeout(120_000)
    opened, ran = context.new_page(), []
    opened.on("dialog", lambda dialog: (ran.append(dialog.message), dialog.dismiss()))
    opened.on("pageerror", lambda error: ran.append(str(error)))
    opened.on("request", lambda sent: ran.append(sent.url) if "evil.example" in sent.url else None)
    yield opened
    assert ran == []
    context.close()


@pytest.fixture(scope="module")
def address(city: Path) -> Iterator[str]:
    """Run the app on the hostile city."""
    port = free_port()
    app = subprocess.Popen(
        streamlit_command(port),
        env={**os.environ, CITY_VARIABLE: str(city), "PYTHONPATH": str(ROOT)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        cwd=ROOT,
    )
    try:
        wait_until_healthy(f"http://127.0.0.1:{port}", app)
        yield f"http://127.0.0.1:{port}"
    finally:
        app.terminate()
        app.wait(timeout=20)


@pytest.mark.parametrize("name", sorted(PAGES))
def test_nothing_in_a_name_runs_on_a_page(page: Page, address: str, name: str) -> None:
    page.goto(f"{address}/{name}?tiles=0&language=en")
    page.locator(".planner h1, .error-summary").first.wait_for()
    page.locator("[data-testid=stApp][data-test-script-state=notRunning]").wait_for()
    assert page.locator(".error-summary").count() == 0
    assert page.evaluate(RAN) == []
    # What only shows when one asks for it.
    page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
    page.wait_for_timeout(300)
    for frame in page.frames:
        assert frame.evaluate(RAN) == []


@pytest.fixture(scope="module")
def files(city: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Write every page that the commands write."""
    out = tmp_path_factory.mktemp("out")
    for words in (["assess"], ["smoke-free"], ["kla"]):
        assert main([*words, str(city), "--out", str(out), "--language", "en"]) == 0
    return {path.name: path for path in out.rglob("*.html")}


def test_nothing_in_a_name_runs_in_a_file(page: Page, files: dict[str, Path]) -> None:
    assert {"map.html", "kstr.html"} <= set(files)
    for path in files.values():
        page.goto(path.as_uri())
        page.wait_for_timeout(500)
        page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
        assert page.evaluate(RAN) == [], path.name


def test_every_popup_of_the_map_shows_names_as_they_are_written(page: Page, files: dict[str, Path]) -> None:
    page.goto(files["map.html"].as_uri())
    page.wait_for_timeout(500)
    markers = page.locator(".leaflet-interactive")
    for number in range(0, markers.count(), max(1, markers.count() // 25)):
        markers.nth(number).dispatch_event("click")
        page.wait_for_timeout(50)
        assert page.evaluate(RAN) == []
