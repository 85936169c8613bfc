"""Branch and bound on the relaxation: decide about one candidate after the other until no better plan may be left."""

from __future__ import annotations

import heapq
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import count

import numpy as np

from planner.siting.solving.clock import Clock
from planner.siting.solving.problem import Chosen
from planner.siting.solving.relaxation import Limits, Point, Relaxation, Saddle, least_better

STEPS = 400
"""At most so many steps of the relaxation at a node."""

LEAST_SHARE = 0.02
"""Candidates of a smaller share are not tried when shares are rounded to a plan."""

Watch = Callable[[Chosen, float], None]


@dataclass(frozen=True, order=True)
class _Node:
    """Decisions that are still to be looked into; those of the greatest bound come first."""

    minus_bound: float
    number: int
    limits: Limits = field(compare=False)
    point: Point = field(compare=False)


def search(
    saddle: Saddle, plan: Chosen, point: Point, bound: float, clock: Clock, watch: Watch
) -> tuple[Chosen, float]:
    """Search for the best plan among some candidates.

    The node of the greatest bound is looked into first, so that the bound falls steadily and the search can be
    stopped at any time. Each node goes on from the shares and prices of the one above it, and is left as soon as its
    bound leaves no better plan, or its shares show that it can't be closed.

    Parameters
    ----------
    saddle
        The relaxation of the problem.
    plan
        A plan that keeps to every constraint.
    point
        Shares and prices to begin with.
    bound
        A bound on every plan that is known already.
    clock
        When to stop.
    watch
        Called with the best plan and bound after each node.

    Returns
    -------
    The best plan, and a bound on every plan: less than one above the plan's value if the search was not stopped.
    """
    problem, value = saddle.problem, saddle.problem.value(plan)
    numbers = count()
    nodes = [_Node(-bound, next(numbers), saddle.limits, point)]
    while nodes and -nodes[0].minus_bound >= least_better(value) and not clock.over():
        node = heapq.heappop(nodes)
        relaxation = saddle.relax(STEPS, value, node.point, node.limits, clock, hopeless=True)
        limit = min(-node.minus_bound, relaxation.bound)
        limits = relaxation.decided(value)
        for found in _plans(saddle, relaxation, limits):
            if problem.value(found) > value:
                plan, value = found, problem.value(found)
        if limit >= least_better(value) and limits.free.any():
            branch = _branch(saddle, relaxation, limits)
            for share in (0.0, 1.0):
                heapq.heappush(nodes, _Node(-limit, next(numbers), limits.with_share(branch, share), relaxation.point))
        watch(plan, max([value, *(-other.minus_bound for other in nodes[:1])]))
    return plan, max([float(value), *(-node.minus_bound for node in nodes[:1])])


def _plans(saddle: Saddle, relaxation: Relaxation, limits: Limits) -> list[Chosen]:
    """Return the plans that a node suggests: candidates by their shares as long as they fit, or all that is decided."""
    problem = saddle.problem
    order = np.argsort(-relaxation.shares, kind="stable")
    rounded = order[: problem.sites]
    if not problem.allows(rounded):
        rounded = problem.must
        for candidate in order[relaxation.shares[order] >= LEAST_SHARE]:
            if problem.addable(rounded)[candidate]:
                rounded = np.append(rounded, candidate)
    plans = [np.sort(rounded)]
    if not limits.free.any():
        plans.append(np.flatnonzero(limits.fixed))
    return [plan for plan in plans if problem.allows(plan)]


def _branch(saddle: Saddle, relaxation: Relaxation, limits: Limits) -> int:
    """Return the candidate to decide about: the most divided share, a candidate that covers much before others."""
    divided = np.minimum(relaxation.shares, 1 - relaxation.shares) * np.sqrt(np.maximum(saddle.totals, 1.0))
    return int(np.argmax(np.where(limits.free, divided, -1.0)))
