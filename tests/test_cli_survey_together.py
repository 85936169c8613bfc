"""``planner import survey`` on a working city: what somebody else answered since is never overwritten unseen."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from city_folders import drawn_city
from drawn_visits import SCHOOL, visit
from stores import DKK, Backend, answer, record

from planner.cli import main
from planner.ingest import load_city
from planner.model.survey import KnownPlace, newest
from planner.sources.survey.store import read_survey
from planner.storage.folder import read_folder
from planner.storage.opening import fill_from_folder
from planner.storage.postgis import DATABASE_VARIABLE
from planner.storage.workspace import StoredWorkspace

NAME = "Taman Contoh Satu"
PLACE = KnownPlace(SCHOOL, NAME)


@pytest.fixture
def city(backend: Backend, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> StoredWorkspace:
    """Return a working city, in which DKK answered after the phone's form was loaded."""
    monkeypatch.setenv("PLANNER_CACHE", str(tmp_path / "cache"))
    monkeypatch.setenv(DATABASE_VARIABLE, backend.address)
    workspace = StoredWorkspace(backend.create(fill_from_folder(read_folder(drawn_city(tmp_path)))), tmp_path / "seen")
    record(workspace, DKK, answer("no", place=PLACE))
    return workspace


def handed_in(folder: Path, city: Path, **told: Any) -> Path:
    """Write the visit of a phone whose form showed the first revision, if nothing else is told."""
    told = {"name": NAME, "date": "2026-11-02", "seen": 1, **told}
    written = {"format": "planner-sign-visits", "version": 1, "city": load_city(city).code, "visits": [visit(**told)]}
    path = folder / "visits.json"
    path.write_text(json.dumps(written), encoding="utf-8")
    return path


def run(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, list[str]]:
    status = main([*words, "--language", "en"])
    said = capsys.readouterr()
    return status, said.out, said.err.splitlines()


def holds(city: StoredWorkspace) -> dict[str, str]:
    """Return what holds of the school."""
    seen = newest(read_survey(city.newest()[1]))
    return dict(zip(seen["fact"], seen["value"], strict=True))


def test_both_versions_are_told_and_nothing_is_saved(
    city: StoredWorkspace, backend: Backend, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = handed_in(tmp_path, city.newest()[1])
    status, said, told = run(capsys, "import", "survey", str(path), backend.city)
    assert (status, said) == (2, "")
    moment = city.store.revisions()[0].at.strftime("%Y-%m-%d %H:%M:%S UTC")
    assert told == [
        f"{NAME}: no-smoking sign",
        f"  What stands there now: no – Visit of 2026-11-01, DKK; DKK (surveyor), {moment}",
        "  What you wanted to save: yes – Visit of 2026-11-02, Dinkes",
        "Somebody else changed 1 entry since you saw it, so nothing was saved: run it again with --keep theirs to "
        "leave what stands there now, or with --keep mine to use yours instead.",
    ]
    assert holds(city) == {"smoke_free_sign": "no"}
    assert city.store.revision() == 2


def test_theirs_can_be_kept(
    city: StoredWorkspace, backend: Backend, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = handed_in(tmp_path, city.newest()[1])
    status, said, told = run(capsys, "import", "survey", str(path), backend.city, "--keep", "theirs")
    assert status == 0
    assert told[0] == f"{NAME}: no-smoking sign"
    assert said == "Of 1 entry the other version stays; the rest was saved.\n"
    assert holds(city) == {"smoke_free_sign": "no", "sign_legible": "faded"}


def test_mine_can_be_used_and_theirs_stays_in_the_history(
    city: StoredWorkspace, backend: Backend, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = handed_in(tmp_path, city.newest()[1])
    status, said, told = run(capsys, "import", "survey", str(path), backend.city, "--keep", "mine")
    assert status == 0
    assert "What stands there now: no" in told[1]
    assert said.startswith("1 visit was added")
    assert holds(city) == {"smoke_free_sign": "yes", "sign_legible": "faded"}
    assert {"no", "yes"} <= set(read_survey(city.newest()[1])["value"])


@pytest.mark.parametrize(
    "told",
    [
        {"seen": 2},
        {"seen": None},
        {"answers": {"smoke_free_sign": "no"}},
        {"answers": {"sign_legible": "faded"}},
        {"date": "2026-10-01"},
    ],
    ids=["saw it", "of a folder", "says the same", "says something else", "of an earlier day"],
)
def test_what_contradicts_nobody_is_saved_unasked(
    city: StoredWorkspace, backend: Backend, tmp_path: Path, capsys: pytest.CaptureFixture[str], told: dict[str, Any]
) -> None:
    path = handed_in(tmp_path, city.newest()[1], **told)
    status, said, _ = run(capsys, "import", "survey", str(path), backend.city)
    assert status == 0
    assert said.startswith("1 visit was added")
    assert city.store.revision() == 3


def test_the_same_file_again_contradicts_nobody(
    city: StoredWorkspace, backend: Backend, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = handed_in(tmp_path, city.newest()[1], answers={"smoke_free_sign": "no"})
    assert run(capsys, "import", "survey", str(path), backend.city)[0] == 0
    status, said, _ = run(capsys, "import", "survey", str(path), backend.city)
    assert status == 0
    assert said.startswith("0 visits were added; 1 stood there already")
    assert city.store.revision() == 3


def test_who_changes_it_while_it_is_chosen_is_asked_about_again(
    city: StoredWorkspace,
    backend: Backend,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A choice holds for what was told, not for what comes after it."""
    path = handed_in(tmp_path, city.newest()[1])
    told_now = []

    def another(sentence: str) -> None:
        told_now.append(sentence)
        if len(told_now) == 1:
            record(city, DKK, answer("unknown", place=PLACE))

    monkeypatch.setattr("planner.commands.choosing.say", another)
    status, said, _ = run(capsys, "import", "survey", str(path), backend.city, "--keep", "mine")
    assert (status, said) == (2, "")
    assert "no –" in told_now[1]
    assert "not recorded –" in told_now[4]
    assert holds(city)["smoke_free_sign"] == "unknown"


def test_a_folder_has_one_version_only(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = drawn_city(tmp_path)
    path = handed_in(tmp_path, folder)
    assert run(capsys, "import", "survey", str(path), str(folder))[0] == 0


def test_a_choice_is_one_of_two(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status, _, told = run(capsys, "import", "survey", "visits.json", str(tmp_path), "--keep", "both")
    assert status == 2
    assert "--keep" in told[0]
