"""`planner smoke-free`: what it prints, writes and ends with, on the starter's drawn city."""

from __future__ import annotations

import csv
from pathlib import Path

import pyogrio
import pytest

from planner.cli import main
from planner.sources.starter import write_starter


def run(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, list[str], str]:
    status = main(["smoke-free", *words, "--language", "en"])
    said = capsys.readouterr()
    return status, said.out.splitlines(), said.err


@pytest.fixture
def city(tmp_path: Path) -> str:
    write_starter(tmp_path / "kota")
    return str(tmp_path / "kota")


def survey(city: str, place: str, fact: str, value: str, date: str = "2026-03-01") -> None:
    """Record one fact of a place's sign."""
    path = Path(city) / "survey.csv"
    head = "facility_id,place_name,kind,lon,lat,fact,value,date,office,note,visit\n"
    former = path.read_text(encoding="utf-8") if path.exists() else head
    path.write_text(f"{former}{place},,,,,{fact},{value},{date},Contoh,,\n", encoding="utf-8")


def test_what_nobody_surveyed_is_not_known(city: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "out"
    status, lines, _ = run(capsys, city, "--out", str(out))
    assert status == 0
    assert "Nobody has recorded" in lines[0]
    assert any("to look at first" in line for line in lines)
    assert sorted(path.name for path in out.iterdir()) == [
        "kstr.csv",
        "kstr.csv-metadata.json",
        "kstr.gpkg",
        "kstr.html",
    ]
    with (out / "kstr.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert {row["To do"] for row in rows} == {"Look at the sign and record it"}
    assert len(rows) == len(pyogrio.read_dataframe(out / "kstr.gpkg", layer="stops"))
    assert (out / "kstr.html").read_text(encoding="utf-8").count('class="box"') == len(rows)


def test_only_bad_signs_are_listed_if_wanted(city: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    survey(city, "contoh:1", "smoke_free_sign", "no")
    words = (city, "--out", str(tmp_path / "out"), "--only-bad", "--travel", "drive", "--date", "2026-06-30")
    status, lines, _ = run(capsys, *words)
    assert status == 0
    assert lines[0].startswith("0 of ")
    assert "1 have a bad one or none" in lines[0]
    with (tmp_path / "out" / "kstr.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [(row["Id"], row["To do"], row["Last seen"]) for row in rows] == [
        ("contoh:1", "Put up a sign", "2026-03-01")
    ]
    assert "as of 30 June 2026" in (tmp_path / "out" / "kstr.html").read_text(encoding="utf-8")


def test_an_old_survey_is_out_of_date_on_a_later_day(
    city: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    survey(city, "contoh:1", "smoke_free_sign", "no")
    _, lines, _ = run(capsys, city, "--date", "2028-01-01")
    assert "Nobody has recorded" in lines[0] or "0 have a bad one or none" in lines[0]


def test_without_a_folder_nothing_is_written_and_nothing_ordered(
    city: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    status, _, said = run(capsys, city)
    assert status == 0
    assert "Ordering" not in said
    assert list((tmp_path / "here").iterdir()) == []


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("--hours", "0"), "The hours of a day in the field must be more than 0 and at most 24, not 0."),
        (("--minutes-per-stop", "-3"), "The minutes at a stop must be more than 0 and at most 240, not -3."),
        (("--kelurahan", "99"), "The city has no kelurahan with the code 99."),
    ],
)
def test_what_is_impossible_is_one_plain_sentence(
    city: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], words: tuple[str, ...], sentence: str
) -> None:
    status, _, said = run(capsys, city, "--out", str(tmp_path / "out"), *words)
    assert status == 2
    assert said.splitlines()[-1] == sentence
    assert "Traceback" not in said


def test_a_file_in_place_of_the_folder_is_refused_before_any_work(
    city: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "out").write_text("", encoding="utf-8")
    status, lines, said = run(capsys, city, "--out", str(tmp_path / "out"))
    assert (status, lines) == (2, [])
    assert "Reading" not in said
