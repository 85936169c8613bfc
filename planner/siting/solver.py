"""The best plan, with a proof: the covering problem as a mixed-integer program, solved with HiGHS."""

from __future__ import annotations

import math
import time
from dataclasses import dataclass

import highspy
import numpy as np
import scipy.sparse as sp

from planner.errors import UnsolvedError
from planner.siting.greedy import first_plan
from planner.siting.problem import NOISE, Chosen, CoveringProblem
from planner.siting.relaxation import relax
from planner.siting.swaps import improved_by_swaps
from planner.texts import text

STOP_GAP = 0.9
"""Values are whole children, so a bound less than one above a plan proves it. In children."""


@dataclass(frozen=True, eq=False)
class Solution:
    """A plan and its proof.

    Attributes
    ----------
    chosen
        Numbers of the chosen candidates, in order.
    objective
        What they cover.
    bound
        No plan covers more than this.
    seconds
        Time it took.
    """

    chosen: Chosen
    objective: int
    bound: int
    seconds: float


def solve(problem: CoveringProblem, time_limit_s: float) -> Solution:
    """Find the plan of the greatest value, or the best one found within a time, and a bound on every plan.

    A greedy plan is improved by swaps. A relaxation bounds every plan and leaves out candidates that no
    better plan can hold; HiGHS decides about the others, on one thread from a fixed seed, until the plan is
    proven. Ties are settled by swaps, outside the objective, so that neither objective nor bound is touched.

    Parameters
    ----------
    problem
        At least as many sites as duties, and a candidate for each duty.
    time_limit_s
        How long HiGHS may search, in seconds.

    Raises
    ------
    planner.errors.UnsolvedError
        If HiGHS stops for any other reason than a proof or the time limit.
    """
    started = time.perf_counter()
    relaxation = relax(problem, improved_by_swaps(problem, first_plan(problem)))
    chosen = improved_by_swaps(problem, relaxation.plan)
    bound = relaxation.bound
    if math.floor(bound + NOISE) > problem.value(chosen):
        # Every better plan is made of these; the present one is kept among them as a start.
        kept = np.union1d(np.flatnonzero(relaxation.may_improve(problem.value(chosen))), chosen)
        found, dual_bound = branch_and_bound(problem.restricted(kept), np.searchsorted(kept, chosen), time_limit_s)
        bound = min(bound, dual_bound)
        if problem.value(kept[found]) > problem.value(chosen):
            chosen = improved_by_swaps(problem, kept[found])
    objective = problem.value(chosen)
    return Solution(chosen, objective, max(objective, math.floor(bound + NOISE)), time.perf_counter() - started)


def branch_and_bound(problem: CoveringProblem, start: Chosen, time_limit_s: float) -> tuple[Chosen, float]:
    """Search for the best plan with HiGHS.

    Parameters
    ----------
    problem
        The problem.
    start
        A plan that meets every duty.
    time_limit_s
        How long to search, in seconds.

    Returns
    -------
    The best plan found, and a bound on every plan, which may be infinite if time ran out.

    Raises
    ------
    planner.errors.UnsolvedError
        If HiGHS stops for any other reason than a proof or the time limit.
    """
    solver = highspy.Highs()  # type: ignore[no-untyped-call]
    for option, value in {
        "output_flag": False,
        "threads": 1,
        "random_seed": 0,
        "mip_rel_gap": 0.0,
        "mip_abs_gap": STOP_GAP,
        "time_limit": time_limit_s,
    }.items():
        solver.setOptionValue(option, value)
    solver.passModel(_program(problem))
    open_at_start = np.zeros(problem.candidates)
    open_at_start[start] = 1.0
    columns = np.arange(problem.candidates + problem.weights.size, dtype=np.int32)
    solver.setSolution(columns.size, columns, np.concatenate([open_at_start, problem.covered(start)]))
    solver.run()
    status = solver.getModelStatus()
    if status not in (highspy.HighsModelStatus.kOptimal, highspy.HighsModelStatus.kTimeLimit):
        raise UnsolvedError(
            text(
                "The search for the best sites stopped without a result ({status}): try another number of sites.",
                status=solver.modelStatusToString(status),
            )
        )
    values = np.asarray(solver.getSolution().col_value[: problem.candidates])
    found = np.flatnonzero(values > 0.5) if values.size else start
    # A solution is trusted only after its duties and number are counted again in whole numbers.
    valid = found.size <= problem.sites and problem.meets_duties(found)
    return (found if valid else start), float(solver.getInfo().mip_dual_bound)


def _program(problem: CoveringProblem) -> highspy.HighsLp:
    """Write the problem as a mixed-integer program: a column a candidate, then a column a row of demand.

    A row of demand counts (at most once) only as far as a candidate that covers it is chosen, so its own
    column need not be whole.
    """
    candidates, rows, duties = problem.candidates, problem.weights.size, problem.duties
    with_duty = np.flatnonzero(problem.duty >= 0)
    duty_rows = sp.csr_array(
        (np.ones(with_duty.size), (problem.duty[with_duty], with_duty)), shape=(duties, candidates + rows)
    )
    matrix = sp.csr_array(
        sp.vstack(
            [
                sp.hstack([-problem.covers.T, sp.eye_array(rows)]),
                sp.csr_array(np.concatenate([np.ones(candidates), np.zeros(rows)])[None, :]),
                duty_rows,
            ],
            format="csr",
        )
    )
    sites = float(min(problem.sites, candidates))
    program = highspy.HighsLp()
    program.sense_ = highspy.ObjSense.kMaximize
    program.num_col_, program.num_row_ = candidates + rows, rows + 1 + duties
    program.col_cost_ = np.concatenate([np.zeros(candidates), problem.weights.astype(np.float64)])
    program.col_lower_, program.col_upper_ = np.zeros(candidates + rows), np.ones(candidates + rows)
    program.row_lower_ = np.concatenate([np.full(rows, -highspy.kHighsInf), [sites], np.ones(duties)])
    program.row_upper_ = np.concatenate([np.zeros(rows), [sites], np.full(duties, highspy.kHighsInf)])
    program.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    program.a_matrix_.num_col_, program.a_matrix_.num_row_ = program.num_col_, program.num_row_
    program.a_matrix_.start_, program.a_matrix_.index_ = matrix.indptr, matrix.indices
    program.a_matrix_.value_ = matrix.data.astype(np.float64)
    kinds = highspy.HighsVarType
    program.integrality_ = [kinds.kInteger] * candidates + [kinds.kContinuous] * rows
    return program
