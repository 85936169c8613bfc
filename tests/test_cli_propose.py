"""`planner propose`: what it prints, writes and ends with."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from planner.cli import main


def run(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, list[str], str]:
    status = main(["propose", *words, "--language", "en"])
    said = capsys.readouterr()
    return status, said.out.splitlines(), said.err


def test_a_plan_is_told_and_written(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status, lines, progress = run(capsys, "--sites", "5", "--out", str(tmp_path))
    assert status == 0
    assert lines[0] == "5 sites are proposed, for 14,696 more children; no other plan with as many sites reaches more."
    assert lines[1] == "Reckoned cost: 2,500,000,000 rupiah."
    assert lines[2].startswith("1. A new park where children live in Baru Tengah: 3,755 more children")
    assert "runs with other assumptions" in lines[3]
    assert "Next best instead" in lines[4]
    assert "4 sites: 11,820 children newly reached; at most 11,820 possible." in lines
    assert "Checking how sure the sites are: 10 of 10 runs …" in progress
    document = json.loads((tmp_path / "plan.json").read_text(encoding="utf-8"))
    assert len(document["proposals"]) == 5
    assert document["optimality"]["status"] == "optimal"
    assert document["options"]["siting"]["programme"] == "STSK_COVERAGE"
    assert document["stability"]["runs"][0] == "central"


def test_the_same_plan_is_written_the_same_but_for_the_seconds(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    documents = []
    for folder in ("one", "two"):
        run(capsys, "--quick", "--out", str(tmp_path / folder))
        document = json.loads((tmp_path / folder / "plan.json").read_text(encoding="utf-8"))
        document["optimality"].pop("seconds")
        documents.append(document)
    assert documents[0] == documents[1]


def test_years_are_told_with_what_they_cost(capsys: pytest.CaptureFixture[str]) -> None:
    status, lines, _ = run(capsys, "--quick", "--first-year", "2026", "--years", "1e9,1e9")
    assert status == 0
    assert [line.split(" for ")[0] for line in lines[-2:]] == ["2026: 3 sites", "2027: 3 sites"]


def test_what_can_not_be_met_ends_with_3_and_the_best_of_the_rest(capsys: pytest.CaptureFixture[str]) -> None:
    status, lines, _ = run(capsys, "--quick", "--sites", "1")
    assert status == 3
    assert lines[0].startswith("These demands contradict each other: a site in each kecamatan that needs one")
    assert lines[2].startswith("1. A new park where children live in Baru Tengah")


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("--budget", "much"), "“much” is no amount of rupiah; write it like 2000000000 or 2e9."),
        (("--budget", "0.5"), "“0.5” is no amount of rupiah; write it like 2000000000 or 2e9."),
        (("--budget=-1",), "An amount of rupiah must be 0 or more."),
        (("--years", "1e9"), "A plan phased over years needs its first year."),
        (
            ("--must", "a", "--must-not", "a"),
            "These sites must be in the plan and must not: a. Decide on one.",
        ),
        (
            ("--programme", "PUSKESMAS_KEC", "--budget", "1e9"),
            "What such a site costs is not in the rules: give the cost of a new site and of an upgrade.",
        ),
    ],
)
def test_an_impossible_option_is_one_plain_sentence(
    capsys: pytest.CaptureFixture[str], words: tuple[str, ...], sentence: str
) -> None:
    status, lines, said = run(capsys, *words)
    assert (status, lines) == (2, [])
    assert said.splitlines()[-1] == sentence
