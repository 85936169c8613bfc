"""Shorter walks as the aim, against every plan of small problems."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import scipy.sparse as sp
from drawn_plan import plans_of, small_selections
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.siting.solving.location import LocationProblem, solve_center, solve_median


@st.composite
def location_problems(draw: st.DrawFn) -> LocationProblem:
    selection = draw(small_selections())
    candidates, rows = selection["preferred"].size, draw(st.integers(0, 6))
    far = 99
    cells = draw(st.lists(st.integers(0, 9) | st.just(far), min_size=candidates * rows, max_size=candidates * rows))
    metres = np.array(cells, dtype=np.float64).reshape(candidates, rows)
    candidate, row = np.nonzero(metres < far)
    existing = draw(st.lists(st.integers(0, 9) | st.just(np.inf), min_size=rows, max_size=rows))
    return LocationProblem(
        distance_m=sp.csr_array((metres[candidate, row], (candidate, row)), shape=metres.shape),
        weights=np.array(draw(st.lists(st.integers(0, 20), min_size=rows, max_size=rows)), dtype=np.int64),
        existing_m=np.array(existing, dtype=np.float64),
        longest_m=draw(st.integers(4, 12)),
        **selection,
    )


@settings(deadline=None, max_examples=100)
@given(location_problems())
def test_median_and_center_are_the_best_of_all(problem: LocationProblem) -> None:
    plans = plans_of(problem)
    if not plans:
        return
    median, center = solve_median(problem, 20.0), solve_center(problem, 20.0)
    assert problem.allows(median.chosen)
    assert problem.allows(center.chosen)
    assert median.objective == median.bound == min(problem.total_m(plan) for plan in plans)
    assert center.objective == center.bound == min(problem.farthest_m(plan) for plan in plans)


def line(sites: int) -> LocationProblem:
    """Return five children at 0, 100, 200, 300 and 1,000 m of a line, each a candidate."""
    at = np.array([0.0, 100.0, 200.0, 300.0, 1000.0])
    distance = np.abs(at[:, None] - at[None])
    row, column = np.indices(distance.shape).reshape(2, -1)
    return LocationProblem(
        distance_m=sp.csr_array((distance.ravel(), (row, column)), shape=distance.shape),
        weights=np.ones(5, dtype=np.int64),
        existing_m=np.full(5, np.inf),
        longest_m=2000,
        duty=np.full(5, -1),
        duties=0,
        sites=sites,
        preferred=np.zeros(5, dtype=bool),
    )


def test_one_site_for_the_average_stands_in_the_middle_of_the_children() -> None:
    # At 200 m: 200 + 100 + 0 + 100 + 800.
    solution = solve_median(line(1), 10.0)
    assert (solution.chosen.tolist(), solution.objective, solution.bound, solution.without) == ([2], 1200, 1200, 10_000)


def test_one_site_for_the_farthest_stands_between_the_ends() -> None:
    # At 300 m: 300 m from one end, 700 m from the other.
    solution = solve_center(line(1), 10.0)
    assert (solution.chosen.tolist(), solution.objective, solution.bound, solution.without) == ([3], 700, 700, 2000)


def test_of_equally_long_walks_the_shorter_ones_for_all_are_taken() -> None:
    # The end at 1,000 m needs its own site; of the places within 200 m of the others, 100 and 200 are equally good.
    solution = solve_center(line(2), 10.0)
    assert (solution.chosen.tolist(), solution.objective) == ([1, 4], 200)


def test_stopped_at_once_there_is_a_plan_with_a_bound() -> None:
    for solved in (solve_median(line(2), 10.0, stop=lambda: True), solve_center(line(2), 10.0, stop=lambda: True)):
        assert solved.bound <= solved.objective < solved.without
        assert solved.gap >= 0


def test_places_that_are_there_already_count() -> None:
    # The last child has a place 150 m away: one site at 100 or 200 m leaves 400 + 150 m, and 200 m at most.
    problem = replace(line(1), existing_m=np.array([np.inf, np.inf, np.inf, np.inf, 150.0]))
    assert solve_median(problem, 10.0).objective == 550
    assert solve_center(problem, 10.0).objective == 200


def test_other_solvers_find_the_same() -> None:
    # 120 children at (i / golden ratio, i² / golden ratio) modulo 1 km, every fourth a candidate, whole metres, five
    # sites. spopt 0.7.0 (PMedian and PCenter with CBC) gave 21,254 m in total and 316 m at most.
    number = np.arange(120)
    golden = (1 + 5**0.5) / 2
    x, y = 1000 * (number / golden % 1), 1000 * (number**2 / golden % 1)
    metres = np.rint(np.hypot(x[::4, None] - x, y[::4, None] - y))
    row, column = np.indices(metres.shape).reshape(2, -1)
    problem = LocationProblem(
        distance_m=sp.csr_array((metres.ravel(), (row, column)), shape=metres.shape),
        weights=np.ones(120, dtype=np.int64),
        existing_m=np.full(120, np.inf),
        longest_m=2000,
        duty=np.full(30, -1),
        duties=0,
        sites=5,
        preferred=np.zeros(30, dtype=bool),
    )
    median, center = solve_median(problem, 60.0), solve_center(problem, 60.0)
    assert (median.objective, median.bound) == (21254, 21254)
    assert (center.objective, center.bound) == (316, 316)
