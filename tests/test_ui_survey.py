"""The survey page: from the choice of a place to what changed, and back."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest
from test_sources_survey_photos import picture
from test_ui_pages import headline, open_page, words

from planner.model.survey import SurveyFact, newest
from planner.sources.survey.store import SURVEY_FILE, read_survey
from planner.texts import Language

PARK = "parks:4"
"""Taman Tiga Generasi, designated, in Balikpapan Selatan."""
ISLAMIC_CENTER = "parks:3"
HOSTILE = "<img src=x onerror=alert(1)> :red[x] $x$"


@pytest.fixture
def folder(tmp_path: Path, balikpapan_folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a copy of the built-in city, which the app shows."""
    folder = shutil.copytree(balikpapan_folder, tmp_path / "city")
    monkeypatch.setenv("PLANNER_CITY", str(folder))
    return folder


def answer(app: AppTest, **answers: str | list[str]) -> None:
    """Choose answers to questions, by fact."""
    groups = {group.key: group for group in app.get("button_group")}
    for fact, value in answers.items():
        [key] = [key for key in groups if key and key.startswith(f"survey_{SurveyFact(fact)}_")]
        groups[key].set_value(value)


def office(app: AppTest, name: str) -> None:
    next(field for field in app.text_input if field.label.startswith("Office")).set_value(name)


def review(app: AppTest) -> AppTest:
    return next(button for button in app.button if button.label == "Review").click().run()


def saved(app: AppTest) -> AppTest:
    return app.button(key="survey_save").click().run()


def test_the_built_in_city_says_how_to_copy_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PLANNER_CITY", raising=False)
    app = open_page("survey", language="en")
    assert not app.exception
    assert "planner copy-city" in words(app)
    assert not app.get("form")
    assert "survey_save" not in {button.key for button in app.button}


@pytest.mark.parametrize("language", list(Language))
def test_the_page_is_shown_in_both_languages(folder: Path, language: Language) -> None:
    app = open_page("survey", language=language, place=PARK)
    assert not app.exception
    assert headline(app)
    assert f'lang="{language}"' in app.get("html")[0].value


def test_what_is_seen_is_reviewed_saved_shown_and_taken_back(folder: Path) -> None:
    app = open_page("survey", language="en", place=PARK)
    assert "Taman Tiga Generasi" in words(app)
    answer(app, free="no", fence="yes", play_equipment=["slide", "swing"])
    office(app, "DLH")
    app = review(app)
    assert "Is this right?" in words(app)
    assert not (folder / SURVEY_FILE).exists()
    app = saved(app)
    assert not app.exception
    assert "Saved: 3 facts of Taman Tiga Generasi" in words(app)
    assert re.search(r"Free entry\s+not recorded\s+no", words(app))
    assert "In no kecamatan does the programme stand otherwise" in words(app)
    survey = read_survey(folder)
    assert dict(zip(survey["fact"], survey["value"], strict=True)) == {
        "free": "no",
        "fence": "yes",
        "play_equipment": "swing;slide",
    }
    app = app.button(key="survey_undo").click().run()
    assert not app.exception
    assert "3 facts were taken back." in words(app)
    assert not (folder / SURVEY_FILE).exists()


def test_the_page_says_where_the_programme_stands_otherwise_now(folder: Path) -> None:
    for place in (ISLAMIC_CENTER, PARK):
        app = open_page("survey", language="en", place=place)
        answer(app, free="no")
        office(app, "DLH")
        app = saved(review(app))
    assert "The programme now" in words(app)
    assert re.search(r"Balikpapan Selatan.*met.*→.*not met", words(app))
    assert "free entry: no" in words(app)


def test_the_office_is_kept_and_the_form_begins_anew(folder: Path) -> None:
    app = open_page("survey", language="en", place=PARK)
    answer(app, free="yes")
    office(app, "DLH")
    app = saved(review(app))
    app = next(button for button in app.button if button.label == "Record another place").click().run()
    assert "survey_save" not in {button.key for button in app.button}
    [free] = [group for group in app.get("button_group") if group.key.startswith("survey_free_")]
    assert free.value == "not_seen"
    assert re.search(r"Recorded.*yes", free.label)
    assert next(field for field in app.text_input if field.label.startswith("Office")).value == "DLH"


@pytest.mark.parametrize(
    ("answers", "named", "part"),
    [
        ({}, "DLH", "Nothing is filled in"),
        ({"free": "yes"}, " ", "The office is missing"),
        ({"play_equipment": ["none", "swing"]}, "DLH", "choose one or the other"),
    ],
)
def test_what_is_missing_is_said_in_one_sentence(
    folder: Path, answers: dict[str, str | list[str]], named: str, part: str
) -> None:
    app = open_page("survey", language="en", place=PARK)
    answer(app, **answers)
    office(app, named)
    app = review(app)
    assert part in words(app)
    assert "survey_save" not in {button.key for button in app.button}
    assert not app.exception


def test_a_photo_is_kept_and_shown(folder: Path) -> None:
    app = open_page("survey", language="en", place=PARK)
    app.file_uploader[0].upload("IMG 1.jpg", picture(), "image/jpeg")
    office(app, "DLH")
    app = saved(review(app))
    assert not app.exception
    assert len(list((folder / "photos").iterdir())) == 1
    assert newest(read_survey(folder))["fact"].tolist() == ["photo"]
    assert app.get("image")


def test_a_broken_photo_is_said_in_one_sentence(folder: Path) -> None:
    app = open_page("survey", language="en", place=PARK)
    app.file_uploader[0].upload("IMG 1.jpg", b"no picture", "image/jpeg")
    office(app, "DLH")
    app = review(app)
    assert "IMG 1.jpg can&#x27;t be read as a picture" in words(app)
    assert not app.exception


def test_a_place_that_is_not_in_the_list_can_be_added(folder: Path) -> None:
    app = open_page("survey", language="en", place="new")
    name, where = app.text_input[0], app.text_input[1]
    name.set_value(HOSTILE)
    where.set_value("0, 0")
    app = app.run()
    assert "no position in the city" in words(app)
    app.text_input[1].set_value("-1.18, 116.95")
    app = app.run()
    answer(app, public="yes")
    office(app, HOSTILE)
    app = saved(review(app))
    assert not app.exception
    survey = read_survey(folder)
    assert survey[["place_name", "lat", "lon", "office"]].to_numpy().tolist() == [[HOSTILE, -1.18, 116.95, HOSTILE]]
    written = " ".join(str(block.value) for block in app.get("html"))
    assert "<img" not in written
    app = open_page("survey", language="en", place=survey["facility_id"].item())
    assert HOSTILE.split(" :")[0].replace("<", "&lt;").replace(">", "&gt;") in " ".join(
        str(block.value) for block in app.get("html")
    )
    [public] = [group for group in app.get("button_group") if group.key.startswith("survey_public_")]
    assert "\\<img" in public.label


def test_two_phones_do_not_undo_each_other(folder: Path) -> None:
    first, second = (open_page("survey", language="en", place=place) for place in (PARK, ISLAMIC_CENTER))
    for app, name in ((first, "DLH"), (second, "DPPR")):
        answer(app, fence="yes")
        office(app, name)
    first, second = saved(review(first)), saved(review(second))
    first.button(key="survey_undo").click().run()
    assert read_survey(folder)["office"].tolist() == ["DPPR"]


def test_a_table_is_handed_in_and_taken_back(folder: Path) -> None:
    app = open_page("survey", language="en")
    row = f"{PARK},free,no,2026-03-01,DLH\n"
    table = f"facility_id,fact,value,date,office\n{row}".encode()
    app.file_uploader(key="survey_table").upload("../isian.csv", table, "text/csv")
    app = app.run()
    app = next(button for button in app.button if button.label == "Add the rows of the table").click().run()
    assert not app.exception
    assert "1 fact was added" in words(app)
    app = app.button(key="survey_undo").click().run()
    assert not (folder / SURVEY_FILE).exists()


def test_a_wrong_table_is_said_in_one_sentence(folder: Path) -> None:
    app = open_page("survey", language="en")
    app.file_uploader(key="survey_table").upload("isian.csv", b"a,b\n1,2\n", "text/csv")
    app = app.run()
    app = next(button for button in app.button if button.label == "Add the rows of the table").click().run()
    assert not app.exception
    assert any("isian.csv has no column" in str(block.value) for block in app.get("html"))
