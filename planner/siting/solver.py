"""The best plan, with a proof: the covering problem as a mixed-integer program, solved with HiGHS."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import highspy
import numpy as np
import numpy.typing as npt
import scipy.sparse as sp

from planner.errors import UnsolvedError
from planner.siting.clock import Clock, never
from planner.siting.greedy import first_plan
from planner.siting.problem import NOISE, Chosen, CoveringProblem
from planner.siting.relaxation import Relaxation, relax
from planner.siting.swaps import improved_by_swaps, shaken
from planner.texts import text

STOP_GAP = 0.9
"""Values are whole children, so a bound less than one above a plan proves it. In children."""

FIRST_STEPS = 120
"""Subgradient steps before the first bound is told."""

REFINEMENTS, SHAKES = 8, 5
"""At most so many rounds of better prices and better plans, and tries of a better plan in each."""

MOST_ENTRIES = 1_500_000
"""HiGHS is not asked about a greater matrix: it would need hours for its first bound."""

WATCH_S = 0.5
"""Whoever watches HiGHS hears of it at most so often, in seconds."""


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


@dataclass(frozen=True, eq=False)
class Progress:
    """What is known while the search goes on. A later one is never worse.

    Attributes
    ----------
    chosen
        The best plan so far.
    objective
        What it covers.
    bound
        No plan covers more than this.
    seconds
        Time since the search began.
    """

    chosen: Chosen
    objective: int
    bound: int
    seconds: float

    @property
    def gap(self) -> float:
        """By how much another plan may be better, as a share of this one's value."""
        return (self.bound - self.objective) / self.objective if self.objective else float(self.bound > 0)


Report = Callable[[Progress], None]


@dataclass(eq=False)
class _Search:
    """The best plan and bound so far, and whoever watches."""

    problem: CoveringProblem
    chosen: Chosen
    bound: float
    clock: Clock
    report: Report | None

    @property
    def objective(self) -> int:
        return self.problem.value(self.chosen)

    @property
    def whole_bound(self) -> int:
        return max(self.objective, math.floor(self.bound + NOISE))

    @property
    def ended(self) -> bool:
        return self.whole_bound == self.objective or self.clock.over()

    def note(self, chosen: Chosen, bound: float) -> None:
        """Keep what is better, and tell whoever watches."""
        if self.problem.value(chosen) > self.objective:
            self.chosen = chosen
        self.bound = min(self.bound, bound)
        if self.report is not None:
            self.report(Progress(self.chosen, self.objective, self.whole_bound, self.clock.seconds))


def solve(
    problem: CoveringProblem, time_limit_s: float, progress: Report | None = None, stop: Callable[[], bool] = never
) -> Solution:
    """Find the plan of the greatest value, or the best one found within a time, and a bound on every plan.

    A greedy plan is improved by swaps. A relaxation bounds every plan and leaves out candidates that no
    better plan can hold; HiGHS decides about the others, on one thread from a fixed seed, until the plan is
    proven. Ties are settled by swaps, outside the objective, so that neither objective nor bound is touched.

    Parameters
    ----------
    problem
        At least as many sites as duties, and a candidate for each duty.
    time_limit_s
        How long the search may take, in seconds. A first plan and a first bound are made whatever it is.
    progress
        Called with every first or better plan or bound, in this thread.
    stop
        Asked now and again; as soon as it is true, the best plan and bound so far are returned.

    Raises
    ------
    planner.errors.UnsolvedError
        If HiGHS stops for any other reason than a proof, the time limit or ``stop``.
    """
    clock = Clock(time_limit_s, stop)
    search = _Search(problem, improved_by_swaps(problem, first_plan(problem), clock), math.inf, clock, progress)
    relaxation = relax(problem, search.chosen, clock, steps=FIRST_STEPS)
    search.note(improved_by_swaps(problem, relaxation.plan, clock), relaxation.bound)
    relaxation = _refine(search, relaxation)
    if not search.ended:
        _decide(search, relaxation)
    return Solution(search.chosen, search.objective, search.whole_bound, clock.seconds)


def _refine(search: _Search, relaxation: Relaxation) -> Relaxation:
    """Search better plans at random and better prices in turn, as long as one of them helps; return the last."""
    for seed in range(REFINEMENTS):
        if search.ended:
            break
        before = search.objective, search.whole_bound
        relaxation = relax(search.problem, search.chosen, search.clock, relaxation.prices)
        search.note(improved_by_swaps(search.problem, relaxation.plan, search.clock), relaxation.bound)
        if not search.ended:
            search.note(shaken(search.problem, search.chosen, SHAKES, search.clock, seed), relaxation.bound)
        if before == (search.objective, search.whole_bound):
            break
    return relaxation


def _decide(search: _Search, relaxation: Relaxation) -> None:
    """Let HiGHS search among the candidates of which a better plan may be made, if these are not too many."""
    problem = search.problem
    # Every better plan is made of these; the present one is kept among them as a start.
    kept = np.union1d(np.flatnonzero(relaxation.may_improve(search.objective)), search.chosen)
    part = problem.restricted(kept)
    if part.covers.nnz > MOST_ENTRIES:
        return
    # A bound on the better plans only: where none exists, the present plan is the best.
    found, bound = branch_and_bound(
        part,
        np.searchsorted(kept, search.chosen),
        search.clock.left_s,
        watch=lambda chosen, limit: search.note(kept[chosen], max(limit, search.objective)),
        stop=search.clock.stop,
    )
    better = problem.value(kept[found]) > search.objective
    # Without time left, exchanges still settle ties: they take a moment on a plan that is almost final.
    chosen = improved_by_swaps(problem, kept[found] if better else search.chosen)
    if problem.value(chosen) == search.objective:
        search.chosen = chosen
    search.note(chosen, bound)


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
        A plan that meets every duty.
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
    solver = _loaded(problem, start, time_limit_s)
    _follow(solver, problem, start, watch, stop)
    solver.run()
    status = solver.getModelStatus()
    kinds = highspy.HighsModelStatus
    if status not in (kinds.kOptimal, kinds.kTimeLimit, kinds.kInterrupt):
        raise UnsolvedError(
            text(
                "The search for the best sites stopped without a result ({status}): try another number of sites.",
                status=solver.modelStatusToString(status),
            )
        )
    values = np.asarray(solver.getSolution().col_value[: problem.candidates])
    return _trusted(problem, values, start), float(solver.getInfo().mip_dual_bound)


def _trusted(problem: CoveringProblem, values: npt.NDArray[np.float64], start: Chosen) -> Chosen:
    """Return the plan that HiGHS found, if its duties and number hold when counted in whole numbers."""
    found = np.flatnonzero(values > 0.5) if values.size else start
    valid = found.size <= problem.sites and problem.meets_duties(found)
    return found if valid else start


def _loaded(problem: CoveringProblem, start: Chosen, time_limit_s: float) -> highspy.Highs:
    """Return a solver that holds the program and begins with a plan."""
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
    return solver


def _follow(
    solver: highspy.Highs,
    problem: CoveringProblem,
    start: Chosen,
    watch: Callable[[Chosen, float], None] | None,
    stop: Callable[[], bool],
) -> None:
    """Listen to the solver: keep its best plan, tell of it, and end it when asked to."""
    best, told = start, Clock(WATCH_S)

    def improved(event: highspy.HighsCallbackEvent) -> None:
        nonlocal best
        best = _trusted(problem, np.asarray(event.data_out.mip_solution[: problem.candidates]), best)

    def asked(event: highspy.HighsCallbackEvent) -> None:
        nonlocal told
        if watch is not None and told.over():
            watch(best, float(event.data_out.mip_dual_bound))
            told = Clock(WATCH_S)
        if stop():
            event.interrupt()

    if watch is not None:
        solver.cbMipImprovingSolution.subscribe(improved)
    solver.cbMipInterrupt.subscribe(asked)
    solver.cbSimplexInterrupt.subscribe(lambda event: event.interrupt() if stop() else None)


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
