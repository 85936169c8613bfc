"""``planner copy-city`` and ``planner merges``: a copy to work on, and answers about records of one place."""

from __future__ import annotations

from pathlib import Path

import pytest

from planner.cli import main
from planner.sources.decisions import read_decisions
from planner.sources.starter import write_starter

PAIR = ("dapodik:30401455", "osm:652")


def run(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    status = main([*words, "--language", "en"])
    said = capsys.readouterr()
    return status, said.out, said.err


@pytest.fixture
def city(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> str:
    """Return a copy of the built-in city."""
    folder = tmp_path / "salinan"
    status, said, _ = run(capsys, "copy-city", str(folder))
    assert status == 0
    assert said.endswith(f"Next: planner app {folder}\n")
    return str(folder)


def test_a_copy_is_never_made_over_something(city: str, capsys: pytest.CaptureFixture[str]) -> None:
    status, _, said = run(capsys, "copy-city", city)
    assert status == 2
    assert "is not empty" in said


def test_merges_and_waiting_pairs_are_listed_with_their_reasons(capsys: pytest.CaptureFixture[str]) -> None:
    status, said, _ = run(capsys, "merges")
    assert status == 0
    assert "151 places were merged from several records.\n  bpjs:" in said
    assert f"9 pairs wait for a yes or no.\n  {PAIR[0]} {PAIR[1]}: Same kind, 35 m apart" in said


def test_an_answer_is_written_down_changed_and_taken_back(city: str, capsys: pytest.CaptureFixture[str]) -> None:
    status, said, _ = run(capsys, "merges", city, "--yes", *PAIR, "--office", "Disdik", "--date", "2026-03-31")
    assert status == 0
    assert said.startswith("152 places were merged from several records.\n8 pairs wait for a yes or no.\n")
    rows = read_decisions(Path(city), "decisions.csv").to_numpy().tolist()
    assert rows == [[*PAIR, "yes", "Disdik", "2026-03-31", ""]]

    status, said, _ = run(capsys, "merges", city, "--no", *PAIR, "--office", "Disdik", "--reason", "two gates")
    assert status == 0
    assert "1 pair was decided to be two places." in said

    status, said, _ = run(capsys, "merges", city, "--undo", *PAIR)
    assert status == 0
    assert "9 pairs wait for a yes or no." in said
    assert not (Path(city) / "decisions.csv").exists()


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["--yes", *PAIR], "Nobody is named who decides"),
        (["--yes", "dapodik:1", PAIR[1], "--office", "Disdik"], "There is no record dapodik:1"),
        (["--yes", PAIR[0], PAIR[0], "--office", "Disdik"], "does not name two records"),
        (["--no", *PAIR, "--office", "Disdik", "--date", "31/03/2026"], "write it like 2026-03-31"),
        (["--undo", *PAIR], "Nothing was decided about"),
        (["--undo", *PAIR, "--no", *PAIR], "one of --yes, --no and --undo"),
    ],
)
def test_a_mistake_is_one_sentence_and_changes_nothing(
    city: str, capsys: pytest.CaptureFixture[str], words: list[str], sentence: str
) -> None:
    status, _, said = run(capsys, "merges", city, *words)
    assert status == 2
    assert sentence in said
    assert len(said.splitlines()) == 1
    assert not (Path(city) / "decisions.csv").exists()


def test_the_built_in_city_takes_no_answers(capsys: pytest.CaptureFixture[str]) -> None:
    status, _, said = run(capsys, "merges", "--yes", *PAIR, "--office", "Disdik")
    assert status == 2
    assert "planner copy-city DIR" in said


def test_a_city_that_does_not_merge_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "kota"
    write_starter(folder)
    assert "does not merge records" in run(capsys, "merges", str(folder))[1]
    status, _, said = run(capsys, "merges", str(folder), "--no", "a:1", "b:1", "--office", "Disdik")
    assert status == 2
    assert "write the table [merging] there first" in said


def test_answers_that_can_not_be_followed_are_told(city: str, capsys: pytest.CaptureFixture[str]) -> None:
    decisions = Path(city) / "decisions.csv"
    decisions.write_text("id_a,id_b,answer,office,date,reason\ngone:1,osm:1,yes,DKK,2026-01-01,\n", encoding="utf-8")
    assert "A decision about gone:1 and osm:1 was kept aside" in run(capsys, "merges", city)[1]
