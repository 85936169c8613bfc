"""Kept assessments in a city folder: kept, read again, and never in the way."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest
from city_folders import drawn_city
from drawn_history import kept
from hypothesis import given
from hypothesis import strategies as st

from planner.errors import LayerError, MissingFileError, OutputError
from planner.ingest import load_city
from planner.model.history import KeptReach, Snapshot
from planner.model.kinds import Level
from planner.sources.builtin import builtin_city
from planner.sources.history import store
from planner.sources.history.document import read_snapshot, snapshot_id, snapshot_json
from planner.sources.history.store import keep_snapshot, list_snapshots, load_snapshots
from planner.texts import Language, translate


@pytest.fixture
def city(tmp_path: Path) -> Path:
    return drawn_city(tmp_path)


def same(one: Snapshot, other: Snapshot) -> bool:
    pd.testing.assert_frame_equal(one.measures, other.measures)
    return vars(one) | {"measures": 0} == vars(other) | {"measures": 0}


def problems(city: Path) -> list[str]:
    listed = list_snapshots(city, "90.01")
    return [translate(one.problem, Language.ENGLISH) for one in listed if one.problem is not None]


def test_what_is_kept_is_read_as_it_was(city: Path) -> None:
    keep_snapshot(city, kept())
    (read,) = load_snapshots(city, "90.01")
    assert same(read, kept())


def test_its_file_is_named_after_its_day_and_what_was_found(city: Path) -> None:
    made = keep_snapshot(city, kept())
    assert made.path == city / "history" / f"2026-03-31_{snapshot_id(kept())}.json"
    assert made.new


def test_the_same_of_one_day_is_kept_once_and_another_beside_it(city: Path) -> None:
    first = keep_snapshot(city, kept())
    later = replace(kept(), kept_at=kept("2026-04-02").kept_at, version="9")
    assert keep_snapshot(city, later) == replace(first, new=False)
    assert keep_snapshot(city, kept(fingerprint="other")).new
    assert len(load_snapshots(city, "90.01")) == 2


def test_they_are_listed_by_their_days(city: Path) -> None:
    for day in ("2026-03-31", "2024-03-31", "2025-03-31"):
        keep_snapshot(city, kept(day))
    assert [one.day.year for one in load_snapshots(city, "90.01")] == [2024, 2025, 2026]


def test_keeping_does_not_change_the_state_of_the_data(city: Path) -> None:
    before = load_city(city).fingerprint
    keep_snapshot(city, kept())
    assert load_city(city).fingerprint == before


def test_the_built_in_city_keeps_nothing() -> None:
    with pytest.raises(OutputError, match="copy-city"):
        keep_snapshot(builtin_city(), kept())
    assert not (builtin_city() / "history").exists()


def test_a_folder_that_is_no_city_keeps_nothing(tmp_path: Path) -> None:
    with pytest.raises(MissingFileError):
        keep_snapshot(tmp_path, kept())


def test_a_damaged_file_is_told_in_one_sentence_and_does_no_harm(city: Path) -> None:
    path = keep_snapshot(city, kept("2025-03-31")).path
    keep_snapshot(city, kept("2026-03-31"))
    path.write_bytes(path.read_bytes()[:100])
    assert problems(city) == [
        f"history/{path.name} is no kept assessment, or is damaged: it is no JSON text. Remove it."
    ]
    assert len(load_snapshots(city, "90.01")) == 1


def test_a_damaged_file_of_the_same_name_is_written_anew(city: Path) -> None:
    path = keep_snapshot(city, kept()).path
    path.write_text("{}", encoding="utf-8")
    assert keep_snapshot(city, kept()).new
    assert problems(city) == []


def test_an_assessment_of_another_city_is_left_aside(city: Path) -> None:
    path = keep_snapshot(city, kept(city_code="11.01", city_name="Kota Lain")).path
    assert load_snapshots(city, "90.01") == ()
    assert problems(city) == [
        f"history/{path.name} is an assessment of Kota Lain and was left aside: move it to the folder of that city."
    ]


@pytest.mark.parametrize(
    "name", ["notes.txt", "2026-03-31.json", "2026-03-31_0123456789.json", ".2026-03-31_00000000.json"]
)
def test_other_files_are_none_of_its_business(city: Path, name: str) -> None:
    (city / "history").mkdir()
    (city / "history" / name).write_text("{}", encoding="utf-8")
    assert list_snapshots(city, "90.01") == ()


def test_a_link_is_never_followed(city: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere.json"
    elsewhere.write_text(snapshot_json(kept()), encoding="utf-8")
    (city / "history").mkdir()
    (city / "history" / "2026-03-31_00000000.json").symlink_to(elsewhere)
    assert list_snapshots(city, "90.01") == ()


def test_a_file_that_is_too_large_is_not_read(city: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = keep_snapshot(city, kept()).path
    monkeypatch.setattr(store, "MAX_BYTES", 100)
    assert problems(city) == [f"history/{path.name} is too large for a kept assessment: remove it."]


def test_there_is_a_most(city: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store, "MAX_SNAPSHOTS", 1)
    keep_snapshot(city, kept())
    with pytest.raises(OutputError, match="1 "):
        keep_snapshot(city, kept("2025-03-31"))


FEWER_THAN_NONE = {"level": "city", "code": "1", "kind": "park", "children": 1, "children_within": -1, "share": 0}


def damaged(**changes: object) -> bytes:
    return json.dumps(json.loads(snapshot_json(kept())) | changes).encode()


@pytest.mark.parametrize(
    ("content", "key"),
    [
        (damaged(day="31 March"), "day"),
        (damaged(extra=1), "extra"),
        (damaged(findings=[{"rule": 1}]), "findings[1].rule"),
        (damaged(options={"threshold_min": -1, "barrier": True, "slope": True}), "options.threshold_min"),
        (damaged(measures=[json.loads(snapshot_json(kept()))["measures"][0]] * 2), "measures"),
        (damaged(reach=[FEWER_THAN_NONE]), "reach[1].children_within"),
        (b"[]", "format"),
    ],
)
def test_what_is_wrong_is_named_by_its_key(content: bytes, key: str) -> None:
    with pytest.raises(LayerError) as caught:
        read_snapshot(content, "history/x.json")
    assert f"“{key}”" in translate(caught.value.message, Language.ENGLISH)


def test_a_file_of_a_newer_planner_is_told_so() -> None:
    with pytest.raises(LayerError, match=r"newer|baru"):
        read_snapshot(damaged(format=2), "history/x.json")


@given(st.binary(max_size=200))
def test_no_content_is_more_than_one_sentence(content: bytes) -> None:
    with pytest.raises(LayerError):
        read_snapshot(content, "history/x.json")


@given(
    st.floats(0, 1),
    st.one_of(st.none(), st.floats(allow_nan=False, allow_infinity=False)),
    st.text(st.characters(codec="utf-8"), max_size=40),
)
def test_any_figures_come_back_as_they_were(share: float, value: float | None, name: str) -> None:
    usual = kept()
    finding = replace(usual.findings[0], value=value, name=name)
    made = replace(usual, findings=(finding,), reach=(KeptReach(Level.CITY, "1", "park", 1, 1, share),))
    assert same(read_snapshot(snapshot_json(made).encode(), "x"), made)
