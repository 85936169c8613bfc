"""Ways cut into days of field work, and how long work takes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.errors import OptionError
from planner.rounds.days import split_days
from planner.rounds.travel import Mode, Travel
from planner.texts import Language, translate

# 6 km/h are 100 m a minute.
HOUR = Travel(Mode.WALK, minutes_per_stop=10, hours_per_day=1, speed_kmh=6)


def test_a_day_holds_as_many_stops_as_its_hours() -> None:
    # Six stops of 10 minutes fill an hour; with ways of 100 m only five do: 5 · 10 + 4 = 54 minutes.
    assert split_days([0.0] * 5, HOUR) == [6]
    assert split_days([100.0] * 5, HOUR) in ([5, 1], [1, 5])
    assert sum(split_days([0.0] * 6, HOUR)) == 7


def test_the_longest_ways_are_left_between_days() -> None:
    # Either cut gives two days; the one after the third stop saves 900 m, the others 100 m.
    assert split_days([100.0, 100.0, 900.0, 100.0, 100.0], HOUR) == [3, 3]


def test_a_way_longer_than_a_day_is_never_within_one() -> None:
    assert split_days([7000.0], HOUR) == [1, 1]
    assert split_days([], HOUR) == [1]


@given(st.lists(st.floats(0, 8000), max_size=30))
def test_every_day_fits_and_no_stop_is_lost(legs_m: list[float]) -> None:
    sizes = split_days(legs_m, HOUR)
    assert sum(sizes) == len(legs_m) + 1
    begin = 0
    for size in sizes:
        assert HOUR.minutes(size, sum(legs_m[begin : begin + size - 1])) <= HOUR.day_minutes + 1e-6
        begin += size


def test_speeds_differ_by_the_way_of_going_and_can_be_changed() -> None:
    assert Travel(Mode.WALK).way_minutes(4300) == pytest.approx(60)
    assert Travel(Mode.DRIVE).way_minutes(20_000) == pytest.approx(60)
    assert Travel(Mode.DRIVE, speed_kmh=30).minutes(2, 15_000) == pytest.approx(2 * 10 + 30)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"minutes_per_stop": 0}, "The minutes at a stop must be more than 0 and at most 240, not 0."),
        ({"hours_per_day": 25}, "The hours of a day in the field must be more than 0 and at most 24, not 25."),
        ({"speed_kmh": float("nan")}, "The speed in km/h must be more than 0 and at most 120, not NaN."),
        (
            {"minutes_per_stop": 90, "hours_per_day": 1},
            "A day in the field of 1 h is too short for one stop of 90 minutes: make it longer.",
        ),
    ],
)
def test_what_is_impossible_is_one_plain_sentence(changes: dict[str, float], sentence: str) -> None:
    with pytest.raises(OptionError) as refused:
        Travel(**changes)  # type: ignore[arg-type]
    assert translate(refused.value.message, Language.ENGLISH) == sentence
