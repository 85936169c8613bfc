"""The commands of the field survey."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from city_folders import drawn_city, rewrite
from drawn_visits import visit

from planner.cli import main
from planner.ingest import load_city
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


def test_a_place_that_the_city_does_not_have_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    city, table = drawn_city(tmp_path), tmp_path / "t.csv"
    table.write_text("facility_id,fact,value,date,office\nX:1,free,yes,2026-03-01,DLH\n", encoding="utf-8")
    status, said, problem = run(capsys, "import", "survey", str(table), str(city))
    assert (status, said) == (2, "")
    assert problem.startswith("t.csv, row 1: the city has no place with the id “X:1”")
    assert not (city / SURVEY_FILE).exists()


def test_rows_of_a_place_that_vanished_later_stay_and_are_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    city, table = drawn_city(tmp_path), tmp_path / "t.csv"
    rows = "facility_id,fact,value,date,office\nX:1,free,yes,2026-03-01,DLH\n"
    (city / SURVEY_FILE).write_text(rows, encoding="utf-8")
    place = load_city(city).facilities["id"].iloc[0]
    table.write_text(rows.replace("X:1", place), encoding="utf-8")
    status, said, _ = run(capsys, "import", "survey", str(table), str(city))
    assert status == 0
    assert "the city has no place with the id X:1" in said
    assert read_survey(city)["facility_id"].tolist() == ["X:1", place]


def test_a_template_of_signs_asks_for_every_sign(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status, said, _ = run(capsys, "survey-template", str(tmp_path), str(drawn_city(tmp_path)), "--signs")
    assert status == 0
    path = tmp_path / "sign-survey-template.csv"
    assert said.startswith(f"{path}\n")
    assert "Can the sign be read?" in path.read_text(encoding="utf-8-sig")


def test_the_visits_of_a_phone_are_handed_in(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = drawn_city(tmp_path)
    city = load_city(folder)
    place = city.facilities["id"].iloc[0]
    written = {"format": "planner-sign-visits", "version": 1, "city": city.code}
    visits = [visit(1, place=place), visit(2, place="X:1")]
    path = tmp_path / "visits.json"
    path.write_text(json.dumps({**written, "visits": visits}), encoding="utf-8")
    status, said, _ = run(capsys, "import", "survey", str(path), str(folder))
    assert status == 2
    assert said.splitlines()[0] == "1 visit was added; 0 stood there already, 1 was refused."
    assert said.splitlines()[1].startswith("SD Satu: This visit was not kept: the city has no place with the id “X:1”")
    assert set(read_survey(folder)["facility_id"]) == {place}


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
