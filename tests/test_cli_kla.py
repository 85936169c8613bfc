"""`planner kla`: what it prints, writes and ends with, on the starter's drawn city."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from planner.cli import main
from planner.sources.starter import write_starter


def run(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, list[str], str]:
    status = main(["kla", *words, "--language", "en"])
    said = capsys.readouterr()
    return status, said.out.splitlines(), said.err


@pytest.fixture
def city(tmp_path: Path) -> str:
    write_starter(tmp_path / "kota")
    return str(tmp_path / "kota")


def test_the_document_and_the_table_are_written(city: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "out"
    status, lines, _ = run(capsys, city, "--out", str(out), "--date", "2026-03-31")
    assert status == 0
    assert lines[0].endswith(": 8 of 24 indicators have a place on the map. No score is worked out.")
    assert lines[-1] == f"Written: {out / 'kla.html'}, {out / 'kla.csv'}, {out / 'kla.csv-metadata.json'}"
    assert "as of 31 March 2026" in (out / "kla.html").read_text(encoding="utf-8")
    with (out / "kla.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert sorted({int(row["Indicator"]) for row in rows}) == list(range(1, 25))


def test_a_kept_assessment_makes_a_trend(city: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", city, "--keep", "--date", "2025-03-31", "--language", "en"]) == 0
    capsys.readouterr()
    status, _, _ = run(capsys, city, "--out", str(tmp_path / "out"), "--date", "2026-03-31")
    assert status == 0
    document = (tmp_path / "out" / "kla.html").read_text(encoding="utf-8")
    assert "The trend is against the assessment kept as of 31 March 2025." in document
    assert "As on 31 March 2025: " in document


def test_a_wrong_day_or_folder_is_one_plain_sentence(
    city: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    status, lines, said = run(capsys, city, "--out", str(tmp_path / "out"), "--date", "31 March")
    assert (status, lines) == (2, [])
    assert len(said.splitlines()) == 1
    status, _, said = run(capsys, city, "--out", f"{city}/city.toml")
    assert status == 2
    assert said.splitlines()[-1].endswith("is a file, so nothing can be written into it: name a folder instead.")
