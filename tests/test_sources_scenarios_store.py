"""Scenarios in a folder: saved, listed, renamed, copied and deleted, one file each."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest
from city_folders import drawn_city
from hypothesis import given
from hypothesis import strategies as st

from planner.errors import MissingFileError, OutputError, ScenarioError
from planner.model.scenario import CloseFacility, Scenario
from planner.sources.scenarios import store
from planner.sources.scenarios.store import (
    SCENARIOS_VARIABLE,
    copy_scenario,
    delete_scenario,
    export_scenario,
    list_scenarios,
    load_scenario,
    read_scenario_file,
    rename_scenario,
    save_scenario,
    scenarios_folder,
    slug,
)
from planner.texts import Language, translate

FIRST = Scenario("Taman Baru", "00", "drawn", "2026-03-31")


@pytest.fixture
def city(tmp_path: Path) -> Path:
    return drawn_city(tmp_path)


def names(city: Path) -> list[str | None]:
    return [one.scenario.name if one.scenario else None for one in list_scenarios(city)]


def test_a_saved_scenario_is_found_by_its_name(city: Path) -> None:
    path = save_scenario(FIRST, city)
    assert path == city / "scenarios" / "taman-baru.toml"
    assert load_scenario("taman BARU", city) == FIRST
    assert load_scenario("taman-baru.toml", city) == FIRST
    assert read_scenario_file(path) == FIRST


def test_saving_again_replaces_unless_that_is_forbidden(city: Path) -> None:
    save_scenario(FIRST, city)
    changed = FIRST.with_change(CloseFacility("a"))
    save_scenario(changed, city)
    assert load_scenario("Taman Baru", city) == changed
    with pytest.raises(ScenarioError):
        save_scenario(FIRST, city, replacing=False)
    assert load_scenario("Taman Baru", city) == changed


def test_a_scenario_that_somebody_changed_since_is_not_overwritten(city: Path) -> None:
    save_scenario(FIRST, city)
    save_scenario(replace(FIRST, note="theirs"), city, former=FIRST)
    with pytest.raises(ScenarioError):
        save_scenario(replace(FIRST, note="mine"), city, former=FIRST)
    assert load_scenario("Taman Baru", city).note == "theirs"
    delete_scenario("Taman Baru", city)
    with pytest.raises(ScenarioError):
        save_scenario(replace(FIRST, note="mine"), city, former=FIRST)
    assert list_scenarios(city) == ()


def test_names_that_look_alike_to_a_file_system_are_kept_apart(city: Path) -> None:
    for name in ("Taman Baru", "Taman-Baru!", "Taman/Baru", "公园"):
        save_scenario(replace(FIRST, name=name), city)
    assert sorted(path.name for path in (city / "scenarios").glob("*.toml")) == [
        "scenario.toml",
        "taman-baru-2.toml",
        "taman-baru-3.toml",
        "taman-baru.toml",
    ]
    assert names(city) == ["Taman Baru", "Taman-Baru!", "Taman/Baru", "公园"]


@given(st.text(max_size=200))
def test_no_name_makes_a_path(name: str) -> None:
    made = slug(name)
    assert made
    assert len(made) <= 70
    assert set(made) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")


def test_names_that_windows_keeps_for_itself_are_not_used() -> None:
    assert (slug("CON"), slug("Lpt1"), slug("../.."), slug("Console")) == (
        "scenario-con",
        "scenario-lpt1",
        "scenario",
        "console",
    )


def test_renaming_moves_the_file(city: Path) -> None:
    save_scenario(FIRST, city)
    save_scenario(replace(FIRST, name="Lain"), city)
    assert rename_scenario("Taman Baru", "Taman Lama", city).name == "taman-lama.toml"
    assert names(city) == ["Lain", "Taman Lama"]
    with pytest.raises(ScenarioError):
        rename_scenario("Taman Lama", "lain", city)
    # Only the capitals change: the file keeps its name.
    assert rename_scenario("Taman Lama", "TAMAN LAMA", city).name == "taman-lama.toml"
    assert names(city) == ["Lain", "TAMAN LAMA"]


def test_a_copy_has_a_name_of_its_own(city: Path) -> None:
    save_scenario(FIRST, city)
    copy_scenario("Taman Baru", "Salinan", city)
    assert load_scenario("Salinan", city) == replace(FIRST, name="Salinan")
    with pytest.raises(ScenarioError):
        copy_scenario("Taman Baru", "Salinan", city)


def test_a_deleted_scenario_is_gone(city: Path) -> None:
    save_scenario(FIRST, city)
    delete_scenario("Taman Baru", city)
    assert names(city) == []
    with pytest.raises(MissingFileError):
        delete_scenario("Taman Baru", city)


def test_a_broken_file_is_listed_with_what_is_wrong_and_can_be_deleted(city: Path) -> None:
    save_scenario(FIRST, city)
    (city / "scenarios" / "rusak.toml").write_text("format = 1", encoding="utf-8")
    assert names(city) == ["Taman Baru", None]
    problem = list_scenarios(city)[1].problem
    assert problem is not None
    assert translate(problem, Language.ENGLISH) == "rusak.toml: the key “name” is missing."
    with pytest.raises(ScenarioError):
        load_scenario("rusak", city)
    with pytest.raises(ScenarioError):
        rename_scenario("rusak", "Baik", city)
    delete_scenario("rusak", city)
    assert names(city) == ["Taman Baru"]


def test_an_unknown_name_says_the_nearest(city: Path) -> None:
    with pytest.raises(MissingFileError) as caught:
        load_scenario("Taman Bru", city)
    assert "none is saved" in translate(caught.value.message, Language.ENGLISH)
    save_scenario(FIRST, city)
    with pytest.raises(MissingFileError) as caught:
        load_scenario("Taman Bru", city)
    assert translate(caught.value.message, Language.ENGLISH) == (
        "There is no scenario “Taman Bru”; the nearest known one is “Taman Baru”."
    )


def test_a_link_is_no_scenario(city: Path, tmp_path: Path) -> None:
    elsewhere = save_scenario(FIRST, city).rename(tmp_path / "elsewhere.toml")
    (city / "scenarios" / "taman-baru.toml").symlink_to(elsewhere)
    assert names(city) == []
    assert save_scenario(FIRST, city).name == "taman-baru-2.toml"


def test_scenarios_of_the_built_in_city_lie_with_the_user(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, balikpapan_folder: Path
) -> None:
    monkeypatch.setenv(SCENARIOS_VARIABLE, str(tmp_path / "own"))
    assert save_scenario(FIRST).parent == tmp_path / "own" / "64-71"
    assert scenarios_folder(balikpapan_folder) == tmp_path / "own" / "64-71"
    monkeypatch.delenv(SCENARIOS_VARIABLE)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    assert scenarios_folder() == tmp_path / "data" / "child-friendly-planner" / "scenarios" / "64-71"
    assert list_scenarios() == ()


def test_a_folder_that_is_no_city_is_refused(tmp_path: Path) -> None:
    with pytest.raises(MissingFileError):
        save_scenario(FIRST, tmp_path)


def test_a_folder_that_can_not_be_written_is_one_sentence(city: Path) -> None:
    (city / "scenarios").write_text("in the way", encoding="utf-8")
    with pytest.raises(OutputError):
        save_scenario(FIRST, city)


def test_a_write_that_fails_leaves_the_former_file(city: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    save_scenario(FIRST, city)

    def full(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OutputError):
        save_scenario(FIRST.with_change(CloseFacility("a")), city)
    assert load_scenario("Taman Baru", city) == FIRST
    assert [path.name for path in (city / "scenarios").glob(".*.new")] == []


def test_many_who_save_at_once_lose_nothing(city: Path) -> None:
    scenarios = [replace(FIRST, name=f"Taman {'!' * number}") for number in range(12)]
    with ThreadPoolExecutor(6) as pool:
        paths = list(pool.map(lambda one: save_scenario(one, city), scenarios))
    assert len(set(paths)) == 12
    assert set(names(city)) == {one.name for one in scenarios}


def test_too_many_scenarios_are_refused(city: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store, "MAX_SCENARIOS", 1)
    save_scenario(FIRST, city)
    save_scenario(FIRST, city)
    with pytest.raises(OutputError):
        save_scenario(replace(FIRST, name="Dua"), city)


def test_an_exported_file_is_read_again(city: Path, tmp_path: Path) -> None:
    path = export_scenario(FIRST, tmp_path / "out" / "deep")
    assert path == tmp_path / "out" / "deep" / "taman-baru.toml"
    assert read_scenario_file(path) == FIRST
    with pytest.raises(MissingFileError):
        read_scenario_file(tmp_path / "none.toml")
    with pytest.raises(OutputError):
        export_scenario(FIRST, path)
