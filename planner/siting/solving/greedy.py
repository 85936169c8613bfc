"""Choosing one candidate after the other: a first plan for the solver, and the order in which to build."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from planner.siting.solving.problem import Chosen, CoveringProblem, Mask
from planner.siting.solving.program import HALF, Program, lowest, optimal, selection_rows


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


def _best(problem: CoveringProblem, gains: npt.NDArray[np.int64] | npt.NDArray[np.float64], allowed: Mask) -> int:
    """Return the allowed candidate with the greatest gain; of equal ones the preferred, then the first."""
    order = problem.preference
    return int(order[np.argmax(np.where(allowed, gains, -1)[order])])


def first_plan(problem: CoveringProblem) -> Chosen:
    """Return a plan that keeps to every constraint, each step with the greatest gain that still lets it.

    With a budget, steps of the greatest gain for its cost are tried as well. No step without any gain is taken
    unless a duty needs it. Where steps lead nowhere, a program finds some plan to go on from.

    Raises
    ------
    planner.errors.UnsolvedError
        If no plan exists: :func:`~planner.siting.solving.contradiction.contradiction` says why.
    """
    plans = [extended(problem, problem.must)]
    if problem.budget is not None:
        plans.append(extended(problem, problem.must, by_cost=True))
    plans = [plan for plan in plans if problem.allows(plan)] or [extended(problem, some_plan(problem))]
    return max(plans, key=problem.value)


def extended(problem: CoveringProblem, plan: Chosen, *, by_cost: bool = False) -> Chosen:
    """Add candidates to a plan as long as one may be added and adds anything.

    Parameters
    ----------
    problem
        The problem.
    plan
        Candidates that may be chosen together.
    by_cost
        Whether the gain for its cost decides, not the gain alone.
    """
    chosen = plan
    covered = problem.covered(plan)
    gains = problem.gains_after(plan)
    while (allowed := problem.addable(chosen)).any():
        if not gains[allowed].any():
            allowed &= problem.waits(problem.unmet(chosen))
            if problem.meets_duties(chosen) or not allowed.any():
                break
        worth = gains / np.maximum(problem.costs, 1) if by_cost else gains
        step = _best(problem, worth, allowed)
        chosen = np.append(chosen, step)
        if problem.capacity is None:
            gains -= problem.share(_cover(problem, covered, step))
        else:
            gains = problem.gains_after(chosen)
    return np.sort(chosen)


def some_plan(problem: CoveringProblem) -> Chosen:
    """Return a plan that keeps to every constraint and covers much, each child counted at each of its sites.

    Raises
    ------
    planner.errors.UnsolvedError
        If there is none.
    """
    rows = selection_rows(problem)
    columns = rows.matrix.shape[1]
    gain = np.zeros(columns)
    gain[: problem.candidates] = problem.gains(np.zeros(problem.weights.size, dtype=bool))
    program = Program(gain, lowest(problem, columns), np.ones(columns), rows, whole=columns)
    return np.flatnonzero(optimal(program, gap=np.inf)[: problem.candidates] > HALF)


def _cover(problem: CoveringProblem, covered: Mask, candidate: int) -> npt.NDArray[np.int32]:
    """Mark the rows of a candidate as covered, and return those that were not."""
    rows = problem.rows_of(candidate)
    rows = rows[~covered[rows]]
    covered[rows] = True
    return rows


def building_order(problem: CoveringProblem, chosen: Chosen) -> tuple[Step, ...]:
    """Order a plan: first one site for each duty, then the others, each time the one with the greatest gain.

    A site without any gain is left out, unless a duty needs it or it must be chosen. The gains sum to the value
    of the plan.
    """
    left = np.zeros(problem.candidates, dtype=bool)
    left[chosen] = True
    order: list[int] = []
    covered = np.zeros(problem.weights.size, dtype=bool)
    gains = problem.gains(covered)
    value = 0
    steps: list[Step] = []
    while left.any():
        for_duty = left & problem.waits(problem.unmet(np.array(order, dtype=np.intp)))
        duty = bool(for_duty.any())
        candidate = _best(problem, gains, for_duty if duty else left)
        left[candidate] = False
        if not duty and gains[candidate] == 0 and not problem.required[candidate]:
            continue
        order.append(candidate)
        if problem.capacity is None:
            gain = int(gains[candidate])
            gains -= problem.share(_cover(problem, covered, candidate))
        else:
            gain = problem.value(np.array(order)) - value
            gains = problem.gains_after(np.array(order))
        value += gain
        steps.append(Step(candidate, gain, duty))
    return tuple(steps)
