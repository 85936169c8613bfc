"""Somebody who may only look can't change a city by any way in.

Each way in is tried twice by the same steps: by somebody who may, so that it is sure that the steps do change the city,
and by a viewer to whom the page shows its buttons all the same, as a page would that forgot to hide them, or one whose
buttons were drawn before the role was taken away. Then a viewer opens every page as it is, and presses all there is.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from drawn_visits import visit
from streamlit.testing.v1 import AppTest
from test_ui_import import go_on, messy_table, to_report
from test_ui_pages import open_page
from test_ui_scenarios import begun, fill, press, with_a_park
from test_ui_sign_survey import file_of, hand_in, seen_today
from test_ui_survey import answer, office, review

from planner.model.person import Actor, Role
from planner.storage.opening import create_working_file, open_workspace
from planner.ui import editing, router, session
from planner.ui.router import PAGES
from planner.ui.session import Visitor

VIEWER = Actor(Role.VIEWER, "Inspektorat")
PARK = "parks:4"
"""Taman Tiga Generasi, designated, in Balikpapan Selatan."""


@pytest.fixture
def folder(tmp_path: Path, balikpapan_folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a copy of the built-in city, which the app shows."""
    folder = shutil.copytree(balikpapan_folder, tmp_path / "city")
    monkeypatch.setenv("PLANNER_CITY", str(folder))
    return folder


@pytest.fixture
def working_file(tmp_path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a working city of that copy, which the app shows."""
    monkeypatch.setenv("PLANNER_CACHE", str(tmp_path / "cache"))
    path = tmp_path / "kota.gpkg"
    create_working_file(folder, path)
    monkeypatch.setenv("PLANNER_CITY", str(path))
    return path


def content(folder: Path) -> dict[str, bytes]:
    """Return every file of a city folder; locks say nothing of the city."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.suffix != ".lock"
    }


def demote(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let whoever asks for a change be a viewer, while the pages go on showing what they show to anybody."""
    monkeypatch.setattr(editing, "current_actor", lambda: VIEWER)


# The ways in: each opens a page and goes to the step before the change; what it returns makes the change.


Press = Callable[[], AppTest]


def _button(app: AppTest, key: str) -> Press:
    return lambda: next(button for button in app.button if str(button.key).startswith(key)).click().run()


def _one_after_another(*steps: Press) -> Press:
    """Return what does the next step each time."""
    left = iter(steps)
    return lambda: next(left)()


def survey_form() -> Press:
    app = open_page("survey", language="en", place=PARK)
    answer(app, free="no")
    office(app, "DLH")
    return _button(review(app), "survey_save")


def survey_undo() -> Press:
    app = open_page("survey", language="en", place=PARK)
    answer(app, free="no")
    office(app, "DLH")
    return _button(review(app).button(key="survey_save").click().run(), "survey_undo")


def survey_table() -> Press:
    app = open_page("survey", language="en")
    table = f"facility_id,fact,value,date,office\n{PARK},free,no,2026-03-01,DLH\n".encode()
    app.file_uploader(key="survey_table").upload("isian.csv", table, "text/csv")
    app.run()
    return lambda: press(app, "Add the rows of the table")


def phone_post() -> Press:
    told = visit(1, place=PARK, name="Taman Tiga Generasi")
    return lambda: AppTest.from_function(_post, kwargs={"told": told}).run()


def _post(told: dict[str, object]) -> None:
    """Do what a callback of the page does with what the browser's form posts."""
    from planner.texts import Language, speak
    from planner.ui import editing, state
    from planner.ui.components.views import attempt
    from planner.ui.receiving import receive

    state.begin()
    editing.begin()
    with speak(Language.ENGLISH):
        attempt(lambda: receive([told], None))


def signs_file() -> Press:
    app = open_page("sign_survey", language="en")
    app.file_uploader(key="sign_file").upload("visits.json", file_of(seen_today()), "application/json")
    return _button(app.run(), "sign_hand_in")


def signs_table() -> Press:
    app = open_page("sign_survey", language="en")
    table = f"facility_id,fact,value,date,office\n{PARK},sign_legible,pudar,2026-03-01,DLH\n".encode()
    app.file_uploader(key="sign_file").upload("isian.csv", table, "text/csv")
    return _button(app.run(), "sign_hand_in")


def signs_undo() -> Press:
    app = hand_in(open_page("sign_survey", language="en"), "visits.json", file_of(seen_today()))
    return _button(app, "sign_undo")


def _rbra(app: AppTest) -> AppTest:
    answer(app, rbra_lokasi="yes")
    office(app, "DP3AKB")
    return review(app)


def checklist() -> Press:
    return _button(_rbra(open_page("parks", language="en", place=PARK)), "rbra_save")


def checklist_undo() -> Press:
    app = _rbra(open_page("parks", language="en", place=PARK))
    return _button(app.button(key="rbra_save").click().run(), "rbra_undo")


def _merges() -> AppTest:
    app = open_page("merges", language="en")
    if app.text_input:
        app.text_input[0].set_value("Disdik").run()
    return app


def merge_answer() -> Press:
    return _button(_merges(), "merges_yes_")


def merge_undo() -> Press:
    app = _merges()
    _button(app, "merges_no_")()
    # Where it is refused, the page no longer offers it at its head, but still beside the answer.
    return _one_after_another(_button(app, "merges_undo_last"), lambda: _button(_merges(), "merges_undo_")())


def merge_apart() -> Press:
    app = _merges()
    app.selectbox[0].select_index(1).run()
    return _button(app, "merges_apart_")


def delivery() -> Press:
    app = to_report(messy_table())
    return lambda: go_on(app)


def delivery_undo() -> Press:
    return _button(go_on(to_report(messy_table())), "import_undo")


def assessment() -> Press:
    return _button(open_page("scoreboard", language="en"), "keep_assessment")


def scenario() -> Press:
    return _button(with_a_park(begun()), "scenario_save")


def _saved_scenario() -> AppTest:
    return with_a_park(begun()).button(key="scenario_save").click().run()


def scenario_name() -> Press:
    app = _saved_scenario()
    fill(app, **{"Another name": "Lain"})
    return lambda: press(app, "Rename")


def scenario_copy() -> Press:
    app = _saved_scenario()
    fill(app, **{"Another name": "Salinan"})
    # Where it is refused, the copy is there as something that is not saved yet.
    return _one_after_another(
        lambda: press(app, "Save as a copy of this name"), lambda: _button(app.run(), "scenario_save")()
    )


def scenario_end() -> Press:
    app = _saved_scenario()
    return lambda: press(app, "Delete “Taman di timur” for good")


WAYS: tuple[Callable[[], Press], ...] = (
    *(survey_form, survey_undo, survey_table, phone_post, signs_file, signs_table, signs_undo),
    *(checklist, checklist_undo, merge_answer, merge_undo, merge_apart, delivery, delivery_undo, assessment),
    *(scenario, scenario_name, scenario_copy, scenario_end),
)


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.__name__)
def test_no_way_in_is_open_to_a_viewer(way: Callable[[], Press], folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    change = way()
    before = content(folder)
    with monkeypatch.context() as demoted:
        demote(demoted)
        app = change()
        assert content(folder) == before
        assert not app.exception
        assert any("Your role is viewer" in str(block.value) for block in app.get("html"))
    # What somebody entered is still there when they may again.
    change()
    assert content(folder) != before


def undo() -> Press:
    app = open_page("survey", language="en", place=PARK)
    answer(app, free="no")
    office(app, "DLH")
    app = review(app).button(key="survey_save").click().run()
    return _button(app, "step_undo")


def redo() -> Press:
    app = undo()()
    return _button(app, "step_redo")


@pytest.mark.parametrize("way", [survey_form, scenario, undo, redo], ids=lambda way: way.__name__)
def test_no_way_into_a_working_file_is_open_to_a_viewer(
    way: Callable[[], Press], working_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    change = way()
    store = open_workspace(working_file).store
    assert store is not None
    before = store.revision()
    with monkeypatch.context() as demoted:
        demote(demoted)
        app = change()
        assert not app.exception
        assert store.revision() == before
    assert any("Your role is viewer" in str(block.value) for block in app.get("html"))


# As a viewer sees the pages.


@pytest.fixture
def viewer(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a viewer be signed in."""
    who = Visitor(VIEWER, "key", signed_in=True)
    for module in (session, router):
        monkeypatch.setattr(module, "current_visitor", lambda: who)


def _pressed(app: AppTest, page: str, folder: Path) -> None:
    """Press every button of a page, each on the page as it is opened."""
    before = content(folder)
    for key, label in [(button.key, button.label) for button in app.button if button.key != "sign_out"]:
        opened = open_page(page, language="en", place=PARK)
        button = next((one for one in opened.button if (one.key, one.label) == (key, label)), None)
        if button is not None and not button.disabled:
            assert not button.click().run().exception, f"{page}: {label}"
        assert content(folder) == before, f"{page}: {label}"


@pytest.mark.usefixtures("viewer")
@pytest.mark.parametrize("page", PAGES)
def test_a_viewer_may_look_at_every_page_and_press_everything(page: str, folder: Path) -> None:
    app = open_page(page, language="en", place=PARK)
    assert not app.exception
    assert "Inspektorat, viewer" in " ".join(str(block.value) for block in app.sidebar.get("html"))
    _pressed(app, page, folder)


OFFERS = {
    "survey": "Review",
    "sign_survey": "sign_hand_in",
    "parks": "Review",
    "merges": "Office that answers",
    "import": "import_file",
    "scoreboard": "keep_assessment",
    "scenarios": "scenario_save",
}
"""A page that changes something, and the name of what it offers for it."""


def _offered(app: AppTest) -> str:
    """Return the names of all that a page offers."""
    widgets = [*app.button, *app.text_input, *app.file_uploader, *app.get("bidi_component")]
    return " ".join(f"{getattr(one, 'key', '')} {getattr(one, 'label', '')}" for one in widgets)


@pytest.mark.parametrize("page", OFFERS)
def test_in_the_place_of_buttons_stands_what_a_viewer_would_need(
    page: str, folder: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> None:
    request.getfixturevalue("viewer")
    # What if … is open to everybody, as long as nothing of it is kept.
    app = begun() if page == "scenarios" else open_page(page, language="en", place=PARK)
    said = " ".join(str(block.value) for block in app.get("html"))
    assert "You may look here, but not change anything: your role is viewer" in said
    assert not app.file_uploader
    assert OFFERS[page] not in _offered(app)
