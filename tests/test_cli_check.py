"""``planner check``: what is met, what would change it, and what changed since an assessment that was kept."""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd
import pytest
from city_folders import SETTINGS, drawn_city

from planner.cli import main


def run(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    status = main(["check", *words, "--language", "en"])
    said = capsys.readouterr()
    return status, said.out, said.err


@pytest.fixture
def city(tmp_path: Path) -> Path:
    return drawn_city(tmp_path)


def test_findings_are_told_by_rule_with_what_would_change_them(city: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status, told, _ = run(capsys, str(city), "--date", "2026-03-31")
    assert status == 0
    assert told.splitlines()[0] == "Kota Contoh (rekaan), judged as of 31 March 2026."
    assert "One park in every kecamatan (STSK_COVERAGE)" in told
    assert "What would change this: " in told


def test_only_what_is_asked_for_is_told(city: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _, told, _ = run(capsys, str(city), "--rule", "PUSKESMAS_KEC", "--rule", "STSK_COVERAGE")
    assert [line for line in told.splitlines() if line.endswith(")") and line[0] != " "] == [
        "One park in every kecamatan (STSK_COVERAGE)",
        "At least one puskesmas in every kecamatan (PUSKESMAS_KEC)",
    ]
    _, told, _ = run(capsys, str(city), "--status", "met")
    assert "✕" not in told
    assert "  ?" not in told


def test_a_kecamatan_is_named_by_its_name_or_its_code(city: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _, everywhere, _ = run(capsys, str(city), "--rule", "STSK_COVERAGE", "--out", str(city.parent / "out"))
    table = pd.read_csv(city.parent / "out" / "findings.csv", dtype=str)
    code, name = table.loc[0, "Code"], table.loc[0, "Name"]
    _, by_name, _ = run(capsys, str(city), "--rule", "STSK_COVERAGE", "--kecamatan", str(name).upper())
    _, by_code, _ = run(capsys, str(city), "--rule", "STSK_COVERAGE", "--kecamatan", str(code))
    assert by_name == by_code != everywhere


def test_the_files_are_written(city: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "out"
    status, told, _ = run(capsys, str(city), "--out", str(out))
    assert status == 0
    assert sorted(path.name for path in out.iterdir()) == [
        "findings.csv",
        "findings.csv-metadata.json",
        "findings.json",
        "scoreboard.xlsx",
    ]
    assert "Written: " in told
    document = json.loads((out / "findings.json").read_text(encoding="utf-8"))
    assert len(pd.read_csv(out / "findings.csv")) == len(document["findings"])
    assert document["measures"] is None


def test_details_add_the_numbers_behind_the_findings(
    city: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run(capsys, str(city), "--details", "--out", str(tmp_path / "out"))
    document = json.loads((tmp_path / "out" / "findings.json").read_text(encoding="utf-8"))
    assert document["measures"]
    assert list(pd.read_excel(tmp_path / "out" / "scoreboard.xlsx", sheet_name=None, engine="calamine")) == [
        "Scoreboard", "Findings", "Numbers", "Places",
    ]  # fmt: skip


def test_what_was_kept_is_compared_later(city: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status, told, _ = run(capsys, str(city), "--date", "2025-03-31", "--keep")
    assert status == 0
    assert "Kept: " in told
    assert len(list((city / "history").glob("2025-03-31_*.json"))) == 1
    _, told, _ = run(capsys, str(city), "--date", "2025-03-31", "--keep")
    assert "Kept already: " in told
    status, told, _ = run(capsys, str(city), "--date", "2026-03-31", "--since", "2025-12-31", "--out", str(tmp_path))
    assert status == 0
    assert "Since " in told
    assert "The data are the same" in told
    assert "Changes" in pd.read_excel(tmp_path / "scoreboard.xlsx", sheet_name=None, engine="calamine")


def test_a_damaged_one_is_told_and_left_aside(city: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(capsys, str(city), "--date", "2025-03-31", "--keep")
    (city / "history" / "2024-03-31_00000000.json").write_text("{", encoding="utf-8")
    status, _, said = run(capsys, str(city), "--since", "2025-12-31")
    assert status == 0
    assert "history/2024-03-31_00000000.json is no kept assessment" in said


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (
            ["--rule", "STSK_COVERAG"],
            "The rule “STSK_COVERAG” is not checked; the nearest known one is “STSK_COVERAGE”.",
        ),
        (["--kecamatan", "Nowhere"], "There is no kecamatan “Nowhere”"),
        (["--date", "31 March"], "“31 March” is no day: write it as 2026-03-31."),
        (["--since", "2025"], "“2025” is no day"),
        (["--since", "2025-01-01"], "was kept yet: use --keep first."),
        (["--status", "good"], "--status"),
        (["--out", SETTINGS], "is a file"),
    ],
)
def test_what_can_not_be_is_one_sentence(
    words: list[str], says: str, city: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(city)
    status, _, said = run(capsys, ".", *words)
    assert status == 2
    assert says in said
    assert len([line for line in said.splitlines() if not line.endswith("…")]) == 1


def test_a_day_before_the_first_one_kept_names_the_days_there_are(
    city: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run(capsys, str(city), "--date", "2025-03-31", "--keep")
    status, _, said = run(capsys, str(city), "--since", "2024-01-01")
    assert status == 2
    assert "kept are those of 2025-03-31." in said


def test_the_built_in_city_keeps_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    status, _, said = run(capsys, "--keep")
    assert status == 2
    assert "planner copy-city DIR" in said
