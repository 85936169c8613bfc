"""A city folder with a survey: what was seen counts, everywhere, with its date and office."""

from __future__ import annotations

import datetime as dt
import shutil
from pathlib import Path

import pytest
from city_folders import drawn_city, refusal

from planner.access.destinations import kinds_reached
from planner.checks.each.programme import check_programme
from planner.errors import LayerError
from planner.ingest import load_city
from planner.model.city import City
from planner.model.kinds import CHILD_FRIENDLY_PARK, FacilityKind
from planner.model.survey import SURVEY, KnownPlace, NewPlace, SurveyFact, SurveyRecord
from planner.model.tables import FACILITIES
from planner.rules.catalogue import load_rules
from planner.siting.land.places import upgradable_places
from planner.sources.survey.store import SURVEY_FILE, append_survey
from planner.texts import Language, translate

DAY = dt.date(2026, 3, 1)


def statuses(city: City) -> dict[str, str]:
    return {finding.unit_name: str(finding.status) for finding in check_programme(city, load_rules())}


def saw(folder: Path, place: KnownPlace | NewPlace, fact: SurveyFact, value: str) -> None:
    append_survey(folder, [SurveyRecord(place, fact, value, DAY, "DLH")])


@pytest.fixture
def built_in(tmp_path: Path, balikpapan_folder: Path) -> Path:
    """Return a copy of the built-in city."""
    return shutil.copytree(balikpapan_folder, tmp_path / "city")


def park(city: City, name: str) -> KnownPlace:
    rows = city.facilities[city.facilities["name"] == name]
    return KnownPlace(rows["id"].item(), name)


def test_an_empty_survey_leaves_the_city_as_it_is(tmp_path: Path) -> None:
    city = load_city(drawn_city(tmp_path))
    SURVEY.validate(city.survey)
    assert city.survey.empty
    assert "field_survey" not in {source.id for source in city.sources}


def test_the_survey_counts_for_the_fingerprint(tmp_path: Path) -> None:
    folder = drawn_city(tmp_path)
    before = load_city(folder).fingerprint
    saw(folder, KnownPlace("contoh:1", "Taman"), SurveyFact.FENCE, "yes")
    assert load_city(folder).fingerprint != before


def test_paid_entry_turns_a_kecamatan_to_unmet_and_nobody_walks_there(built_in: Path) -> None:
    before = load_city(built_in)
    # The only two child-friendly places of Selatan.
    for name in ("Taman Tiga Generasi", "Balikpapan Islamic Center"):
        assert statuses(load_city(built_in))["Balikpapan Selatan"] == "met"
        saw(built_in, park(before, name), SurveyFact.FREE, "no")
    after = load_city(built_in)
    assert statuses(before) | {"Balikpapan Selatan": "unmet"} == statuses(after)
    finding = next(each for each in check_programme(after, load_rules()) if each.unit_name == "Balikpapan Selatan")
    assert "Taman Tiga Generasi, free entry: no (2026-03-01, DLH)" in translate(finding.reason_text, Language.ENGLISH)
    reached, former = kinds_reached(after)[CHILD_FRIENDLY_PARK], kinds_reached(before)[CHILD_FRIENDLY_PARK]
    assert len(reached) == len(former) - 2


def test_a_park_that_costs_money_is_no_candidate(built_in: Path) -> None:
    city = load_city(built_in)
    dino = park(city, "Dino Park")
    assert dino.id in set(upgradable_places(city)["facility_id"])
    saw(built_in, dino, SurveyFact.FREE, "no")
    assert dino.id not in set(upgradable_places(load_city(built_in))["facility_id"])


def test_a_place_that_only_the_survey_knows_becomes_a_facility(built_in: Path) -> None:
    kecamatan = load_city(built_in).regions.set_index("name").loc["Balikpapan Timur"]
    lon, lat = 116.95, -1.18
    new = NewPlace("Taman Baru", FacilityKind.PARK, lon, lat)
    saw(built_in, new, SurveyFact.PUBLIC, "yes")
    saw(built_in, new, SurveyFact.AREA, "1500")
    city = load_city(built_in)
    FACILITIES.validate(city.facilities)
    [row] = city.facilities[city.facilities["source"] == "field_survey"].to_dict("records")
    assert (row["name"], row["kind"], row["public"], row["area_m2"]) == ("Taman Baru", "park", "yes", 1500.0)
    assert (row["kecamatan_code"], row["source_detail"], row["source_date"]) == (
        kecamatan["code"],
        "survey.csv: DLH",
        "2026-03-01",
    )
    assert row["child_friendly"] == "unknown"
    assert [source.rows for source in city.sources if source.id == "field_survey"] == [2]


def test_a_new_place_outside_the_city_is_reported_not_dropped(built_in: Path) -> None:
    saw(built_in, NewPlace("Taman Jauh", FacilityKind.PARK, 117.5, -1.2), SurveyFact.PUBLIC, "yes")
    city = load_city(built_in)
    assert city.facilities.set_index("name").at["Taman Jauh", "placement"] == "outside"
    assert any(notice.code == "facility_outside_city" for notice in city.notices)


def test_what_was_seen_of_a_merged_record_counts_for_the_place(built_in: Path) -> None:
    merging = load_city(built_in).merging
    assert merging is not None
    members = merging.members
    record, place = next((record, place) for record, place in members.items() if record != place)
    saw(built_in, KnownPlace(str(record), ""), SurveyFact.FENCE, "yes")
    city = load_city(built_in)
    assert city.survey["facility_id"].tolist() == [place]
    assert not [notice for notice in city.notices if notice.code.startswith("survey_")]


def test_city_toml_may_name_the_survey(tmp_path: Path) -> None:
    folder = drawn_city(tmp_path)
    saw(folder, KnownPlace("contoh:1", "Taman"), SurveyFact.FENCE, "yes")
    [source] = [source for source in load_city(folder).sources if source.id == "field_survey"]
    assert (source.title, source.date, source.rows, source.note) == (SURVEY_FILE, "2026-03-01", 1, "DLH")
    with (folder / "city.toml").open("a", encoding="utf-8") as file:
        file.write('\n[sources.field_survey]\ntitle = "Survei DLH"\ndate = 2026\nlicence = "CC BY 4.0"\n')
    [source] = [source for source in load_city(folder).sources if source.id == "field_survey"]
    assert (source.title, source.date, source.licence) == ("Survei DLH", "2026-03-01", "CC BY 4.0")


@pytest.mark.parametrize(
    ("row", "part"),
    [
        ("contoh:1,free,maybe,2026-03-01,DLH", "survey.csv, row 1: “maybe” can't be the value of free"),
        ("contoh:1,free,yes,2999-03-01,DLH", "lies in the future"),
        ("contoh:1,free,yes,2026-03-01,", "the column “office” is blank"),
    ],
)
def test_a_wrong_row_is_one_plain_sentence(tmp_path: Path, row: str, part: str) -> None:
    folder = drawn_city(tmp_path)
    (folder / SURVEY_FILE).write_text(f"facility_id,fact,value,date,office\n{row}\n", encoding="utf-8")
    assert part in refusal(folder, LayerError)


def test_the_built_in_city_is_as_the_city_says() -> None:
    assert statuses(load_city()) == {
        "Balikpapan Barat": "unmet",
        "Balikpapan Kota": "met",
        "Balikpapan Selatan": "met",
        "Balikpapan Tengah": "unmet",
        "Balikpapan Timur": "unknown",
        "Balikpapan Utara": "unmet",
    }
