"""The survey of signs on a phone: connections break, pages are closed, and everything arrives once."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from planner.model.kinds import FacilityKind
from planner.model.survey import NewPlace, SurveyFact, SurveyRecord
from planner.reports.facts import capitalised
from planner.rounds.stops import TASK_LABELS, Task
from planner.sources.survey.rows import latest_today
from planner.sources.survey.store import SURVEY_FILE, append_survey, read_survey
from planner.texts import text, translate
from planner.ui.components.sign_form_words import FORM_WORDS
from planner.ui.launch import CITY_VARIABLE, free_port, streamlit_command

from .conftest import ROOT, SCREENSHOTS, SIZES, wait_until_healthy

BEKAPAI = {"longitude": 116.83173, "latitude": -1.27691, "accuracy": 12}
SMALLEST_TARGET_PIXELS = 44
HOSTILE = "<img src=x onerror=window.hacked=1>"
AFTER_A_BREAK_MS = 90_000


def word(name: str, **values: object) -> str:
    """Return words of the form as they are shown."""
    shown = translate(FORM_WORDS[name])
    for key, value in values.items():
        shown = shown.replace(f"{{{key}}}", str(value))
    return shown


@dataclass
class Planner:
    """The app on a city folder, which may be stopped and started again under the same address."""

    folder: Path
    port: int
    process: subprocess.Popen[bytes] | None = field(default=None)

    @property
    def address(self) -> str:
        """Where it answers."""
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        """Start it, and wait until it answers."""
        environment = os.environ | {CITY_VARIABLE: str(self.folder)}
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        self.process = subprocess.Popen(streamlit_command(self.port), env=environment, cwd=ROOT, **quiet)
        wait_until_healthy(self.address, self.process)

    def stop(self) -> None:
        """End it, as a machine that is switched off does."""
        if self.process is not None:
            self.process.terminate()
            self.process.wait(timeout=20)
            self.process = None


@pytest.fixture
def planner(folder: Path) -> Iterator[Planner]:
    running = Planner(folder, free_port())
    running.start()
    yield running
    running.stop()


@pytest.fixture
def phone(browser: Browser) -> Iterator[Page]:
    width, height = SIZES["phone"]
    context = browser.new_context(
        viewport={"width": width, "height": height}, has_touch=True, is_mobile=True, accept_downloads=True
    )
    context.set_default_timeout(30_000)
    context.grant_permissions(["geolocation"])
    context.set_geolocation(BEKAPAI)
    page = context.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    yield page
    assert errors == []
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    context.close()


def keep(page: Page, name: str) -> None:
    """Keep a screenshot, for people to look at."""
    SCREENSHOTS.mkdir(exist_ok=True)
    page.screenshot(path=SCREENSHOTS / f"phone-{name}.png")


def open_form(page: Page, planner: Planner) -> None:
    page.goto(f"{planner.address}/sign_survey")
    expect(page.locator(".sign-form .counts")).to_be_visible(timeout=60_000)


def answer(page: Page, **answers: str) -> None:
    for fact, value in answers.items():
        page.locator(f"[data-fact={fact}][data-value={value}]").click()


def save(page: Page, place: str) -> None:
    page.get_by_role("button", name=word("save"), exact=True).click()
    expect(page.get_by_text(word("kept", place=place))).to_be_visible()


def record(page: Page, search: str, place: str, **answers: str) -> None:
    """Record a place that is found by its name."""
    page.locator("[name=search]").fill(search)
    page.locator(".suggestions button", has_text=place).first.click()
    answer(page, **answers)
    page.locator("[name=office]").fill("Dinkes")
    save(page, place)


def expect_counts(page: Page, here: int, sent: int) -> None:
    counts = f"{word('on_device', n=here)} · {word('sent', n=sent)}"
    expect(page.locator(".sign-form .counts")).to_have_text(counts, timeout=AFTER_A_BREAK_MS)


def test_a_sign_is_recorded_where_the_phone_stands(planner: Planner, phone: Page, tmp_path: Path) -> None:
    from test_sources_survey_photos import picture

    open_form(phone, planner)
    phone.get_by_role("button", name=word("near_me")).click()
    nearest = phone.locator(".suggestions button").first
    expect(nearest).to_contain_text("Taman Bekapai")
    expect(nearest).to_contain_text("0 m")
    keep(phone, "sign-near")
    nearest.click()
    answer(phone, smoke_free_sign="yes", sign_legible="faded", sign_visible="yes", sign_obscured="no")
    photo = tmp_path / "foto.jpg"
    photo.write_bytes(picture((2400, 1200)))
    phone.locator("#sign-photo").set_input_files(photo)
    expect(phone.locator(".photo img")).to_be_visible()
    small = (
        "[...document.querySelectorAll('.sign-form-host')].flatMap(h => [...h.shadowRoot.querySelectorAll('button')])"
    )
    assert phone.evaluate(f"{small}.filter(b => b.offsetHeight < {SMALLEST_TARGET_PIXELS}).length") == 0
    keep(phone, "sign-answers")

    # Without an office nothing is saved, and nothing of what was filled in is lost.
    phone.get_by_role("button", name=word("save"), exact=True).click()
    expect(phone.locator(".problem")).to_have_text(word("no_office"))
    phone.locator("[name=office]").fill("Dinkes")
    save(phone, "Taman Bekapai")
    expect_counts(phone, here=0, sent=1)
    survey = read_survey(planner.folder)
    assert survey["facility_id"].unique().tolist() == ["parks:1"]
    answers = dict(zip(survey["fact"], survey["value"], strict=True))
    assert (answers["smoke_free_sign"], answers["sign_legible"]) == ("yes", "faded")
    assert (planner.folder / "photos" / answers["photo"]).is_file()
    keep(phone, "sign-sent")


def test_what_is_recorded_while_the_connection_is_broken_arrives_once(planner: Planner, phone: Page) -> None:
    open_form(phone, planner)
    planner.stop()
    # Streamlit has noticed by the time this message stands there; the form goes on all the same.
    record(phone, "bekapai", "Taman Bekapai", smoke_free_sign="no")
    expect(phone.get_by_text(word("no_connection"))).to_be_visible()
    record(phone, "tiga generasi", "Taman Tiga Generasi", smoke_free_sign="yes", sign_legible="yes")
    expect_counts(phone, here=2, sent=0)
    keep(phone, "sign-offline")
    assert not (planner.folder / SURVEY_FILE).exists()

    planner.start()
    expect_counts(phone, here=0, sent=2)
    # Opened anew, the page sends nothing a second time.
    open_form(phone, planner)
    expect_counts(phone, here=0, sent=2)
    survey = read_survey(planner.folder)
    assert survey["visit"].nunique() == 2
    assert sorted(survey["fact"]) == ["sign_legible", "smoke_free_sign", "smoke_free_sign"]


def test_an_answer_that_is_lost_on_its_way_back_stores_nothing_twice(planner: Planner, phone: Page) -> None:
    # The page never hears that its first message arrived, and sends it again when it is opened anew.
    phone.add_init_script(
        "if (!sessionStorage.deaf) window.addEventListener('planner-sign-answers', e => {"
        " if (e.detail.batch) e.stopImmediatePropagation(); }, true)"
    )
    open_form(phone, planner)
    record(phone, "bekapai", "Taman Bekapai", smoke_free_sign="no")
    expect(phone.get_by_text(word("sending"))).to_be_visible()
    # The list of what was recorded today stands there: it has arrived.
    expect(phone.locator("[data-testid=stExpander]")).to_have_count(2)
    expect_counts(phone, here=1, sent=0)
    phone.evaluate("sessionStorage.deaf = '1'")
    open_form(phone, planner)
    expect_counts(phone, here=0, sent=1)
    assert len(read_survey(planner.folder)) == 1


def test_a_page_that_is_closed_half_way_goes_on_where_it_was(planner: Planner, phone: Page, tmp_path: Path) -> None:
    from test_sources_survey_photos import picture

    open_form(phone, planner)
    phone.locator("[name=search]").fill("bekapai")
    phone.locator(".suggestions button").first.click()
    answer(phone, smoke_free_sign="yes", sign_legible="no")
    photo = tmp_path / "foto.jpg"
    photo.write_bytes(picture((300, 200)))
    phone.locator("#sign-photo").set_input_files(photo)
    expect(phone.locator(".photo img")).to_be_visible()
    phone.locator("[name=note]").fill("di balik pohon")
    open_form(phone, planner)
    expect(phone.locator("[data-fact=sign_legible][data-value=no]")).to_have_attribute("aria-pressed", "true")
    expect(phone.locator("[name=note]")).to_have_value("di balik pohon")
    expect(phone.locator(".photo img")).to_be_visible()

    # What is no picture is said, and the good one stays.
    photo.write_text("no picture")
    phone.locator("#sign-photo").set_input_files(photo)
    expect(phone.locator(".problem")).to_have_text(word("no_picture", file="foto.jpg"))
    expect(phone.locator(".photo img")).to_be_visible()


def test_a_visit_that_is_refused_comes_back_to_be_mended(planner: Planner, phone: Page) -> None:
    open_form(phone, planner)
    phone.get_by_role("button", name=word("not_in_list")).click()
    phone.locator("[name=place_name]").fill(HOSTILE)
    phone.locator("[name=where]").fill("1.5, 110")
    answer(phone, smoke_free_sign="no")
    phone.locator("[name=office]").fill("Dinkes")
    save(phone, HOSTILE)
    refused = phone.locator(".waiting li")
    expect(refused.locator(".problem")).to_contain_text(HOSTILE)
    keep(phone, "sign-refused")
    assert not (planner.folder / SURVEY_FILE).exists()
    refused.get_by_role("button", name=word("change"), exact=True).click()
    expect(phone.locator("[name=place_name]")).to_have_value(HOSTILE)
    phone.locator("[name=where]").fill("-1.27, 116.83")
    save(phone, HOSTILE)
    expect_counts(phone, here=0, sent=1)
    assert read_survey(planner.folder)["place_name"].tolist() == [HOSTILE]
    assert phone.evaluate("window.hacked") is None


def test_without_any_network_one_file_is_enough(planner: Planner, phone: Page, tmp_path: Path) -> None:
    place = NewPlace(HOSTILE, FacilityKind.PARK, BEKAPAI["longitude"], BEKAPAI["latitude"])
    append_survey(planner.folder, [SurveyRecord(place, SurveyFact.FREE, "yes", latest_today(), "</script><b>")])
    open_form(phone, planner)
    phone.locator("[data-testid=stExpander] summary").last.click()
    with phone.expect_download() as download:
        phone.locator("[data-testid=stDownloadButton] button").first.click()
    form = tmp_path / "sign-survey.html"
    download.value.save_as(form)

    phone.context.set_offline(True)
    phone.goto(form.as_uri())
    record(phone, "onerror", HOSTILE, smoke_free_sign="yes", sign_legible="faded")
    record(phone, "bekapai", "Taman Bekapai", smoke_free_sign="no")
    keep(phone, "sign-file-form")
    phone.reload()
    expect(phone.locator(".waiting li")).to_have_count(2)
    with phone.expect_download() as download:
        phone.get_by_role("button", name=word("save_file", n=2)).click()
    visits = tmp_path / download.value.suggested_filename
    download.value.save_as(visits)
    # They stay on the phone until somebody says that they arrived.
    expect(phone.locator(".waiting li").first).to_contain_text(visits.name)
    keep(phone, "sign-file-saved")
    phone.once("dialog", lambda dialog: dialog.dismiss())
    discard = phone.get_by_role("button", name=word("discard_filed", n=2))
    discard.click()
    expect(phone.locator(".waiting li")).to_have_count(2)
    phone.once("dialog", lambda dialog: dialog.accept())
    discard.click()
    expect(phone.locator(".waiting li")).to_have_count(0)
    assert phone.evaluate("window.hacked") is None

    phone.context.set_offline(False)
    before = len(read_survey(planner.folder))
    for _ in range(2):
        open_form(phone, planner)
        phone.locator("[data-testid=stExpander] summary").last.click()
        phone.locator("[data-testid=stFileUploader] input[type=file]").set_input_files(visits)
        phone.locator(".st-key-sign_hand_in button").click()
        expect(phone.locator(".planner .inset p").first).to_contain_text("2")
        assert len(read_survey(planner.folder)) == before + 3
    keep(phone, "sign-handed-in")


def test_what_the_phone_recorded_stands_on_the_printed_work_list(planner: Planner, phone: Page, tmp_path: Path) -> None:
    open_form(phone, planner)
    record(phone, "Bekapai", "Taman Bekapai", smoke_free_sign="no")
    expect_counts(phone, 0, 1)
    phone.goto(f"{planner.address}/smoke_free?tiles=0")
    unsurveyed = translate(text("Also list places whose sign is not known, to look at them"))
    phone.locator("label", has_text=unsurveyed).click(timeout=AFTER_A_BREAK_MS)
    phone.get_by_role("button", name=translate(text("Make the work list")), exact=True).click()
    sheet_button = phone.get_by_role("button", name=translate(text("Sheet to print (HTML)")), exact=True)
    expect(sheet_button).to_be_visible(timeout=AFTER_A_BREAK_MS)
    with phone.expect_download(timeout=AFTER_A_BREAK_MS) as download:
        sheet_button.click()
    sheet = tmp_path / "kstr.html"
    download.value.save_as(sheet)
    printed = phone.context.new_page()
    printed.goto(sheet.as_uri())
    # One place was surveyed, and its sign is missing; what nobody surveyed was left out.
    expect(printed.locator("td.box")).to_have_count(1)
    expect(printed.locator("tr", has=printed.locator("td.box"))).to_contain_text("Taman Bekapai")
    expect(printed.locator("tr", has=printed.locator("td.box"))).to_contain_text(
        capitalised(translate(TASK_LABELS[Task.PUT_UP]))
    )
    SCREENSHOTS.mkdir(exist_ok=True)
    printed.screenshot(path=SCREENSHOTS / "phone-sign-work-list.png", full_page=True)
    printed.close()
