"""`planner compare`: what differs between two assessments, and what can't be compared."""

from __future__ import annotations

import csv
import datetime as dt
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from drawn_assessment import drawn_assessment, drawn_plan

from planner.cli import main
from planner.model.assessment import Assessment
from planner.model.kinds import Status
from planner.model.options import Options, SitingOptions
from planner.reports.contract import assessment_json
from planner.texts import Language

DAY = dt.date(2026, 3, 31)
PLAIN = Options(as_of=DAY)


def write(folder: Path, assessment: Assessment) -> Path:
    folder.mkdir()
    (folder / "assessment.json").write_text(assessment_json(assessment, Language.ENGLISH), encoding="utf-8")
    return folder


def run(capsys: pytest.CaptureFixture[str], *words: object) -> tuple[int, list[str], str]:
    status = main(["compare", *map(str, words), "--language", "en"])
    said = capsys.readouterr()
    return status, said.out.splitlines(), said.err


def later(**changes: Any) -> Assessment:
    """Return the drawn city later: Timur has its park, its children reach it, and only the second site is needed."""
    before = drawn_assessment(options=PLAIN)
    findings = tuple(
        replace(finding, status=Status.MET, value=1.0, remedy=None) if finding.unit_code == "90.01.02" else finding
        for finding in before.findings
    )
    access = before.access.copy()
    timur = access["code"].str.startswith("90.01.02")
    access.loc[timur, "children_within"] = 30
    access.loc[timur, "share"] = 0.5
    access.loc[access["code"] == "90.01", "children_within"] = 70
    access.loc[access["code"] == "90.01", "share"] = 0.4375
    second = drawn_plan().proposals[1]
    plan = replace(drawn_plan(), proposals=(replace(second, rank=1), replace(second, rank=2, candidate_id="new:9:9")))
    usual = {"findings": findings, "access": access, "plan": plan, "options": PLAIN}
    return drawn_assessment(**{**usual, **changes})


@pytest.fixture
def before(tmp_path: Path) -> Path:
    return write(tmp_path / "before", drawn_assessment(options=PLAIN))


def test_two_equal_ones_do_not_differ(before: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status, lines, _ = run(capsys, before, before / "assessment.json")
    assert status == 0
    assert lines[0].startswith("Before: Kota Contoh & Co as of 31 March 2026 (planner ")
    assert lines[2:] == ["Nothing differs."]


def test_changes_are_told_by_kecamatan_and_rule(
    before: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    status, lines, _ = run(capsys, before, write(tmp_path / "after", later()))
    assert status == 0
    assert "The data are the same: differences come from the day, the options or the rules alone." in lines
    place = lines.index("Timur")
    # The rule is in the catalogue, whose title is told.
    assert lines[place + 1].endswith(": not met → met")
    assert lines[place + 2] == "  Children who reach: child-friendly park (RBRA): 0 of 60 (0%) → 30 of 60 (50%)"
    city = lines.index("The whole city")
    assert lines[city + 1] == ("  Children who reach: child-friendly park (RBRA): 40 of 160 (25%) → 70 of 160 (44%)")
    # Barat stayed as it was, and what differs in a kelurahan is counted.
    assert "Barat" not in lines
    assert "Reach differs for 1 more region and kind of place: --out writes them all." in lines


def test_sites_that_are_new_gone_or_moved_are_told(
    before: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    _, lines, _ = run(capsys, before, write(tmp_path / "after", later()))
    sites = lines[lines.index("Proposed sites") + 1 :]
    assert sites[:2] == [
        "  Muara, Barat: place 2 → 1 in the plan",
        "  new: 2. Muara, Barat (30 children newly reached)",
    ]
    assert sites[2].startswith("  gone: 1. ")


def test_other_options_and_methods_are_said_before_any_figure(
    before: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    options = Options(threshold_min=15, as_of=dt.date(2026, 9, 30), siting=SitingOptions(equity=2.0))
    method = replace(drawn_assessment().method, detour_factor=1.5, threshold_min=15)
    _, lines, _ = run(capsys, before, write(tmp_path / "after", later(options=options, method=method)))
    assert lines[2:7] == [
        "Walks were measured under other options: reach and what follows from it can't be compared.",
        "The data are the same: differences come from the day, the options or the rules alone.",
        "The figures were made in another way (detour_factor): reach and proposals can't be compared plainly.",
        "The plans were asked for otherwise (siting.equity): their sites can't be compared plainly.",
        "They are judged as of two days: 31 March 2026 and 30 September 2026.",
    ]


def test_other_data_and_sources_are_told(before: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    city = drawn_assessment().city
    newer = replace(city, fingerprint="f" * 16, sources=(replace(city.sources[0], date="2026-01", rows=5),))
    _, lines, _ = run(capsys, before, write(tmp_path / "after", later(city=newer)))
    assert lines[-2:] == ["Sources", "  List of the city, 2025-08, 4 rows → List of the city, 2026-01, 5 rows"]
    assert not any(line.startswith("The data are the same") for line in lines)


def test_table_and_document_hold_everything(before: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "out"
    _, lines, _ = run(capsys, before, write(tmp_path / "after", later(options=replace(PLAIN, sites=2))), "--out", out)
    assert lines[-1] == f"Written: {out / 'changes.csv'}, {out / 'changes.json'}, {out / 'changes.csv-metadata.json'}"
    with (out / "changes.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["About"] for row in rows] == [
        "Option", "Finding", *["Children within reach"] * 3, *["Proposed site"] * 3,
    ]  # fmt: skip
    assert (rows[0]["Id"], rows[0]["Before"], rows[0]["After"]) == ("sites", "", "2")
    assert (rows[1]["Kecamatan"], rows[1]["Before"], rows[1]["After"]) == ("Timur", "not met", "met")
    kelurahan = rows[4]
    assert (kelurahan["Code"], kelurahan["Kecamatan"]) == ("90.01.02.1001", "Timur")
    assert (kelurahan["Number before"], kelurahan["Number after"]) == ("0.0", "30.0")

    document = json.loads((out / "changes.json").read_text(encoding="utf-8"))
    assert document["options"] == [{"key": "sites", "before": None, "after": 2}]
    assert [finding["kecamatan_code"] for finding in document["findings"]] == ["90.01.02"]
    assert [site["change"] for site in document["proposals"]] == ["rank", "new", "gone"]
    assert document["before"]["fingerprint"] == drawn_assessment().city.fingerprint


def test_a_name_in_the_table_runs_nothing(before: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    first, second = drawn_plan().proposals
    plan = replace(drawn_plan(), proposals=(replace(first, facility_name="=1+1", candidate_id="x"), second))
    run(capsys, before, write(tmp_path / "after", later(plan=plan)), "--out", tmp_path / "out")
    assert "'=1+1" in (tmp_path / "out" / "changes.csv").read_text(encoding="utf-8-sig")


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"findings": [{"rule": "X"}]}, "“findings[1].unit_level” is missing"),
        ({"proposals": "none"}, "“proposals” is missing"),
        ({"fingerprint": 3}, "“fingerprint” is missing"),
    ],
)
def test_a_damaged_file_is_one_plain_sentence(
    before: Path, change: dict[str, object], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    path = before / "assessment.json"
    path.write_text(json.dumps(json.loads(path.read_text(encoding="utf-8")) | change), encoding="utf-8")
    status, lines, error = run(capsys, path, path)
    assert (status, lines) == (2, [])
    assert said in error
    assert error.count("\n") == 1


def test_a_missing_or_foreign_file_is_one_plain_sentence(
    before: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    status, _, error = run(capsys, before, tmp_path / "none.json")
    assert (status, error) == (2, f"There is no file {tmp_path / 'none.json'}.\n")
    (tmp_path / "map.html").write_text("<!DOCTYPE html>", encoding="utf-8")
    status, _, error = run(capsys, before, tmp_path / "map.html")
    assert (status, error) == (
        2,
        f"{tmp_path / 'map.html'} is no assessment.json, and only these can be compared.\n",
    )
    (tmp_path / "foreign.json").write_text("{}", encoding="utf-8")
    status, _, error = run(capsys, tmp_path / "foreign.json", before)
    assert status == 2
    assert "does not say how the planner made it" in error
