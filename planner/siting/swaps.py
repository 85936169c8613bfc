"""Exchanging one chosen candidate for another: better plans from a first one, and ties settled."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from planner.siting.clock import ENDLESS, Clock
from planner.siting.problem import NO_DUTY, Chosen, CoveringProblem

SHAKEN = 4
"""So many sites are replaced at random in a try."""


def improved_by_swaps(problem: CoveringProblem, chosen: Chosen, clock: Clock = ENDLESS) -> Chosen:
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
    clock
        When to stop all the same.
    """
    rank = np.argsort(problem.preference)
    plan = chosen.copy()
    times = np.bincount(problem.covers[plan].indices, minlength=problem.weights.size)
    gains = problem.gains(times > 0)
    changed = True
    while changed:
        changed = False
        for place, old in enumerate(plan):
            if clock.over():
                return np.sort(plan)
            rows = problem.rows_of(old)
            times[rows] -= 1
            gains += problem.share(rows[times[rows] == 0])
            allowed = _exchangeable(problem, plan, place)
            best = gains[allowed].max()
            new = allowed[gains[allowed] == best]
            new = new[np.argmin(rank[new])]
            changed |= bool(new != old)
            plan[place] = new
            rows = problem.rows_of(new)
            gains -= problem.share(rows[times[rows] == 0])
            times[rows] += 1
    return np.sort(plan)


def shaken(problem: CoveringProblem, chosen: Chosen, rounds: int, clock: Clock = ENDLESS, seed: int = 0) -> Chosen:
    """Look for a better plan beyond single exchanges: replace a few sites at random, exchange, keep the better.

    Iterated local search (Lourenço, Martin and Stützle 2003), from a fixed seed. A site that alone meets its
    duty is replaced by another of that duty.

    Parameters
    ----------
    problem
        The problem.
    chosen
        A plan that meets every duty.
    rounds
        How often to try.
    clock
        When to stop all the same.
    seed
        Seed of the random numbers.
    """
    random = np.random.default_rng(seed)
    plan, value = chosen, problem.value(chosen)
    for _ in range(rounds):
        if clock.over() or not plan.size:
            break
        other = plan.copy()
        for place in random.choice(plan.size, min(SHAKEN, plan.size), replace=False):
            other[place] = random.choice(_exchangeable(problem, other, int(place)))
        other = improved_by_swaps(problem, np.sort(other), clock)
        if problem.value(other) > value:
            plan, value = other, problem.value(other)
    return plan


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
