"""The covering problem as pure arrays."""

from __future__ import annotations

import numpy as np
import scipy.sparse as sp
from drawn_plan import covering
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.siting.solving.problem import merged

# Candidate 0 covers rows 0 and 1, candidate 1 rows 1 and 2, candidate 2 row 3.
PROBLEM = covering([[1, 1, 0, 0], [0, 1, 1, 0], [0, 0, 0, 1]], [10, 20, 30, 5], 2, duty=[0, -1, 1])


def test_a_row_counts_once() -> None:
    assert PROBLEM.value(np.array([0, 1])) == 60
    assert PROBLEM.value(np.array([], dtype=np.intp)) == 0


def test_gains_leave_out_what_is_covered() -> None:
    assert PROBLEM.gains(PROBLEM.covered(np.array([0]))).tolist() == [0, 30, 5]


def test_duties_are_met_by_their_own_candidates_only() -> None:
    assert PROBLEM.meets_duties(np.array([0, 2]))
    assert not PROBLEM.meets_duties(np.array([0, 1]))


def test_preferred_candidates_come_first_then_the_lower_number() -> None:
    problem = covering([[1], [1], [1]], [1], 1, preferred=[False, True, False])
    assert problem.preference.tolist() == [1, 0, 2]


def test_rows_that_the_same_candidates_cover_are_merged() -> None:
    # Rows 0 and 2 are covered by candidates 0 and 1, row 1 by candidate 1; nobody covers row 3, row 4 has no child.
    covers = sp.csr_array(np.array([[1, 0, 1, 0, 1], [1, 1, 1, 0, 0]]))
    fewer, weights = merged(covers, np.array([3, 4, 5, 6, 0]))
    assert weights.tolist() == [4, 8]
    assert fewer.toarray().tolist() == [[0, 1], [1, 1]]


@settings(deadline=None)
@given(st.integers(1, 5), st.integers(0, 12), st.data())
def test_merging_changes_the_value_of_no_plan(candidates: int, rows: int, data: st.DataObject) -> None:
    size = candidates * rows
    cells = np.array(data.draw(st.lists(st.integers(0, 1), min_size=size, max_size=size)), dtype=np.int64)
    weights = np.array(data.draw(st.lists(st.integers(0, 9), min_size=rows, max_size=rows)), dtype=np.int64)
    matrix = cells.reshape(candidates, rows)
    fewer, totals = merged(sp.csr_array(matrix), weights)
    for plan in range(2**candidates):
        chosen = np.array([(plan >> bit) & 1 for bit in range(candidates)])
        assert weights[chosen @ matrix > 0].sum() == totals[chosen @ fewer.toarray() > 0].sum()
    assert len({tuple(column) for column in fewer.toarray().T}) == len(totals)


def test_a_problem_of_some_candidates_keeps_their_facts() -> None:
    part, rows = PROBLEM.restricted(np.array([1, 2]))
    # Row 0 has nobody left; rows 1 and 2 have candidate 1 only and are one; row 3 comes after it.
    assert rows.tolist() == [-1, 0, 0, 1]
    assert (part.duty.tolist(), part.duties, part.sites) == ([-1, 1], 2, 2)
    assert part.value(np.array([0, 1])) == PROBLEM.value(np.array([1, 2])) == 55
