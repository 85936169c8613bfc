"""What children walk to."""

from __future__ import annotations

from drawn_city import drawn_city, drawn_facility

from planner.access.destinations import destinations, kinds_reached
from planner.model.kinds import CHILD_FRIENDLY_PARK

ONE = {"A1.01": (0.0, 0.0, 1000.0, 1000.0)}


def test_a_place_outside_the_city_or_without_a_position_is_no_destination() -> None:
    city = drawn_city(
        ONE,
        children=None,
        facilities=[
            drawn_facility("in", (1, 1)),
            drawn_facility("out", (5000, 1), placement="outside"),
            drawn_facility("named", None, placement="declared", kecamatan_code="A1"),
        ],
    )
    assert destinations(city.facilities)["id"].tolist() == ["in"]


def test_child_friendly_parks_are_public_places_to_play_that_are_designated() -> None:
    city = drawn_city(
        ONE,
        children=None,
        facilities=[
            drawn_facility("park", (1, 0), child_friendly="yes"),
            drawn_facility("playground", (2, 0), kind="playground", child_friendly="yes", public="unknown"),
            drawn_facility("paid", (3, 0), child_friendly="yes", public="no"),
            drawn_facility("claimed", (4, 0), child_friendly="claimed"),
            drawn_facility("forest", (5, 0), kind="protected_forest", child_friendly="yes"),
            drawn_facility("school", (6, 0), kind="school_sd", child_friendly="yes"),
            drawn_facility("lost", None, kind="library"),
        ],
    )
    reached = kinds_reached(city)
    assert {kind: places.x.tolist() for kind, places in reached.items()} == {
        CHILD_FRIENDLY_PARK: [1, 2],
        "park": [1, 3, 4],
        "playground": [2],
        "school_sd": [6],
        "library": [],
    }
    assert next(iter(reached)) == CHILD_FRIENDLY_PARK


def test_a_city_without_facilities_still_asks_for_the_park() -> None:
    reached = kinds_reached(drawn_city(ONE, children=None))
    assert list(reached) == [CHILD_FRIENDLY_PARK]
    assert reached[CHILD_FRIENDLY_PARK].empty
