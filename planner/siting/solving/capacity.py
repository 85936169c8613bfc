"""A bound on every plan of sites with limited capacity, and the candidates that no better plan can hold.

Lagrangian relaxation of "each child is served once", improved by subgradient steps with Polyak's step length and
the deflected direction of Camerini, Fratta and Maffioli (1975), as in Galvão and ReVelle (1996), "A Lagrangean
heuristic for the maximal covering location problem". Each site is filled by itself with the children of the highest
prices. Whatever the multipliers are, the bound holds; only how close it is depends on them. A budget has a
multiplier of its own; distances between sites, and duties of which only some are needed, are left out.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from planner.siting.solving.clock import ENDLESS, Clock
from planner.siting.solving.problem import NO_DUTY, NOISE, Chosen, CoveringProblem, Mask
from planner.siting.solving.relaxation import least_better

STEPS = 400
"""At most so many subgradient steps, unless said otherwise."""

PATIENCE = 10
"""After so many steps without a better bound, the step length is halved and the best prices are taken up again."""

MOMENTUM = 0.9
"""Share of the last direction that each step keeps: without it, steps go to and fro."""

FIRST_STEP, LAST_STEP = 1.0, 1e-3
"""Factor of Polyak's step length at the start, and where it is too small to go on."""

HALVINGS = 30
"""So often the range of the budget's multiplier is halved."""

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class CapacityBound:
    """What the relaxation proves.

    Attributes
    ----------
    plan
        The best plan seen: the one given, or a better one.
    bound
        No plan covers more than this.
    bound_with
        No plan with a certain candidate covers more than this, shape ``(candidates,)``.
    """

    plan: Chosen
    bound: float
    bound_with: Floats

    def may_improve(self, value: int) -> Mask:
        """Return which candidates a plan of a greater (whole) value may hold."""
        return self.bound_with >= least_better(value)


@dataclass(frozen=True, eq=False)
class Choice:
    """The choice of the greatest total worth: that of its candidates, less what they cost at the budget's multiplier.

    Attributes
    ----------
    fixed, for_duty, free
        Candidates that must be chosen, the best of each other duty, and the best of all others.
    worth
        Worth of each candidate less its cost at the multiplier, shape ``(candidates,)``.
    total
        Worth of the choice, and of the budget.
    """

    fixed: Chosen
    for_duty: Chosen
    free: Chosen
    worth: Floats
    total: float

    @property
    def chosen(self) -> Chosen:
        """All of them."""
        return np.concatenate([self.fixed, self.for_duty, self.free])


def relax_capacity(
    problem: CoveringProblem,
    plan: Chosen,
    clock: Clock = ENDLESS,
    steps: int = STEPS,
) -> CapacityBound:
    """Bound every plan, and every plan with each candidate.

    Parameters
    ----------
    problem
        A problem that has a plan.
    plan
        A plan that keeps to every constraint.
    clock
        When to stop; one step is always taken.
    steps
        At most so many subgradient steps.
    """
    weights = problem.weights.astype(np.float64)
    best_value = problem.value(plan)
    # Full prices bound a plan by what its sites can hold.
    best_prices = weights
    bound = best_choice(problem, _worth(problem, weights)[0]).total
    # At a good bound a row that nobody covers has its full price, and one that is covered a part of it.
    prices = np.where(problem.covered(plan), weights / 2, weights)
    step, waited, direction = FIRST_STEP, 0, np.zeros(weights.size)
    for _ in range(steps):
        worth, taken = _worth(problem, prices)
        choice = best_choice(problem, worth)
        value = float(np.maximum(weights - prices, 0).sum() + choice.total)
        if value < bound - NOISE:
            bound, best_prices, waited = value, prices, 0
        else:
            waited += 1
        chosen = np.sort(choice.chosen)
        if problem.allows(chosen) and problem.value(chosen) > best_value:
            plan, best_value = chosen, problem.value(chosen)
        if bound < best_value + 1 - NOISE or step < LAST_STEP or clock.over():
            break
        if waited == PATIENCE:
            step, waited, prices = step / 2, 0, best_prices
            continue
        slope = _used(problem, chosen, taken) - (prices < weights)
        direction = slope + MOMENTUM * direction
        length = float(direction @ direction)
        if length == 0:
            break
        prices = np.clip(prices - step * (value - best_value) / length * direction, 0, weights)
    return CapacityBound(np.sort(plan), bound, _bound_with(problem, weights, best_prices))


def best_choice(problem: CoveringProblem, worth: Floats) -> Choice:
    """Return the choice of the greatest total worth.

    A budget is relaxed: its multiplier, the worth of a rupiah, is the one of the least total, found by halving.
    """
    choice = _best_at(problem, worth, 0.0)
    if problem.budget is None or problem.spent(choice.chosen) <= problem.budget:
        return choice
    paid = problem.costs > 0
    low, high = 0.0, float((worth[paid] / problem.costs[paid]).max()) + 1.0 / problem.costs[paid].min()
    best = choice
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        choice = _best_at(problem, worth, middle)
        if choice.total < best.total:
            best = choice
        if problem.spent(choice.chosen) > problem.budget:
            low = middle
        else:
            high = middle
    return best


def _best_at(problem: CoveringProblem, worth: Floats, multiplier: float) -> Choice:
    """Return the choice of the greatest total worth at a multiplier of the budget."""
    if multiplier:
        worth = worth - multiplier * problem.costs
    order = np.argsort(-worth, kind="stable")
    fixed = problem.must
    for_duty = _first_of_duties(problem, order)
    taken = problem.required.copy()
    taken[for_duty] = True
    free = order[~taken[order]][: max(0, problem.sites - fixed.size - for_duty.size)]
    free = free[worth[free] >= 0]
    total = worth[fixed].sum() + worth[for_duty].sum() + worth[free].sum()
    return Choice(fixed, for_duty, free, worth, float(total) + multiplier * (problem.budget or 0))


def _first_of_duties(problem: CoveringProblem, order: Chosen) -> Chosen:
    """Return the first candidate of each duty in an order, but of those that a fixed candidate meets, by number."""
    if problem.duties_needed is not None or not problem.duties:
        return np.zeros(0, dtype=np.intp)
    duties, position = np.unique(problem.duty[order], return_index=True)
    waiting = np.isin(duties, problem.duty[problem.must], invert=True) & (duties != NO_DUTY)
    return np.asarray(order[position[waiting]], dtype=np.intp)


def _worth(problem: CoveringProblem, prices: Floats) -> tuple[Floats, Floats]:
    """Return the worth of each candidate at some prices, and the children that it takes of each of its rows."""
    return problem.filled(prices / np.maximum(problem.heads, 1), problem.heads.astype(np.float64))


def _used(problem: CoveringProblem, chosen: Chosen, taken: Floats) -> Floats:
    """Return how often a choice takes the children of each row."""
    open_candidates = np.zeros(problem.candidates)
    open_candidates[chosen] = 1.0
    entries = np.repeat(open_candidates, np.diff(problem.covers.indptr)) * taken
    used = np.bincount(problem.covers.indices, entries, minlength=problem.weights.size)
    return np.asarray(used / np.maximum(problem.heads, 1))


def _bound_with(problem: CoveringProblem, weights: Floats, prices: Floats) -> Floats:
    """Bound every plan that holds a candidate: it is added, or takes the place of the one that is missed the least.

    That is the least worthy of those chosen for no duty, or the one chosen for the candidate's own duty.
    """
    choice = best_choice(problem, _worth(problem, prices)[0])
    total = np.maximum(weights - prices, 0).sum() + choice.total
    worth, free = choice.worth, choice.free
    least = 0.0 if choice.chosen.size < problem.sites else np.inf
    if free.size:
        least = min(least, float(worth[free].min()))
    missed = np.full(problem.candidates, least)
    of_duty = np.full(problem.duties + 1, np.inf)
    of_duty[problem.duty[choice.for_duty]] = worth[choice.for_duty]
    missed = np.minimum(missed, of_duty[problem.duty])
    bound: Floats = total + worth - missed
    bound[choice.chosen] = total
    return bound
