"""The best plan, with a proof: first plan, relaxation, better plans and prices in turn, branch and bound."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from planner.siting.solving.capacity import relax_capacity
from planner.siting.solving.clock import ENDLESS, Clock, never
from planner.siting.solving.exact import branch_and_bound
from planner.siting.solving.greedy import first_plan
from planner.siting.solving.problem import NOISE, Chosen, CoveringProblem
from planner.siting.solving.relaxation import Relaxation, Saddle
from planner.siting.solving.search import search as branch
from planner.siting.solving.swaps import improved, shaken

FIRST_STEPS, STEPS = 60, 200
"""Steps of the relaxation before the first bound is told, and at most in each round after it."""

ROUNDS = 40
"""At most so many rounds of better prices and better plans."""

SHAKES = 5
"""Tries of a better plan in each round; more after rounds that closed little."""

LEAST_SHARE = 0.02
"""Better plans are looked for among candidates of which the relaxation holds at least this share."""

SHRINK = 0.8
"""The problem is written anew when this share of its candidates, or less, is left."""

SLOW, PATIENCE = 0.05, 6
"""Rounds end when one closes less than this share of the gap; or so many, if many candidates are left."""

MANY = 400
"""Deciding about more candidates than this seldom proves anything within minutes; better plans are likelier."""

MOST_ENTRIES = 40_000
"""HiGHS is not asked about more pairs of a site of limited capacity and a row: it would need hours."""

MOST_COVERED = 1_000_000
"""HiGHS is not asked about a greater matrix of a problem in which only so many of the duties have to be met."""


@dataclass(frozen=True, eq=False)
class Solution:
    """A plan and its proof.

    Attributes
    ----------
    chosen
        Numbers of the chosen candidates, in order.
    objective
        What they cover.
    bound
        No plan covers more than this.
    seconds
        Time it took.
    """

    chosen: Chosen
    objective: int
    bound: int
    seconds: float


@dataclass(frozen=True, eq=False)
class Progress:
    """What is known while the search goes on. A later one is never worse.

    Attributes
    ----------
    chosen
        The best plan so far.
    objective
        What it covers.
    bound
        No plan covers more than this.
    seconds
        Time since the search began.
    """

    chosen: Chosen
    objective: int
    bound: int
    seconds: float

    @property
    def gap(self) -> float:
        """By how much another plan may be better, as a share of this one's value."""
        return (self.bound - self.objective) / self.objective if self.objective else float(self.bound > 0)


Report = Callable[[Progress], None]


@dataclass(eq=False)
class _Search:
    """The best plan and bound so far, and whoever watches."""

    problem: CoveringProblem
    chosen: Chosen
    clock: Clock
    report: Report | None
    bound: float = math.inf

    def __post_init__(self) -> None:
        self.objective = self.problem.value(self.chosen)

    @property
    def whole_bound(self) -> int:
        return max(self.objective, math.floor(self.bound + NOISE))

    @property
    def ended(self) -> bool:
        return self.whole_bound == self.objective or self.clock.over()

    def note(self, chosen: Chosen, bound: float) -> None:
        """Keep what is better, and tell whoever watches."""
        first = self.bound == math.inf
        before = None if first else (self.objective, self.whole_bound)
        value = self.problem.value(chosen)
        if value > self.objective:
            self.chosen, self.objective = chosen, value
        self.bound = min(self.bound, bound)
        if self.report is not None and before != (self.objective, self.whole_bound):
            self.report(Progress(self.chosen, self.objective, self.whole_bound, self.clock.seconds))


def solve(
    problem: CoveringProblem, time_limit_s: float, progress: Report | None = None, stop: Callable[[], bool] = never
) -> Solution:
    """Find the plan of the greatest value, or the best one found within a time, and a bound on every plan.

    A greedy plan is improved by swaps. A relaxation bounds every plan, shows where better plans may be found, and
    leaves out candidates that no better plan can hold; branch and bound decides about the others until the plan is
    proven. With capacity, HiGHS does so. Ties are settled by swaps, outside the objective, so that neither
    objective nor bound is touched.

    Parameters
    ----------
    problem
        A problem that has a plan: :func:`~planner.siting.solving.contradiction.contradiction` says whether it has.
    time_limit_s
        How long the search may take, in seconds. A first plan and a first bound are made whatever it is.
    progress
        Called with every first or better plan or bound, in this thread.
    stop
        Asked now and again; as soon as it is true, the best plan and bound so far are returned.

    Raises
    ------
    planner.errors.UnsolvedError
        If there is no plan, or HiGHS stops for any other reason than a proof, the time limit or ``stop``.
    """
    clock = Clock(time_limit_s, stop)
    search = _Search(problem, improved(problem, first_plan(problem), clock), clock, progress)
    if problem.capacity is not None:
        _solve_with_capacity(search)
    else:
        part = _refined(search, _first_part(search))
        if not search.ended and problem.duties_needed is None:
            _decide(search, part)
        elif not search.ended:
            # The relaxation does not know of "so many of the duties", so its bound would stay far away.
            part = part.shrunk(search)
            _decide_by_program(search, np.union1d(part.kept, search.chosen), MOST_COVERED)
    # Without time left, exchanges still settle ties: they take a moment on a plan that is almost final, but with
    # capacity.
    settled = improved(problem, search.chosen, ENDLESS if problem.capacity is None else clock)
    search.note(settled, search.bound)
    if problem.value(settled) == search.objective:
        search.chosen = settled
    return Solution(search.chosen, search.objective, search.whole_bound, clock.seconds)


@dataclass(frozen=True, eq=False)
class _Part:
    """The candidates of which a better plan may be made, and the present plan's; and their relaxation."""

    kept: Chosen
    saddle: Saddle
    relaxation: Relaxation

    def shrunk(self, search: _Search) -> _Part:
        """Leave out candidates that no better plan can hold, if these are many."""
        mine = np.searchsorted(self.kept, search.chosen)
        left = np.union1d(np.flatnonzero(self.relaxation.may_improve(search.objective)), mine)
        if left.size > SHRINK * self.kept.size:
            return self
        saddle, point = self.saddle.restricted(left, self.relaxation.point)
        relaxation = saddle.relax(1, search.objective, point, clock=search.clock)
        return _Part(self.kept[left], saddle, relaxation)


def _first_part(search: _Search) -> _Part:
    """Return all candidates, and tell the first plan and bound."""
    saddle = Saddle(search.problem)
    relaxation = saddle.relax(FIRST_STEPS, search.objective, clock=search.clock)
    search.note(search.chosen, relaxation.bound)
    return _Part(np.arange(search.problem.candidates), saddle, relaxation)


def _refined(search: _Search, part: _Part) -> _Part:
    """Search better plans and better prices in turn, as long as that closes the gap."""
    waited = 0
    for seed in range(ROUNDS):
        if search.ended or waited >= (PATIENCE if part.kept.size > MANY else 1):
            break
        before = search.objective, search.bound
        search.note(_among_shares(search, part, SHAKES * 4 ** min(waited, 2), seed), search.bound)
        part = part.shrunk(search)
        steps = min(STEPS, FIRST_STEPS * (seed + 1))
        relaxation = part.saddle.relax(steps, search.objective, part.relaxation.point, clock=search.clock)
        part = replace(part, relaxation=relaxation)
        search.note(search.chosen, max(relaxation.bound, search.objective))
        closed = before[1] - before[0] - (search.bound - search.objective)
        waited = waited + 1 if closed < SLOW * (before[1] - before[0]) else 0
    return part


def _among_shares(search: _Search, part: _Part, tries: int, seed: int) -> Chosen:
    """Search a better plan among the candidates that the relaxation holds a share of, and the present plan's."""
    mine = np.searchsorted(part.kept, search.chosen)
    some = np.union1d(np.flatnonzero(part.relaxation.shares >= LEAST_SHARE), mine)
    few, _ = part.saddle.problem.restricted(some)
    found = shaken(few, np.searchsorted(some, mine), tries, search.clock, seed)
    plan = part.kept[some[found]]
    better = search.problem.value(plan) > search.objective
    return improved(search.problem, plan, search.clock) if better else search.chosen


def _decide(search: _Search, part: _Part) -> None:
    """Decide about the candidates that are left."""
    part = part.shrunk(search)
    found, bound = branch(
        part.saddle,
        np.searchsorted(part.kept, search.chosen),
        part.relaxation.point,
        search.bound,
        search.clock,
        lambda chosen, limit: search.note(part.kept[chosen], max(limit, search.objective)),
    )
    search.note(part.kept[found], max(bound, search.objective))


def _solve_with_capacity(search: _Search) -> None:
    """Bound plans of sites with limited capacity, and let HiGHS decide among the candidates that are left."""
    problem = search.problem
    without = Saddle(replace(problem, capacity=None)).relax(FIRST_STEPS, search.objective, clock=search.clock)
    search.note(search.chosen, without.bound)
    relaxation = relax_capacity(problem, search.chosen, search.clock)
    search.note(improved(problem, relaxation.plan, search.clock), relaxation.bound)
    may_improve = relaxation.may_improve(search.objective) & without.may_improve(search.objective)
    _decide_by_program(search, np.union1d(np.flatnonzero(may_improve), search.chosen), MOST_ENTRIES)


def _decide_by_program(search: _Search, kept: Chosen, most_entries: int) -> None:
    """Let HiGHS decide among the candidates that are left, if these reach not too many rows."""
    part, _ = search.problem.restricted(kept)
    if search.ended or part.covers.nnz > most_entries:
        return
    # A bound on the better plans only: where none exists, the present plan is the best.
    found, bound = branch_and_bound(
        part,
        np.searchsorted(kept, search.chosen),
        search.clock.left_s,
        watch=lambda chosen, limit: search.note(kept[chosen], max(limit, search.objective)),
        stop=search.clock.stop,
    )
    search.note(kept[found], max(bound, search.objective))
