"""Numbers as offices write them."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.sources.delivery.numbers import NumberStyle, number_style, parse_numbers


@pytest.mark.parametrize(
    ("cells", "may_group", "values"),
    [
        (["116,83", "-1,2"], False, [116.83, -1.2]),
        (["116.831", "-1.234"], False, [116.831, -1.234]),
        # A point before three digits is decimal for a coordinate, but between thousands for an area.
        (["1.250", "350"], True, [1250.0, 350.0]),
        (["1.250,5", "2"], True, [1250.5, 2.0]),
        (["1,250.5", "2"], True, [1250.5, 2.0]),
        # The northing tells the sign of the easting.
        (["486.123,4", "9.861.234"], False, [486123.4, 9861234.0]),
        (["1,5", "2.5"], True, [1.5, 2.5]),
        (["1 250", "1\u00a0300,5"], True, [1250.0, 1300.5]),
        ([1250, 0.5], True, [1250.0, 0.5]),
    ],
)
def test_the_decimal_sign_is_told_from_the_whole_column(
    cells: list[object], may_group: bool, values: list[float]
) -> None:
    found = parse_numbers(pd.Series(cells, dtype=object), may_group=may_group)
    assert found.values.tolist() == pytest.approx(values)
    assert not found.unreadable.any()


def test_what_is_no_finite_number_is_unreadable_and_blank_is_not() -> None:
    found = parse_numbers(pd.Series(["12", "dua", "nan", "inf", None, float("inf")], dtype=object), may_group=True)
    assert found.unreadable.tolist() == [False, True, True, True, False, True]


def test_a_column_that_could_be_read_both_ways_is_doubtful() -> None:
    assert parse_numbers(pd.Series(["1.250", "2.500"], dtype=object), may_group=True).is_doubtful
    assert not parse_numbers(pd.Series(["1.250", "2.500,5"], dtype=object), may_group=True).is_doubtful
    assert not parse_numbers(pd.Series(["1.250"], dtype=object), may_group=False).is_doubtful


@given(st.lists(st.floats(-180, 180).map(lambda value: round(value, 6)), min_size=1))
def test_coordinates_come_back_whichever_sign_is_used(values: list[float]) -> None:
    for sign in ".,":
        cells = pd.Series([f"{value:.6f}".replace(".", sign) for value in values], dtype=object)
        assert parse_numbers(cells, may_group=False).values.tolist() == pytest.approx(values, abs=1e-9)


def test_the_style_of_a_column_is_named() -> None:
    assert number_style(pd.Series(["1,5", "2"], dtype=object)) is NumberStyle.COMMA
    assert number_style(pd.Series([1.5, 2], dtype=object)) is NumberStyle.POINT
    assert number_style(pd.Series(["Taman", "Kebun"], dtype=object)) is None
