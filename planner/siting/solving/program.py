"""Linear and mixed-integer programs in arrays, and HiGHS to solve them: one thread, fixed seed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import highspy
import numpy as np
import numpy.typing as npt
import scipy.sparse as sp

from planner.errors import UnsolvedError
from planner.siting.solving.clock import Clock, never
from planner.siting.solving.selection import NO_DUTY, Selection
from planner.texts import text

INFINITY = float(highspy.kHighsInf)

HALF = 0.5
"""A whole column above this is 1: HiGHS gives whole numbers up to a tolerance."""

WATCH_S = 0.5
"""Whoever watches HiGHS hears of it at most so often, in seconds."""

Floats = npt.NDArray[np.float64]
Watch = Callable[[Floats, float], None]


@dataclass(frozen=True, eq=False)
class Rows:
    """Linear constraints: ``lower <= matrix @ columns <= upper``."""

    matrix: sp.csr_array
    lower: Floats
    upper: Floats


@dataclass(frozen=True, eq=False)
class Program:
    """Maximise ``gain @ columns``; columns lie between ``lower`` and ``upper``, the first ``whole`` are integers."""

    gain: Floats
    lower: Floats
    upper: Floats
    rows: Rows
    whole: int


@dataclass(frozen=True, eq=False)
class Outcome:
    """What HiGHS found.

    Attributes
    ----------
    values
        The best columns found; ``None`` where there are none, or none were found in time.
    bound
        No columns gain more; infinite where this isn't known, minus infinity where there are none.
    feasible
        Whether columns exist; ``None`` where time ran out before that was known.
    """

    values: Floats | None
    bound: float
    feasible: bool | None


def stacked(*parts: Rows) -> Rows:
    """Put constraints on the same columns together."""
    return Rows(
        sp.csr_array(sp.vstack([part.matrix for part in parts], format="csr")),
        np.concatenate([part.lower for part in parts]),
        np.concatenate([part.upper for part in parts]),
    )


def widened(rows: Rows, columns: int) -> Rows:
    """Add columns that these constraints don't look at, to the right."""
    nothing = sp.csr_array((rows.matrix.shape[0], columns))
    return Rows(sp.csr_array(sp.hstack([rows.matrix, nothing], format="csr")), rows.lower, rows.upper)


def selection_rows(selection: Selection) -> Rows:
    """Write what may be chosen as constraints on a column of each candidate.

    Where only some duties are needed, a column of each duty follows: 1 if it is met.
    """
    candidates, duties = selection.candidates, selection.duties
    parts = [Rows(_row(np.ones(candidates)), np.zeros(1), np.array([float(selection.sites)]))]
    if selection.budget is not None:
        parts.append(Rows(_row(selection.costs), np.zeros(1), np.array([float(selection.budget)])))
    if selection.apart is not None and selection.apart.nnz:
        cliques = too_close_cliques(selection.apart)
        parts.append(Rows(cliques, np.zeros(cliques.shape[0]), np.ones(cliques.shape[0])))
    own = np.flatnonzero(selection.duty != NO_DUTY)
    meets = sp.csr_array((np.ones(own.size), (selection.duty[own], own)), shape=(duties, candidates))
    if selection.duties_needed is None:
        return stacked(*parts, Rows(meets, np.ones(duties), np.full(duties, INFINITY)))
    linked = Rows(
        sp.csr_array(sp.hstack([meets, -sp.eye_array(duties)], format="csr")),
        np.zeros(duties),
        np.full(duties, INFINITY),
    )
    number = _row(np.concatenate([np.zeros(candidates), np.ones(duties)]))
    enough = Rows(number, np.array([float(selection.duties_needed)]), np.array([INFINITY]))
    return stacked(*(widened(part, duties) for part in parts), linked, enough)


def lowest(selection: Selection, columns: int) -> Floats:
    """Return the lower ends of a program's columns, candidates first: 1 for those that must be chosen."""
    lower = np.zeros(columns)
    lower[selection.must] = 1.0
    return lower


def too_close_cliques(apart: sp.csr_array) -> sp.csr_array:
    """Return sets of candidates that are all too close to each other, so that every close pair is in one of them.

    "At most one of the set" is a much tighter constraint than one for each pair. Sets are grown greedily.

    Returns
    -------
    Shape ``(sets, candidates)``.
    """
    neighbours = [set(apart.indices[apart.indptr[j] : apart.indptr[j + 1]].tolist()) for j in range(apart.shape[0])]
    missing = [{other for other in near if other > j} for j, near in enumerate(neighbours)]
    members: list[list[int]] = []
    for j, left in enumerate(missing):
        while left:
            clique, common = [j], set(neighbours[j])
            candidates = sorted(left) + sorted(common - left)
            for other in candidates:
                if other in common:
                    clique.append(other)
                    common &= neighbours[other]
            for position, one in enumerate(clique):
                for other in clique[position + 1 :]:
                    missing[min(one, other)].discard(max(one, other))
            members.append(clique)
    pointers = np.concatenate([[0], np.cumsum([len(clique) for clique in members])]).astype(np.int32)
    indices = np.array([j for clique in members for j in sorted(clique)], dtype=np.int32)
    return sp.csr_array((np.ones(indices.size), indices, pointers), shape=(len(members), apart.shape[0]))


def run(
    program: Program,
    time_limit_s: float,
    *,
    gap: float = 0.0,
    start: Floats | None = None,
    watch: Watch | None = None,
    stop: Callable[[], bool] = never,
) -> Outcome:
    """Solve a program with HiGHS.

    Parameters
    ----------
    program
        The program.
    time_limit_s
        How long to search, in seconds.
    gap
        Absolute difference of bound and gain that is good enough.
    start
        Columns to begin with.
    watch
        Called with the best columns and bound so far, at most every half second.
    stop
        Whether to end the search.

    Raises
    ------
    planner.errors.UnsolvedError
        If HiGHS stops for any other reason than a proof, the time limit or ``stop``.
    """
    if not program.gain.size:
        feasible = bool((program.rows.lower <= 0).all() and (program.rows.upper >= 0).all())
        return Outcome(np.zeros(0) if feasible else None, 0.0 if feasible else -np.inf, feasible)
    solver = _loaded(program, time_limit_s, gap)
    if start is not None:
        solver.setSolution(start.size, np.arange(start.size, dtype=np.int32), start)
    _follow(solver, start, watch, stop)
    solver.run()
    status, kinds = solver.getModelStatus(), highspy.HighsModelStatus
    if status == kinds.kInfeasible:
        return Outcome(None, -np.inf, feasible=False)
    if status not in (kinds.kOptimal, kinds.kTimeLimit, kinds.kInterrupt):
        raise UnsolvedError(
            text(
                "The search for the best sites stopped without a result ({status}): try another number of sites.",
                status=solver.modelStatusToString(status),
            )
        )
    info = solver.getInfo()
    found = info.primal_solution_status == highspy.SolutionStatus.kSolutionStatusFeasible
    values = np.asarray(solver.getSolution().col_value) if found else None
    bound = float(info.mip_dual_bound if program.whole else info.objective_function_value)
    return Outcome(values, bound if program.whole or found else np.inf, feasible=True if found else None)


def optimal(program: Program, gap: float = 0.0) -> Floats:
    """Return the best columns of a program, whatever time it takes.

    Raises
    ------
    planner.errors.UnsolvedError
        If no columns keep to all constraints, or HiGHS stops without an answer.
    """
    values = run(program, INFINITY, gap=gap).values
    if values is None:
        raise UnsolvedError(text("No set of sites keeps to all that is asked for together."))
    return values


def _row(values: npt.NDArray[np.generic]) -> sp.csr_array:
    return sp.csr_array(values.astype(np.float64)[None, :])


def _loaded(program: Program, time_limit_s: float, gap: float) -> highspy.Highs:
    """Return a solver that holds the program."""
    solver = highspy.Highs()  # type: ignore[no-untyped-call]
    for option, value in {
        "output_flag": False,
        "threads": 1,
        "random_seed": 0,
        "mip_rel_gap": 0.0,
        "mip_abs_gap": gap,
        "time_limit": time_limit_s,
    }.items():
        solver.setOptionValue(option, value)
    matrix = program.rows.matrix
    written = highspy.HighsLp()
    written.sense_ = highspy.ObjSense.kMaximize
    written.num_row_, written.num_col_ = matrix.shape
    written.col_cost_, written.col_lower_, written.col_upper_ = program.gain, program.lower, program.upper
    written.row_lower_, written.row_upper_ = program.rows.lower, program.rows.upper
    written.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    written.a_matrix_.num_row_, written.a_matrix_.num_col_ = matrix.shape
    written.a_matrix_.start_, written.a_matrix_.index_ = matrix.indptr, matrix.indices
    written.a_matrix_.value_ = matrix.data.astype(np.float64)
    if program.whole:
        kinds = highspy.HighsVarType
        written.integrality_ = [kinds.kInteger] * program.whole + [kinds.kContinuous] * (
            program.gain.size - program.whole
        )
    solver.passModel(written)
    return solver


def _follow(solver: highspy.Highs, start: Floats | None, watch: Watch | None, stop: Callable[[], bool]) -> None:
    """Listen to the solver: keep its best columns, tell of them, and end it when asked to."""
    best, told = start, Clock(WATCH_S)

    def improved(event: highspy.HighsCallbackEvent) -> None:
        nonlocal best
        best = np.array(event.data_out.mip_solution)

    def asked(event: highspy.HighsCallbackEvent) -> None:
        nonlocal told
        if watch is not None and best is not None and told.over():
            watch(best, float(event.data_out.mip_dual_bound))
            told = Clock(WATCH_S)
        if stop():
            event.interrupt()

    if watch is not None:
        solver.cbMipImprovingSolution.subscribe(improved)
    solver.cbMipInterrupt.subscribe(asked)
    solver.cbSimplexInterrupt.subscribe(lambda event: event.interrupt() if stop() else None)
