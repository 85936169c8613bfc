"""The commands of scenarios, on the starter's drawn city."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from city_folders import drawn_city

from planner.cli import main
from planner.ingest import load_city
from planner.sources.scenarios.store import list_scenarios, load_scenario


@pytest.fixture
def city(tmp_path: Path) -> Path:
    return drawn_city(tmp_path)


def run(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    status = main([*words, "--language", "en"])
    said = capsys.readouterr()
    return status, said.out, said.err


def middle(city: Path) -> str:
    """Return longitude and latitude of a place inside the city."""
    loaded = load_city(city)
    point = loaded.finest_regions.geometry.representative_point().to_crs(4326).iloc[0]
    return f"{point.x:.6f},{point.y:.6f}"


def make(capsys: pytest.CaptureFixture[str], city: Path, name: str = "Taman Baru") -> None:
    added = f"child_friendly_park,{middle(city)},Taman, di sini,area_m2=900"
    assert run(capsys, "scenario", "new", name, str(city), "--add", added)[0] == 0


def test_a_scenario_is_made_shown_and_listed(city: Path, capsys: pytest.CaptureFixture[str]) -> None:
    make(capsys, city)
    scenario = load_scenario("Taman Baru", city)
    assert [(change.name, change.area_m2, change.child_friendly) for change in scenario.changes] == [  # type: ignore[union-attr]
        ("Taman, di sini", 900.0, True)
    ]
    status, said, _ = run(capsys, "scenario", "show", "taman baru", str(city))
    assert status == 0
    assert "1. Added: Taman, di sini (park, child-friendly) at" in said
    assert "Taman Baru (" in run(capsys, "scenario", "list", str(city))[1]


def test_a_scenario_is_changed_and_a_change_taken_back(city: Path, capsys: pytest.CaptureFixture[str]) -> None:
    make(capsys, city)
    facility = load_city(city).facilities["id"].iloc[0]
    status, said, _ = run(
        capsys, "scenario", "change", "Taman Baru", str(city), "--close", facility, "--minutes", "15", "--note", "Coba"
    )
    assert status == 0
    assert "2. Closed:" in said
    changed = load_scenario("Taman Baru", city)
    assert (changed.options.threshold_min, changed.note, len(changed.changes)) == (15.0, "Coba", 2)
    assert run(capsys, "scenario", "undo", "Taman Baru", str(city))[0] == 0
    assert len(load_scenario("Taman Baru", city).changes) == 1


def test_growth_comes_from_a_table_with_its_source(
    city: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code = load_city(city).finest_regions["code"].iloc[0]
    table = tmp_path / "growth.csv"
    table.write_text(f"code,year,population\n{code},2025,5000\n{code},2035,9000\n", encoding="utf-8")
    words = ("scenario", "new", "Tumbuh", str(city), "--growth", str(table))
    assert "--year" in run(capsys, *words)[2]
    assert "--growth-title" in run(capsys, *words, "--year", "2030")[2]
    source = ("--growth-title", "Gambar", "--growth-date", "2025", "--growth-licence", "CC0")
    assert "not in 2040" in run(capsys, *words, "--year", "2040", *source)[2]
    assert list_scenarios(city) == ()
    status, said, _ = run(capsys, *words, "--year", "2030", *source)
    assert status == 0
    assert "People as in 2030 in 1 region," in said


def test_run_writes_the_assessment_and_the_comparison(
    city: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    make(capsys, city)
    status, said, _ = run(capsys, "scenario", "run", "Taman Baru", str(city), "--out", str(tmp_path / "out"))
    assert status in (0, 3)
    assert said.startswith("Present:\n")
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == [
        "assessment.gpkg",
        "assessment.json",
        "comparison.gpkg",
        "comparison.json",
        "comparison.xlsx",
        "map.html",
    ]
    document = json.loads((tmp_path / "out" / "assessment.json").read_text(encoding="utf-8"))
    assert "scenario" in {source["id"] for source in document["sources"]}


def test_running_a_file_again_gives_the_same_files(
    city: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    make(capsys, city)
    assert run(capsys, "scenario", "export", "Taman Baru", str(city), "--out", str(tmp_path))[0] == 0
    file = str(tmp_path / "taman-baru.toml")
    assert run(capsys, "scenario", "delete", "Taman Baru", str(city))[0] == 0
    for out in ("one", "two"):
        run(capsys, "scenario", "run", file, str(city), "--out", str(tmp_path / out))
    contents = [(tmp_path / out / "comparison.json").read_text(encoding="utf-8") for out in ("one", "two")]
    assert contents[0] == contents[1]


def test_three_scenarios_are_compared_with_the_present(
    city: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    make(capsys, city)
    for name in ("Dua", "Tiga"):
        assert run(capsys, "scenario", "copy", "Taman Baru", name, str(city))[0] == 0
    out = str(tmp_path / "out")
    status, said, _ = run(capsys, "scenario", "compare", "Taman Baru", "Dua", "Tiga", str(city), "--out", out)
    assert status in (0, 3)
    assert [line for line in said.splitlines() if line.endswith(":")] == ["Present:", "Taman Baru:", "Dua:", "Tiga:"]
    document = json.loads((tmp_path / "out" / "comparison.json").read_text(encoding="utf-8"))
    assert [one["name"] for one in document["compared"]] == ["Present", "Taman Baru", "Dua", "Tiga"]


def test_rename_copy_and_delete(city: Path, capsys: pytest.CaptureFixture[str]) -> None:
    make(capsys, city)
    assert run(capsys, "scenario", "rename", "Taman Baru", "Satu", str(city))[0] == 0
    assert run(capsys, "scenario", "copy", "Satu", "Dua", str(city))[0] == 0
    assert run(capsys, "scenario", "delete", "Satu", str(city))[1] == "Deleted: Satu\n"
    assert [one.scenario.name for one in list_scenarios(city) if one.scenario] == ["Dua"]


@pytest.mark.parametrize(
    "words",
    [
        ("new", "Baru", "--add", "park,1,2"),
        ("new", "Baru", "--add", "parc,116.8,-1.2,Taman"),
        ("new", "Baru", "--add", "park,x,-1.2,Taman"),
        ("new", "Baru", "--add", "park,0,0,Taman"),
        ("new", "Baru", "--close", "none"),
        ("new", " ", "--close", "none"),
        ("new", "Baru", "--move", "scenario:1"),
        ("change", "Tiada", "--close", "none"),
        ("undo", "Tiada"),
        ("show", "Tiada"),
        ("delete", "Tiada"),
    ],
)
def test_what_can_not_be_done_is_one_sentence_and_status_2(
    city: Path, capsys: pytest.CaptureFixture[str], words: tuple[str, ...]
) -> None:
    command, name, *options = words
    status, said, problem = run(capsys, "scenario", command, name, str(city), *options)
    assert (status, said) == (2, "")
    assert len(problem.splitlines()) == 1
    assert list_scenarios(city) == ()


@pytest.mark.parametrize(
    "command",
    ["new", "change", "undo", "list", "show", "run", "compare", "rename", "copy", "delete", "export"],
)
def test_every_command_has_help_with_an_example(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    status, said, _ = run(capsys, "scenario", command, "--help")
    assert status == 0
    assert f"Example: planner scenario {command}" in " ".join(said.split())
