"""Whether streets reach places. Whether they reach homes is told by the choice of walking."""

from __future__ import annotations

from drawn_city import drawn_city, drawn_facility

from planner.access.network import StreetNetwork
from planner.access.street_coverage import places_apart
from planner.model.city import City
from planner.texts import Language, translate

# A long street, a short one on an island 400 m away, and land without a street.
STREETS = [[(0, 0), (500, 0), (1000, 0)], [(0, 400), (100, 400)]]


def city(*places: tuple[str, tuple[float, float]]) -> City:
    facilities = [drawn_facility(id_, xy) for id_, xy in places]
    return drawn_city({"A1.01": (0, 0, 1000, 1000)}, children=None, facilities=facilities, streets=STREETS)


def said(drawn: City) -> list[str]:
    notices = places_apart(drawn, StreetNetwork.of(drawn.streets.geometry))
    assert {notice.code for notice in notices} <= {"places_apart"}
    return [translate(notice.text, Language.ENGLISH) for notice in notices]


def test_places_on_the_streets_of_most_are_not_named() -> None:
    assert said(city(("near", (500, 100)))) == []
    assert said(city()) == []


def test_a_place_on_an_island_or_far_from_every_street_is_named() -> None:
    (sentence,) = said(city(("near", (500, 100)), ("island", (50, 420)), ("far", (600, 900))))
    assert sentence == (
        "No street joins 2 places with most of the city, so hardly anybody can walk there: Taman island, Taman far."
    )


def test_of_many_only_the_first_are_named() -> None:
    (sentence,) = said(city(*((f"{i}", (50.0, 400.0 + i)) for i in range(7))))
    assert sentence.endswith("Taman 0, Taman 1, Taman 2, Taman 3, Taman 4, ….")
