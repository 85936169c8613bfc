"""Two offices in two browsers on one city: both see what the other did, nothing is lost, and every change is kept."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect
from stores import Backend

from planner.cleaning.conflation.decisions import standing_decisions
from planner.model.scenario import AddFacility
from planner.model.survey import SurveyFact, newest
from planner.model.survey_labels import FACT_QUESTIONS
from planner.reports.facts import capitalised
from planner.sources.builtin import builtin_city
from planner.sources.decisions import read_decisions
from planner.sources.scenarios.store import load_scenario
from planner.sources.survey.store import read_survey
from planner.storage.folder import read_folder
from planner.storage.opening import fill_from_folder
from planner.storage.workspace import StoredWorkspace
from planner.texts import text, translate
from planner.ui.components.conflict import MINE, THEIRS
from planner.ui.components.sign_form_words import FORM_WORDS
from planner.ui.launch import CITY_VARIABLE, free_port, streamlit_command

from .conftest import ROOT, SCREENSHOTS, SIZES, wait_until_healthy
from .test_sign_survey_journey import expect_counts, record

PARK = "parks:1"
"""Taman Bekapai."""
CENTRE = (116.86, -1.24)
SLOW_MS = 120_000
SMALLEST_TARGET_PIXELS = 44


@dataclass
class Office:
    """One office at its own browser."""

    name: str
    page: Page
    address: str
    size: str

    def open(self, path: str, query: str = "") -> None:
        """Open a page and wait until it is drawn."""
        self.page.goto(f"{self.address}/{path}?tiles=0&{query}")
        self.page.locator(".planner h1, .error-summary").first.wait_for(timeout=SLOW_MS)
        self.settle()

    def settle(self) -> None:
        """Wait until the page has been drawn to its end."""
        self.page.locator("[data-testid=stApp][data-test-script-state=notRunning]").wait_for(timeout=SLOW_MS)

    def keep(self, name: str) -> None:
        """Keep a screenshot, for people to look at."""
        SCREENSHOTS.mkdir(exist_ok=True)
        self.page.screenshot(path=SCREENSHOTS / f"{self.size}-together-{name}.png", full_page=True)

    def answer(self, fact: SurveyFact, answer: str) -> None:
        """Fill in one answer of the park, up to the button that saves it."""
        self.open("survey", f"place={PARK}")
        group = self.page.locator("[data-testid=stButtonGroup]", has_text=translate(FACT_QUESTIONS[fact]))
        group.get_by_text(capitalised(answer), exact=True).click()
        self.page.locator("[data-testid=stForm] [data-testid=stTextInput] input").last.fill(self.name)
        self.page.locator("[data-testid=stFormSubmitButton] button").click()
        expect(self.button("survey_save")).to_be_visible(timeout=SLOW_MS)

    def button(self, key: str) -> Locator:
        """Return a button by its key, or the beginning of it."""
        return self.page.locator(f"[class*=st-key-{key}] button").first

    def heading(self, words: str) -> None:
        """Expect a heading."""
        expect(self.page.locator(".planner h1", has_text=words)).to_be_visible(timeout=SLOW_MS)

    def choose(self, choice: str) -> None:
        """Choose a version of the only entry, with the keyboard alone, and confirm."""
        group = self.page.locator("[class*=st-key-conflict_choice] input[type=radio]").first
        group.focus()
        self.page.keyboard.press("Space" if choice == THEIRS else "ArrowDown")
        expect(self.page.locator("[class*=st-key-conflict_choice] input:checked")).to_have_count(1)
        confirm = self.button("conflict_confirm")
        confirm.focus()
        self.page.keyboard.press("Enter")
        expect(self.page.locator(".st-key-conflict")).to_have_count(0, timeout=SLOW_MS)
        self.settle()


@pytest.fixture
def city(backend: Backend, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[StoredWorkspace]:
    """Return a working copy of the built-in city, once in each backend."""
    monkeypatch.setenv("PLANNER_CACHE", str(tmp_path / "cache"))
    monkeypatch.setenv(CITY_VARIABLE, backend.city)
    if backend.address:
        monkeypatch.setenv("PLANNER_DATABASE", backend.address)
    store = backend.create(fill_from_folder(read_folder(builtin_city())))
    yield StoredWorkspace(store, tmp_path / "seen")
    store.close()


@pytest.fixture
def address(city: StoredWorkspace) -> Iterator[str]:
    """Run the app on it."""
    port = free_port()
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    app = subprocess.Popen(streamlit_command(port), cwd=ROOT, **quiet)
    try:
        wait_until_healthy(f"http://127.0.0.1:{port}", app)
        yield f"http://127.0.0.1:{port}"
    finally:
        app.terminate()
        app.wait(timeout=20)


@pytest.fixture
def offices(browser: Browser, address: str) -> Iterator[tuple[Office, Office]]:
    """Return two offices, one at a desk and one with a phone, each with a browser of its own."""
    contexts: list[BrowserContext] = []
    errors: list[str] = []

    def come_in(name: str, size: str) -> Office:
        width, height = SIZES[size]
        phone = size == "phone"
        context = browser.new_context(
            viewport={"width": width, "height": height}, has_touch=phone, is_mobile=phone, accept_downloads=True
        )
        contexts.append(context)
        context.set_default_timeout(30_000)
        page = context.new_page()
        page.on("pageerror", lambda error: errors.append(str(error)))
        return Office(name, page, address, size)

    both = come_in("DLH", "desktop"), come_in("DKK", "phone")
    yield both
    for office in both:
        assert office.page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    assert errors == []
    for context in contexts:
        context.close()


def holds(city: StoredWorkspace) -> dict[str, str]:
    """Return what holds of the park."""
    seen = newest(read_survey(city.newest()[1]))
    return dict(zip(seen["fact"], seen["value"], strict=True))


def test_two_offices_edit_one_park(city: StoredWorkspace, offices: tuple[Office, Office], tmp_path: Path) -> None:
    desk, phone = offices
    yes, no = translate(text("yes")), translate(text("no"))

    # The same fact: the second of the two sees both, and nothing is saved before it chooses.
    desk.answer(SurveyFact.FREE, yes)
    phone.answer(SurveyFact.FREE, no)
    desk.button("survey_save").click()
    desk.heading("Taman Bekapai")
    phone.button("survey_save").click()
    versions = phone.page.locator(".planner .version")
    expect(versions).to_have_count(2, timeout=SLOW_MS)
    expect(versions.nth(0)).to_contain_text("DLH")
    expect(versions.nth(1)).to_contain_text("DKK")
    phone.settle()
    phone.keep("conflict")
    assert holds(city) == {"free": "yes"}
    small = "[...document.querySelectorAll('.st-key-conflict button, .st-key-conflict label:has(input)')]"
    assert phone.page.evaluate(f"{small}.filter(b => b.offsetHeight < {SMALLEST_TARGET_PIXELS}).length") == 0

    # Loaded anew by mistake, the page still asks.
    phone.page.reload()
    expect(versions).to_have_count(2, timeout=SLOW_MS)
    phone.settle()
    phone.choose(MINE)
    assert holds(city) == {"free": "no"}

    # Whoever looks elsewhere is told, and the page stays as it is until they want it otherwise.
    expect(desk.page.locator(".st-key-others")).to_be_visible(timeout=SLOW_MS)
    desk.keep("others")
    desk.button("others_newest").click()
    expect(desk.page.locator(".st-key-others")).to_have_count(0, timeout=SLOW_MS)
    desk.settle()

    # Different facts: both stand.
    desk.answer(SurveyFact.FENCE, yes)
    phone.answer(SurveyFact.TOILETS, no)
    desk.button("survey_save").click()
    desk.heading("Taman Bekapai")
    phone.button("survey_save").click()
    phone.heading("Taman Bekapai")
    assert holds(city) == {"free": "no", "fence": "yes", "toilets": "no"}

    undo_and_redo(desk, city)
    history(desk, tmp_path)
    history_on_a_phone(phone)


def undo_and_redo(desk: Office, city: StoredWorkspace) -> None:
    """Take the last change back and make it again, with the keyboard, but not while somebody writes."""
    undo, redo = desk.button("step_undo"), desk.button("step_redo")
    expect(undo).to_be_visible()
    desk.settle()
    desk.page.keyboard.press("Control+z")
    expect(redo).to_be_visible(timeout=SLOW_MS)
    desk.settle()
    desk.keep("undone")
    assert holds(city) == {"free": "no", "toilets": "no"}
    desk.page.keyboard.press("Control+Shift+z")
    expect(redo).to_have_count(0, timeout=SLOW_MS)
    desk.settle()
    assert holds(city) == {"free": "no", "fence": "yes", "toilets": "no"}


def history(desk: Office, tmp_path: Path) -> None:
    """See every change, and take all of them along."""
    desk.page.locator("[data-testid=stSidebarNav]").get_by_text(translate(text("Changes")), exact=True).click()
    desk.heading(translate(text("Changes")))
    desk.settle()
    rows = desk.page.locator(".planner table").first.locator("tbody tr")
    # The city made, three answers, one that was chosen, one taken back and made again.
    expect(rows).to_have_count(7)
    desk.keep("changes")
    with desk.page.expect_download() as download:
        desk.button("changes_csv").click()
    table = tmp_path / "changes.csv"
    download.value.save_as(table)
    assert "Taman Bekapai" in table.read_text(encoding="utf-8-sig")


def history_on_a_phone(phone: Office) -> None:
    phone.open("changes")
    expect(phone.page.locator(".planner table").first.locator("tbody tr")).to_have_count(7)
    phone.keep("changes")


def test_two_offices_plan_decide_and_look_at_one_sign(city: StoredWorkspace, offices: tuple[Office, Office]) -> None:
    desk, phone = offices
    one_scenario(desk, phone, city)
    one_pair(desk, phone, city)
    one_sign(desk, phone, city)


def add_park(office: Office, name: str) -> None:
    """Add a park to the scenario that is open."""
    fields = {text("Name of the place"): name, text("Longitude"): CENTRE[0], text("Latitude"): CENTRE[1]}
    for label, value in fields.items():
        office.page.get_by_label(translate(label), exact=True).first.fill(str(value))
        office.page.keyboard.press("Tab")
        office.settle()
    office.page.get_by_role("button", name=translate(text("Add this place")), exact=True).click()
    expect(office.page.locator(".planner", has_text=name).first).to_be_visible(timeout=SLOW_MS)
    office.settle()


def one_scenario(desk: Office, phone: Office, city: StoredWorkspace) -> None:
    """Both change one scenario: the second one sees both lists of changes, and keeps the first."""
    desk.open("scenarios")
    desk.page.get_by_label(translate(text("Name of the new scenario")), exact=True).fill("Timur")
    desk.page.get_by_role("button", name=translate(text("Begin")), exact=True).click()
    desk.button("scenario_save").click(timeout=SLOW_MS)
    expect(desk.button("scenario_save")).to_be_disabled(timeout=SLOW_MS)
    desk.settle()
    phone.open("scenarios", "scenario=Timur")
    add_park(desk, "Taman Meja")
    add_park(phone, "Taman Telepon")
    desk.button("scenario_save").click()
    expect(desk.button("scenario_save")).to_be_disabled(timeout=SLOW_MS)
    phone.button("scenario_save").click()
    versions = phone.page.locator(".planner .version")
    expect(versions).to_have_count(2, timeout=SLOW_MS)
    expect(versions.nth(0)).to_contain_text("Taman Meja")
    expect(versions.nth(1)).to_contain_text("Taman Telepon")
    phone.keep("scenario-conflict")
    phone.choose(THEIRS)
    [change] = load_scenario("Timur", city.newest()[1]).changes
    assert isinstance(change, AddFacility)
    assert change.name == "Taman Meja"


def one_pair(desk: Office, phone: Office, city: StoredWorkspace) -> None:
    """Both answer for one pair of records: the second one sees both answers, and uses its own."""
    for office in (desk, phone):
        office.open("merges")
        office.page.locator("[data-testid=stTextInput] input").first.fill(office.name)
        office.page.keyboard.press("Enter")
        expect(office.button("merges_yes_")).to_be_visible(timeout=SLOW_MS)
        office.settle()
    desk.button("merges_yes_").click()
    expect(desk.page.locator(".planner .inset [role=status]")).to_be_visible(timeout=SLOW_MS)
    phone.button("merges_no_").click()
    expect(phone.page.locator(".planner .version")).to_have_count(2, timeout=SLOW_MS)
    phone.settle()
    phone.keep("merge-conflict")
    phone.choose(MINE)
    decisions = standing_decisions(read_decisions(city.newest()[1], "decisions.csv"))
    assert decisions[["answer", "office"]].to_numpy().tolist() == [["no", "DKK"]]


def one_sign(desk: Office, phone: Office, city: StoredWorkspace) -> None:
    """Both look at one sign: the phone keeps the second answer until its user has chosen."""
    open_sign_form(desk)
    open_sign_form(phone)
    record(desk.page, "bekapai", "Taman Bekapai", smoke_free_sign="yes")
    expect_counts(desk.page, here=0, sent=1)
    record(phone.page, "bekapai", "Taman Bekapai", smoke_free_sign="no")
    waiting = phone.page.locator(".waiting li")
    expect(waiting.locator(".version")).to_have_count(1, timeout=SLOW_MS)
    waiting.scroll_into_view_if_needed()
    phone.keep("sign-conflict")
    assert holds(city) == {"smoke_free_sign": "yes"}
    # It is kept when the page is closed, and asked about again.
    open_sign_form(phone)
    expect(waiting.locator(".version")).to_have_count(1, timeout=SLOW_MS)
    waiting.get_by_role("button", name=translate(FORM_WORDS["use_mine"])).click()
    expect_counts(phone.page, here=0, sent=1)
    assert holds(city) == {"smoke_free_sign": "no"}
    # What somebody else leaves as it is needs no answer.
    record(desk.page, "bekapai", "Taman Bekapai", smoke_free_sign="yes", sign_legible="yes")
    expect(desk.page.locator(".waiting .version")).to_have_count(1, timeout=SLOW_MS)
    desk.page.locator(".waiting").get_by_role("button", name=translate(FORM_WORDS["keep_theirs"])).click()
    expect_counts(desk.page, here=0, sent=1)
    assert holds(city) == {"smoke_free_sign": "no"}


def open_sign_form(office: Office) -> None:
    office.open("sign_survey")
    expect(office.page.locator(".sign-form .counts")).to_be_visible(timeout=SLOW_MS)
