"""Every page of the app, on the built-in city, in both languages."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from planner.texts import Language
from planner.ui.router import PAGES as ROUTED
from planner.ui.router import SECTIONS

SECONDS = 60
PAGES = ["overview", "map", "coverage", "scoreboard", "proposals", "sources"]


def _run_app(first: str) -> None:
    from planner.ui.router import main

    main(first)


def open_page(page: str, **address: str) -> AppTest:
    """Open a page of the app at an address."""
    app = AppTest.from_function(_run_app, args=(page,), default_timeout=SECONDS)
    for name, value in address.items():
        app.query_params[name] = value
    return app.run()


def words(app: AppTest) -> str:
    """Return what a page says, without its markup."""
    return " ".join(re.sub(r"<[^>]+>", " ", str(block.value)) for block in app.get("html")[:-1])


def tables(app: AppTest) -> set[str]:
    """Return the tables that a page offers, of which each says beside it how it was made."""
    named = {str(button.key).removeprefix("download_") for button in app.get("download_button")}
    found = {name for name in named if name.endswith(".csv")}
    assert {f"{name}-metadata.json" for name in found} <= named
    return found


def headline(app: AppTest) -> str:
    """Return a page's heading."""
    found = re.search(r"<h1>(.*?)</h1>", " ".join(str(block.value) for block in app.get("html")))
    assert found
    return found[1]


@pytest.fixture(autouse=True)
def built_in_city(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PLANNER_CITY", raising=False)


def test_every_page_stands_in_exactly_one_section() -> None:
    assert sorted(name for names in SECTIONS.values() for name in names) == sorted(ROUTED)


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize("page", PAGES)
def test_every_page_is_shown_in_both_languages(page: str, language: Language) -> None:
    app = open_page(page, language=language)
    assert not app.exception
    assert "error-summary" not in words(app)
    assert headline(app)
    assert f'lang="{language}"' in app.get("html")[0].value


def test_the_headline_says_in_how_many_kecamatan_the_programme_is_met() -> None:
    assert "2 of 6 kecamatan" in headline(open_page("overview", language="en"))
    assert "2 dari 6 kecamatan" in headline(open_page("overview"))


def test_the_overview_names_each_kecamatan_with_its_status() -> None:
    units = open_page("overview", language="en").get("html")[1].value
    rows = re.findall(r'class="name">(.*?)</span>.*?tag-(\w+)', units)
    assert rows == [
        ("Balikpapan Barat", "unmet"),
        ("Balikpapan Utara", "unmet"),
        ("Balikpapan Tengah", "unmet"),
        ("Balikpapan Timur", "unknown"),
        ("Balikpapan Selatan", "met"),
        ("Balikpapan Kota", "met"),
    ]


def test_the_language_can_be_switched() -> None:
    app = open_page("map", language="en")
    assert headline(app) == "Where the places are"
    app.radio(key="choice_language").set_value(Language.INDONESIAN).run()
    assert not app.exception
    assert 'lang="id"' in app.get("html")[0].value


def test_a_longer_walk_reaches_more_children() -> None:
    def share(minutes: int) -> float:
        app = open_page("coverage", language="en", minutes=str(minutes))
        found = re.search(r"About ([\d.]+)%", words(app))
        assert found
        return float(found[1])

    assert share(5) < share(10) < share(30)


def test_coverage_counts_another_kind_and_age_when_they_are_chosen() -> None:
    app = open_page("coverage", language="en")
    before = words(app)
    app.selectbox(key="choice_kind").set_value("school_sd").run()
    assert "primary school (SD)" in words(app)
    app.selectbox(key="choice_tier").set_value("6-11").run()
    assert "6–11 years" in words(app)
    app.selectbox(key="choice_level").set_value("kecamatan").run()
    assert "Balikpapan Timur" in words(app)
    assert words(app) != before
    assert not app.exception


def test_the_number_of_sites_can_be_chosen() -> None:
    app = open_page("proposals", language="en")
    assert app.number_input(key="choice_sites").value == 4
    assert "4 sites are proposed" in words(app)
    app.number_input(key="choice_sites").set_value(6).run()
    assert "6 sites are proposed" in words(app)
    assert app.query_params["sites"] == "6"


def test_with_fewer_sites_than_kecamatan_in_need_the_page_says_what_is_left_aside() -> None:
    app = open_page("proposals", language="en", sites="1")
    assert app.number_input(key="choice_sites").value == 1
    assert not app.exception
    assert "What can't be met, and why" in words(app).replace("&#x27;", "'")
    assert "1 site is proposed as the best of the rest" in words(app)


def test_the_map_lists_the_places_of_a_kecamatan_and_names_those_it_cannot_show() -> None:
    app = open_page("map", language="en", show="park")
    assert "Not on the map: 2 places whose position is not known" in words(app)
    everywhere = words(app)
    app.selectbox(key="choice_kecamatan").set_value("64.71.05").run()
    assert "Taman Tiga Generasi" in words(app)
    assert "Taman Adipura" in everywhere
    assert "Taman Adipura" not in words(app)


def test_the_facts_of_a_place_name_their_source() -> None:
    app = open_page("map", language="en")
    app.selectbox(key="choice_place").select("parks:4").run()
    assert "15,000 m²" in words(app)
    assert "Licence of the source" in words(app)


def test_an_address_that_makes_no_sense_is_read_as_the_default() -> None:
    absurd = {
        "minutes": "abc",
        "sites": "-5",
        "language": "xx",
        "kind": "<script>",
        "tier": "99",
        "level": "city",
        "kecamatan": "nowhere",
        "kelurahan": "64.71.99.9999",
        "place": "no such place",
        "show": "park,volcano",
        "tiles": "2",
        "unheard": "of",
    }
    for page in PAGES:
        app = open_page(page, **absurd)
        assert not app.exception
        assert "error-summary" not in " ".join(str(block.value) for block in app.get("html")[:-1])


@pytest.mark.parametrize("page", PAGES)
def test_an_unusable_city_folder_is_said_in_one_sentence(
    page: str, tmp_path: Path, balikpapan_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "city"
    shutil.copytree(balikpapan_folder, folder)
    (folder / "parks.csv").unlink()
    monkeypatch.setenv("PLANNER_CITY", str(folder))
    app = open_page(page, language="en")
    assert not app.exception
    summary = next(block.value for block in app.get("html") if "error-summary" in str(block.value))
    assert "parks.csv" in summary
    assert "Traceback" not in summary


def test_a_city_folder_that_does_not_exist_is_said_in_one_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PLANNER_CITY", str(tmp_path / "nowhere"))
    app = open_page("overview", language="en")
    assert not app.exception
    assert any("There is no city folder" in str(block.value) for block in app.get("html"))


def test_a_fault_in_the_planner_is_said_plainly(monkeypatch: pytest.MonkeyPatch) -> None:
    from planner.ui.screens import overview

    def broken() -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(overview, "current_assessment", broken)
    app = open_page("overview", language="en")
    assert not app.exception
    assert any("fault in the planner" in str(block.value) for block in app.get("html"))


def test_markup_in_names_is_shown_as_text(
    tmp_path: Path, balikpapan_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "city"
    shutil.copytree(balikpapan_folder, folder)
    parks = folder / "parks.csv"
    hostile = "<img src=x onerror=alert(1)>"
    parks.write_text(parks.read_text(encoding="utf-8").replace("Taman Bekapai", hostile), encoding="utf-8")
    monkeypatch.setenv("PLANNER_CITY", str(folder))
    for page in PAGES:
        app = open_page(page, show="park")
        assert not app.exception
        written = " ".join(str(block.value) for block in app.get("html"))
        assert "<img" not in written
        if page in {"overview", "map"}:
            assert "&lt;img src=x" in written
