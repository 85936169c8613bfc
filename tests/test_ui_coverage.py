"""The coverage page: shares with their ranges, the other measures, and gaps."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from tests.test_ui_pages import open_page, tables, words

SCHOOLS = {"language": "en", "kind": "school_sd", "tier": "6-11", "level": "kecamatan"}


@pytest.fixture(autouse=True)
def built_in_city(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PLANNER_CITY", raising=False)


def test_a_share_never_stands_without_its_range() -> None:
    said = words(open_page("coverage", **SCHOOLS))
    assert re.search(r"About \d+% \(\d+% to \d+%\)", said)
    assert len(re.findall(r"\d+% \(\d+% to \d+%\)", said)) == 1 + 6


def test_the_table_says_how_it_was_made() -> None:
    assert tables(open_page("coverage", **SCHOOLS)) == {"coverage-school_sd-6-11-kecamatan.csv"}


def test_places_without_a_position_are_told() -> None:
    assert "Of 197 places 24 have no known position" in words(open_page("coverage", **SCHOOLS))


def test_regions_that_cannot_be_told_apart_are_named() -> None:
    said = words(open_page("coverage", **SCHOOLS))
    assert "whose ranges overlap can&#x27;t be told apart" in said


def test_the_other_measures_stand_beside_the_share_and_are_explained() -> None:
    said = words(open_page("coverage", **SCHOOLS))
    for head in ("Half walk at most", "Nine in ten walk at most", "Places to choose from", "Capacity for each child"):
        assert said.count(head) >= 2
    assert "Park for each child" not in said
    assert "the standard stands in: one primary school (SD) for 1,600 people" in said


def test_gaps_are_listed_by_children_without_access() -> None:
    said = words(open_page("coverage", **SCHOOLS))
    listed = said.partition("Where the gaps are")[2].partition("more area")[0]
    children = [int(number.replace(",", "")) for number in re.findall(r"([\d,]+)\s+[\d,]+ ha", listed)]
    assert len(children) == 10
    assert children == sorted(children, reverse=True)


def test_a_park_of_unknown_area_leaves_a_lower_bound() -> None:
    said = words(open_page("coverage", language="en", level="kecamatan"))
    assert "Park for each child" in said
    assert re.search(r"The areas of \d+ parks within reach are not known", said)


def test_a_kind_without_any_position_is_not_known(
    monkeypatch: pytest.MonkeyPatch, balikpapan_folder: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "city"
    shutil.copytree(balikpapan_folder, folder)
    parks = (folder / "parks.csv").read_text(encoding="utf-8").splitlines()
    lacking = [re.sub(r"116\.\d+|-1\.\d+", "", line) for line in parks]
    (folder / "parks.csv").write_text("\n".join(lacking) + "\n", encoding="utf-8")
    monkeypatch.setenv("PLANNER_CITY", str(folder))
    said = words(open_page("coverage", language="en"))
    assert "No position in the city is known of any: child-friendly park (RBRA)." in said


def test_without_a_population_only_that_is_said(
    monkeypatch: pytest.MonkeyPatch, balikpapan_folder: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "city"
    shutil.copytree(balikpapan_folder, folder)
    settings = (folder / "city.toml").read_text(encoding="utf-8")
    parts = re.split(r"(?m)^(?=\[)", settings)
    kept = "".join(part for part in parts if not part.startswith("[population"))
    (folder / "city.toml").write_text(kept, encoding="utf-8")
    monkeypatch.setenv("PLANNER_CITY", str(folder))
    app = open_page("coverage", language="en")
    assert not app.exception
    said = words(app)
    assert "Nobody gave the number of children" in said
    assert "Where the gaps are" not in said
