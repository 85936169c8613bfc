"""`planner reach`: what it prints, writes and ends with, on the starter's drawn city."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from planner.cli import main
from planner.sources.starter import write_starter


def run(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, list[str], str]:
    status = main(["reach", *words, "--language", "en"])
    said = capsys.readouterr()
    return status, said.out.splitlines(), said.err


@pytest.fixture
def city(tmp_path: Path) -> str:
    write_starter(tmp_path / "kota")
    return str(tmp_path / "kota")


def test_in_two_hours_every_child_of_the_city_walks_there(
    city: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    status, lines, _ = run(capsys, "contoh:1", city, "--minutes", "120", "--out", str(tmp_path / "out"))
    assert status == 0
    assert lines[0] == "Taman Contoh Satu: 5,322 children live within 120 minutes on foot."
    assert [line.partition(",")[0] for line in lines[1:4]] == ["0–5 years: 1", "6–11 years: 1", "12–17 years: 1"]
    assert lines[4] == "5,322 of them have no other place of this kind within 120 minutes: child-friendly park (RBRA)."
    # Contoh Tenggara, from its age groups: 500 + 520 / 5 are 0–5, 520 · 4/5 + 510 · 2/5 are 6–11 and 510 · 3/5 +
    # 500 · 3/5 are 12–17 years old.
    assert lines[5:9] == [
        "Contoh Tenggara: 1,830 children (0–5 years: 604, 6–11 years: 620, 12–17 years: 606).",
        "Contoh Barat Daya: 1,464 children (0–5 years: 484, 6–11 years: 500, 12–17 years: 480).",
        "Contoh Barat Laut: 1,128 children (0–5 years: 362, 6–11 years: 376, 12–17 years: 390).",
        "Contoh Timur Laut: 900 children (0–5 years: 290, 6–11 years: 304, 12–17 years: 306).",
    ]
    outline, listed = tmp_path / "out" / "catchment.geojson", tmp_path / "out" / "catchment.csv"
    assert lines[9:] == [f"Written: {outline}, {listed}, {listed}-metadata.json"]
    features = json.loads(outline.read_text(encoding="utf-8"))["features"]
    assert sum(feature["properties"]["children"] for feature in features) == 5322
    with listed.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert sum(int(row["Children"]) for row in rows) == 5322


def test_without_a_folder_nothing_is_written(
    city: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    status, lines, _ = run(capsys, "contoh:1", city)
    assert status == 0
    assert lines[0].endswith(" children live within 10 minutes on foot.")
    assert list((tmp_path / "here").iterdir()) == []


@pytest.mark.parametrize(
    ("place", "sentence"),
    [
        (
            "taman",
            "The city has no place with the id “taman”: the layer “facilities” of assessment.gpkg lists them all.",
        ),
        (
            "contoh:3",
            "The position of Taman Contoh Tanpa Koordinat is not known, so who can walk there is not known either.",
        ),
    ],
)
def test_a_place_nobody_is_counted_as_walking_to_is_one_plain_sentence(
    city: str, capsys: pytest.CaptureFixture[str], place: str, sentence: str
) -> None:
    status, lines, said = run(capsys, place, city)
    assert (status, lines) == (2, [])
    assert said.splitlines()[-1] == sentence


def test_an_impossible_time_or_folder_is_refused(city: str, capsys: pytest.CaptureFixture[str]) -> None:
    status, _, said = run(capsys, "contoh:1", city, "--minutes", "0")
    assert (status, said) == (2, "The walking time must be more than 0 and at most 120 minutes, not 0.\n")
    status, _, said = run(capsys, "contoh:1", city, "--out", f"{city}/city.toml")
    assert status == 2
    assert said.splitlines()[-1].endswith("is a file, so nothing can be written into it: name a folder instead.")
