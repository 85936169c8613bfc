"""`planner rerun`: the same file again, or what is not as it was."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from drawn_assessment import drawn_assessment, drawn_city, infeasible_plan

from planner import assess as assessing
from planner import ingest
from planner.cli import main
from planner.model.city import City
from planner.reports.outputs import material
from planner.sources.starter import write_starter


@pytest.fixture
def _drawn(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the commands work on the drawn city."""

    def assess(city: City, options: Any, progress: Any) -> Any:
        return drawn_assessment(options=options, city=city)

    for module in (ingest, material):
        monkeypatch.setattr(module, "load_city", lambda folder, progress: drawn_city())
    for module in (assessing, material):
        monkeypatch.setattr(module, "assess", assess)


@pytest.fixture
def out(_drawn: None, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    """Write the files of an assessment."""
    words = ["assess", "--out", str(tmp_path), "--minutes", "12", "--date", "2026-03-31", "--language", "id"]
    assert main(words) == 0
    capsys.readouterr()
    return tmp_path


def test_two_runs_on_the_same_input_write_the_same_bytes(tmp_path: Path) -> None:
    # In processes of their own, whose sets and dictionaries are ordered each in another way.
    write_starter(tmp_path / "kota")
    for seed in ("1", "2"):
        words = ["assess", str(tmp_path / "kota"), "--out", str(tmp_path / seed), "--date", "2026-03-31"]
        environment = dict(os.environ, PYTHONHASHSEED=seed)
        subprocess.run([sys.executable, "-m", "planner", *words], env=environment, check=True, capture_output=True)
    for name in ("assessment.json", "map.html", "assessment.gpkg"):
        assert (tmp_path / "1" / name).read_bytes() == (tmp_path / "2" / name).read_bytes(), name
    assert main(["rerun", str(tmp_path / "1" / "map.html"), "--city", str(tmp_path / "kota"), "--language", "en"]) == 0
    assert (tmp_path / "1" / "rerun" / "map.html").read_bytes() == (tmp_path / "2" / "map.html").read_bytes()


def run(capsys: pytest.CaptureFixture[str], *words: object) -> tuple[int, list[str], str]:
    status = main(["rerun", *map(str, words), "--language", "en"])
    said = capsys.readouterr()
    return status, said.out.splitlines(), said.err


@pytest.mark.parametrize("name", ["assessment.json", "map.html", "assessment.gpkg"])
def test_the_same_file_is_made_again_beside_it(out: Path, name: str, capsys: pytest.CaptureFixture[str]) -> None:
    again = out / "rerun" / name
    assert run(capsys, out / name) == (
        0,
        ["The file is the same, byte for byte.", f"Written: {again}"],
        f"Starting …\nWriting {name} …\n",
    )
    assert again.read_bytes() == (out / name).read_bytes()
    # The messages were English, the file keeps its language.
    assert name != "map.html" or 'lang="id"' in again.read_text(encoding="utf-8")


def test_options_and_day_are_those_of_the_file(out: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(capsys, out / "assessment.json", "--out", out / "again")
    options = json.loads((out / "again" / "assessment.json").read_text(encoding="utf-8"))["options"]
    assert (options["threshold_min"], options["as_of"]) == (12.0, "2026-03-31")


def test_other_data_are_told(out: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    changed = replace(drawn_city(), fingerprint="ffffffffffffffff")
    monkeypatch.setattr(material, "load_city", lambda folder, progress: changed)
    status, lines, _ = run(capsys, out / "assessment.json")
    then = drawn_city().fingerprint
    assert status == 0
    assert lines[:2] == [
        f"The data of the city are not those of the file (fingerprint {then}, now ffffffffffffffff): the result may "
        "differ.",
        "The file differs from the given one.",
    ]


def test_another_version_is_told(out: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = out / "assessment.json"
    document = json.loads(path.read_text(encoding="utf-8")) | {"version": "0.0.1"}
    path.write_text(json.dumps(document), encoding="utf-8")
    _, lines, _ = run(capsys, path)
    assert lines[0].startswith("The file was made by version 0.0.1 of the planner, this is ")


def test_a_file_that_was_changed_afterwards_is_told(out: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = out / "map.html"
    path.write_text(path.read_text(encoding="utf-8") + "<!-- mine -->", encoding="utf-8")
    status, lines, _ = run(capsys, path)
    assert status == 0
    assert "the given one was changed afterwards" in lines[0]


def test_another_city_is_refused(
    out: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    other = replace(drawn_city(), code="91.02", name="Kota Lain")
    monkeypatch.setattr(material, "load_city", lambda folder, progress: other)
    status, lines, said = run(capsys, out / "assessment.json")
    assert (status, lines) == (2, [])
    assert said.splitlines()[-1].endswith(
        "is about Kota Contoh & Co (90.01), not about Kota Lain (91.02): name the folder of its city with --city."
    )
    assert not (out / "rerun").exists()


def test_a_foreign_file_is_refused_before_any_work(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "brief.pdf").write_bytes(b"%PDF-1.7")
    status, lines, said = run(capsys, tmp_path / "brief.pdf")
    assert (status, lines) == (2, [])
    assert said.count("\n") == 2  # "Starting …" and the sentence
    status, _, said = run(capsys, tmp_path / "nothing.json")
    assert status == 2
    assert said.splitlines()[-1] == f"There is no file {tmp_path / 'nothing.json'}."


@pytest.mark.usefixtures("_drawn")
def test_nothing_feasible_is_3_as_at_first(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def assess(city: City, options: Any, progress: Any) -> Any:
        return drawn_assessment(infeasible_plan(), options=options)

    for module in (assessing, material):
        monkeypatch.setattr(module, "assess", assess)
    assert main(["assess", "--out", str(tmp_path), "--language", "en"]) == 3
    capsys.readouterr()
    status, lines, _ = run(capsys, tmp_path / "assessment.json")
    assert (status, lines[0]) == (3, "The file is the same, byte for byte.")
