"""Rounds: which stops, in which order, on which day, and which round comes first."""

from __future__ import annotations

import dataclasses
import itertools

import pytest

from planner.errors import OptionError
from planner.rounds.travel import Travel
from planner.rounds.work_list import WorkList, make_work_list
from planner.texts import Language, Text, translate
from tests.drawn_signs import BUKIT, MUARA, PLACES, signs_assessment


def visited(work: WorkList) -> list[list[list[str]]]:
    """Return the ids of the stops of each day of each round."""
    return [[[visit.stop.place_id for visit in day.visits] for day in one.days] for one in work.rounds]


def test_the_region_with_the_most_signs_to_do_comes_first_and_no_region_last() -> None:
    work = make_work_list(signs_assessment())
    assert [one.region_code for one in work.rounds] == [MUARA, BUKIT, None]
    assert [one.signs for one in work.rounds] == [3, 1, 0]
    assert [(one.region_name, one.kecamatan_name) for one in work.rounds] == [
        ("Muara", "Barat"),
        ("Bukit", "Timur"),
        (None, None),
    ]


def test_of_as_many_signs_the_region_with_more_children_comes_first() -> None:
    # One sign each: Muara has 100 children, Bukit 60.
    places = [place for place in PLACES if place[0] in {"s:1", "b:2"}]
    assert [one.region_name for one in make_work_list(signs_assessment(places)).rounds] == ["Muara", "Bukit"]


def test_a_round_goes_from_neighbour_to_neighbour_and_leaves_out_what_nobody_can_find() -> None:
    # In Muara, from west to east: s:1 at 100 m, s:3 at 500 m, s:2 at 900 m. s:4 has no position.
    work = make_work_list(signs_assessment())
    assert visited(work) == [[["s:1", "s:3", "s:2"]], [["b:1", "b:2"]], []]
    assert [[stop.place_id for stop in one.without_position] for one in work.rounds] == [["s:4"], [], ["x:1"]]
    muara = work.rounds[0]
    # 400 m of straight line, within the first knot of the detour: 400 · 1.95.
    assert [visit.leg_m for visit in muara.days[0].visits] == [0, 780, 780]
    assert [visit.number for visit in muara.days[0].visits] == [1, 2, 3]
    assert (muara.length_m, muara.bound_m, muara.is_proven, muara.excess) == (1560, 1560, True, 0.0)


def test_a_round_is_cut_into_days_and_its_stops_are_numbered_through() -> None:
    # 780 m at 4.68 km/h are 10 minutes: two stops of 10 minutes and the way between them fill half an hour.
    work = make_work_list(signs_assessment(), Travel(minutes_per_stop=10, hours_per_day=0.5, speed_kmh=4.68))
    assert visited(work)[0] in ([["s:1", "s:3"], ["s:2"]], [["s:1"], ["s:3", "s:2"]])
    days = work.rounds[0].days
    assert [day.number for day in days] == [1, 2]
    assert [visit.number for day in days for visit in day.visits] == [1, 2, 3]
    assert sorted(round(day.minutes) for day in days) == [10, 30]
    assert (days[0].way_m + days[1].way_m, work.days) == (780, 3)


def test_only_what_is_wanted_is_listed() -> None:
    assessment = signs_assessment()
    assert visited(make_work_list(assessment, unsurveyed=False)) == [[["s:1", "s:3"]], [["b:2"]]]
    assert visited(make_work_list(assessment, region=BUKIT)) == [[["b:1", "b:2"]]]


def test_a_region_that_does_not_exist_is_named() -> None:
    with pytest.raises(OptionError) as refused:
        make_work_list(signs_assessment(), region="90.99")
    assert translate(refused.value.message, Language.ENGLISH) == "The city has no kelurahan with the code 90.99."


def test_nothing_to_do_is_an_empty_list() -> None:
    work = make_work_list(signs_assessment(PLACES[4:5]))
    assert (work.rounds, work.stops, work.days, work.way_m) == ((), (), 0, 0)


def test_it_is_told_how_far_it_is_and_can_be_stopped() -> None:
    told: list[Text] = []
    work = make_work_list(signs_assessment(), told=told.append, stop=lambda: True)
    assert [translate(one, Language.ENGLISH) for one in told] == [
        "Ordering the stops of Muara (1 of 3)",
        "Ordering the stops of Bukit (2 of 3)",
        "Ordering the stops of no known region (3 of 3)",
    ]
    assert len(work.stops) == 7


def test_every_stop_is_listed_once_and_the_same_city_gives_the_same_list() -> None:
    first, second = make_work_list(signs_assessment()), make_work_list(signs_assessment())
    assert first.rounds == second.rounds
    ids = [stop.place_id for stop in first.stops]
    assert sorted(ids) == sorted(place[0] for place in PLACES if place[4] != "met")
    assert all(one != other for one, other in itertools.combinations(ids, 2))


def test_a_city_without_kelurahan_has_a_round_for_each_kecamatan() -> None:
    assessment = signs_assessment()
    regions = assessment.city.regions
    kecamatan = regions[regions["level"] == "kecamatan"].reset_index(drop=True)
    city = dataclasses.replace(assessment.city, regions=kecamatan, population=None)
    work = make_work_list(dataclasses.replace(assessment, city=city))
    assert [(one.region_name, one.kecamatan_name) for one in work.rounds] == [
        ("Barat", None),
        ("Timur", None),
        (None, None),
    ]
