"""What a survey saw, as people read it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from drawn_assessment import HOSTILE, drawn_city
from drawn_survey import seen, survey_of

from planner.model.city import City
from planner.model.survey import SurveyFact
from planner.reports.facts import facility_facts
from planner.reports.survey_facts import survey_told, value_told
from planner.texts import Language, speak, translate

PARK = "city_list:1"


def surveyed(*rows: dict[str, object]) -> City:
    return replace(drawn_city(), survey=survey_of(*rows))


def facts_of(city: City, row: int = 0) -> dict[str, object]:
    with speak(Language.ENGLISH):
        return facility_facts(city, city.facilities).iloc[row].dropna().to_dict()


@pytest.mark.parametrize(
    ("fact", "value", "told"),
    [
        (SurveyFact.FREE, "yes", "yes"),
        (SurveyFact.FREE, "unknown", "not recorded"),
        (SurveyFact.PLAY_EQUIPMENT, "swing;slide", "2 kinds (swing, slide)"),
        (SurveyFact.PLAY_EQUIPMENT, "sandpit", "1 kind (sandpit)"),
        (SurveyFact.PLAY_EQUIPMENT, "none", "none at all"),
        (SurveyFact.AREA, "15000", "15,000 m²"),
        (SurveyFact.OPENING_HOURS, "{08}–18", "{08}–18"),
        (SurveyFact.PHOTO, "0123456789abcdef.jpg", "0123456789abcdef.jpg"),
    ],
)
def test_a_value_in_words(fact: SurveyFact, value: str, told: str) -> None:
    with speak(Language.ENGLISH):
        assert translate(value_told(fact, value)) == told


def test_what_was_seen_stands_before_the_source_with_date_and_office() -> None:
    facts = facts_of(surveyed(seen(PARK, "fence"), seen(PARK, "free", value="no", office=HOSTILE)))
    assert facts["Free entry"] == f"No (2026-03-01, {HOSTILE})"
    assert facts["Fence around the place"] == "Yes (2026-03-01, DLH)"
    assert list(facts)[-3:] == ["Free entry", "Fence around the place", "Source"]


def test_what_the_survey_told_of_every_facility_carries_its_date() -> None:
    facts = facts_of(surveyed(seen(PARK, "public"), seen(PARK, "area_m2", value="15000")))
    assert facts["Open to the public"] == "Yes (2026-03-01, DLH)"
    assert facts["Area"] == "15,000 m² (2026-03-01, DLH)"


def test_where_the_source_counts_the_survey_is_not_shown_in_its_place() -> None:
    # The drawn city has the park as public and 15,000 m² large.
    facts = facts_of(surveyed(seen(PARK, "public", value="no"), seen(PARK, "area_m2", value="12000")))
    assert facts["Open to the public"] == "Yes"
    assert facts["Area"] == "15,000 m²"


def test_what_is_taken_back_or_of_another_place_is_not_told() -> None:
    city = surveyed(seen(PARK), seen(PARK, value="unknown"), seen("X"), seen("city_list:3", "toilets"))
    with speak(Language.ENGLISH):
        assert survey_told(city, city.facilities["id"])["told"].tolist() == ["yes (2026-03-01, DLH)"]
    assert "Free entry" not in facts_of(city)
    assert facts_of(city, 2)["Toilets"] == "Yes (2026-03-01, DLH)"
