"""Choosing one candidate after the other: a first plan for the solver, and the order in which to build."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from planner.siting.problem import NO_DUTY, Chosen, CoveringProblem


@dataclass(frozen=True)
class Step:
    """One candidate in the order of a plan.

    Attributes
    ----------
    candidate
        Its number.
    gain
        What it covers beyond the steps before it.
    duty
        Whether it is the one that meets its duty.
    """

    candidate: int
    gain: int
    duty: bool


def _best(problem: CoveringProblem, gains: npt.NDArray[np.int64], allowed: npt.NDArray[np.bool_]) -> int:
    """Return the allowed candidate with the greatest gain; of equal ones the preferred, then the first."""
    order = problem.preference
    return int(order[np.argmax(np.where(allowed, gains, -1)[order])])


def first_plan(problem: CoveringProblem) -> Chosen:
    """Return a plan that meets every duty, each step with the greatest gain that still lets it.

    The problem must have a candidate for each duty and as many sites as duties. No step without any gain is
    taken unless a duty needs it.
    """
    waiting = np.ones(problem.duties, dtype=bool)
    allowed = np.ones(problem.candidates, dtype=bool)
    covered = np.zeros(problem.weights.size, dtype=bool)
    gains = problem.gains(covered)
    chosen: list[int] = []
    while len(chosen) < problem.sites and allowed.any():
        for_duty = allowed & _waits(problem, waiting)
        only_duties = problem.sites - len(chosen) == waiting.sum() or not gains[allowed].any()
        if only_duties and not for_duty.any():
            break
        step = _best(problem, gains, for_duty if only_duties else allowed)
        chosen.append(step)
        allowed[step] = False
        gains -= problem.share(_cover(problem, covered, step))
        if problem.duty[step] != NO_DUTY:
            waiting[problem.duty[step]] = False
    return np.sort(np.array(chosen, dtype=np.intp))


def _cover(problem: CoveringProblem, covered: npt.NDArray[np.bool_], candidate: int) -> npt.NDArray[np.int32]:
    """Mark the rows of a candidate as covered, and return those that were not."""
    rows = problem.rows_of(candidate)
    rows = rows[~covered[rows]]
    covered[rows] = True
    return rows


def _waits(problem: CoveringProblem, waiting: npt.NDArray[np.bool_]) -> npt.NDArray[np.bool_]:
    """Return which candidates would meet a duty that still waits."""
    # One more entry, read by NO_DUTY = -1: a candidate without a duty never waits.
    return np.append(waiting, False)[problem.duty]


def building_order(problem: CoveringProblem, chosen: Chosen) -> tuple[Step, ...]:
    """Order a plan: first one site for each duty, then the others, each time the one with the greatest gain.

    A site without any gain that no duty needs is left out. The gains sum to the value of the plan.
    """
    waiting = np.ones(problem.duties, dtype=bool)
    left = np.zeros(problem.candidates, dtype=bool)
    left[chosen] = True
    covered = np.zeros(problem.weights.size, dtype=bool)
    gains = problem.gains(covered)
    steps: list[Step] = []
    while left.any():
        for_duty = left & _waits(problem, waiting)
        duty = bool(for_duty.any())
        candidate = _best(problem, gains, for_duty if duty else left)
        if not duty and gains[candidate] == 0:
            break
        steps.append(Step(candidate, int(gains[candidate]), duty))
        left[candidate] = False
        gains -= problem.share(_cover(problem, covered, candidate))
        if duty:
            waiting[problem.duty[candidate]] = False
    return tuple(steps)
