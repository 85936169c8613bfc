"""`planner storage`, and every command on a working city in place of a city folder."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pytest
from city_folders import drawn_city
from stores import Backend

from planner.cli import main
from planner.storage.opening import open_store
from planner.storage.postgis import DATABASE_VARIABLE


@pytest.fixture
def city(backend: Backend, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> str:
    """Return the name of a working city, made by the command."""
    monkeypatch.setenv("PLANNER_CACHE", str(tmp_path / "cache"))
    monkeypatch.setenv(DATABASE_VARIABLE, backend.address)
    status, said, _ = run(capsys, "storage", "create", backend.city, "--from", str(drawn_city(tmp_path)))
    assert status == 0
    assert "Made: " in said
    return backend.city


def run(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    status = main([*words, "--language", "en"])
    said = capsys.readouterr()
    return status, said.out, said.err


def test_a_working_city_is_made_once(city: str, capsys: pytest.CaptureFixture[str]) -> None:
    status, _, told = run(capsys, "storage", "create", city)
    assert status == 2
    assert "already" in told


def test_no_working_city_is_made_of_an_unusable_folder(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = drawn_city(tmp_path)
    (folder / "contoh_penduduk.csv").unlink()
    status, _, told = run(capsys, "storage", "create", str(tmp_path / "kota.gpkg"), "--from", str(folder))
    assert status == 2
    assert "contoh_penduduk.csv" in told
    assert not (tmp_path / "kota.gpkg").exists()


def test_it_is_checked(city: str, capsys: pytest.CaptureFixture[str]) -> None:
    status, said, _ = run(capsys, "storage", "check", city)
    assert status == 0
    assert said.splitlines()[0] == f"{open_store(city).address} is whole, up to change 1."


def test_its_history_is_measured(city: str, capsys: pytest.CaptureFixture[str]) -> None:
    def told() -> dict[str, int]:
        line = run(capsys, "storage", "check", city)[1].splitlines()[1].removeprefix("Its history: ")
        found = re.findall(r"([\d,]+) (changed row|change|version|byte)", line)
        return {name: int(number.replace(",", "")) for number, name in found}

    before = told()
    assert before["change"] == 1
    assert before["byte"] == sum(len(open_store(city).blob(sha256)) for sha256 in contents(city))
    run(capsys, "check", city, "--keep", "--date", "2026-03-31")
    after = told()
    assert after["change"] == 2
    assert after["changed row"] == before["changed row"] + 1
    assert after["version"] == before["version"] + 1
    assert after["byte"] > before["byte"]


def contents(city: str) -> set[str]:
    """Return the SHA-256 of each file of a working city."""
    _, rows = open_store(city).state()
    return {str(row.body["sha256"]) for row in rows if "sha256" in row.body}


def test_it_is_moved_backed_up_and_restored(city: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status, said, _ = run(capsys, "storage", "move", city, str(tmp_path / "lain.gpkg"))
    assert status == 0
    assert "with 1 change of its history" in said
    assert run(capsys, "storage", "backup", city, str(tmp_path / "a.zip"))[0] == 0
    assert run(capsys, "storage", "restore", str(tmp_path / "a.zip"), str(tmp_path / "b.gpkg"))[0] == 0
    assert run(capsys, "storage", "check", str(tmp_path / "b.gpkg"))[0] == 0
    status, _, told = run(capsys, "storage", "restore", str(tmp_path / "a.zip"), str(tmp_path / "b.gpkg"))
    assert status == 2
    assert "already" in told


def test_the_history_says_who_what_from_and_to(city: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    table = tmp_path / "survei.csv"
    table.write_text(
        "place_name,kind,lon,lat,fact,value,date,office\n=Taman,park,110.011,-5.021,public,yes,2026-01-05,DLH\n",
        encoding="utf-8",
    )
    assert run(capsys, "import", "survey", str(table), city)[0] == 0
    out = tmp_path / "riwayat.csv"
    status, said, _ = run(capsys, "storage", "history", city, "--csv", str(out))
    assert status == 0
    assert "this desk (administrator): Recorded on the spot" in said
    assert "from nothing to yes" in said
    with out.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert rows[0]["From"] == "nothing"
    assert not any(cell.startswith("=") for row in rows for cell in row.values())


def test_publishing_is_said(city: str, capsys: pytest.CaptureFixture[str]) -> None:
    status, said, _ = run(capsys, "storage", "publish", city)
    assert status == 0
    assert "kecamatan, kelurahan, facilities" in said


def test_scenarios_and_kept_assessments_go_into_the_store(city: str, capsys: pytest.CaptureFixture[str]) -> None:
    add = "child_friendly_park,110.011,-5.021,Taman Baru"
    status, said, told = run(capsys, "scenario", "new", "Taman", city, "--add", add)
    assert status == 0, told
    assert f"Written: {city}/scenarios/taman.toml" in said
    assert run(capsys, "scenario", "rename", "Taman", "Taman A", city)[0] == 0
    assert "Taman A" in run(capsys, "scenario", "list", city)[1]
    assert run(capsys, "scenario", "copy", "Taman A", "Taman B", city)[0] == 0
    assert run(capsys, "scenario", "undo", "Taman B", city)[0] == 0
    assert run(capsys, "scenario", "delete", "Taman B", city)[0] == 0
    status, said, _ = run(capsys, "check", city, "--keep", "--date", "2026-03-31")
    assert status == 0
    assert f"Kept: {city}/history/" in said
    assert open_store(city).revision() == 7
    assert run(capsys, "storage", "check", city)[0] == 0


def test_commands_that_read_take_a_working_city(city: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for words in (
        ["assess", city, "--out", str(tmp_path / "assess")],
        ["rules", city],
        ["merges", city],
        ["survey-template", str(tmp_path / "survey"), city],
    ):
        status, _, told = run(capsys, *words)
        assert status == 0, told
    assert open_store(city).revision() == 1


def test_what_is_no_working_city_is_said_plainly(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for words, said in (
        (["storage", "check", str(tmp_path)], "names no working city"),
        (["storage", "check", str(tmp_path / "x.gpkg")], "There is no working file"),
        (["assess", str(tmp_path / "x.gpkg"), "--out", str(tmp_path / "out")], "There is no working file"),
        (["storage", "check", "postgis:A-B"], "can't be the name"),
        (["storage", "restore", str(tmp_path / "x.zip"), str(tmp_path / "x.gpkg")], "There is no file"),
    ):
        status, _, told = run(capsys, *words)
        assert status == 2
        assert said in told
        assert len(told.strip().splitlines()) == 1


@pytest.mark.parametrize("name", ["create", "move", "backup", "restore", "history", "publish", "check"])
def test_each_command_has_an_example(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    status, said, _ = run(capsys, "storage", name, "--help")
    assert status == 0
    assert f"planner storage {name}" in said.partition("Example")[2]
