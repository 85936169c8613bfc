"""A city kept in parts: a sign that is recorded changes what has to change, and nothing else is read or measured."""

from __future__ import annotations

import datetime as dt
import os
import shutil
import threading
from pathlib import Path

import pandas as pd
import pytest
from city_folders import drawn_city

from planner.assess import Ground, assess, measure
from planner.errors import BusyError
from planner.ingest import load_city
from planner.model.assessment import Assessment
from planner.model.city import City
from planner.model.kinds import FacilityKind
from planner.model.options import Options, WalkingOptions
from planner.model.survey import KnownPlace, NewPlace, SurveyFact, SurveyRecord
from planner.model.tables import FACILITIES
from planner.reports.contract import assessment_json
from planner.sources.survey.store import SURVEY_FILE, append_survey
from planner.texts import Language
from planner.ui.workers import cities
from planner.ui.workers.cities import Cities, Stand

DAY = dt.date(2026, 3, 1)
WALKING = WalkingOptions()
OPTIONS = Options(time_limit_s=3.0, as_of=DAY)
LONG_S = 120.0


@pytest.fixture
def folder(tmp_path: Path, balikpapan_folder: Path) -> Path:
    """Return a copy of the built-in city."""
    return shutil.copytree(balikpapan_folder, tmp_path / "city")


@pytest.fixture
def counted(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Count how often a city is read and measured."""
    done: list[str] = []

    def measured(city: City, **rest: WalkingOptions) -> Ground:
        done.append("measured")
        return measure(city, **rest)

    read_unsurveyed = cities.read_unsurveyed

    def read(folder: Path, survey: pd.DataFrame) -> object:
        done.append("read")
        return read_unsurveyed(folder, survey)

    monkeypatch.setattr(cities, "measure", measured)
    monkeypatch.setattr(cities, "read_unsurveyed", read)
    return done


def saw(folder: Path, place: KnownPlace | NewPlace, fact: SurveyFact, value: str) -> None:
    append_survey(folder, [SurveyRecord(place, fact, value, DAY, "DLH")])


def remark(folder: Path) -> None:
    """Change ``city.toml`` by a remark."""
    with (folder / "city.toml").open("a", encoding="utf-8") as settings:
        settings.write("# A remark.\n")


def kept(all_cities: Cities, folder: Path) -> Assessment:
    city, key = all_cities.read(folder)
    return assess(city, options=OPTIONS, ground=all_cities.ground(city, Stand(folder, key, WALKING)))


def assert_as_from_scratch(assessment: Assessment, folder: Path) -> None:
    cold = assess(load_city(folder), options=OPTIONS)
    assert assessment_json(assessment, Language.ENGLISH) == assessment_json(cold, Language.ENGLISH)
    pd.testing.assert_frame_equal(assessment.details.measures, cold.details.measures)
    pd.testing.assert_frame_equal(assessment.details.places, cold.details.places)
    assert assessment.notices == cold.notices
    assert assessment.city.sources == cold.city.sources


def test_a_recorded_sign_reads_the_survey_only_and_gives_the_same_as_from_scratch(
    folder: Path, counted: list[str]
) -> None:
    known = Cities()
    first = kept(known, folder)
    assert counted == ["read", "measured"]
    park = first.city.facilities[first.city.facilities["kind"] == FacilityKind.PARK].iloc[0]
    place = KnownPlace(park["id"], park["name"])
    saw(folder, place, SurveyFact.SMOKE_FREE_SIGN, "yes")
    saw(folder, place, SurveyFact.AREA, "4321")
    second = kept(known, folder)
    assert counted == ["read", "measured"]
    assert second.city.fingerprint != first.city.fingerprint
    assert second.city.streets is first.city.streets
    assert_as_from_scratch(second, folder)


def test_places_stay_the_very_same_table_until_a_survey_tells_of_them(folder: Path) -> None:
    known = Cities()
    first, _ = known.read(folder)
    park = first.facilities[first.facilities["kind"] == FacilityKind.PARK].iloc[0]
    place = KnownPlace(park["id"], park["name"])
    saw(folder, place, SurveyFact.SMOKE_FREE_SIGN, "yes")
    second, _ = known.read(folder)
    assert second.facilities is first.facilities
    assert len(second.survey) == 1
    saw(folder, place, SurveyFact.AREA, "4321")
    third, _ = known.read(folder)
    assert third.facilities.set_index("id").at[place.id, "area_m2"] == 4321.0
    FACILITIES.validate(third.facilities)
    # What others hold is as it was.
    assert first.facilities.set_index("id").at[place.id, "area_m2"] != 4321.0
    assert first.survey.empty


def test_a_survey_changed_within_one_moment_makes_another_city(tmp_path: Path) -> None:
    folder, known = drawn_city(tmp_path), Cities()
    saw(folder, KnownPlace("contoh:1", "Taman"), SurveyFact.FENCE, "yes")
    path = folder / SURVEY_FILE
    first, _ = known.read(folder)
    before = path.stat()
    path.write_bytes(path.read_bytes().replace(b",yes,", b",Ya ,").replace(b",DLH,", b",DPU,"))
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    second, _ = known.read(folder)
    assert (first.survey["office"].item(), second.survey["office"].item()) == ("DLH", "DPU")
    assert second.fingerprint == load_city(folder).fingerprint != first.fingerprint


def test_a_park_that_costs_money_is_measured_without_it_and_nothing_else(tmp_path: Path, counted: list[str]) -> None:
    folder, known = drawn_city(tmp_path), Cities()
    first = kept(known, folder).city.facilities
    park = first[(first["child_friendly"] == "yes") & (first["placement"] == "position")].iloc[0]
    saw(folder, KnownPlace(park["id"], park["name"]), SurveyFact.FREE, "no")
    assert_as_from_scratch(kept(known, folder), folder)
    assert counted == ["read", "measured"]


def test_a_place_that_only_the_survey_knows_is_read_anew(tmp_path: Path, counted: list[str]) -> None:
    folder, known = drawn_city(tmp_path), Cities()
    kept(known, folder)
    place = NewPlace("Taman Baru", FacilityKind.PLAYGROUND, 110.01, -5.02)
    saw(folder, place, SurveyFact.FENCE, "yes")
    assert_as_from_scratch(kept(known, folder), folder)
    assert counted == ["read", "measured"] * 2
    # What is seen of it later is a fact like any other.
    saw(folder, place, SurveyFact.FREE, "yes")
    assert_as_from_scratch(kept(known, folder), folder)
    assert counted == ["read", "measured"] * 2


def test_another_layer_makes_another_city(tmp_path: Path, counted: list[str]) -> None:
    folder = drawn_city(tmp_path)
    known = Cities()
    _, before = known.read(folder)
    assert known.read(folder)[1] == before
    remark(folder)
    _, after = known.read(folder)
    assert after != before
    assert counted == ["read", "read"]


def test_a_copy_of_a_folder_is_the_same_city(tmp_path: Path, counted: list[str]) -> None:
    folder = drawn_city(tmp_path)
    known = Cities()
    one, _ = known.read(folder)
    other, _ = known.read(shutil.copytree(folder, tmp_path / "other"))
    assert other.regions is one.regions
    assert counted == ["read"]


def test_what_two_processes_share_is_of_the_very_state_that_was_asked_for(tmp_path: Path) -> None:
    folder = drawn_city(tmp_path)
    asking, working = Cities(), Cities()
    city, key = asking.read(folder)
    stand = Stand(folder, key, WALKING)
    assert asking.shared(stand)["city.streets"] is city.streets
    assert list(working.shared(stand)) == list(asking.shared(stand))
    remark(folder)
    with pytest.raises(BusyError):
        Cities().shared(stand)
    # Whoever has it still does not need the folder.
    assert working.shared(stand)


def test_only_some_cities_are_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, counted: list[str]) -> None:
    monkeypatch.setattr(cities, "KEPT", 1)
    folder = drawn_city(tmp_path)
    other = shutil.copytree(folder, tmp_path / "other")
    remark(other)
    known = Cities()
    for one in (folder, other, folder):
        known.read(one)
    assert counted == ["read"] * 3


def test_while_one_city_is_measured_another_one_is_read(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun, go_on = threading.Event(), threading.Event()

    def slow(city: City, **rest: WalkingOptions) -> Ground:
        begun.set()
        assert go_on.wait(LONG_S)
        return measure(city, **rest)

    monkeypatch.setattr(cities, "measure", slow)
    all_cities, other = Cities(), drawn_city(tmp_path / "other")
    measuring = threading.Thread(target=kept, args=(all_cities, folder))
    measuring.start()
    assert begun.wait(LONG_S)
    city, _ = all_cities.read(other)
    assert measuring.is_alive()
    assert city.name == load_city(other).name
    go_on.set()
    measuring.join(LONG_S)
    assert not measuring.is_alive()


def test_what_several_want_at_once_is_made_once(folder: Path, counted: list[str]) -> None:
    all_cities, start = Cities(), threading.Barrier(4)

    def work() -> None:
        start.wait(LONG_S)
        kept(all_cities, folder)

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(LONG_S)
    assert sorted(counted) == ["measured", "read"]
