"""``planner rules``: the catalogue in the terminal, with one city's changes."""

from __future__ import annotations

from pathlib import Path

import pytest
from city_folders import SETTINGS, drawn_city

from planner.cli import main


def run(capsys: pytest.CaptureFixture[str], *words: str | Path) -> tuple[int, str, str]:
    status = main(["rules", *map(str, words), "--language", "en"])
    said = capsys.readouterr()
    return status, said.out, said.err


def test_every_rule_is_printed_but_what_must_never_be(capsys: pytest.CaptureFixture[str]) -> None:
    status, said, _ = run(capsys)
    assert status == 0
    assert "  PUSKESMAS_KEC  At least one puskesmas in every kecamatan\n" in said
    assert "    Source: PP 47/2016 Ps 11\n" in said
    assert "https://pasal.id/en/peraturan/pp/pp-no-47-tahun-2016/koreksi/9047176, compared on 22 November 2026" in said
    assert "distance: 500 m (from memory, needs verification)" not in said.partition("POSYANDU")[0]
    assert "RPJMD_PARK_1HA" in said
    assert "WHO_9M2" not in said
    assert "9 m²" not in said
    assert said.endswith(
        "1 rule of the catalogue is not shown: no document says what it claims, so it must never be printed.\n"
    )


def test_one_theme_alone(capsys: pytest.CaptureFixture[str]) -> None:
    status, said, _ = run(capsys, "--theme", "schools")
    assert status == 0
    assert said.startswith("schools (schools)\n  TK  Kindergarten (TK)\n    one for: 1,250 people; land: 500 m²;")
    assert "PUSKESMAS" not in said


def test_a_theme_that_there_is_not_is_named_with_the_nearest(capsys: pytest.CaptureFixture[str]) -> None:
    status, said, wrong = run(capsys, "--theme", "scholls")
    assert (status, said) == (2, "")
    assert wrong == "There is no theme “scholls”; the nearest known one is “schools”.\n"


def test_a_city_sees_its_changes_and_no_rule_of_another(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = drawn_city(tmp_path)
    with (folder / SETTINGS).open("a", encoding="utf-8") as file:
        file.write("\n[rules.TOBACCO_SALE]\nradius_m = 300\n")
    status, said, _ = run(capsys, folder)
    assert status == 0
    assert "distance: 300 m (changed by the city; catalogue: 200 m)" in said
    assert said.count("changed by the city") == 1
    assert "STSK_COVERAGE" in said
    assert "RPJMD_PARK_1HA" not in said
    assert "KSTR_PLACES_BPN" not in said


def test_the_catalogue_is_spoken_in_indonesian(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rules", "--theme", "schools", "--language", "id"]) == 0
    said = capsys.readouterr().out
    assert "  SD  Sekolah dasar (SD)\n" in said
    assert "1.600" in said
