"""The scoreboard page: the matrix, one finding looked at closely, and what changed since."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest
from test_ui_pages import headline, open_page, words

from planner.ui import state


@pytest.fixture(autouse=True)
def built_in_city(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PLANNER_CITY", raising=False)


@pytest.fixture
def folder(tmp_path: Path, balikpapan_folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a copy of the built-in city, which the app shows."""
    folder = shutil.copytree(balikpapan_folder, tmp_path / "city")
    monkeypatch.setenv("PLANNER_CITY", str(folder))
    return folder


def markup(app: AppTest) -> str:
    return " ".join(str(block.value) for block in app.get("html")[:-1])


def shown(app: AppTest) -> int:
    """Return how many findings are shown."""
    found = re.search(r"([\d,]+) findings? (?:is|are) shown", words(app))
    assert found
    return int(found[1].replace(",", ""))


def test_every_rule_stands_in_the_matrix_by_sign_and_word_and_no_score_is_added_up() -> None:
    app = open_page("scoreboard", language="en")
    assert not app.exception
    assert headline(app) == "What is met, and where"
    row = re.search(r"<tr><th[^>]*>One park in every kecamatan</th>(.*?)</tr>", markup(app))
    assert row
    cells = re.findall(r'tag-(\w+)"><span class="sign" aria-hidden="true">(.)</span> ([\w ]+)<', row[1])
    assert cells == [
        ("unknown", "?", "not known"),
        ("unmet", "✕", "not met"),
        ("unmet", "✕", "not met"),
        ("unmet", "✕", "not met"),
        ("met", "✓", "met"),
        ("met", "✓", "met"),
    ]
    assert "no score is added up over rules" in words(app)


def test_a_rule_for_kelurahan_tells_how_many_of_them_in_words_too() -> None:
    row = re.search(
        r"One child-friendly play space in every kelurahan(.*?)</tr>", markup(open_page("scoreboard", language="en"))
    )
    assert row
    selatan = re.search(r'data-head="Balikpapan Selatan">(.*?)</td>', row[1])
    assert selatan
    assert re.sub(r"<[^>]+>", "", selatan[1]).split() == ["✓", "2", "met", "✕", "5", "not", "met"]


def test_filters_leave_out_findings_and_are_kept_in_the_address() -> None:
    app = open_page("scoreboard", language="en")
    everything = shown(app)
    app.selectbox(key="choice_domain").set_value("health").run()
    health = shown(app)
    app.selectbox(key="choice_kecamatan").set_value("64.71.01").run()
    app.selectbox(key="choice_status").set_value("met").run()
    assert not app.exception
    assert everything > health > shown(app) > 0
    assert {name: app.query_params[name] for name in ("domain", "kecamatan", "status")} == {
        "domain": "health", "kecamatan": "64.71.01", "status": "met",
    }  # fmt: skip
    app.selectbox(key="choice_status").set_value("unmet").run()
    app.selectbox(key="choice_unit_level").set_value("city").run()
    assert "There is no such finding" in words(app)


def test_one_finding_tells_why_and_what_would_change_it_with_its_places_and_its_source() -> None:
    app = open_page("scoreboard", language="en", rule="STSK_COVERAGE", unit="64.71.03")
    said = words(app)
    closer = said.partition("Look closer")[2]
    assert "No park in Balikpapan Utara is known to be child-friendly" in closer
    assert "What would change this" in closer
    assert "1 park in each kecamatan" in closer
    assert "Where the rule stands" in closer
    assert re.search(r'<a href="map\?place=[^"]+&amp;language=en" target="_self">Dino Park</a>', markup(app))


def test_another_finding_is_chosen_by_rule_and_place() -> None:
    app = open_page("scoreboard", language="en")
    app.selectbox(key="choice_rule").set_value("PUSKESMAS_KEC").run()
    app.selectbox(key="choice_unit").set_value("64.71.05").run()
    closer = words(app).partition("Look closer")[2]
    assert "Balikpapan Selatan" in closer
    assert app.query_params["rule"] == "PUSKESMAS_KEC"
    assert "What would change this" not in closer


def test_the_built_in_city_says_how_to_copy_it() -> None:
    app = open_page("scoreboard", language="en")
    assert "planner copy-city kota.gpkg" in words(app)
    assert "keep_assessment" not in {button.key for button in app.button}


def test_an_assessment_is_kept_and_compared_with(folder: Path) -> None:
    app = open_page("scoreboard", language="en")
    assert "No assessment was kept yet" in words(app)
    app.button(key="keep_assessment").click().run()
    assert not app.exception
    assert len(list((folder / "history").glob("*.json"))) == 1
    assert "No finding has another status." in words(app)
    app.button(key="keep_assessment").click().run()
    assert "Nothing has changed since it was kept" in words(app)


def test_what_changed_is_told_and_a_damaged_file_does_no_harm(folder: Path) -> None:
    app = open_page("scoreboard", language="en")
    app.button(key="keep_assessment").click().run()
    (kept,) = (folder / "history").glob("*.json")
    selatan = '"code":"64.71.05","name":"Balikpapan Selatan","status":'
    then = kept.read_text(encoding="utf-8").replace(f'{selatan}"met"', f'{selatan}"unmet"')
    kept.write_text(then, encoding="utf-8")
    (folder / "history" / "2020-01-01_00000000.json").write_text("no", encoding="utf-8")
    said = words(open_page("scoreboard", language="en"))
    assert "went from “not met” to “met”" in said
    assert "history/2020-01-01_00000000.json is no kept assessment" in said


def test_names_of_the_data_run_nothing(folder: Path) -> None:
    parks = folder / "parks.csv"
    parks.write_text(
        parks.read_text(encoding="utf-8").replace("Dino Park", "<img src=x onerror=alert(1)>"), encoding="utf-8"
    )
    app = open_page("scoreboard", language="en", rule="STSK_COVERAGE", unit="64.71.03")
    assert "<img" not in markup(app)
    assert "&lt;img src=x" in markup(app)


def test_an_address_that_makes_no_sense_is_read_as_the_default() -> None:
    absurd = dict.fromkeys(state.SCOREBOARD_PARAMETERS, "<script>")
    app = open_page("scoreboard", language="en", **absurd)
    assert not app.exception
    assert shown(app) == shown(open_page("scoreboard", language="en"))
