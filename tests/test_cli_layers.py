"""The commands that bring an office's layer in, take it back, and report on quality."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from city_folders import drawn_city

from planner.cli import main
from planner.sources.delivery.store import delivered_sources

# The drawn city has 2 × 2 kelurahan of 0.015 degrees from 110° E, 5.03° S: both places lie in it.
TABLE = "NAMA;Jenis;Bujur;Lintang\nTaman Satu;Taman;110,005;-5,025\nTaman Dua;Xyzzy;110,020;-5,010\n"
FIRST = ["--source", "dlh", "--date", "2025-12", "--title", "Taman DLH", "--licence", "internal"]


@pytest.fixture
def city(tmp_path: Path) -> Path:
    return drawn_city(tmp_path)


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "taman.csv"
    path.write_text(TABLE, encoding="utf-8")
    return path


def run(capsys: pytest.CaptureFixture[str], *words: str | Path) -> tuple[int, str, str]:
    status = main([*map(str, words), "--language", "en"])
    said = capsys.readouterr()
    return status, said.out, said.err


def test_a_layer_is_shown_checked_accepted_and_taken_back(
    city: Path, table: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    status, said, _ = run(capsys, "import", "layer", table, city, *FIRST, "--yes", "--report", tmp_path / "report")
    assert status == 0
    assert "name: “NAMA”. “NAMA” is a name known for “name”." in said
    assert "What kind “Xyzzy” means is not known" in said
    assert "100% of the positions fall in the city if read as longitude and latitude (WGS 84)." in said
    assert "2 rows read: 1 accepted, 0 of them repaired; 1 set aside." in said
    assert "Row 2, set aside: It is not said what kind of facility this value means" in said
    assert delivered_sources(city) == ("dlh",)
    report = json.loads((tmp_path / "report" / "quality.json").read_text(encoding="utf-8"))
    assert report["layers"][0]["rows"] == {"read": 2, "accepted": 1, "repaired": 0, "set_aside": 1}
    assert (tmp_path / "report" / "quality.xlsx").read_bytes().startswith(b"PK")
    status, said, _ = run(capsys, "import", "undo", "dlh", city)
    assert (status, delivered_sources(city)) == (0, ())
    assert "the city has no layer of it now" in said
    assert not (city / "dlh.csv").exists()


def test_what_columns_and_kinds_mean_can_be_said_and_is_remembered(
    city: Path, table: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    said_so = ["--kind", "Xyzzy=playground", "--column", "note=NAMA", "--column", "name="]
    status, said, _ = run(capsys, "import", "layer", table, city, *FIRST, *said_so, "--yes")
    assert status == 0
    assert "“Xyzzy” means: play space." in said
    assert "note: “NAMA”. It was chosen." in said
    # The next delivery needs neither the title nor what was said before.
    status, said, _ = run(capsys, "import", "layer", table, city, "--source", "dlh", "--date", "2026-01", "--yes")
    assert status == 0
    assert "“Xyzzy” means: play space." in said
    assert "note: “NAMA”. It was so at the last delivery." in said


def test_a_kind_that_falls_has_to_be_confirmed(city: Path, table: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(capsys, "import", "layer", table, city, *FIRST, "--kind", "park", "--yes")
    table.write_text("\n".join(TABLE.splitlines()[:2]) + "\n", encoding="utf-8")
    again: list[str | Path] = ["import", "layer", table, city, "--source", "dlh", "--date", "2026-01", "--yes"]
    status, said, problem = run(capsys, *again)
    assert status == 2
    assert "2 at the last delivery, 1 now." in said or "1 at the last delivery, 0 now." in said
    assert "there were 2, and now there are 1" in problem
    status, _, _ = run(capsys, *again, "--confirm-drop")
    assert status == 0


@pytest.mark.parametrize(
    ("more", "part"),
    [
        ([], "give --yes"),
        (["--title", ""], "give --title too"),
        (["--column", "NAMA"], "write --column with “=” between"),
        (["--column", "nam=NAMA"], "the nearest known one is “name”"),
        (["--column", "name=Nama Taman"], "has no column “Nama Taman”"),
        (["--kind", "prak"], "the nearest known one is “park”"),
        (["--crs", "EPSG:1"], "is no CRS that is known"),
        (["--area-unit", "acre"], "can't be given with --area-unit"),
        (["--header-row", "9"], "9"),
        (["--layer", "lapisan"], "has no layer “lapisan”"),
    ],
)
def test_what_is_wrong_is_one_sentence_and_nothing_is_changed(
    city: Path, table: Path, capsys: pytest.CaptureFixture[str], more: list[str], part: str
) -> None:
    before = (city / "city.toml").read_bytes()
    status, _, problem = run(capsys, "import", "layer", table, city, *FIRST, *more)
    assert status == 2
    assert part in problem.splitlines()[-1]
    assert (city / "city.toml").read_bytes() == before
    assert delivered_sources(city) == ()


def test_a_crs_that_is_named_is_used(city: Path, table: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _, said, _ = run(capsys, "import", "layer", table, city, *FIRST, "--crs", "EPSG:4326", "--axes-exchanged")
    assert "0% of the positions fall in the city if read as WGS 84, as chosen, axes exchanged." in said


def test_an_unusable_file_is_one_sentence(city: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    empty = tmp_path / "kosong.csv"
    empty.write_bytes(b"")
    status, _, problem = run(capsys, "import", "layer", empty, city, *FIRST, "--yes")
    assert status == 2
    assert "kosong.csv" in problem.splitlines()[-1]


def test_the_built_in_city_is_not_changed(table: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status, _, problem = run(capsys, "import", "layer", table, *FIRST, "--yes")
    assert status == 2
    assert "planner copy-city" in problem


def test_the_quality_of_a_city_is_written(city: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status, said, _ = run(capsys, "quality", city, "--out", tmp_path / "out")
    assert status == 0
    layers = json.loads((tmp_path / "out" / "quality.json").read_text(encoding="utf-8"))["layers"]
    assert [line.partition(":")[0] for line in said.splitlines()[:-1]] == [layer["source"] for layer in layers]
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["quality.json", "quality.xlsx"]


def test_a_report_can_not_be_written_into_a_file(city: Path, table: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status, _, problem = run(capsys, "quality", city, "--out", table)
    assert status == 2
    assert "is a file" in problem
