"""Exchanging one chosen candidate for another: better plans from a first one, and ties settled."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from planner.siting.problem import NO_DUTY, Chosen, CoveringProblem


def improved_by_swaps(problem: CoveringProblem, chosen: Chosen) -> Chosen:
    """Exchange single candidates until no exchange makes the plan better.

    Better is a greater value; at equal value one more preferred candidate; then a lower number. Each
    exchange makes the plan better in this sense, so it ends, and no value is ever lost: an optimal plan
    stays optimal.

    Parameters
    ----------
    problem
        The problem.
    chosen
        A plan that meets every duty.
    """
    rank = np.argsort(problem.preference)
    plan = chosen.copy()
    times = np.zeros(problem.weights.size, dtype=np.int64)
    np.add.at(times, problem.covers[plan].indices, 1)
    changed = True
    while changed:
        changed = False
        for place, old in enumerate(plan):
            times[problem.covers[[old]].indices] -= 1
            gains = problem.gains(times > 0)
            allowed = _exchangeable(problem, plan, place)
            best = gains[allowed].max()
            new = allowed[gains[allowed] == best]
            new = new[np.argmin(rank[new])]
            if new != old:
                plan[place] = new
                changed = True
            times[problem.covers[[plan[place]]].indices] += 1
    return np.sort(plan)


def _exchangeable(problem: CoveringProblem, plan: Chosen, place: int) -> npt.NDArray[np.intp]:
    """Return the candidates that may stand at one place of a plan, the present one included."""
    old = plan[place]
    free = np.ones(problem.candidates, dtype=bool)
    free[plan] = False
    duty = problem.duty[old]
    if duty != NO_DUTY and (problem.duty[plan] == duty).sum() == 1:
        free &= problem.duty == duty
    free[old] = True
    return np.flatnonzero(free)
