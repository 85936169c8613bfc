"""A comparison as JSON, workbook and GeoPackage."""

from __future__ import annotations

import io
import json
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd
import pyogrio
import pytest
from drawn_scenario import drawn_growth, empty_scenario, park, play_city

from planner.assess import assess, measure
from planner.errors import OutputError
from planner.model.scenario import Change, CloseFacility, Grow, UpgradeFacility
from planner.reports.scenario_document import comparison_json
from planner.reports.scenario_folder import write_comparison
from planner.reports.scenario_geopackage import write_comparison_geopackage
from planner.reports.scenario_workbook import comparison_workbook
from planner.scenarios.comparing import Comparison, Named, compare
from planner.scenarios.running import what_if
from planner.texts import Language

CITY = play_city()
HOSTILE = "=HYPERLINK(1)"


@cache
def compared() -> Comparison:
    """Compare the present with two scenarios, one of which has a name that a spreadsheet would run."""
    ground = measure(CITY)
    present = assess(CITY, ground=ground)

    def named(name: str, *changes: Change) -> Named:
        return Named(name, what_if(present, ground, replace(empty_scenario(CITY, name), changes=changes)))

    return compare(
        [
            Named("Kini", present),
            named(HOSTILE, park(CITY, 3500, 500), UpgradeFacility("p2"), CloseFacility("p3")),
            named("Tumbuh", Grow(drawn_growth("02.02,2030,800"), 2030)),
        ]
    )


def document() -> dict[str, Any]:
    read: dict[str, Any] = json.loads(comparison_json(compared(), Language.ENGLISH))
    return read


def test_the_document_holds_every_figure_once() -> None:
    read = document()
    assert read["city"] == {"code": "00", "name": "Kota Gambar"}
    assert [one["name"] for one in read["compared"]] == ["Kini", HOSTILE, "Tumbuh"]
    row = next(
        one
        for one in read["access"]
        if (one["code"], one["kind"], one["age_tier"]) == ("02", "child_friendly_park", "0-17")
    )
    assert [value["scenario"] for value in row["values"]] == ["Kini", HOSTILE, "Tumbuh"]
    assert [value["change_children"] for value in row["values"]] == [0, 0, 200]
    assert row["values"][1]["change_children_within"] == row["values"][1]["children_within"] > 200
    assert len(read["access"]) * 3 == len(compared().access)


def test_the_document_tells_changes_findings_and_sources() -> None:
    read = document()
    assert read["compared"][1]["notices"][1:] == [
        "Made child-friendly, public and free of charge: Taman p2.",
        "Closed: Taman p3.",
    ]
    assert read["compared"][2]["sources"] == [
        {"id": "scenario_growth", "title": "Gambar", "date": "2025", "licence": "CC0"}
    ]
    programme = next(one for one in read["findings"] if (one["rule"], one["unit_code"]) == ("STSK_COVERAGE", "02"))
    assert [(value["status"], value["changed"]) for value in programme["values"]] == [
        ("unmet", False),
        ("met", True),
        ("unmet", False),
    ]
    assert isinstance(programme["values"][1]["reason_text"], str)


def test_the_document_is_the_same_each_time_and_in_two_languages() -> None:
    assert comparison_json(compared(), Language.INDONESIAN) == comparison_json(compared(), Language.INDONESIAN)
    assert list(json.loads(comparison_json(compared(), Language.INDONESIAN))) == list(document())


def test_the_workbook_shows_numbers_and_runs_nothing() -> None:
    content = comparison_workbook(compared(), Language.ENGLISH)
    sheets = pd.read_excel(io.BytesIO(content), sheet_name=None, engine="calamine", dtype={"Code": str})
    assert list(sheets) == ["Scenarios", "Access", "Findings", "Plans"]
    access = sheets["Access"]
    assert f"{HOSTILE}: share" in access.columns
    park_row = access[(access["Code"] == "02") & (access["Kind"].str.startswith("child-friendly"))].iloc[0]
    assert park_row["Kini: share"] == 0
    assert park_row[f"{HOSTILE}: share"] == park_row[f"{HOSTILE}: change in share"] > 0
    assert HOSTILE in sheets["Plans"]["Scenario"].tolist()


def test_the_workbook_has_no_formula() -> None:
    import zipfile

    with zipfile.ZipFile(io.BytesIO(comparison_workbook(compared(), Language.ENGLISH))) as book:
        sheets = [book.read(name).decode() for name in book.namelist() if name.startswith("xl/worksheets/sheet")]
    assert len(sheets) == 4
    assert not any("<f>" in sheet for sheet in sheets)


def test_the_geopackage_has_regions_changed_places_and_tables(tmp_path: Path) -> None:
    path = tmp_path / "comparison.gpkg"
    write_comparison_geopackage(compared(), path, Language.ENGLISH)
    assert [str(name) for name in pyogrio.list_layers(path)[:, 0]] == [
        "kecamatan",
        "kelurahan",
        "changed_places",
        "scenarios",
        "access",
        "findings",
        "plans",
        "about",
    ]
    kecamatan = gpd.read_file(path, layer="kecamatan").set_index("code")
    assert kecamatan.crs == CITY.crs
    assert kecamatan.loc["02", "share_child_friendly_park_0"] == 0
    assert kecamatan.loc["02", "change_child_friendly_park_1"] > 200
    assert kecamatan.loc["02", "children_2"] == 600
    places = gpd.read_file(path, layer="changed_places")
    assert places[["scenario", "id", "change"]].to_numpy().tolist() == [
        [HOSTILE, "p3", "close"],
        [HOSTILE, "p2", "upgrade"],
        [HOSTILE, "scenario:1", "add"],
    ]


def test_the_files_replace_former_ones_and_leave_others_alone(tmp_path: Path) -> None:
    (tmp_path / "comparison.json").write_text("old", encoding="utf-8")
    (tmp_path / "mine.txt").write_text("mine", encoding="utf-8")
    files = write_comparison(compared(), tmp_path, Language.ENGLISH)
    assert [file.name for file in files] == ["comparison.json", "comparison.xlsx", "comparison.gpkg"]
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "comparison.gpkg",
        "comparison.json",
        "comparison.xlsx",
        "mine.txt",
    ]
    assert json.loads(files[0].read_text(encoding="utf-8"))["schema"] == 1


def test_a_folder_that_is_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("file", encoding="utf-8")
    with pytest.raises(OutputError):
        write_comparison(compared(), tmp_path / "out", Language.ENGLISH)
