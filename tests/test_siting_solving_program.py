"""Programs in arrays, and HiGHS."""

from __future__ import annotations

import numpy as np
import pytest
import scipy.sparse as sp
from drawn_plan import apart, covering, small_problems
from hypothesis import given, settings
from hypothesis import strategies as st
from test_siting_solving_solver import best_value

from planner.errors import UnsolvedError
from planner.siting.solving.exact import branch_and_bound
from planner.siting.solving.greedy import first_plan
from planner.siting.solving.problem import CoveringProblem
from planner.siting.solving.program import Program, Rows, optimal, run, too_close_cliques


def knapsack(most: float) -> Program:
    """Return the choice among things that gain 4, 3 and 3 and weigh 3, 2 and 2."""
    rows = Rows(sp.csr_array(np.array([[3.0, 2.0, 2.0]])), np.zeros(1), np.array([most]))
    return Program(np.array([4.0, 3.0, 3.0]), np.zeros(3), np.ones(3), rows, whole=3)


def test_the_best_columns_and_their_bound() -> None:
    outcome = run(knapsack(4), 10.0)
    assert outcome.values is not None
    assert outcome.values.round().tolist() == [0, 1, 1]
    assert outcome.bound == pytest.approx(6)
    assert outcome.feasible


def test_where_nothing_fits_it_says_so() -> None:
    outcome = run(knapsack(-1), 10.0)
    assert (outcome.values, outcome.feasible, outcome.bound) == (None, False, -np.inf)
    with pytest.raises(UnsolvedError):
        optimal(knapsack(-1))


def test_a_program_without_columns_is_answered_too() -> None:
    rows = Rows(sp.csr_array((1, 0)), np.ones(1), np.ones(1))
    assert run(Program(np.zeros(0), np.zeros(0), np.zeros(0), rows, whole=0), 10.0).feasible is False


def test_a_triangle_is_one_constraint() -> None:
    sets = too_close_cliques(apart(4, [(0, 1), (0, 2), (1, 2), (2, 3)]))
    assert sets.toarray().tolist() == [[1, 1, 1, 0], [0, 0, 1, 1]]


@given(st.integers(2, 7), st.data())
def test_every_close_pair_is_in_a_set_and_no_other(candidates: int, data: st.DataObject) -> None:
    pairs = [(i, j) for i in range(candidates) for j in range(i) if data.draw(st.booleans())]
    close = apart(candidates, pairs)
    sets = too_close_cliques(close).toarray()
    together = (sets.T @ sets > 0) & ~np.eye(candidates, dtype=bool)
    assert (together == (close.toarray() > 0)).all()


@settings(deadline=None)
@given(small_problems())
def test_highs_alone_finds_the_best_of_all(problem: CoveringProblem) -> None:
    found, bound = branch_and_bound(problem, first_plan(problem), 10.0)
    assert problem.value(found) == best_value(problem)
    assert best_value(problem) <= bound + 0.001 < best_value(problem) + 1


def test_highs_can_be_watched() -> None:
    problem = covering(np.eye(3, dtype=int).tolist(), [30, 20, 10], 2)
    found, bound = branch_and_bound(problem, np.array([1, 2]), 10.0, watch=lambda chosen, limit: None)
    assert (found.tolist(), round(bound)) == ([0, 1], 50)
