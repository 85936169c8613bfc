"""The city and its regions."""

from __future__ import annotations

import numpy as np
from drawn_city import drawn_city

from planner.access.demand import spread_children
from planner.access.units import Units, with_all

# Three kelurahan of one cell each, in two kecamatan; nobody lives in B1.01.
CITY = drawn_city(
    {"A1.01": (0, 0, 200, 200), "A1.02": (200, 0, 400, 200), "B1.01": (400, 0, 600, 200)},
    children={"A1.01": (10, 20, 30), "A1.02": (1, 2, 4), "B1.01": (0, 0, 0)},
)
UNITS = Units.of(CITY, spread_children(CITY).points)


def test_the_city_comes_first_then_each_level_by_code() -> None:
    assert list(zip(UNITS.codes, UNITS.levels, strict=True)) == [
        ("00", "city"), ("A1", "kecamatan"), ("B1", "kecamatan"),
        ("A1.01", "kelurahan"), ("A1.02", "kelurahan"), ("B1.01", "kelurahan"),
    ]  # fmt: skip


def test_a_value_of_the_points_is_summed_over_each_unit() -> None:
    # Points lie in A1.01 and A1.02.
    assert UNITS.total(np.array([5, 7])).tolist() == [12, 12, 0, 5, 7, 0]
    assert UNITS.total(np.array([[1.0, 2.0], [3.0, 4.0]]))[:2].tolist() == [[4.0, 6.0], [4.0, 6.0]]


def test_without_points_every_sum_is_zero() -> None:
    nobody = Units.of(CITY, spread_children(CITY).points.iloc[:0])
    assert nobody.total(np.zeros((0, 2, 3), dtype=np.int64)).shape == (6, 2, 3)


def test_each_level_says_where_each_point_lies() -> None:
    assert [(units.tolist(), of_point.tolist()) for units, of_point in UNITS.by_level()] == [
        ([0], [0, 0]), ([1, 2], [1, 1]), ([3, 4, 5], [3, 4]),
    ]  # fmt: skip


def test_all_children_stand_before_the_tiers() -> None:
    assert with_all(np.array([[1, 2, 3]])).tolist() == [[6, 1, 2, 3]]
