"""The order in which to build, where it doesn't follow from the solver's problem: given groups, or other objectives."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from planner.siting.solving.greedy import Step
from planner.siting.solving.problem import Chosen, CoveringProblem
from planner.siting.task import Prepared


def in_children(prepared: Prepared) -> CoveringProblem:
    """Return the problem in which each child counts alike, for telling gains; itself where it does so already."""
    siting = prepared.task.options.siting
    if not siting.equity:
        return prepared.problem
    return replace(prepared.problem, weights=prepared.problem.heads) if siting.capacity else prepared.newly_within


def steps_in(prepared: Prepared, groups: Sequence[Chosen]) -> tuple[Step, ...]:
    """Order sites by group, and within a group each time the one that adds the most children.

    Parameters
    ----------
    prepared
        The candidates and whom they reach.
    groups
        Numbers of candidates, such as those of each year. Every one of them becomes a step.
    """
    counted = in_children(prepared)
    order: list[int] = []
    for group in groups:
        order += _in_order_of_gain(counted, order, group)
    steps: list[Step] = []
    value = 0
    for number, candidate in enumerate(order):
        before, after = order[:number], counted.value(np.array(order[: number + 1], dtype=np.intp))
        waits = prepared.problem.waits(prepared.problem.unmet(np.array(before, dtype=np.intp)))
        steps.append(Step(candidate, after - value, bool(waits[candidate])))
        value = after
    return tuple(steps)


def _in_order_of_gain(problem: CoveringProblem, built: Sequence[int], added: Chosen) -> list[int]:
    """Return the sites of a group, each time the one that adds the most to those before it."""
    order: list[int] = []
    left = added.tolist()
    while left:
        so_far = np.array([*built, *order], dtype=np.intp)
        values = [problem.value(np.append(so_far, site)) for site in left]
        order.append(left.pop(int(np.argmax(values))))
    return order
