"""Editing one city together: two versions side by side, a way back, and everything kept."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from city_folders import drawn_city
from drawn_visits import visit
from streamlit.testing.v1 import AppTest
from test_ui_import import go_on, messy_table, to_report
from test_ui_pages import headline, open_page, words
from test_ui_survey import answer, office, review, saved

from planner.model.person import Actor, Role
from planner.model.survey import KnownPlace, SurveyFact, SurveyRecord, newest
from planner.sources.builtin import builtin_city
from planner.sources.decisions import add_decisions, read_decisions
from planner.sources.scenarios.store import delete_scenario, list_scenarios, load_scenario, save_scenario
from planner.sources.survey.store import append_survey, read_survey, undo_visit
from planner.storage.opening import create_working_file, open_workspace
from planner.storage.records import Deed
from planner.storage.workspace import StoredWorkspace

PARK = KnownPlace("contoh:2", "Taman Contoh Dua")
SCHOOL = "contoh:4"
TODAY = date(2026, 3, 1)
DKK = Actor(Role.SURVEYOR, "DKK")
BAPPEDA = Actor(Role.PLANNER, "Bappeda")


@pytest.fixture
def city(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[StoredWorkspace]:
    """Return a working file of the drawn city, which the app shows, as another office opened it."""
    monkeypatch.setenv("PLANNER_CACHE", str(tmp_path / "cache"))
    monkeypatch.setenv("PLANNER_CITY", str(tmp_path / "kota.gpkg"))
    create_working_file(drawn_city(tmp_path), tmp_path / "kota.gpkg").close()
    opened = open_workspace(tmp_path / "kota.gpkg")
    assert isinstance(opened, StoredWorkspace)
    yield opened
    opened.store.close()


@pytest.fixture
def whole_city(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[StoredWorkspace]:
    """Return a working copy of the built-in city, which the app shows."""
    monkeypatch.setenv("PLANNER_CACHE", str(tmp_path / "cache"))
    monkeypatch.setenv("PLANNER_CITY", str(tmp_path / "salinan.gpkg"))
    create_working_file(builtin_city(), tmp_path / "salinan.gpkg").close()
    opened = open_workspace(tmp_path / "salinan.gpkg")
    assert isinstance(opened, StoredWorkspace)
    yield opened
    opened.store.close()


def elsewhere(city: StoredWorkspace, fact: str, value: str, by: Actor = DKK) -> None:
    """Record a fact of the park as another office does, today."""
    record = SurveyRecord(PARK, SurveyFact(fact), value, date.today(), by.office)
    city.edit(by, Deed.RECORD, lambda folder: append_survey(folder, [record]))


def facts(city: StoredWorkspace) -> dict[str, str]:
    """Return what holds of the park."""
    seen = newest(read_survey(city.newest()[1]))
    return dict(zip(seen["fact"], seen["value"], strict=True))


def filled_in(**answers: str) -> AppTest:
    app = open_page("survey", language="en", place=PARK.id)
    answer(app, **answers)
    office(app, "DLH")
    return review(app)


def confirm(app: AppTest, *choices: str) -> AppTest:
    """Choose a version of each entry, and confirm."""
    asked = [radio for radio in app.radio if str(radio.key).startswith("conflict_choice")]
    for radio, choice in zip(asked, choices, strict=True):
        radio.set_value(choice)
    return press(app, confirm_key(app))


def confirm_key(app: AppTest) -> str:
    return next(str(button.key) for button in app.button if str(button.key).startswith("conflict_confirm"))


def press(app: AppTest, key: str) -> AppTest:
    return app.button(key=key).click().run()


def test_both_versions_are_shown_and_only_the_choice_is_saved(city: StoredWorkspace) -> None:
    app = filled_in(free="yes", fence="no")
    elsewhere(city, "free", "no")
    app = saved(app)
    assert not app.exception
    assert headline(app) == "Somebody else changed the same entry: which version is to stay?"
    assert re.search(r"Taman Contoh Dua: free entry.*now.*no.*DKK \(surveyor\).*save.*yes.*DLH", words(app))
    # Nothing was saved yet, also not what nobody else changed; and nothing is chosen for the user.
    assert facts(city) == {"free": "no"}
    unanswered = press(app, confirm_key(app))
    assert "one entry has no answer yet" in words(unanswered)
    app = confirm(unanswered, "theirs")
    assert not app.exception
    assert "The other version stays." in words(app)
    assert facts(city) == {"free": "no", "fence": "no"}
    assert "survey_save" not in {button.key for button in app.button}


def test_the_users_own_version_may_take_the_place_of_the_other_one(city: StoredWorkspace) -> None:
    app = filled_in(free="yes")
    elsewhere(city, "free", "no")
    app = confirm(saved(app), "mine")
    assert "Saved: 1 fact of Taman Contoh Dua" in words(app)
    assert facts(city) == {"free": "yes"}
    # Both answers stay in the survey and in the history.
    assert read_survey(city.newest()[1])["value"].tolist() == ["no", "yes"]


def test_a_page_loaded_anew_by_mistake_asks_again(city: StoredWorkspace) -> None:
    app = filled_in(free="yes")
    elsewhere(city, "free", "no")
    name = saved(app).query_params["waiting"]
    again = open_page("overview", language="en", waiting=name if isinstance(name, str) else name[0])
    assert "which version is to stay?" in headline(again)
    again = confirm(again, "mine")
    assert not again.exception
    assert facts(city) == {"free": "yes"}
    assert "waiting" not in again.query_params
    assert "which version" not in headline(open_page("overview", language="en", waiting="0" * 32))


def test_the_choice_is_asked_anew_where_others_are_faster_once_more(city: StoredWorkspace) -> None:
    app = filled_in(free="yes")
    elsewhere(city, "free", "no")
    app = saved(app)
    elsewhere(city, "free", "unknown")
    app = confirm(app, "mine")
    assert "which version is to stay?" in headline(app)
    assert "not recorded" in words(app)
    assert not confirm(app, "mine").exception
    assert facts(city) == {"free": "yes"}


def test_nothing_of_ones_own_need_be_saved(city: StoredWorkspace, monkeypatch: pytest.MonkeyPatch) -> None:
    app = filled_in(free="yes", fence="no")
    elsewhere(city, "free", "no")
    app = saved(app)
    # Somebody who may not save any more meanwhile is not held at the choice.
    monkeypatch.setattr("planner.ui.editing.current_actor", lambda: Actor(Role.VIEWER, "Inspektorat"))
    assert "Your role is viewer" in words(confirm(app, "mine"))
    app = press(app, "conflict_none")
    assert "Nothing of yours was saved" in words(app)
    assert facts(city) == {"free": "no"}


def test_what_others_changed_elsewhere_is_no_conflict(city: StoredWorkspace) -> None:
    app = filled_in(free="yes")
    elsewhere(city, "fence", "no")
    assert "Saved: 1 fact" in words(saved(app))
    assert facts(city) == {"free": "yes", "fence": "no"}


def test_the_last_change_is_taken_back_and_made_again(city: StoredWorkspace) -> None:
    app = saved(filled_in(free="yes"))
    [label] = [button.label for button in app.button if button.key == "step_undo"]
    assert re.sub(r"\\", "", label) == "Undo: Recorded on the spot – Taman Contoh Dua: free entry"
    app = press(app, "step_undo")
    assert not app.exception
    assert "Taken back: Recorded on the spot" in words(app)
    assert facts(city) == {}
    app = press(app, "step_redo")
    assert "Made again: Recorded on the spot" in words(app)
    assert facts(city) == {"free": "yes"}
    assert {one.key for one in app.button} >= {"step_undo"}


def test_what_was_changed_again_since_is_not_taken_back_but_told(city: StoredWorkspace) -> None:
    app = saved(filled_in(free="yes"))
    own = str(read_survey(city.newest()[1])["visit"].iloc[0])
    city.edit(BAPPEDA, Deed.RECORD, lambda folder: undo_visit(folder, own))
    elsewhere(city, "free", "no")
    app = press(app, "step_undo")
    assert not app.exception
    assert re.search(r"can't be taken back.*free entry.*now.*no.*DKK", words(app).replace("&#x27;", "'"))
    assert facts(city) == {"free": "no"}
    assert "step_undo" not in {one.key for one in app.button}


def test_a_viewer_changes_nothing_whatever_the_page_is_made_to_do(
    city: StoredWorkspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = filled_in(free="yes")
    monkeypatch.setattr("planner.ui.editing.current_actor", lambda: Actor(Role.VIEWER, "Inspektorat"))
    app = saved(app)
    assert "Your role is viewer" in words(app)
    assert city.store.revision() == 1


def with_history(city: StoredWorkspace) -> None:
    for fact, value, by in (("free", "no", DKK), ("free", "yes", BAPPEDA), ("fence", "no", DKK)):
        elsewhere(city, fact, value, by)


def test_every_change_is_listed_with_before_and_after(city: StoredWorkspace) -> None:
    with_history(city)
    app = open_page("changes", language="en")
    assert not app.exception
    assert "4 changes" in words(app)
    assert re.search(r"3\s+Recorded on the spot – Taman Contoh Dua: free entry\s+Bappeda \(planner\)", words(app))
    app = app.selectbox(key="changes_one").set_value(3).run()
    assert re.search(r"free entry\s+no\s+Visit of \S+, DKK\s+yes\s+Visit of \S+, Bappeda", words(app))
    app = press(app, "changes_back_3")
    assert "Change 3 taken back" in words(app)
    assert facts(city) == {"free": "no", "fence": "no"}


@pytest.mark.parametrize(
    ("key", "value", "count"),
    [
        ("changes_fact", "free", "2 changes"),
        ("changes_fact", "fence", "1 change"),
        ("changes_place", PARK.id, "3 changes"),
        ("changes_office", "Bappeda", "1 change"),
    ],
)
def test_changes_are_found_by_place_fact_and_office(city: StoredWorkspace, key: str, value: str, count: str) -> None:
    with_history(city)
    app = open_page("changes", language="en").selectbox(key=key).set_value(value).run()
    assert not app.exception
    assert f"  {count} " in words(app)


def test_changes_are_found_by_day(city: StoredWorkspace) -> None:
    app = open_page("changes", language="en").date_input(key="changes_day").set_value(TODAY).run()
    assert "No change is like that." in words(app)


def test_a_plain_folder_says_how_to_keep_changes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PLANNER_CITY", str(drawn_city(tmp_path)))
    app = open_page("changes", language="en")
    assert not app.exception
    assert "Only a working city keeps its changes" in words(app)
    assert not app.get("download_button")


def begun_scenario(name: str) -> AppTest:
    app = open_page("scenarios", language="en")
    field = next(one for one in app.text_input if one.label == "Name of the new scenario")
    field.set_value(name)
    app = next(one for one in app.button if one.label == "Begin").click().run()
    return press(app, "scenario_save")


def with_a_park(app: AppTest) -> AppTest:
    for label, value in (("Name of the place", "Taman Uji"), ("Longitude", 110.01), ("Latitude", -5.01)):
        next(one for one in [*app.text_input, *app.number_input] if one.label == label).set_value(value)
    return next(one for one in app.button if one.label == "Add this place").click().run()


def noted(city: StoredWorkspace, name: str, note: str) -> None:
    """Change a scenario as another office does."""
    _, folder = city.newest()
    changed = replace(load_scenario(name, folder), note=note)
    city.edit(BAPPEDA, Deed.SCENARIO, lambda own: save_scenario(changed, own))


@pytest.mark.parametrize(("choice", "note"), [("theirs", "dari Bappeda"), ("mine", "")])
def test_one_scenario_worked_on_by_two(city: StoredWorkspace, choice: str, note: str) -> None:
    app = begun_scenario("Timur")
    assert "“Timur” is saved." in words(app)
    app = with_a_park(app)
    noted(city, "Timur", "dari Bappeda")
    app = press(app, "scenario_save")
    assert not app.exception
    assert re.search(r"Scenario “Timur”.*0 changes.*Bappeda \(planner\).*1 change.*Taman Uji", words(app))
    app = confirm(app, choice)
    assert not app.exception
    [stored] = list_scenarios(city.newest()[1])
    assert stored.scenario is not None
    assert stored.scenario.note == note
    assert len(stored.scenario.changes) == (1 if choice == "mine" else 0)


def test_a_scenario_that_another_office_deleted_is_not_lost(city: StoredWorkspace) -> None:
    app = with_a_park(begun_scenario("Timur"))
    city.edit(BAPPEDA, Deed.SCENARIO, lambda folder: delete_scenario("Timur", folder))
    app = press(app, "scenario_save")
    assert re.search(r"What stands there now\s+taken out", words(app))
    assert not confirm(app, "mine").exception
    assert len(load_scenario("Timur", city.newest()[1]).changes) == 1


def _receiving(sent: list[object], own: list[object]) -> None:
    import streamlit as st

    from planner.texts import Language, speak, translate
    from planner.ui import editing, state
    from planner.ui.receiving import Contradiction, receive

    def told_of(one: Contradiction) -> tuple[str, ...]:
        return (one.fact, translate(one.theirs), translate(one.mine), translate(one.who))

    state.begin()
    editing.begin()
    with speak(Language.ENGLISH):
        told = [
            (one.id, one.problem and translate(one.problem), one.revision, *map(told_of, one.contradictions))
            for one in receive(sent, own)
        ]
    st.json(told)


def received(*sent: object, own: list[object] | None = None) -> list[Any]:
    """Return what a phone is told of visits that it sent."""
    app = AppTest.from_function(_receiving, args=(list(sent), own or []), default_timeout=60).run()
    assert not app.exception
    told: list[Any] = json.loads(app.json[0].value)
    return told


def sign(number: int, seen: int | None, value: str = "yes", **told: object) -> dict[str, Any]:
    """Return a visit to a school whose form showed a revision."""
    return visit(number, place=SCHOOL, name="SD Contoh Satu", answers={"smoke_free_sign": value}, seen=seen, **told)


def test_a_phone_is_told_both_versions_and_chooses(city: StoredWorkspace) -> None:
    assert received(sign(1, 1)) == [[sign(1, 1)["id"], None, 0]]
    [[name, problem, revision, *versions]] = received(sign(2, 1, "no"), own=[])
    assert (problem, revision) == (None, 2)
    [[fact, theirs, mine, who]] = versions
    assert (fact, theirs, mine) == ("smoke_free_sign", "yes", "no")
    assert who.startswith("Visit of 2026-03-01, Dinkes; this desk")
    assert len(read_survey(city.newest()[1])) == 1
    # The phone uses its own: it sends the same visit, with what its user has seen now.
    assert received(sign(2, revision, "no")) == [[name, None, 0]]
    assert newest(read_survey(city.newest()[1]))["value"].tolist() == ["no"]


def test_what_the_same_phone_sent_before_is_nobody_elses(city: StoredWorkspace) -> None:
    first = sign(1, 1)
    received(first)
    # The answer was lost on its way back: the phone sends it again, with another visit to the same sign.
    told = received(first, sign(2, 1, "no"))
    assert [one[1:] for one in told] == [[None, 0], [None, 0]]
    assert [one[1:] for one in received(sign(3, 1, "yes"), own=[sign(2, 1)["id"]])] == [[None, 0]]
    assert len(read_survey(city.newest()[1])) == 3


def test_one_visit_that_contradicts_keeps_no_other_back(city: StoredWorkspace) -> None:
    received(sign(1, 1))
    contradicting, other = sign(2, 1, "no"), {**sign(3, 1), "place": "contoh:5", "name": "SD Contoh Dua"}
    told = received(contradicting, other, sign(4, 1, office=""))
    assert [bool(one[3:]) for one in told] == [True, False, False]
    assert told[2][1].startswith("The office is missing")
    assert sorted(read_survey(city.newest()[1])["facility_id"]) == ["contoh:4", "contoh:5"]


@pytest.mark.parametrize("seen", [None, 10**6, True])
def test_a_phone_that_says_nothing_usable_of_what_it_saw_loses_nothing(city: StoredWorkspace, seen: Any) -> None:
    received(sign(1, 1))
    assert received(sign(2, seen, "no"))[0][1] is None
    assert 1 <= len(read_survey(city.newest()[1])) <= 2


def test_a_file_of_visits_that_contradicts_is_asked_about_at_the_desk(city: StoredWorkspace) -> None:
    received(sign(1, 1))
    content = {"format": "planner-sign-visits", "version": 1, "city": "99.99", "visits": [sign(2, 1, "no")]}
    app = open_page("sign_survey", language="en")
    app.file_uploader(key="sign_file").upload("visits.json", json.dumps(content).encode(), "application/json")
    app = press(app.run(), "sign_hand_in")
    assert not app.exception
    assert "which version is to stay?" in headline(app)
    app = confirm(app, "mine")
    assert "1 visit was added" in words(app)
    assert newest(read_survey(city.newest()[1]))["value"].tolist() == ["no"]


def test_an_assessment_is_kept_and_taken_back(city: StoredWorkspace) -> None:
    app = press(open_page("scoreboard", language="en"), "keep_assessment")
    assert not app.exception
    assert "Kept as" in words(app)
    assert city.store.revision() == 2
    press(app, "step_undo")
    assert not (city.newest()[1] / "history").exists()


def decisions(city: StoredWorkspace) -> list[str]:
    return list(read_decisions(city.newest()[1], "decisions.csv")["answer"])


def test_two_answers_for_one_pair(whole_city: StoredWorkspace) -> None:
    app = open_page("merges", language="en")
    app = app.text_input[0].set_value("Disdik").run()
    asked = next(str(one.key) for one in app.button if str(one.key).startswith("merges_yes_"))
    id_a, id_b = asked.removeprefix("merges_yes_").split("_")

    def decide(folder: Path) -> None:
        row = {"id_a": id_b, "id_b": id_a, "answer": "no", "office": "Bappeda", "date": "2026-03-01", "reason": ""}
        add_decisions(folder, pd.DataFrame([row]))

    whole_city.edit(BAPPEDA, Deed.DECIDE, decide)
    app = press(app, asked)
    assert not app.exception
    assert re.search(r"now\s+two places\s+Answer of 2026-03-01, Bappeda.*save\s+one place", words(app))
    app = confirm(app, "mine")
    assert decisions(whole_city) == ["no", "yes"]
    assert "are one place" in words(app)
    press(app, "step_undo")
    assert decisions(whole_city) == ["no"]


def test_a_layer_is_brought_in_taken_back_and_brought_in_again(whole_city: StoredWorkspace) -> None:
    app = go_on(to_report(messy_table()))
    assert headline(app) == "Accepted: 2 places of Taman DLH"
    assert (whole_city.newest()[1] / "dlh.csv").is_file()
    app = press(app, "step_undo")
    assert not (whole_city.newest()[1] / "dlh.csv").exists()
    # What the page said of it is no longer true.
    assert "Accepted" not in headline(app)
    app = press(app, "step_redo")
    assert not app.exception
    assert (whole_city.newest()[1] / "dlh.csv").is_file()
