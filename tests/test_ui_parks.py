"""The page of parks and green space: the checklist, park for people, green share, benchmarks, and the form."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest
from test_sources_survey_photos import picture
from test_ui_pages import headline, open_page, tables, words

from planner.model.survey import REQUIREMENT_FACTS, SurveyFact
from planner.sources.survey.store import SURVEY_FILE, read_survey
from planner.texts import Language

PARK = "parks:4"
"""Taman Tiga Generasi, designated, in Balikpapan Selatan."""


@pytest.fixture(autouse=True)
def built_in_city(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PLANNER_CITY", raising=False)


@pytest.fixture
def folder(tmp_path: Path, balikpapan_folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a copy of the built-in city, which the app shows."""
    folder = shutil.copytree(balikpapan_folder, tmp_path / "city")
    monkeypatch.setenv("PLANNER_CITY", str(folder))
    return folder


def said(app: AppTest) -> str:
    """Return what the page says, in one line."""
    return re.sub(r"\s+", " ", words(app))


@pytest.mark.parametrize("language", list(Language))
def test_the_page_is_shown_in_both_languages(language: Language) -> None:
    app = open_page("parks", language=language)
    assert not app.exception
    assert headline(app)
    assert "error-summary" not in words(app)
    assert f'lang="{language}"' in app.get("html")[0].value


def test_the_built_in_city_is_told_as_it_is_known() -> None:
    """Four places are designated and nobody surveyed them; one park has a recorded area, of 1.5 ha."""
    app = open_page("parks", language="en", level="kecamatan")
    page = said(app)
    assert tables(app) == {"rbra-checklist.csv", "parks-kecamatan.csv", "parks-kelurahan.csv", "benchmarks.csv"}
    assert "0 of 4 designated child-friendly play spaces are known to meet all 13 requirements." in page
    assert "9 other parks and playgrounds" in page
    assert "Only the names of the requirements are known" in page
    # Selatan has 160,658 people: 0.2 m² each.
    assert re.search(r"Balikpapan Selatan \? not known 32,132 15,000 17,132 6 5", page)
    assert "Replaced" in page
    assert "area of a kecamatan park: not known" in page
    assert "Protected forest 9,783 19.2% does not count 0" in page
    assert "35% RTH seluruhnya termasuk hutan lindung" in page
    assert "Each of these figures counts something else." in page
    assert "Advice, not law" in page
    assert "WHO_9M2" not in page
    # The built-in city can't be changed: it says how to copy it.
    assert "planner copy-city" in page
    assert not app.get("form")


def test_a_place_can_be_chosen_in_the_address() -> None:
    assert "Taman Adipura" in said(open_page("parks", language="en", place="parks:5")).split("Look closer")[-1]


def answer(app: AppTest, **answers: str | list[str]) -> None:
    """Choose answers to questions, by fact."""
    groups = {group.key: group for group in app.get("button_group")}
    for fact, value in answers.items():
        [key] = [key for key in groups if key and key.startswith(f"survey_{SurveyFact(fact)}_")]
        groups[key].set_value(value)


def test_the_checklist_is_filled_in_shown_with_its_photo_and_taken_back(folder: Path) -> None:
    app = open_page("parks", language="en", place=PARK)
    answers = dict.fromkeys(map(str, REQUIREMENT_FACTS), "yes") | {"rbra_vegetasi": "no"}
    answer(app, **answers, play_equipment=["slide", "swing"])
    app.file_uploader[0].set_value(("taman.jpg", picture(), "image/jpeg"))
    next(field for field in app.text_input if field.label.startswith("Office")).set_value("DP3AKB")
    next(button for button in app.button if button.label == "Review").click().run()
    assert "Is this right?" in said(app)
    assert not (folder / SURVEY_FILE).exists()
    app.button(key="rbra_save").click().run()
    assert not app.exception
    page = said(app)
    assert "Saved: 15 answers of Taman Tiga Generasi" in page
    assert "1 is known to fall short. Of 3 not everything is recorded." in page
    assert "Not met: plants." in page
    assert "2 kinds of play equipment were seen; 5 are asked for." in page
    assert "Play equipment and furniture yes" in page
    survey = read_survey(folder)
    assert survey["visit"].nunique() == 1
    assert (folder / "photos" / survey.loc[survey["fact"] == "photo", "value"].item()).is_file()
    assert app.get("image")
    app.button(key="rbra_undo").click().run()
    assert "15 facts were taken back." in said(app)
    assert "0 are known to fall short. Of 4 not everything is recorded." in said(app)


def test_a_form_without_an_office_is_told(folder: Path) -> None:
    app = open_page("parks", language="en", place=PARK)
    answer(app, rbra_lokasi="yes")
    next(button for button in app.button if button.label == "Review").click().run()
    assert "The office is missing" in said(app)
    assert not (folder / SURVEY_FILE).exists()


def test_a_picture_that_is_none_is_told(folder: Path) -> None:
    app = open_page("parks", language="en", place=PARK)
    answer(app, rbra_lokasi="yes")
    app.file_uploader[0].set_value(("taman.jpg", b"no picture", "image/jpeg"))
    next(field for field in app.text_input if field.label.startswith("Office")).set_value("DP3AKB")
    next(button for button in app.button if button.label == "Review").click().run()
    assert not app.exception
    assert "taman.jpg" in said(app)
    assert not (folder / SURVEY_FILE).exists()


def test_a_city_fills_in_the_newer_regulation(folder: Path) -> None:
    settings = folder / "city.toml"
    settings.write_text(
        settings.read_text(encoding="utf-8") + "\n[rules.PARK_ATR14]\nkecamatan_area_m2 = 12000\n", encoding="utf-8"
    )
    page = said(open_page("parks", language="en"))
    assert "Parks by the numbers that the city filled in" in page
    assert re.search(r"Balikpapan Selatan kecamatan 1 ", page)
    assert re.search(r"area of a kecamatan park: [^:]*12,000", page)
