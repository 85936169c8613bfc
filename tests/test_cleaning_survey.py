"""What a survey saw becomes what is known of a place."""

from __future__ import annotations

import geopandas as gpd
import pytest
from drawn_plan import facility_table, place
from drawn_survey import seen, survey_of
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.cleaning.survey import Surveyed, apply_survey
from planner.model.survey import no_survey
from planner.model.tables import FACILITIES
from planner.texts import Language, translate

TITLES = {"drawn": "List of the city"}


def table(**facts: object) -> gpd.GeoDataFrame:
    return facility_table([place("A", "1", source_date="2025-06", **facts), place("B", "1")])


def applied(facilities: gpd.GeoDataFrame, *rows: dict[str, object]) -> Surveyed:
    surveyed = apply_survey(facilities, survey_of(*rows), TITLES)
    FACILITIES.validate(surveyed.facilities)
    return surveyed


def said(surveyed: Surveyed) -> list[tuple[str, str]]:
    return [(notice.code, translate(notice.text, Language.ENGLISH)) for notice in surveyed.notices]


def test_without_a_survey_nothing_changes() -> None:
    facilities = table(public="yes", area_m2=100.0)
    surveyed = apply_survey(facilities, no_survey(), TITLES)
    assert surveyed.facilities.equals(facilities)
    assert surveyed.notices == ()


def test_a_sign_tells_nothing_new_of_places_which_stay_the_very_same_table() -> None:
    facilities = table(public="yes")
    surveyed = applied(facilities, seen("A", "smoke_free_sign"), seen("X"))
    assert surveyed.facilities is facilities
    assert [code for code, _ in said(surveyed)] == ["survey_of_unknown_facility"]


def test_what_nobody_knew_is_known_with_its_date_and_office() -> None:
    surveyed = applied(table(), seen("A", "public", value="no"), seen("A", "area_m2", value="1200", date="2026-02-01"))
    first = surveyed.facilities.iloc[0]
    assert (first["public"], first["area_m2"]) == ("no", 1200.0)
    # Of two facts, the newer one names date and office.
    assert first["source_detail"] == "List of the city (+ survey.csv 2026-03-01, DLH)"
    assert surveyed.facilities.iloc[1]["public"] == "unknown"
    assert said(surveyed) == []


@pytest.mark.parametrize(
    ("source_date", "public", "believed"),
    [
        ("2025", "no", "survey"),
        ("2026-03", "no", "survey"),
        ("2026-03-01", "no", "survey"),
        ("2026-03-02", "yes", "source"),
        ("2027", "yes", "source"),
        ("spring of 2030", "no", "survey"),
    ],
)
def test_of_two_that_differ_the_newer_one_counts(source_date: str, public: str, believed: str) -> None:
    facilities = facility_table([place("A", "1", public="yes", source_date=source_date)])
    surveyed = applied(facilities, seen("A", "public", value="no"))
    assert surveyed.facilities["public"].tolist() == [public]
    [(code, sentence)] = said(surveyed)
    assert code == "survey_differs"
    assert f"the {believed} counts" in sentence


def test_two_that_agree_are_not_mentioned() -> None:
    surveyed = applied(table(public="yes", area_m2=1000.0), seen("A", "public"), seen("A", "area_m2", value="1050"))
    assert said(surveyed) == []
    assert surveyed.facilities["area_m2"].iloc[0] == 1050.0


def test_areas_that_differ_by_more_than_a_tenth_are_mentioned() -> None:
    assert len(said(applied(table(area_m2=1000.0), seen("A", "area_m2", value="1101")))) == 1


def test_an_answer_taken_back_leaves_the_source_alone() -> None:
    surveyed = applied(
        table(public="yes"), seen("A", "public", value="no", date="2026-01-01"), seen("A", "public", value="unknown")
    )
    assert surveyed.facilities["public"].iloc[0] == "yes"
    assert said(surveyed) == []


def test_a_survey_never_designates() -> None:
    every = [seen("A", fact) for fact in ("public", "free", "fence", "toilets", "hand_washing", "disabled_access")]
    surveyed = applied(table(child_friendly="unknown"), *every)
    assert surveyed.facilities["child_friendly"].iloc[0] == "unknown"


def test_a_place_the_city_does_not_have_is_mentioned_once() -> None:
    surveyed = applied(table(), seen("A"), seen("X"), seen("X", "fence"))
    assert said(surveyed) == [
        (
            "survey_of_unknown_facility",
            "survey.csv, row 2: the city has no place with the id X, so 2 facts of it count nowhere; correct the id.",
        )
    ]


def test_a_place_that_is_called_otherwise_now_is_mentioned() -> None:
    surveyed = applied(table(), seen("A", place_name="a"), seen("B", place_name="Taman Lain"), seen("B", "fence"))
    [(code, sentence)] = said(surveyed)
    assert code == "survey_of_renamed_facility"
    assert "row 2: the survey calls B “Taman Lain”, the city now calls it “B”" in sentence


@settings(deadline=None)
@given(
    st.sampled_from(["yes", "no", "unknown"]),
    st.lists(st.tuples(st.sampled_from(["yes", "no", "unknown"]), st.dates().map(str)), max_size=4),
)
def test_what_the_source_knows_never_becomes_unknown(known: str, answers: list[tuple[str, str]]) -> None:
    rows = [seen("A", "public", value=value, date=date) for value, date in answers]
    public = applied(table(public=known), *rows).facilities["public"].iloc[0]
    assert public != "unknown" or known == "unknown"
