"""The page of scenarios: begin, change, look, save, compare, and what must not go wrong."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest
from test_ui_pages import headline, open_page, words

from planner.model.scenario import AddFacility
from planner.scenarios.comparing import Comparison, Named, compare
from planner.sources.scenarios.store import list_scenarios, load_scenario
from planner.texts import Language
from planner.ui.components import scenario_figures

NAME = "Taman di timur"
CENTRE = (116.862, -1.243)
"""A spot where children live and no park is."""

PARK = "parks:7"
"""Taman Lalu Lintas, not designated."""


@pytest.fixture(autouse=True)
def own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Keep the scenarios of the built-in city apart from those of whoever runs the tests."""
    monkeypatch.delenv("PLANNER_CITY", raising=False)
    monkeypatch.setenv("PLANNER_SCENARIOS", str(tmp_path / "scenarios"))
    return tmp_path / "scenarios"


def said(app: AppTest) -> str:
    return words(app).replace("&#x27;", "'")


def press(app: AppTest, label: str) -> AppTest:
    return next(button for button in app.button if button.label == label).click().run()


def field(app: AppTest, label: str) -> object:
    return next(one for one in [*app.text_input, *app.number_input] if one.label == label)


def fill(app: AppTest, **values: object) -> None:
    for label, value in values.items():
        field(app, label.replace("_", " ")).set_value(value)  # type: ignore[attr-defined]


def begun(name: str = NAME) -> AppTest:
    app = open_page("scenarios", language="en")
    fill(app, **{"Name of the new scenario": name})
    return press(app, "Begin")


def with_a_park(app: AppTest, name: str = "Taman Uji") -> AppTest:
    fill(app, **{"Name of the place": name, "Longitude": CENTRE[0], "Latitude": CENTRE[1]})
    return press(app, "Add this place")


def saved(app: AppTest) -> AppTest:
    return app.button(key="scenario_save").click().run()


@pytest.mark.parametrize("language", list(Language))
def test_the_page_is_shown_in_both_languages(language: Language) -> None:
    app = open_page("scenarios", language=language)
    assert not app.exception
    assert headline(app)
    assert "error-summary" not in words(app)


def test_an_empty_scenario_is_the_city_as_it_is() -> None:
    app = begun()
    assert not app.exception
    assert "Nothing yet" in said(app)
    assert "▲" not in said(app)
    assert "▼" not in said(app)
    assert app.query_params["scenario"] == NAME


def test_a_place_is_added_and_its_effect_shown_for_every_kecamatan_and_age() -> None:
    app = with_a_park(begun())
    assert not app.exception
    assert "Added: Taman Uji" in said(app)
    table = next(str(block.value) for block in app.get("html") if "by kecamatan and age" in str(block.value))
    # The city and its six kecamatan, with four groups of ages each.
    assert table.count("<tr>") == 1 + 7
    assert table.partition("</table>")[0].count("→") == 7 * 4
    assert re.search(r"▲ \+[\d,]+ children", table)
    assert "= no change" in table


def test_what_is_written_of_a_scenario_is_written_once_in_each_language(monkeypatch: pytest.MonkeyPatch) -> None:
    compared: list[str] = []

    def counted(named: Sequence[Named]) -> Comparison:
        compared.append(named[0].name)
        return compare(named)

    monkeypatch.setattr(scenario_figures, "compare", counted)
    app = saved(with_a_park(begun("Sekali"), "Taman Sekali"))
    # Without a change, and with the park.
    assert compared == ["Now", "Now"]
    shown = [str(block.value) for block in app.get("html")]
    again = open_page("scenarios", language="en", scenario="Sekali")
    assert [block for block in shown if "by kecamatan and age" in block] == [
        str(block.value) for block in again.get("html") if "by kecamatan and age" in str(block.value)
    ]
    assert len(compared) == 2
    other = open_page("scenarios", language="id", scenario="Sekali")
    assert not other.exception
    assert compared[2:] == ["Sekarang"]
    assert "by kecamatan and age" not in said(other)


def test_changes_are_taken_back_and_made_again() -> None:
    app = with_a_park(begun())
    app = app.button(key="scenario_undo").click().run()
    assert "Nothing yet" in said(app)
    assert app.button(key="scenario_undo").disabled
    app = app.button(key="scenario_redo").click().run()
    assert "Added: Taman Uji" in said(app)
    assert app.button(key="scenario_redo").disabled
    assert not app.exception


def test_a_place_is_upgraded_closed_and_an_added_one_moved() -> None:
    app = with_a_park(begun())
    app.selectbox(key="scenario_place_choice").set_value(PARK).run()
    app = app.button(key="scenario_upgrade").click().run()
    assert "Made child-friendly, public and free of charge: Taman Lalu Lintas." in said(app)
    app.selectbox(key="scenario_place_choice").set_value("scenario:1").run()
    longitude = [one for one in app.number_input if one.label == "Longitude"][-1]
    longitude.set_value(CENTRE[0] + 0.01).run()
    app = app.button(key="scenario_move").click().run()
    assert "Moved: Taman Uji to 116.87200, -1.24300." in said(app)
    app.selectbox(key="scenario_place_choice").set_value(PARK).run()
    app = app.button(key="scenario_close").click().run()
    assert "Closed: Taman Lalu Lintas." in said(app)
    assert not app.exception


def test_without_a_spot_nothing_is_added() -> None:
    app = press(begun(), "Add this place")
    assert not app.exception
    assert "Click the map, or write longitude and latitude" in said(app)
    assert "Nothing yet" in said(app)


def test_a_spot_in_the_sea_is_refused_in_one_sentence() -> None:
    app = begun()
    # Within the edges of the city's map, but off the coast.
    fill(app, Longitude=116.99, Latitude=-1.28)
    app = press(app, "Add this place")
    assert not app.exception
    assert "would lie outside the city" in said(app)
    assert "Nothing yet" in said(app)


def test_a_scenario_is_saved_and_opened_again_by_its_address() -> None:
    app = with_a_park(begun())
    assert "Not saved yet" in said(app)
    app = saved(app)
    assert f"“{NAME}” is saved." in said(app)
    assert app.button(key="scenario_save").disabled
    stored = load_scenario(NAME)
    assert [change.name for change in stored.changes if isinstance(change, AddFacility)] == ["Taman Uji"]
    again = open_page("scenarios", language="en", scenario=NAME)
    assert "Added: Taman Uji" in said(again)
    assert "Not saved yet" not in said(again)


def test_a_scenario_is_looked_at_as_it_was_saved() -> None:
    app = open_page("scenarios", language="en", minutes="15")
    fill(app, **{"Name of the new scenario": NAME})
    saved(press(app, "Begin"))
    assert load_scenario(NAME).options.threshold_min == 15
    later = open_page("scenarios", language="en")
    later.selectbox(key="scenario_choice").set_value(NAME).run()
    assert later.query_params["minutes"] == "15"
    assert "Not saved yet" not in said(later)


def test_the_second_of_two_windows_is_told_and_nothing_is_lost() -> None:
    saved(begun())
    first, second = (open_page("scenarios", language="en", scenario=NAME) for _ in range(2))
    second = with_a_park(second, "Taman Dua")
    saved(with_a_park(first, "Taman Satu"))
    second = saved(second)
    assert not second.exception
    assert "was changed or deleted in another window" in said(second)
    assert [getattr(change, "name", "") for change in load_scenario(NAME).changes] == ["Taman Satu"]
    # The second one's work is still there, and can be saved under another name or given up.
    assert "Taman Dua" in said(second)
    second = second.button(key="scenario_forget").click().run()
    assert "Taman Satu" in said(second)


def test_a_scenario_that_was_deleted_elsewhere_is_not_written_anew_in_silence() -> None:
    saved(begun())
    first, second = (open_page("scenarios", language="en", scenario=NAME) for _ in range(2))
    second = with_a_park(second)
    first = press(first, f"Delete “{NAME}” for good")
    assert "is deleted" in said(first)
    assert list_scenarios() == ()
    second = saved(second)
    assert "was changed or deleted in another window" in said(second)


def test_a_scenario_is_renamed_and_copied() -> None:
    app = saved(with_a_park(begun()))
    fill(app, **{"Another name": "Lain"})
    app = press(app, "Rename")
    assert "It is called “Lain” now." in said(app)
    assert [one.scenario.name for one in list_scenarios() if one.scenario] == ["Lain"]
    fill(app, **{"Another name": "Salinan"})
    app = press(app, "Save as a copy of this name")
    assert not app.exception
    assert [one.scenario.name for one in list_scenarios() if one.scenario] == ["Lain", "Salinan"]
    fill(app, **{"Another name": "lain"})
    assert "There is a scenario “lain” already" in said(press(app, "Rename"))


@pytest.mark.parametrize("name", ["", "   "])
def test_a_scenario_needs_a_name(name: str) -> None:
    app = begun(name)
    assert not app.exception
    assert "A name is missing" in said(app)


def test_names_are_shown_as_they_are_written() -> None:
    hostile = "<img src=x onerror=alert(1)> **x** $y$"
    app = saved(with_a_park(begun(hostile), hostile))
    assert not app.exception
    written = " ".join(str(block.value) for block in app.get("html"))
    assert "<img" not in written
    assert "&lt;img src=x" in written


def test_scenarios_are_compared_with_the_city_as_it_is() -> None:
    for name in ("A", "B", "C"):
        saved(with_a_park(begun(name), f"Taman {name}"))
    app = open_page("scenarios", language="en")
    app.multiselect[0].set_value(["A", "B", "C"]).run()
    assert not app.exception
    table = next(str(block.value) for block in app.get("html") if "more or fewer than now" in str(block.value))
    for head in ("Now", "A", "B", "C"):
        assert f'scope="col">{head}</th>' in table
    assert "What would be proposed in each" in said(app)


def growth_csv(rows: str) -> tuple[str, bytes, str]:
    return "growth.csv", rows.encode("utf-8"), "text/csv"


def grown(app: AppTest, rows: str, year: int, title: str = "Bappenas") -> AppTest:
    uploader = next(one for one in app.get("file_uploader") if "growth" in one.label)
    uploader.set_value(growth_csv(rows))
    fill(
        app,
        **{
            "Year to look at": year,
            "What the source is called": title,
            "Of when it is, such as 2025": "2025",
            "Under which terms it may be used": "internal",
        },
    )
    return press(app, "Let it grow")


def test_a_city_grows_as_a_table_says() -> None:
    app = grown(begun(), "code,year,population\n64.71.05,2025,150000\n64.71.05,2035,250000\n", 2030)
    assert not app.exception
    assert "People as in 2030 in 1 region" in said(app)
    assert "Bappenas" in said(app)


@pytest.mark.parametrize(
    ("rows", "year", "told"),
    [
        ("kode;tahun\n1;2\n", 2030, "growth.csv has the column"),
        ("", 2030, "growth.csv"),
        ("code,year,population\n99.99.99,2025,10\n", 2025, "none of this city"),
        ("code,year,population\n64.71.05,2025,150000\n", 2040, "not in 2040"),
    ],
)
def test_a_wrong_table_is_refused_in_one_sentence(rows: str, year: int, told: str) -> None:
    app = grown(begun(), rows, year)
    assert not app.exception
    assert "error-summary" in " ".join(str(block.value) for block in app.get("html"))
    assert told in said(app)
    assert "Nothing yet" in said(app)


def test_growth_needs_its_source() -> None:
    app = grown(begun(), "code,year,population\n64.71.05,2025,150000\n", 2025, title="")
    assert "needs its source" in said(app)


def opened(content: bytes) -> AppTest:
    app = open_page("scenarios", language="en")
    uploader = next(one for one in app.get("file_uploader") if "TOML" in one.label)
    uploader.set_value(("sent.toml", content, "application/toml")).run()
    return app.button(key="scenario_open").click().run()


def test_a_file_that_somebody_sent_is_opened_under_a_free_name(own_folder: Path) -> None:
    saved(with_a_park(begun()))
    [file] = own_folder.rglob("*.toml")
    app = opened(file.read_bytes())
    assert not app.exception
    assert f"{NAME} (2)" in said(app)
    assert "Added: Taman Uji" in said(app)


@pytest.mark.parametrize("content", [b"", b"\xff\xfe", b"format = 99\nname = 'x'", b"name = "])
def test_a_file_that_is_no_scenario_is_refused_in_one_sentence(content: bytes) -> None:
    app = opened(content)
    assert not app.exception
    assert "sent.toml" in said(app)


def test_a_file_in_the_folder_that_cannot_be_read_is_named_and_disturbs_nothing(own_folder: Path) -> None:
    saved(begun())
    [file] = own_folder.rglob("*.toml")
    (file.parent / "broken.toml").write_text("name = ", encoding="utf-8")
    app = open_page("scenarios", language="en")
    assert not app.exception
    assert "broken.toml" in said(app)


def test_a_scenario_whose_place_is_gone_can_still_be_taken_back(own_folder: Path) -> None:
    app = begun()
    app.selectbox(key="scenario_place_choice").set_value(PARK).run()
    saved(app.button(key="scenario_upgrade").click().run())
    [file] = own_folder.rglob("*.toml")
    file.write_text(file.read_text(encoding="utf-8").replace(PARK, "parks:999"), encoding="utf-8")
    app = open_page("scenarios", language="en", scenario=NAME)
    assert not app.exception
    assert "there is no place with the id parks:999" in said(app)
    app = app.button(key="scenario_undo").click().run()
    assert "there is no place" not in said(app)
    assert "Nothing yet" in said(app)
