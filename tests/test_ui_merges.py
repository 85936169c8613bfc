"""The page on which records of one place are seen, answered for and taken apart."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from planner.cleaning.conflation.decisions import standing_decisions
from planner.sources.builtin import builtin_city
from planner.sources.decisions import read_decisions
from planner.sources.starter import copy_builtin

SECONDS = 60


def _run_app() -> None:
    from planner.ui.router import main

    main("merges")


def open_page() -> AppTest:
    app = AppTest.from_function(_run_app, default_timeout=SECONDS)
    app.query_params["language"] = "en"
    return app.run()


def words(app: AppTest) -> str:
    """Return what the page says, without its markup."""
    return " ".join(re.sub(r"<[^>]+>", " ", str(block.value)) for block in app.get("html"))


def answers(folder: Path) -> list[tuple[str, str, str]]:
    standing = standing_decisions(read_decisions(folder, "decisions.csv"))
    return list(standing[["id_a", "id_b", "answer"]].itertuples(index=False, name=None))


def button(app: AppTest, start: str) -> object:
    return next(item for item in app.button if str(item.key).startswith(start))


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Let the app show a copy of the built-in city."""
    copy = tmp_path / "salinan"
    copy_builtin(copy)
    monkeypatch.setenv("PLANNER_CITY", str(copy))
    return copy


def test_the_built_in_city_shows_its_merges_and_takes_no_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PLANNER_CITY", raising=False)
    app = open_page()
    assert not app.exception
    said = words(app)
    assert "151 places were merged from several records." in said
    assert "9 pairs wait for a yes or no." in said
    assert "planner copy-city kota.gpkg" in said
    assert not app.button
    assert not (builtin_city() / "decisions.csv").exists()


def test_answers_need_an_office(folder: Path) -> None:
    app = open_page()
    assert "Write the office first" in words(app)
    assert not app.button
    app.text_input[0].set_value("  Disdik ").run()
    assert len(app.button) == 18
    assert "Write the office first" not in words(app)


def test_an_answer_is_kept_and_can_be_taken_back(folder: Path) -> None:
    app = open_page()
    app.text_input[0].set_value("Disdik").run()
    asked = button(app, "merges_no_")
    pair = tuple(str(asked.key).removeprefix("merges_no_").split("_"))  # type: ignore[attr-defined]
    asked.click().run()  # type: ignore[attr-defined]
    assert not app.exception
    assert answers(folder) == [(*sorted(pair), "no")]
    assert read_decisions(folder, "decisions.csv")["office"].tolist() == ["Disdik"]
    said = words(app)
    assert "8 pairs wait for a yes or no." in said
    assert "Noted:" in said
    assert "are two places." in said

    button(app, "merges_undo_last").click().run()  # type: ignore[attr-defined]
    assert not app.exception
    assert answers(folder) == []
    assert "9 pairs wait for a yes or no." in words(app)


def test_a_yes_makes_one_place(folder: Path) -> None:
    app = open_page()
    app.text_input[0].set_value("Disdik").run()
    button(app, "merges_yes_").click().run()  # type: ignore[attr-defined]
    assert [answer for *_, answer in answers(folder)] == ["yes"]
    assert "152 places were merged from several records." in words(app)


def test_a_merged_place_is_taken_apart(folder: Path) -> None:
    app = open_page()
    app.text_input[0].set_value("Disdik").run()
    place = app.selectbox[0].options[1]
    app.selectbox[0].select_index(1).run()
    assert place in words(app)
    button(app, "merges_apart_").click().run()  # type: ignore[attr-defined]
    assert not app.exception
    assert [answer for *_, answer in answers(folder)] == ["no"]
    assert "150 places were merged from several records." in words(app)


def test_what_can_not_be_kept_is_said(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    app = open_page()
    app.text_input[0].set_value("Disdik").run()
    monkeypatch.setattr("planner.sources.decisions.write_table", _full)
    button(app, "merges_no_").click().run()  # type: ignore[attr-defined]
    assert "There is a problem" in words(app)
    assert "No space left on device" in words(app)
    assert answers(folder) == []


def _full(*_: object) -> None:
    raise OSError(28, "No space left on device")


def test_a_city_that_does_not_merge_says_so(folder: Path) -> None:
    settings = folder / "city.toml"
    settings.write_text(settings.read_text("utf-8").replace("enabled = true", "enabled = false"), "utf-8")
    assert "is missing or switched off" in words(open_page())
