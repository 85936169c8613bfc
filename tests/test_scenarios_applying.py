"""A scenario applied to the drawn city: what comes out, and what can't be applied."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest
from drawn_scenario import degrees, drawn_growth, empty_scenario, park, play_city

from planner.errors import ScenarioError
from planner.model.city import City, Notice
from planner.model.kinds import FacilityKind
from planner.model.scenario import Change, CloseFacility, Grow, MoveFacility, Scenario, UpgradeFacility
from planner.model.survey import SURVEY
from planner.model.tables import FACILITIES
from planner.scenarios.applying import apply_scenario
from planner.scenarios.places import changed_places
from planner.texts import Language, text, translate

CITY = play_city()


def applied(*changes: Change, city: City = CITY) -> City:
    return apply_scenario(city, replace(empty_scenario(city), changes=changes))


def refusal(*changes: Change) -> str:
    with pytest.raises(ScenarioError) as caught:
        applied(*changes)
    return translate(caught.value.message, Language.ENGLISH)


def row(city: City, id_: str) -> pd.Series:
    return city.facilities.set_index("id").loc[id_]


def told(city: City) -> list[str]:
    return [translate(notice.text, Language.ENGLISH) for notice in city.notices]


def test_an_added_place_lies_in_its_region_and_tells_where_it_comes_from() -> None:
    city = applied(park(CITY, 3500, 500, area_m2=5000.0))
    added = row(city, "scenario:1")
    assert (added["kelurahan_code"], added["kecamatan_code"], added["placement"]) == ("02.02", "02", "position")
    assert (added["child_friendly"], added["public"], added["area_m2"]) == ("yes", "yes", 5000.0)
    assert (added["source"], added["source_row"], added["source_date"]) == ("scenario", 1, "2026-03-31")
    assert [(source.id, source.title) for source in city.sources] == [("drawn", "Gambar"), ("scenario", "Percobaan")]
    FACILITIES.validate(city.facilities)


def test_the_city_itself_is_left_as_it_is() -> None:
    before = CITY.facilities.copy()
    applied(park(CITY, 3500, 500), CloseFacility("p1"), UpgradeFacility("p2"), Grow(drawn_growth("01,2030,9999"), 2030))
    pd.testing.assert_frame_equal(pd.DataFrame(CITY.facilities), pd.DataFrame(before))
    assert CITY.people == 1600


def test_an_added_place_moves_and_is_upgraded_and_closed() -> None:
    lon, lat = degrees(CITY, 2500, 800)
    new = park(CITY, 3500, 500, child_friendly=False)
    moved = applied(new, MoveFacility("scenario:1", lon, lat), UpgradeFacility("scenario:1"))
    assert row(moved, "scenario:1")["kelurahan_code"] == "02.01"
    assert row(moved, "scenario:1")["child_friendly"] == "yes"
    gone = applied(new, CloseFacility("scenario:1"))
    assert gone.facilities["id"].tolist() == CITY.facilities["id"].tolist()


def test_an_upgraded_place_is_child_friendly_public_and_free() -> None:
    paid = {"facility_id": "p2", "place_name": "Taman p2", "fact": "free", "value": "no", "date": "2025-01-01"}
    survey = SURVEY.validate(pd.DataFrame([paid | {"office": "DLH", "row": 1}]).reindex(columns=list(SURVEY.columns)))
    city = applied(UpgradeFacility("p2"), city=replace(CITY, survey=survey))
    upgraded = row(city, "p2")
    assert (upgraded["child_friendly"], upgraded["public"], upgraded["source"]) == ("yes", "yes", "drawn")
    assert upgraded["child_friendly_basis"] == "Percobaan"
    assert city.survey.empty


def test_a_closed_place_is_gone_with_what_was_to_be_known_of_it() -> None:
    notices = (Notice("facility_without_position", "p3", text("…")), Notice("streets", "streets", text("…")))
    city = applied(CloseFacility("p3"), city=replace(CITY, notices=notices))
    assert "p3" not in set(city.facilities["id"])
    assert [notice.code for notice in city.notices] == ["streets", "scenario_change"]


def test_growth_changes_people_and_names_its_source() -> None:
    city = applied(Grow(drawn_growth("02.02,2030,4000"), 2030))
    assert city.population is not None
    assert city.population.loc["02.02"].tolist() == [4000, 1000, 500, 500]
    assert (city.population_source, city.population_date) == ("Gambar; drawn", "2030; 2024")
    assert [(one.id, one.title, one.date, one.licence, one.rows) for one in city.sources[1:]] == [
        ("scenario_growth", "Gambar", "2025", "CC0", 1)
    ]


def test_every_change_is_told() -> None:
    assert told(applied(park(CITY, 3500, 500), UpgradeFacility("p2"), CloseFacility("s1"))) == [
        translate_position("Added: Taman Baru (park, child-friendly) at {}."),
        "Made child-friendly, public and free of charge: Taman p2.",
        "Closed: SD Satu.",
    ]


def translate_position(template: str) -> str:
    lon, lat = degrees(CITY, 3500, 500)
    return template.format(f"{lon:.5f}, {lat:.5f}")


def test_the_fingerprint_tells_city_and_changes() -> None:
    one, same = applied(CloseFacility("p1")), applied(CloseFacility("p1"))
    assert one.fingerprint == same.fingerprint
    others = {applied(CloseFacility("p2")).fingerprint, applied(UpgradeFacility("p2")).fingerprint, CITY.fingerprint}
    assert len(others | {one.fingerprint}) == 4
    assert applied().fingerprint == CITY.fingerprint


def test_a_scenario_of_another_state_of_the_city_says_so() -> None:
    scenario = replace(empty_scenario(CITY), city_fingerprint="older", changes=(CloseFacility("s1"),))
    assert told(apply_scenario(CITY, scenario))[0].startswith(
        "The data of the city have changed since the scenario “Percobaan” was made on 2026-03-31"
    )


def test_a_scenario_of_another_city_is_refused() -> None:
    with pytest.raises(ScenarioError):
        apply_scenario(CITY, Scenario("Lain", "99", "other", "2026-03-31"))


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ([CloseFacility("gone")], "Change 1 of “Percobaan”: there is no place with the id gone (any more)"),
        ([UpgradeFacility("gone")], "Change 1 of “Percobaan”: there is no place with the id gone (any more)"),
        ([CloseFacility("p1"), CloseFacility("p1")], "Change 2 of “Percobaan”: “Taman p1” was closed before"),
        ([CloseFacility("p1"), UpgradeFacility("p1")], "Change 2 of “Percobaan”: “Taman p1” was closed before"),
        ([UpgradeFacility("s1")], "Change 1 of “Percobaan”: “SD Satu” is neither a park nor a play space"),
        ([MoveFacility("p1", 110.0, -1.0)], "Change 1 of “Percobaan”: “Taman p1” belongs to the city"),
        ([park(CITY, 9000, 500)], "Change 1 of “Percobaan”: “Taman Baru” would lie outside the city"),
        ([park(CITY, 500, 500, id_="p1")], "Change 1 of “Percobaan”: there is a place with the id p1"),
        (
            [park(CITY, 500, 500, kind=FacilityKind.LIBRARY)],
            "Change 1 of “Percobaan”: “Taman Baru” can't be a child-friendly park",
        ),
        (
            [CloseFacility("p1"), Grow(drawn_growth("99,2030,5"), 2030)],
            "Change 2 of “Percobaan”: The table of growth has the region 99",
        ),
    ],
)
def test_what_can_not_be_applied_is_one_plain_sentence(changes: list[Change], sentence: str) -> None:
    said = refusal(*changes)
    assert said.startswith(sentence)
    assert said.endswith(".")


def test_changed_places_are_told_for_a_map() -> None:
    after = applied(park(CITY, 3500, 500), UpgradeFacility("p2"), CloseFacility("s1"))
    places = changed_places(CITY, after)
    assert places[["id", "change"]].to_numpy().tolist() == [
        ["s1", "close"],
        ["p2", "upgrade"],
        ["scenario:1", "add"],
    ]
    assert places.crs == CITY.crs
