"""Visits handed in as a file."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from city_folders import drawn_city
from drawn_visits import KNOWN, visit

from planner.errors import LayerError, MissingFileError
from planner.sources.survey import visits_file
from planner.sources.survey.store import SURVEY_FILE, read_survey
from planner.sources.survey.visits_file import import_visits
from planner.texts import Language, translate

CITY = "99.71"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return drawn_city(tmp_path)


def written(folder: Path, **told: object) -> Path:
    path = folder.parent / "visits.json"
    content = {"format": "planner-sign-visits", "version": 1, "city": CITY, "visits": [visit()], **told}
    path.write_text(json.dumps(content), encoding="utf-8")
    return path


def test_a_file_is_handed_in_twice_and_kept_once(folder: Path) -> None:
    path = written(folder)
    assert [len(import_visits(folder, path, CITY, KNOWN).refused) for _ in range(2)] == [0, 0]
    assert len(read_survey(folder)) == 2


def test_a_wrong_visit_keeps_no_other_one_out(folder: Path) -> None:
    received = import_visits(folder, written(folder, visits=[visit(1, office=""), visit(2)]), CITY, KNOWN)
    [refused] = received.refused
    assert translate(refused.refusal, Language.ENGLISH).startswith("SD Satu: The office is missing")
    assert len(read_survey(folder)) == 2


@pytest.mark.parametrize(
    ("told", "part"),
    [
        ({"format": "other"}, "is not a file that the form for signs saved"),
        ({"version": 2}, "another version"),
        ({"city": "11.01"}, "was recorded in the city with the code “11.01”, this one has “99.71”"),
        ({"visits": []}, "holds no visit"),
        ({"visits": {}}, "holds no visit"),
    ],
)
def test_other_files_are_refused(folder: Path, told: dict[str, object], part: str) -> None:
    with pytest.raises(LayerError) as caught:
        import_visits(folder, written(folder, **told), CITY, KNOWN)
    assert part in translate(caught.value.message, Language.ENGLISH)


@pytest.mark.parametrize("content", [b"", b"\xff\xfe", b"[1]", b"{", b"[" * 100_000])
def test_what_is_no_such_file_is_one_plain_sentence(folder: Path, content: bytes) -> None:
    path = folder.parent / "visits.json"
    path.write_bytes(content)
    with pytest.raises(LayerError):
        import_visits(folder, path, CITY, KNOWN)
    assert not (folder / SURVEY_FILE).exists()


def test_files_too_large_or_missing_are_refused(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(MissingFileError):
        import_visits(folder, folder / "no.json", CITY, KNOWN)
    monkeypatch.setattr(visits_file, "MAX_VISITS_BYTES", 10)
    with pytest.raises(LayerError):
        import_visits(folder, written(folder), CITY, KNOWN)
