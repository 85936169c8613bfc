"""What is recorded of a facility, as people read it."""

from __future__ import annotations

from drawn_assessment import HOSTILE, drawn_city

from planner.reports.facts import capitalised, facility_facts
from planner.texts import Language, speak


def test_only_what_is_recorded_is_told_and_where_it_comes_from() -> None:
    city = drawn_city()
    with speak(Language.ENGLISH):
        facts = facility_facts(city, city.facilities)
    park = facts.iloc[0].dropna().to_dict()
    assert park == {
        "Kind": "Park",
        "Kecamatan": "Barat",
        "Kelurahan": "Muara",
        "Child-friendly": "Designated child-friendly (RBRA)",
        "Basis of the designation": "RBRA",
        "Open to the public": "Yes",
        "Area": "15,000 m²",
        "Source": "List of the city, 2025-08 (row 1)",
    }


def test_a_school_says_nothing_of_being_child_friendly() -> None:
    city = drawn_city()
    with speak(Language.ENGLISH):
        school = facility_facts(city, city.facilities).iloc[2].dropna().to_dict()
    assert school["Capacity"] == "240"
    assert "Child-friendly" not in school


def test_pupils_are_told_apart_from_capacity() -> None:
    city = drawn_city()
    schools = city.facilities.iloc[[2]].assign(pupils=312.0)
    with speak(Language.ENGLISH):
        school = facility_facts(city, schools).iloc[0].dropna().to_dict()
    assert (school["Capacity"], school["Pupils"]) == ("240", "312")


def test_words_from_data_stay_as_they_are() -> None:
    city = drawn_city()
    with speak(Language.ENGLISH):
        facts = facility_facts(city, city.facilities.iloc[[1]])
    assert facts["Note"].tolist() == [HOSTILE]


def test_only_the_first_letter_becomes_a_capital() -> None:
    assert capitalised("green space (RTH)") == "Green space (RTH)"
    assert capitalised("") == ""
