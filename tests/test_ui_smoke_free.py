"""The page of smoke-free places: honest where nothing is surveyed, and a work list that is made when asked for."""

from __future__ import annotations

import shutil
import time
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from planner.rounds.work_list import WorkList
from planner.sources.starter import write_starter
from planner.ui.components import smoke_free_work
from planner.ui.work import Searches
from tests.test_ui_pages import headline, open_page, tables, words

SECONDS = 60


@pytest.fixture(autouse=True)
def own_searches(monkeypatch: pytest.MonkeyPatch) -> Searches[WorkList]:
    fresh: Searches[WorkList] = Searches()
    monkeypatch.setattr(smoke_free_work, "ROUNDS", fresh)
    return fresh


@pytest.fixture
def starter(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    folder = tmp_path / "kota"
    write_starter(folder)
    monkeypatch.setenv("PLANNER_CITY", str(folder))
    return folder


def survey(folder: Path, *rows: str) -> None:
    head = "facility_id,place_name,kind,lon,lat,fact,value,date,office,note,visit"
    today = time.strftime("%Y-%m-%d")
    lines = [head, *(f"{row},{today},Contoh,," for row in rows)]
    (folder / "survey.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")


def made(app: AppTest) -> AppTest:
    """Ask for the work list, and wait until it is there."""
    app.button("smoke_free_start").click().run()
    until = time.monotonic() + SECONDS
    while "rounds as a table" not in words(app) and "round as a table" not in words(app):
        assert time.monotonic() < until
        time.sleep(0.2)
        app.run()
    return app


def test_where_nothing_is_surveyed_nothing_is_known(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PLANNER_CITY", raising=False)
    app = open_page("smoke_free", language="en")
    assert not app.exception
    said = words(app)
    assert headline(app) == "Smoke-free places and their signs (KSTR)"
    assert tables(app) == {"kstr-kind.csv", "kstr-kelurahan.csv"}
    assert "Nobody has recorded a sign yet, so how many are good is not known." in said
    assert "No sign is known to be bad or missing." in said
    assert "never accusations" in said
    assert "The city has no layer of billboards" in said
    assert "What the proposed parks would add" in said


def test_a_surveyed_sign_counts_and_a_bad_one_is_listed(starter: Path) -> None:
    survey(
        starter,
        "contoh:1,,,,,smoke_free_sign,yes",
        "contoh:1,,,,,sign_legible,yes",
        "contoh:1,,,,,sign_visible,yes",
        "contoh:1,,,,,sign_obscured,no",
        "contoh:2,,,,,smoke_free_sign,no",
    )
    said = words(open_page("smoke_free", language="en"))
    assert "are known to have a good sign" in said
    assert "1 have a bad one or none" in said
    assert "Put up a sign" in said
    assert "There is no sign." in said


def test_the_work_list_is_made_when_asked_for_and_has_its_files(starter: Path) -> None:
    app = open_page("smoke_free", language="en")
    assert "to look at first" not in words(app)
    said = words(made(app))
    assert "to look at first" in said
    assert "proven" in said
    assert {"download_kstr.html", "download_kstr.csv", "download_kstr.gpkg"} <= {
        button.key for button in app.get("download_button")
    }
    # Another choice asks for another list.
    app.number_input("smoke_free_minutes").set_value(20.0).run()
    assert "to look at first" not in words(app)
    assert app.button("smoke_free_start")


def test_what_is_impossible_is_said_and_nothing_is_made(starter: Path) -> None:
    app = open_page("smoke_free", language="en")
    app.number_input("smoke_free_hours").set_value(0.5).run()
    app.number_input("smoke_free_minutes").set_value(40.0).run()
    assert "is too short for one stop of 40 minutes" in words(app)
    assert "smoke_free_start" not in {button.key for button in app.button}


def test_zones_are_shown_on_the_map_if_wanted(starter: Path) -> None:
    app = open_page("smoke_free", language="en")
    assert app.checkbox("smoke_free_zones").value is False
    app.checkbox("smoke_free_zones").check().run()
    assert not app.exception
    assert "error-summary" not in words(app)


def test_a_name_from_the_data_is_never_markup(starter: Path) -> None:
    places = next(path for path in starter.glob("*.csv") if "Taman Contoh Satu" in path.read_text(encoding="utf-8"))
    written = places.read_text(encoding="utf-8").replace("Taman Contoh Satu", "<b>Taman</b>")
    places.write_text(written, encoding="utf-8")
    survey(starter, "contoh:1,,,,,smoke_free_sign,no")
    app = open_page("smoke_free", language="en")
    page = " ".join(str(block.value) for block in app.get("html"))
    assert "&lt;b&gt;Taman&lt;/b&gt;" in page
    assert "<b>Taman</b>" not in page
    shutil.rmtree(starter)
