"""A bound on every plan within milliseconds, and the candidates that no better plan can hold.

Lagrangian relaxation of the covering constraints, improved by subgradient steps with Polyak's step length and
the deflected direction of Camerini, Fratta and Maffioli (1975), as in Galvão and ReVelle (1996), "A Lagrangean
heuristic for the maximal covering location problem". Whatever the multipliers are, the bound holds; only how
close it is depends on them.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from planner.siting.clock import ENDLESS, Clock
from planner.siting.problem import NO_DUTY, NOISE, Chosen, CoveringProblem

STEPS = 400
"""At most so many subgradient steps, unless said otherwise."""

PATIENCE = 10
"""After so many steps without a better bound, the step length is halved and the best prices are taken up again."""

MOMENTUM = 0.9
"""Share of the last direction that each step keeps: without it, steps go to and fro."""

FIRST_STEP, LAST_STEP = 1.0, 1e-3
"""Factor of Polyak's step length at the start, and where it is too small to go on."""

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Relaxation:
    """What the relaxation proves.

    Attributes
    ----------
    plan
        The best plan seen: the one given, or a better one.
    bound
        No plan covers more than this.
    prices
        The prices of the bound, to go on from, shape ``(rows,)``.
    bound_with
        No plan with a certain candidate covers more than this, shape ``(candidates,)``.
    """

    plan: Chosen
    bound: float
    prices: Floats
    bound_with: Floats

    def may_improve(self, value: int) -> npt.NDArray[np.bool_]:
        """Return which candidates a plan of a greater (whole) value may hold."""
        return self.bound_with > value + 1 - NOISE


def relax(
    problem: CoveringProblem,
    plan: Chosen,
    clock: Clock = ENDLESS,
    prices: Floats | None = None,
    steps: int = STEPS,
) -> Relaxation:
    """Bound every plan, and every plan with each candidate.

    Parameters
    ----------
    problem
        At least as many sites as duties, and a candidate for each duty.
    plan
        A plan that meets every duty.
    clock
        When to stop; one step is always taken.
    prices
        Prices to begin with, such as those of an earlier relaxation.
    steps
        At most so many subgradient steps.
    """
    weights = problem.weights.astype(np.float64)
    best_value = problem.value(plan)
    if prices is None:
        # At a good bound a row that nobody covers has its full price, and one that is covered a part of it.
        prices = np.where(problem.covered(plan), weights / 2, weights)
    best_prices, bound = prices, np.inf
    step, waited, direction = FIRST_STEP, 0, np.zeros(weights.size)
    for _ in range(steps):
        worth = problem.pattern @ prices
        chosen = best_choice(problem, worth)
        value = float(np.maximum(weights - prices, 0).sum() + worth[chosen].sum())
        if value < bound - NOISE:
            bound, best_prices, waited = value, prices, 0
        else:
            waited += 1
        if problem.value(chosen) > best_value:
            plan, best_value = chosen, problem.value(chosen)
        if bound < best_value + 1 - NOISE or step < LAST_STEP or clock.over():
            break
        if waited == PATIENCE:
            step, waited, prices = step / 2, 0, best_prices
            continue
        slope = np.bincount(problem.covers[chosen].indices, minlength=weights.size) - (prices < weights)
        direction = slope + MOMENTUM * direction
        length = float(direction @ direction)
        if length == 0:
            break
        prices = np.clip(prices - step * (value - best_value) / length * direction, 0, weights)
    return Relaxation(np.sort(plan), bound, best_prices, _bound_with(problem, weights, best_prices))


def best_choice(problem: CoveringProblem, worth: Floats) -> Chosen:
    """Return the choice of the greatest total worth: the best for each duty, then the best of the others."""
    order = np.argsort(-worth, kind="stable")
    first = _first_of_duties(problem, order)
    others = order[~np.isin(order, first)]
    return np.asarray(np.concatenate([first, others[: max(0, problem.sites - first.size)]]), dtype=np.intp)


def _first_of_duties(problem: CoveringProblem, order: npt.NDArray[np.intp]) -> Chosen:
    """Return the first candidate of each duty in an order, by the number of the duty."""
    duties, position = np.unique(problem.duty[order], return_index=True)
    return np.asarray(order[position[duties != NO_DUTY]], dtype=np.intp)


def _bound_with(problem: CoveringProblem, weights: Floats, prices: Floats) -> Floats:
    """Bound every plan that holds a candidate: it takes the place of the one that is missed the least.

    That is the least worthy of those chosen for no duty, or the one chosen for the candidate's own duty.
    """
    worth = problem.pattern @ prices
    chosen = best_choice(problem, worth)
    total = np.maximum(weights - prices, 0).sum() + worth[chosen].sum()
    for_duty, free = chosen[: problem.duties], chosen[problem.duties :]
    missed = np.full(problem.candidates, worth[free].min() if free.size else np.inf)
    own = problem.duty != NO_DUTY
    missed[own] = np.minimum(missed[own], worth[for_duty][problem.duty[own]])
    bound: Floats = total + worth - missed
    bound[chosen] = total
    return bound
