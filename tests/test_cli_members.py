"""``planner members``: who may do what, from the command line."""

from __future__ import annotations

from pathlib import Path

import pytest

from planner.cli import main


def test_a_table_is_made_listed_and_changed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    table = ["--table", str(tmp_path / "members.csv")]
    assert main(["members", "set", "A@example.org", "--role", "admin", "--office", "Bappeda", *table]) == 0
    assert main(["members", "set", "b@example.org", "--role", "viewer", "--office", "DP3AKB", *table]) == 0
    assert main(["members", "remove", "b@example.org", *table]) == 0
    capsys.readouterr()
    assert main(["members", "list", *table]) == 0
    assert capsys.readouterr().out == "a@example.org\tadmin\tBappeda\n"


def test_the_environment_names_the_table(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PLANNER_MEMBERS", str(tmp_path / "members.csv"))
    assert main(["members", "set", "a@example.org", "--role", "admin", "--office", "Bappeda"]) == 0
    assert main(["members", "list"]) == 0
    assert "a@example.org" in capsys.readouterr().out


def test_what_is_wrong_is_one_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("PLANNER_MEMBERS", raising=False)
    assert main(["members", "list", "--language", "en"]) == 2
    assert capsys.readouterr().err == "Name the table of members with --table or the variable PLANNER_MEMBERS.\n"
    table = ["--table", str(tmp_path / "members.csv"), "--language", "en"]
    assert main(["members", "set", "a@example.org", "--role", "boss", "--office", "Bappeda", *table]) == 2
    assert "one of viewer, surveyor, planner, admin" in capsys.readouterr().err
    assert main(["members", "set", "a@example.org", "--role", "viewer", "--office", "Bappeda", *table]) == 2
    assert "no admin left" in capsys.readouterr().err
    assert not (tmp_path / "members.csv").exists()
