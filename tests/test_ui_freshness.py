"""A page of a city that somebody else changes: figures of before at once, and those of now as soon as they are made."""

from __future__ import annotations

import datetime as dt
import shutil
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from test_ui_pages import open_page, words

from planner.model.survey import KnownPlace, SurveyFact, SurveyRecord
from planner.sources.survey.store import append_survey
from planner.ui import engine, work
from planner.ui.components import freshness
from planner.ui.workers.crew import Crew
from planner.ui.workers.figures import Figures

LONG_S = 120.0


@pytest.fixture
def folder(tmp_path: Path, balikpapan_folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a copy of the built-in city, which the app shows."""
    folder = shutil.copytree(balikpapan_folder, tmp_path / "city")
    monkeypatch.setenv("PLANNER_CITY", str(folder))
    return folder


@pytest.fixture
def crew(monkeypatch: pytest.MonkeyPatch) -> Iterator[Crew]:
    """Let the app have a worker process."""
    one = Crew(1)
    monkeypatch.setattr(work, "crew", lambda: one)
    monkeypatch.setattr(engine, "crew", lambda: one)
    monkeypatch.setattr(engine, "FIGURES", Figures(rest=lambda: 0.0))
    yield one
    one.end()


def record_a_sign(folder: Path) -> None:
    day = dt.date.today() - dt.timedelta(days=2)
    append_survey(
        folder,
        [SurveyRecord(KnownPlace("parks:4", "Taman Tiga Generasi"), SurveyFact.SMOKE_FREE_SIGN, "no", day, "DLH")],
    )


def test_a_page_shows_figures_of_before_until_those_of_now_are_made(folder: Path, crew: Crew) -> None:
    app = open_page("smoke_free", language="en")
    assert "Figures as of" not in words(app)
    before = words(app)
    record_a_sign(folder)
    app.run()
    assert not app.exception
    assert "Figures as of" in words(app)
    assert "being brought up to date" in words(app)
    until = time.monotonic() + LONG_S
    while "Figures as of" in words(app):
        assert time.monotonic() < until
        time.sleep(0.5)
        app.run()
    assert not app.exception
    assert words(app) != before


def test_newer_figures_are_shown_when_they_are_asked_for(
    folder: Path, crew: Crew, monkeypatch: pytest.MonkeyPatch
) -> None:
    open_page("smoke_free", language="en")
    record_a_sign(folder)
    # As the part of the page that looks again by itself finds it later, when they are made.
    monkeypatch.setattr(freshness, "caught_up", lambda: True)
    app = open_page("smoke_free", language="en")
    assert "newer ones are ready" in words(app)
    until = time.monotonic() + LONG_S
    while "Figures as of" in words(app):
        assert time.monotonic() < until
        time.sleep(0.5)
        app.button(key="newest_figures").click().run()
    assert not app.exception


def test_what_was_just_recorded_is_on_the_survey_page_at_once(folder: Path, crew: Crew) -> None:
    open_page("overview")
    append_survey(
        folder,
        [
            SurveyRecord(
                KnownPlace("parks:4", "Taman Tiga Generasi"),
                SurveyFact.SMOKE_FREE_SIGN,
                "yes",
                dt.date.today(),
                "DLH",
            )
        ],
    )
    page = open_page("sign_survey", language="en")
    assert "Recorded today: 1 place" in [one.label for one in page.expander]
