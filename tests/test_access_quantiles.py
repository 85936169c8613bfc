"""What half of the children, or nine in ten, stay below."""

from __future__ import annotations

import numpy as np
import pytest
from drawn_city import drawn_city
from hypothesis import given
from hypothesis import strategies as st

from planner.access.demand import spread_children
from planner.access.quantiles import MEDIAN, NINE_IN_TEN, quantiles
from planner.access.units import Units

BOXES = {f"A1.0{n}": (200.0 * n, 0.0, 200.0 * n + 200, 200.0) for n in range(1, 5)}
CITY = drawn_city(BOXES, children=dict.fromkeys(BOXES, (1, 1, 1)))
UNITS = Units.of(CITY, spread_children(CITY).points)


def of_city(minutes: list[float], children: list[int]) -> list[float]:
    """Return median and 90th percentile of the whole city for one tier at four points."""
    values, weights = np.array(minutes)[:, None], np.array(children)[:, None]
    found = quantiles(values, weights, UNITS, [MEDIAN, NINE_IN_TEN])
    return [float(value) for value in found[:, 0, 1]]


def test_each_child_counts_once() -> None:
    # In order of minutes: 5 children walk 2, 3 walk 4, 1 walks 8 and 1 walks 20. The fifth of ten is the middle one,
    # the ninth is the last of nine in ten.
    assert of_city([4, 2, 20, 8], [3, 5, 1, 1]) == [2.0, 8.0]


def test_parts_of_a_child_are_rounded_up() -> None:
    # Of three children, half is one and a half: the second counts; nine in ten are 2.7: the third.
    assert of_city([1, 2, 3, 99], [1, 1, 1, 0]) == [2.0, 3.0]


def test_who_reaches_nothing_walks_for_ever() -> None:
    assert of_city([5, np.inf, 1, 1], [9, 1, 0, 0]) == [5.0, 5.0]
    assert of_city([5, np.inf, 1, 1], [8, 2, 0, 0]) == [5.0, np.inf]


def test_nobody_has_no_middle() -> None:
    assert np.isnan(of_city([1, 2, 3, 4], [0, 0, 0, 0])).all()


def test_all_children_are_the_tiers_together_and_each_region_counts_its_own() -> None:
    minutes = np.array([[1.0, 9.0], [2.0, 8.0], [3.0, 7.0], [4.0, 6.0]])
    found = quantiles(minutes, np.ones((4, 2), dtype=np.int64), UNITS, [MEDIAN])[0]
    assert found[0].tolist() == [4.0, 2.0, 7.0]  # of 1 2 3 4 6 7 8 9 the fourth
    assert found[2:].tolist() == [[1.0, 1.0, 9.0], [2.0, 2.0, 8.0], [3.0, 3.0, 7.0], [4.0, 4.0, 6.0]]


@given(st.lists(st.tuples(st.integers(0, 50), st.integers(0, 9)), min_size=4, max_size=4))
def test_as_if_every_child_were_written_out(points: list[tuple[int, int]]) -> None:
    everyone = sorted(minutes for minutes, children in points for _ in range(children))
    found = of_city([float(minutes) for minutes, _ in points], [children for _, children in points])
    if not everyone:
        assert np.isnan(found).all()
        return
    expected = [everyone[-(-over * len(everyone) // under) - 1] for over, under in (MEDIAN, NINE_IN_TEN)]
    assert found == pytest.approx(expected)
