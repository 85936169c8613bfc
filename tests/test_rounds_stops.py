"""Which places are on a work list, and what has to be done there."""

from __future__ import annotations

import pytest

from planner.rounds.stops import Task, sign_stops, task_of
from tests.drawn_assessment import SOUTH_M, WEST_M
from tests.drawn_signs import MUARA, signs_assessment


@pytest.mark.parametrize(
    ("status", "reason", "task"),
    [
        ("unmet", "no_sign", Task.PUT_UP),
        ("unmet", "sign_illegible", Task.REPLACE),
        ("unmet", "sign_faded", Task.REPLACE),
        ("unmet", "sign_not_visible", Task.MAKE_VISIBLE),
        ("unmet", "sign_obscured", Task.MAKE_VISIBLE),
        ("unknown", "not_surveyed", Task.SURVEY),
        ("unknown", "incompletely_surveyed", Task.SURVEY),
        ("unknown", "survey_out_of_date", Task.SURVEY),
    ],
)
def test_each_reason_has_a_task(status: str, reason: str, task: Task) -> None:
    assert task_of(status, reason) is task


def test_signs_come_before_what_has_to_be_looked_at() -> None:
    stops = sign_stops(signs_assessment())
    assert [(stop.place_id, str(stop.task)) for stop in stops] == [
        ("s:3", "put_up"),
        ("s:1", "replace"),
        ("b:2", "make_visible"),
        ("s:4", "make_visible"),
        ("b:1", "survey"),
        ("s:2", "survey"),
        ("x:1", "survey"),
    ]


def test_a_good_sign_is_no_stop_and_an_unknown_one_only_if_wanted() -> None:
    stops = sign_stops(signs_assessment(), unsurveyed=False)
    assert [stop.place_id for stop in stops] == ["s:3", "s:1", "b:2", "s:4"]


def test_a_stop_knows_where_it_is_and_when_it_was_seen() -> None:
    by_id = {stop.place_id: stop for stop in sign_stops(signs_assessment())}
    first = by_id["s:1"]
    assert (first.x_m, first.y_m, first.has_position) == (WEST_M + 100, SOUTH_M + 1000, True)
    assert (first.region_code, first.kecamatan_code, first.address) == (MUARA, MUARA[:8], "Jl. Contoh 1")
    assert (first.seen, by_id["b:1"].seen) == ("2026-03-01", None)
    assert not by_id["s:4"].has_position
    assert by_id["x:1"].region_code is None


def test_a_position_outside_the_city_is_none() -> None:
    assessment = signs_assessment()
    facilities = assessment.city.facilities
    facilities.loc[facilities["id"] == "s:1", "placement"] = "outside"
    assert not next(stop for stop in sign_stops(assessment) if stop.place_id == "s:1").has_position
