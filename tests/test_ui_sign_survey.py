"""The page of the survey of signs, as far as it stands in Python; the form itself is driven in a real browser."""

from __future__ import annotations

import json
import re
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from drawn_assessment import HOSTILE, drawn_city
from drawn_survey import seen, survey_of
from drawn_visits import visit
from streamlit.testing.v1 import AppTest
from test_ui_pages import headline, open_page, words

from planner.ingest import load_city
from planner.model.kinds import FacilityKind
from planner.model.survey import KnownPlace, NewPlace, SurveyFact, SurveyRecord
from planner.reports.sign_places import sign_places
from planner.rules.catalogue import load_rules
from planner.sources.survey.known import known_places
from planner.sources.survey.rows import latest_today
from planner.sources.survey.store import SURVEY_FILE, append_survey, read_survey
from planner.sources.survey.visits import receive_visits
from planner.texts import Language, speak
from planner.ui.components import sign_form
from planner.ui.components.sign_form import form_data, offline_form
from planner.ui.components.sign_form_words import FORM_WORDS
from planner.ui.components.sign_visits import recorded_today, visit_names

PARK = "parks:4"


@pytest.fixture
def folder(tmp_path: Path, balikpapan_folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a copy of the built-in city, which the app shows."""
    folder = shutil.copytree(balikpapan_folder, tmp_path / "city")
    monkeypatch.setenv("PLANNER_CITY", str(folder))
    return folder


def hand_in(app: AppTest, name: str, content: bytes) -> AppTest:
    app.file_uploader(key="sign_file").upload(name, content, "application/octet-stream")
    return app.run().button(key="sign_hand_in").click().run()


def file_of(*visits: dict[str, object]) -> bytes:
    told = {"format": "planner-sign-visits", "version": 1, "city": "64.71", "visits": visits}
    return json.dumps(told).encode()


def seen_today(number: int = 1, **told: object) -> dict[str, object]:
    return visit(number, place=PARK, name="Taman Tiga Generasi", date=latest_today().isoformat(), **told)


def test_the_built_in_city_says_how_to_copy_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PLANNER_CITY", raising=False)
    app = open_page("sign_survey", language="en")
    assert not app.exception
    assert "planner copy-city" in words(app)
    assert not app.get("bidi_component")
    assert not app.file_uploader


@pytest.mark.parametrize("language", list(Language))
def test_the_page_is_shown_in_both_languages(folder: Path, language: Language) -> None:
    app = open_page("sign_survey", language=language)
    assert not app.exception
    assert headline(app)
    assert len(app.get("bidi_component")) == 2


def test_a_file_is_handed_in_listed_and_taken_back(folder: Path) -> None:
    app = hand_in(
        open_page("sign_survey", language="en"), "visits.json", file_of(seen_today(), seen_today(2, office=""))
    )
    assert not app.exception
    assert "1 visit was added; 0 stood there already, 1 was refused." in words(app)
    assert "Taman Tiga Generasi: The office is missing" in words(app)
    assert re.search(r"Taman Tiga Generasi\s+no-smoking sign: yes; sign can be read: faded\s+Dinkes", words(app))
    app = app.button(key="sign_undo").click().run()
    assert "2 facts were taken back." in words(app)
    assert not (folder / SURVEY_FILE).exists()


def test_a_filled_in_table_is_handed_in(folder: Path) -> None:
    table = f"facility_id,fact,value,date,office\n{PARK},sign_legible,pudar,2026-03-01,DLH\n".encode()
    app = hand_in(open_page("sign_survey", language="en"), "../isian.csv", table)
    assert not app.exception
    assert "1 fact was added" in words(app)
    assert read_survey(folder)["value"].tolist() == ["faded"]


def test_what_was_handed_in_together_is_taken_back_together_and_a_visit_to_a_park_not_here() -> None:
    city = drawn_city()
    day = {"date": latest_today().isoformat()}
    places = city.facilities["id"].tolist()[:3]
    rows = [
        *(seen(place, "smoke_free_sign", visit="table", **day) for place in places[:2]),
        seen(places[2], "sign_visible", visit="phone", **day),
        *(seen(places[2], fact, visit="park", **day) for fact in ("free", "smoke_free_sign")),
        seen(places[2], "sign_legible", visit="old"),
    ]
    with speak(Language.ENGLISH):
        visits = recorded_today(replace(city, survey=survey_of(*rows)))
        named = visit_names(visits)
    assert [visit.id for visit in visits] == ["phone", "table", "table"]
    assert list(named) == ["phone", "table"]
    assert named["table"] == "2 places handed in together (DLH)"


@pytest.mark.parametrize(
    ("name", "content", "part"),
    [
        ("a.json", b"{}", "is not a file that the form for signs saved"),
        ("a.csv", b"facility_id,fact,value,date,office\nX:1,free,yes,2026-03-01,DLH\n", "no place with the id"),
        ("a.csv", f"facility_id,fact,value,date,office\n{PARK},free,yes,2999-01-01,DLH\n".encode(), "in the future"),
    ],
)
def test_a_wrong_file_is_said_in_one_sentence(folder: Path, name: str, content: bytes, part: str) -> None:
    app = hand_in(open_page("sign_survey", language="en"), name, content)
    assert not app.exception
    assert any(part in str(block.value) for block in app.get("html"))
    assert not (folder / SURVEY_FILE).exists()


def test_the_form_knows_every_place_with_its_kind_and_region() -> None:
    city = drawn_city()
    with speak(Language.ENGLISH):
        data = form_data(city, sign_places(city, load_rules()))
    assert [row[1] for row in data["places"]].count(HOSTILE) == 1
    assert all(kind in data["kind_labels"] for _, _, kind, *_ in data["places"])
    asked = {question["fact"]: [value for value, _ in question["answers"]] for question in data["questions"]}
    assert asked == {
        "smoke_free_sign": ["yes", "no"],
        "sign_legible": ["yes", "faded", "no"],
        "sign_visible": ["yes", "no"],
        "sign_obscured": ["yes", "no"],
    }
    # It goes through JSON: nothing in it is "not a number".
    assert json.loads(json.dumps(data, allow_nan=False)) == data


def test_the_form_is_told_of_the_places_once_until_they_change(folder: Path) -> None:
    app = open_page("sign_survey", language="en")
    told = app.session_state["sign_data"].data
    receive_visits(folder, [seen_today()], known_places(load_city(folder)))
    assert re.search(r"Taman Tiga Generasi\s+no-smoking sign: yes", words(app.run()))
    assert app.session_state["sign_data"].data is told
    # What a survey tells of a place makes another table, but the form knows nothing else by it.
    append_survey(folder, [SurveyRecord(KnownPlace(PARK, ""), SurveyFact.AREA, "4321", latest_today(), "DLH")])
    assert app.run().session_state["sign_data"].data is told
    new = NewPlace("Taman Baru", FacilityKind.PARK, 116.85, -1.25)
    append_survey(folder, [SurveyRecord(new, SurveyFact.FENCE, "yes", latest_today(), "DLH")])
    places = app.run().session_state["sign_data"].data["places"]
    assert len(places) == len(told["places"]) + 1


def test_the_form_in_one_file_runs_nothing_out_of_the_data_and_asks_no_other_host() -> None:
    city = drawn_city()
    page = offline_form(form_data(city, sign_places(city, load_rules())), "</title><script>alert(1)</script>")
    assert "<script>alert(1)" not in page
    assert HOSTILE not in page
    data = re.search(r'<script type="application/json" id="sign-data">(.*?)</script>', page, re.DOTALL)
    assert data is not None
    assert HOSTILE in [row[1] for row in json.loads(data[1])["places"]]
    assert not re.search(r"https?://|\bsrc=|export default|\bimport ", page.replace(data[1], ""))


def test_every_word_of_the_form_is_used_and_there() -> None:
    parts = Path(sign_form.__file__).parent
    script = "".join(path.read_text(encoding="utf-8") for path in sorted(parts.glob("sign_form_*.js")))
    asked = set(re.findall(r"words\.(\w+)(?!\w|\()", script))
    # Why no position is known is said under the browser's own word for it.
    assert asked | {"insecure", "denied", "unavailable"} == set(FORM_WORDS)
