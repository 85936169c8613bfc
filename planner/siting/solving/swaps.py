"""Exchanging one chosen candidate for another: better plans from a first one, and ties settled."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from planner.siting.solving.clock import ENDLESS, Clock
from planner.siting.solving.greedy import extended
from planner.siting.solving.problem import Chosen, CoveringProblem

SHAKEN = 4
"""So many sites are replaced at random in a try."""

LOOKED_AT = 5
"""With capacity, so many of the most promising exchanges of a site are valued in full."""


def improved(problem: CoveringProblem, chosen: Chosen, clock: Clock = ENDLESS) -> Chosen:
    """Exchange single candidates, and add what still may be added, until neither makes the plan better.

    Parameters
    ----------
    problem
        The problem.
    chosen
        A plan that keeps to every constraint.
    clock
        When to stop all the same.
    """
    plan = improved_by_swaps(problem, chosen, clock)
    while plan.size < problem.sites and not clock.over():
        more = extended(problem, plan)
        if more.size == plan.size:
            break
        plan = improved_by_swaps(problem, more, clock)
    return plan


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
        A plan that keeps to every constraint.
    clock
        When to stop all the same.
    """
    if problem.capacity is not None:
        return _improved_with_capacity(problem, chosen, clock)
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
            freed = problem.share(rows[times[rows] == 0])
            gains += freed
            allowed = _exchangeable(problem, plan, place)
            best = gains[allowed].max()
            new = allowed[gains[allowed] == best]
            new = new[np.argmin(rank[new])]
            if new != old:
                changed = True
                plan[place] = new
                rows = problem.rows_of(new)
                freed = problem.share(rows[times[rows] == 0])
            gains -= freed
            times[rows] += 1
    return np.sort(plan)


def _improved_with_capacity(problem: CoveringProblem, chosen: Chosen, clock: Clock) -> Chosen:
    """Exchange as without capacity, but only the most promising exchanges are tried."""
    rank = np.argsort(problem.preference)
    plan, value = chosen.copy(), problem.value(chosen)
    changed = True
    while changed:
        changed = False
        for place, old in enumerate(plan):
            if clock.over():
                return np.sort(plan)
            gains = problem.gains_after(np.delete(plan, place))
            allowed = _exchangeable(problem, plan, place)
            for new in allowed[np.lexsort((rank[allowed], -gains[allowed]))[:LOOKED_AT]]:
                other = plan.copy()
                other[place] = new
                worth = problem.value(other)
                if (worth, -rank[new]) > (value, -rank[plan[place]]):
                    plan, value = other, worth
            changed |= bool(plan[place] != old)
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
        A plan that keeps to every constraint.
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
        places = random.choice(plan.size, min(SHAKEN, plan.size), replace=False)
        if problem.budget is None:
            other = plan.copy()
            for place in places:
                other[place] = random.choice(_exchangeable(problem, other, int(place)))
        else:
            other = _refilled(problem, plan, places, random)
        other = improved(problem, np.sort(other), clock)
        if problem.value(other) > value and problem.allows(other):
            plan, value = other, problem.value(other)
    return plan


def _refilled(problem: CoveringProblem, plan: Chosen, places: Chosen, random: np.random.Generator) -> Chosen:
    """Return a plan without some of its sites, begun anew with one at random: the same money may pay for more sites."""
    left = plan[np.isin(np.arange(plan.size), places, invert=True) | problem.required[plan]]
    free = np.flatnonzero(problem.addable(left))
    if free.size:
        left = np.append(left, random.choice(free))
    filled = extended(problem, left, by_cost=bool(random.integers(2)))
    return filled if problem.allows(filled) else plan


def _exchangeable(problem: CoveringProblem, plan: Chosen, place: int) -> npt.NDArray[np.intp]:
    """Return the candidates that may stand at one place of a plan, the present one included."""
    old = plan[place]
    others = np.delete(plan, place)
    if problem.required[old]:
        return plan[place : place + 1]
    free = problem.addable(others)
    if not problem.meets_duties(others):
        free &= problem.waits(problem.unmet(others))
    free[old] = True
    return np.flatnonzero(free)
