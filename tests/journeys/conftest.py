"""A real browser and the real app, for tests that do what a planner does."""

from __future__ import annotations

import os
import shutil
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Browser, FrameLocator, Page, Request, expect, sync_playwright

from planner.texts import translate
from planner.ui.launch import CITY_VARIABLE, free_port, streamlit_command
from planner.ui.router import PAGES

ROOT = Path(__file__).resolve().parents[2]
SCREENSHOTS = ROOT / "screenshots"
SIZES = {"desktop": (1280, 800), "phone": (390, 844)}
QUIET = [
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
START_SECONDS = 90

expect.set_options(timeout=30_000)


@dataclass
class Visit:
    """One reader at the app, and every request and error of their browser."""

    page: Page
    address: str
    size: str
    hosts: set[str] = field(default_factory=set)
    errors: list[str] = field(default_factory=list)

    def open(self, path: str = "", query: str = "tiles=0") -> None:
        """Open a page, with OpenStreetMap's tiles switched off, and wait until it is drawn."""
        self.page.goto(f"{self.address}/{path}?{query}")
        self.page.locator(".planner h1, .error-summary").first.wait_for()
        self.settle()

    def settle(self) -> None:
        """Wait until the page has been drawn to its end."""
        self.page.locator("[data-testid=stApp][data-test-script-state=notRunning]").wait_for()

    def turn_to(self, page: str) -> None:
        """Choose a page: at the side on a desktop, at the top on a phone."""
        links = {"desktop": "[data-testid=stSidebarNav]", "phone": "[class*=st-key-page_links]"}
        if self.size == "phone":
            self.page.locator("[class*=st-key-page_links] summary").click()
        self.page.locator(links[self.size]).get_by_text(translate(PAGES[page][0]), exact=True).click()
        self.settle()

    @property
    def map(self) -> FrameLocator:
        """The map's frame."""
        return self.page.frame_locator("iframe[title^=streamlit_folium]")

    def keep(self, name: str) -> None:
        """Keep a screenshot, for people to look at."""
        SCREENSHOTS.mkdir(exist_ok=True)
        self.page.screenshot(path=SCREENSHOTS / f"{self.size}-{name}.png")


def wait_until_healthy(address: str, app: subprocess.Popen[bytes]) -> None:
    """Wait until the app answers."""
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until and app.poll() is None:
        try:
            with urllib.request.urlopen(f"{address}/_stcore/health", timeout=2):
                return
        except (urllib.error.URLError, TimeoutError, ConnectionError):
            time.sleep(0.2)
    pytest.fail("the app does not start")


@pytest.fixture(scope="session")
def app_address() -> Iterator[str]:
    """Run the app on the built-in city, as ``planner app`` does."""
    port = free_port()
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PLANNER_")}
    app = subprocess.Popen(
        streamlit_command(port), env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=ROOT
    )
    address = f"http://127.0.0.1:{port}"
    try:
        wait_until_healthy(address, app)
        yield address
    finally:
        app.terminate()
        app.wait(timeout=20)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Start Chromium, and end it with the module: playwright runs only once at a time in a process."""
    chromium = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    if chromium is None:
        pytest.skip("needs Chromium: install it, or name it in the variable CHROMIUM")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=chromium, args=QUIET)
        yield started
        started.close()


@pytest.fixture(params=SIZES)
def visit(request: pytest.FixtureRequest, browser: Browser, app_address: str) -> Iterator[Visit]:
    """Open a browser window of one size, and see afterwards that it spoke to nobody but the app."""
    width, height = SIZES[request.param]
    phone = request.param == "phone"
    context = browser.new_context(
        viewport={"width": width, "height": height}, has_touch=phone, is_mobile=phone, accept_downloads=True
    )
    context.set_default_timeout(30_000)
    page = context.new_page()
    here = Visit(page, app_address, request.param)

    def note(sent: Request) -> None:
        if sent.url.startswith(("http", "ws")):
            here.hosts.add(sent.url.split("/")[2].split(":")[0])

    context.on("request", note)
    page.on("websocket", lambda socket: here.hosts.add(socket.url.split("/")[2].split(":")[0]))
    page.on("pageerror", lambda error: here.errors.append(str(error)))
    yield here
    assert here.hosts == {"127.0.0.1"}
    assert here.errors == []
    context.close()


@pytest.fixture
def folder(tmp_path: Path, balikpapan_folder: Path) -> Path:
    """Return a copy of the built-in city, which may be changed."""
    return shutil.copytree(balikpapan_folder, tmp_path / "city")


@pytest.fixture
def own_app(visit: Visit, folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Visit]:
    """Run the app on that copy, and let the visit go there."""
    monkeypatch.setenv(CITY_VARIABLE, str(folder))
    port = free_port()
    app = subprocess.Popen(streamlit_command(port), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=ROOT)
    visit.address = f"http://127.0.0.1:{port}"
    try:
        wait_until_healthy(visit.address, app)
        yield visit
    finally:
        app.terminate()
        app.wait(timeout=20)
