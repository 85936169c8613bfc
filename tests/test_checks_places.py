"""The places a check looks at, and their names in a sentence."""

from __future__ import annotations

import pytest
from drawn_plan import drawn_city, facility_table, place

from planner.checks.places import ids_of, names_told, play_places
from planner.texts import Language, translate


def test_only_parks_and_playgrounds_inside_the_city_are_looked_at() -> None:
    city = drawn_city(
        [
            place("park", "1"),
            place("playground", "2", kind="playground"),
            place("declared", "2", placement="declared", geometry=None),
            place("green space", "1", kind="rth"),
            place("forest", "1", kind="protected_forest"),
            place("far away", None),
        ]
    )
    assert ids_of(play_places(city)) == ("park", "playground", "declared")


@pytest.mark.parametrize(("count", "sentence"), [(1, "A"), (3, "A, B, C"), (5, "A, B, C and 2 more")])
def test_up_to_three_names_are_told(count: int, sentence: str) -> None:
    table = facility_table([place(name, "1") for name in "ABCDE"[:count]])
    assert translate(names_told(table), Language.ENGLISH) == sentence
