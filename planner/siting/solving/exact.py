"""The covering problem as a mixed-integer program, solved with HiGHS."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import scipy.sparse as sp

from planner.siting.solving.clock import never
from planner.siting.solving.problem import Chosen, CoveringProblem
from planner.siting.solving.program import (
    HALF,
    INFINITY,
    Floats,
    Program,
    Rows,
    lowest,
    run,
    selection_rows,
    stacked,
    widened,
)

STOP_GAP = 0.9
"""Values are whole children, so a bound less than one above a plan proves it. In children."""


def branch_and_bound(
    problem: CoveringProblem,
    start: Chosen,
    time_limit_s: float,
    watch: Callable[[Chosen, float], None] | None = None,
    stop: Callable[[], bool] = never,
) -> tuple[Chosen, float]:
    """Search for the best plan with HiGHS.

    Parameters
    ----------
    problem
        The problem.
    start
        A plan that keeps to every constraint.
    time_limit_s
        How long to search, in seconds.
    watch
        Called with the best plan and bound so far, at most every half second.
    stop
        Whether to end the search.

    Returns
    -------
    The best plan found, and a bound on every plan, which may be infinite if time ran out.

    Raises
    ------
    planner.errors.UnsolvedError
        If HiGHS stops for any other reason than a proof, the time limit or ``stop``.
    """

    def trusted(values: Floats | None) -> Chosen:
        """Return a plan that HiGHS found, if it keeps to every constraint when counted in whole numbers."""
        found = start if values is None else np.flatnonzero(values[: problem.candidates] > HALF)
        return found if problem.allows(found) else start

    outcome = run(
        covering_program(problem),
        time_limit_s,
        gap=STOP_GAP,
        start=_columns(problem, start),
        watch=None if watch is None else lambda values, bound: watch(trusted(values), bound),
        stop=stop,
    )
    return trusted(outcome.values), outcome.bound


def covering_program(problem: CoveringProblem) -> Program:
    """Write the problem as a mixed-integer program: a column a candidate, a duty if need be, then what is reached.

    Without capacity that is a column a row of demand, which counts (at most once) only as far as a candidate that
    covers it is chosen. With capacity it is a column a candidate and row: the share of the row's children that go
    there. Either need not be whole.
    """
    chosen = selection_rows(problem)
    first = chosen.matrix.shape[1]
    links, gain = _flow_rows(problem, first) if problem.capacity is not None else _reach_rows(problem, first)
    columns = first + gain.size
    return Program(
        gain=np.concatenate([np.zeros(first), gain]),
        lower=lowest(problem, columns),
        upper=np.ones(columns),
        rows=stacked(widened(chosen, gain.size), links),
        whole=first,
    )


def _reach_rows(problem: CoveringProblem, first: int) -> tuple[Rows, Floats]:
    """Return the constraints of maximal covering, and the gain of a row's column."""
    rows = problem.weights.size
    unused = sp.csr_array((rows, first - problem.candidates))
    matrix = sp.csr_array(sp.hstack([-problem.covered_by, unused, sp.eye_array(rows)], format="csr"))
    return Rows(matrix, np.full(rows, -INFINITY), np.zeros(rows)), problem.weights.astype(np.float64)


def _flow_rows(problem: CoveringProblem, first: int) -> tuple[Rows, Floats]:
    """Return the constraints of covering with capacity, and the gain of the column of each candidate and row."""
    covers, rows, candidates = problem.covers, problem.weights.size, problem.candidates
    entries, ones = np.arange(covers.nnz), np.ones(covers.nnz)
    owner = np.repeat(np.arange(candidates), np.diff(covers.indptr))
    heads = problem.heads.astype(np.float64)
    unused = first - candidates
    once = sp.hstack(
        [sp.csr_array((rows, first)), sp.csr_array((ones, (covers.indices, entries)), shape=(rows, entries.size))]
    )
    full = sp.hstack(
        [
            sp.diags_array(-problem.limits.astype(np.float64)),
            sp.csr_array((candidates, unused)),
            sp.csr_array((heads[covers.indices], (owner, entries)), shape=(candidates, entries.size)),
        ]
    )
    opened = sp.hstack(
        [
            sp.csr_array((-ones, (entries, owner)), shape=(entries.size, candidates)),
            sp.csr_array((entries.size, unused)),
            sp.eye_array(entries.size),
        ]
    )
    lower = np.full(rows + candidates + entries.size, -INFINITY)
    upper = np.concatenate([np.ones(rows), np.zeros(candidates + entries.size)])
    matrix = sp.csr_array(sp.vstack([once, full, opened], format="csr"))
    return Rows(matrix, lower, upper), problem.weights[covers.indices].astype(np.float64)


def _columns(problem: CoveringProblem, plan: Chosen) -> Floats | None:
    """Return a plan as columns to begin with; without capacity only."""
    if problem.capacity is not None:
        return None
    chosen = np.zeros(problem.candidates)
    chosen[plan] = 1.0
    met = np.zeros(0)
    if problem.duties_needed is not None:
        met = np.ones(problem.duties)
        met[problem.unmet(plan)] = 0.0
    return np.concatenate([chosen, met, problem.covered(plan)])
