"""The field survey in a real browser: a phone in a park, from where it stands to what changed."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import expect

from planner.model.survey import SurveyFact
from planner.model.survey_labels import EQUIPMENT_LABELS, FACT_QUESTIONS
from planner.reports.facts import capitalised
from planner.sources.survey.store import SURVEY_FILE, read_survey
from planner.texts import text, translate

from .conftest import Visit

BEKAPAI = {"longitude": 116.83173, "latitude": -1.27691, "accuracy": 12}
SMALLEST_TARGET_PIXELS = 44


def choose(visit: Visit, fact: SurveyFact, answer: str) -> None:
    """Tap an answer to a question."""
    group = visit.page.locator("[data-testid=stButtonGroup]", has_text=translate(FACT_QUESTIONS[fact]))
    group.get_by_text(capitalised(answer), exact=True).click()


def test_an_office_records_the_park_it_stands_in(own_app: Visit, folder: Path, tmp_path: Path) -> None:
    from test_sources_survey_photos import picture

    visit, page = own_app, own_app.page
    page.context.grant_permissions(["geolocation"])
    page.context.set_geolocation(BEKAPAI)
    visit.open("survey")
    page.locator(".st-key-survey_ask_position button").click()
    expect(page.locator(".st-key-survey [role=status]", has_text="12 m")).to_be_visible()
    visit.settle()
    page.locator(".st-key-choice_place button").click()
    # First stands the invitation to choose, then the park where the phone is.
    nearest = page.get_by_role("option").nth(1)
    expect(nearest).to_contain_text("0 m: Taman Bekapai")
    nearest.click()
    expect(page.locator(".planner h2", has_text="Taman Bekapai")).to_be_visible()
    visit.settle()

    small = "[...document.querySelectorAll('.st-key-survey button')].filter(b => b.offsetHeight && b.offsetHeight < %d)"
    assert page.evaluate(f"({small}).length" % SMALLEST_TARGET_PIXELS) == 0
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    visit.keep("survey-form")

    choose(visit, SurveyFact.FREE, translate(text("yes")))
    choose(visit, SurveyFact.TOILETS, translate(text("no")))
    choose(visit, SurveyFact.PLAY_EQUIPMENT, translate(EQUIPMENT_LABELS["swing"]))
    photo = tmp_path / "foto.jpg"
    photo.write_bytes(picture((800, 600)))
    page.locator("[data-testid=stForm] input[type=file]").set_input_files(photo)
    expect(page.get_by_text("foto.jpg")).to_be_visible()
    page.locator("[data-testid=stForm] [data-testid=stTextInput] input").last.fill("DLH")
    page.locator("[data-testid=stFormSubmitButton] button").click()
    save = page.locator(".st-key-survey_save button")
    save.scroll_into_view_if_needed()
    visit.keep("survey-review")
    assert not (folder / SURVEY_FILE).exists()

    save.click()
    undo = page.locator(".st-key-survey_undo button")
    expect(undo).to_be_visible()
    expect(page.locator(".planner h1")).to_contain_text("Taman Bekapai")
    assert sorted(read_survey(folder)["fact"]) == ["free", "photo", "play_equipment", "toilets"]
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    visit.keep("survey-saved")

    undo.click()
    expect(page.locator(".st-key-choice_place")).to_be_visible()
    visit.settle()
    assert not (folder / SURVEY_FILE).exists()
    assert list((folder / "photos").iterdir()) == []


def test_without_a_position_the_list_is_enough(own_app: Visit) -> None:
    visit, page = own_app, own_app.page
    visit.open("survey")
    # The browser asks nobody here, which counts as a refusal.
    page.locator(".st-key-survey_ask_position button").click()
    expect(page.locator(".st-key-survey [role=status]")).to_be_visible()
    visit.settle()
    page.locator(".st-key-choice_place button").click()
    expect(page.get_by_role("option").nth(1)).to_be_visible()
