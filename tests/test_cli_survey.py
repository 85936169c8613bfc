"""The commands of the field survey."""

from __future__ import annotations

from pathlib import Path

import pytest
from city_folders import drawn_city, rewrite

from planner.cli import main
from planner.sources.survey.store import SURVEY_FILE, read_survey


def run(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    status = main([*words, "--language", "en"])
    said = capsys.readouterr()
    return status, said.out, said.err


def test_a_template_is_written_filled_in_and_imported(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    city = drawn_city(tmp_path)
    status, said, _ = run(capsys, "survey-template", str(tmp_path / "survey"), str(city))
    table = tmp_path / "survey" / "survey-template.csv"
    assert status == 0
    assert said.startswith(f"{table}\n")
    rewrite(table.parent, table.name, "Is entry free?,,,", "Is entry free?,no,2026-03-01,DLH")
    status, said, _ = run(capsys, "import", "survey", str(table), str(city))
    assert status == 0
    assert "were added" in said
    assert set(read_survey(city)["value"]) == {"no"}


def test_what_the_city_does_not_have_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    city, table = drawn_city(tmp_path), tmp_path / "t.csv"
    table.write_text("facility_id,fact,value,date,office\nX:1,free,yes,2026-03-01,DLH\n", encoding="utf-8")
    status, said, _ = run(capsys, "import", "survey", str(table), str(city))
    assert status == 0
    assert "the city has no place with the id X:1" in said


def test_the_built_in_city_is_not_changed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    table = tmp_path / "t.csv"
    table.write_text("facility_id,fact,value,date,office\nparks:1,free,yes,2026-03-01,DLH\n", encoding="utf-8")
    status, said, problem = run(capsys, "import", "survey", str(table))
    assert (status, said) == (2, "")
    assert "planner copy-city" in problem


def test_a_wrong_table_is_one_plain_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    city, table = drawn_city(tmp_path), tmp_path / "t.csv"
    table.write_text("facility_id,fact,value,date,office\nX:1,free,maybe,2026-03-01,DLH\n", encoding="utf-8")
    status, _, problem = run(capsys, "import", "survey", str(table), str(city))
    assert status == 2
    assert problem == "t.csv, row 1: “maybe” can't be the value of free: write yes, no or unknown.\n"
    assert not (city / SURVEY_FILE).exists()
