"""Visits that a phone sends: each kept once, whatever becomes of the connection, and nothing believed unseen."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from city_folders import drawn_city
from drawn_visits import KNOWN, as_data, name, visit
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image
from test_sources_survey_photos import picture

from planner.errors import LayerError, OutputError
from planner.sources.builtin import builtin_city
from planner.sources.survey import visits as visits_module
from planner.sources.survey.store import SURVEY_FILE, read_survey, undo_visit
from planner.sources.survey.visits import Received, receive_visits
from planner.texts import Language, translate

TODAY = dt.date(2026, 3, 31)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return drawn_city(tmp_path)


def received(folder: Path, *sent: object) -> Received:
    return receive_visits(folder, list(sent), KNOWN, today=TODAY)


def problems(result: Received) -> list[str]:
    return [translate(one.problem, Language.ENGLISH) for one in result.refused if one.problem]


def test_a_visit_is_kept_with_its_own_name(folder: Path) -> None:
    result = received(folder, visit())
    assert translate(result.told, Language.ENGLISH) == "1 visit was added; 0 stood there already, 0 were refused."
    survey = read_survey(folder)
    assert survey[["facility_id", "fact", "value", "office"]].to_numpy().tolist() == [
        ["contoh:1", "smoke_free_sign", "yes", "Dinkes"],
        ["contoh:1", "sign_legible", "faded", "Dinkes"],
    ]
    assert set(survey["visit"]) == {name(1)}


def test_a_visit_that_is_sent_again_is_kept_once(folder: Path) -> None:
    received(folder, visit())
    # Another visit with the same answers is another visit: its rows prove that it came.
    result = received(folder, visit(), visit(2), visit(2))
    assert [receipt.repeated for receipt in result.receipts] == [True, False, True]
    assert read_survey(folder)["visit"].tolist() == [name(1)] * 2 + [name(2)] * 2
    assert undo_visit(folder, name(2)) == 2
    assert read_survey(folder)["visit"].tolist() == [name(1)] * 2


def test_a_photo_is_cleaned_and_kept(folder: Path) -> None:
    received(folder, visit(answers={}, photo=as_data(picture((2000, 1000)))))
    [kept] = (folder / "photos").iterdir()
    assert read_survey(folder)["value"].tolist() == [kept.name]
    with Image.open(kept) as seen:
        assert seen.size == (1600, 800)
        assert not seen.getexif()


def test_a_place_in_no_list_is_kept_with_its_position(folder: Path) -> None:
    found = {"kind": "school_sd", "lon": 110.001, "lat": -5.02}
    received(folder, visit(place=None, found=found, name="SD Baru"))
    row = read_survey(folder).iloc[0]
    assert (row["place_name"], row["kind"], row["lon"], row["lat"]) == ("SD Baru", "school_sd", 110.001, -5.02)


@pytest.mark.parametrize(
    ("told", "part"),
    [
        ({"place": "contoh:9"}, "perhaps contoh:1 is meant, “SD Satu”"),
        ({"place": "contoh:9", "name": "sd dua"}, "perhaps contoh:2 is meant, “SD Dua”"),
        ({"place": "x", "name": "Y"}, "no place with the id “x”: take the id from the template"),
        ({"place": None}, "no place with the id “–”"),
        ({"date": "2026-04-01"}, "The date 2026-04-01 lies in the future"),
        ({"date": "2026-13-01"}, "“date” of this visit can't be understood"),
        ({"office": " \u200b"}, "The office is missing"),
        ({"answers": {}}, "Nothing is filled in"),
        ({"answers": {"smoke_free_sign": "maybe"}}, "“maybe” can't be the value of smoke_free_sign"),
        ({"answers": {"free": "yes"}}, "Only what is asked of a sign"),
        ({"answers": {"mood": "yes"}}, "“answers.mood.[key]” of this visit"),
        ({"photo": as_data(b"no picture")}, "The photo of SD Satu is no picture"),
        ({"photo": "data:text/html;base64,AAAA"}, "The photo of SD Satu is no picture"),
        ({"photo": "data:image/jpeg;base64,%%%"}, "The photo of SD Satu is no picture"),
        ({"place": None, "found": {"kind": "park", "lon": 0, "lat": 0}}, "does not lie in the city"),
        ({"place": None, "name": "", "found": {"kind": "park", "lon": 110, "lat": -5}}, "The place has no name"),
        ({"place": None, "found": {"kind": "protected_forest", "lon": 110, "lat": -5}}, "of this kind"),
        ({"place": None, "found": {"kind": "park", "lon": 110, "lat": -95}}, "“found.lat” of this visit"),
        ({"id": "../1"}, "“id” of this visit"),
        ({"more": 1}, "“more” of this visit"),
        ({"note": "x" * 501}, "“note” of this visit"),
    ],
)
def test_what_can_not_be_kept_is_said_and_the_others_are_kept(folder: Path, told: dict[str, object], part: str) -> None:
    result = received(folder, visit(1, **told), visit(2))
    [problem] = problems(result)
    assert part in problem
    assert problem.endswith((".", ")"))
    assert set(read_survey(folder)["visit"]) == {name(2)}


def test_of_one_visit_that_comes_twice_each_is_judged_by_itself(folder: Path) -> None:
    wrong = {"smoke_free_sign": "maybe"}
    sent = [visit(1, answers=wrong), visit(1), visit(2), visit(2, answers=wrong), visit(1)]
    result = received(folder, *sent)
    assert [(receipt.problem is None, receipt.repeated) for receipt in result.receipts] == [
        (False, False),
        (True, False),
        (True, False),
        (False, False),
        (True, True),
    ]
    assert read_survey(folder)["visit"].tolist() == [name(1)] * 2 + [name(2)] * 2


@pytest.mark.parametrize("sent", [None, 1, "x", [], {}, {"id": []}, {"id": name(3)}])
def test_what_is_no_visit_at_all_is_refused(folder: Path, sent: object) -> None:
    result = received(folder, sent)
    assert len(problems(result)) == 1
    assert not (folder / SURVEY_FILE).exists()


@settings(max_examples=25, deadline=None)
@given(deliveries=st.lists(st.lists(st.integers(0, 5), max_size=4), max_size=6))
def test_however_often_visits_come_each_is_kept_once(
    deliveries: list[list[int]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = drawn_city(tmp_path_factory.mktemp("city"))
    for numbers in deliveries:
        result = received(folder, *(visit(number) for number in numbers))
        assert [receipt.id for receipt in result.receipts] == [name(number) for number in numbers]
        assert not result.refused
    # Two answers a visit.
    kept = read_survey(folder)["visit"].value_counts().to_dict()
    assert kept == {name(number): 2 for numbers in deliveries for number in numbers}


def test_too_much_at_once_and_the_built_in_city_are_refused(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(OutputError):
        received(builtin_city(), visit())
    monkeypatch.setattr(visits_module, "MOST_AT_ONCE", 1)
    with pytest.raises(LayerError):
        received(folder, visit(1), visit(2))
    assert not (folder / SURVEY_FILE).exists()
