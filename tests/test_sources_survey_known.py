"""Which places a survey may be about, and what two rows of one file may not say."""

from __future__ import annotations

import pytest
from drawn_assessment import drawn_city
from drawn_survey import seen, survey_of
from drawn_visits import KNOWN

from planner.errors import LayerError
from planner.sources.survey.known import check_agrees, check_known, each_once, known_places
from planner.texts import Language, translate

FOUND = {"place_name": "Taman Baru", "kind": "park", "lon": 110.0, "lat": -5.0}


def test_the_places_of_a_city_are_known_by_name_and_it_knows_its_ground() -> None:
    city = drawn_city()
    known = known_places(city)
    assert set(city.facilities["id"]) <= set(known.names)
    middle = city.regions.to_crs("EPSG:4326").geometry.iloc[0].representative_point()
    assert known.is_inside(middle.x, middle.y)
    assert not known.is_inside(0.0, 80.0)
    assert not known.is_inside(500.0, 0.0)


def test_rows_of_known_and_of_new_places_pass() -> None:
    check_known(survey_of(seen("contoh:1"), seen("field_survey:1", **FOUND)), KNOWN, "t.csv")


@pytest.mark.parametrize(
    ("place", "name", "part"),
    [
        ("contoh:11", None, "t.csv, row 2: the city has no place with the id “contoh:11”: perhaps contoh:1 is meant"),
        ("x", "SD DUA", "perhaps contoh:2 is meant, “SD Dua”"),
        ("x", None, "take the id from the template"),
    ],
)
def test_a_place_that_does_not_exist_is_named_with_its_row(place: str, name: str | None, part: str) -> None:
    with pytest.raises(LayerError) as caught:
        check_known(survey_of(seen("contoh:1"), seen(place, place_name=name)), KNOWN, "t.csv")
    assert part in translate(caught.value.message, Language.ENGLISH)


def test_two_answers_to_one_question_are_refused_with_both_rows() -> None:
    rows = [seen("A", value="yes"), seen("A", "fence"), seen("A", value="no")]
    with pytest.raises(LayerError) as caught:
        check_agrees(survey_of(*rows), "t.csv")
    assert "t.csv, rows 1 and 3: free of A on 2026-03-01 is “yes” in one and “no” in the other" in translate(
        caught.value.message, Language.ENGLISH
    )
    # Another day, another place or another photo is no contradiction.
    check_agrees(
        survey_of(
            *(seen("A"), seen("A", value="no", date="2026-03-02"), seen("B", value="no")),
            *(seen("A", "photo", value="1.jpg"), seen("A", "photo", value="2.jpg")),
        ),
        "t.csv",
    )


def test_what_is_said_twice_counts_once_but_two_offices_are_two() -> None:
    rows = [seen("A"), seen("A"), seen("A", office="DPPR"), seen("A", "fence")]
    assert each_once(survey_of(*rows)).tolist() == [True, False, True, True]
