"""Other aims than reach: shorter walks for the average child (p-median), or for the one that walks longest (p-center).

Hakimi (1964), "Optimum locations of switching centers and the absolute centers and medians of a graph".
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, fields, replace
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt
import scipy.sparse as sp

from planner.siting.solving.clock import Clock, never
from planner.siting.solving.greedy import extended, first_plan
from planner.siting.solving.problem import Chosen, Counts, CoveringProblem, merged
from planner.siting.solving.program import (
    HALF,
    INFINITY,
    Outcome,
    Program,
    Rows,
    lowest,
    run,
    selection_rows,
    stacked,
    widened,
)
from planner.siting.solving.selection import Selection
from planner.siting.solving.solver import Report, solve
from planner.siting.solving.swaps import improved

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class LocationProblem(Selection):
    """Choose candidates so that children walk less to the nearest place.

    Attributes
    ----------
    distance_m
        Whole metres from a row of demand to a candidate, where it can be walked, shape ``(candidates, rows)``. A
        distance of 0 is an entry of its own.
    weights
        Children of each row (or a whole multiple of them), shape ``(rows,)``.
    existing_m
        Whole metres to the nearest place there is already, infinite where there is none, shape ``(rows,)``.
    longest_m
        Whole metres: what a longer walk, or none, counts as.
    """

    distance_m: sp.csr_array
    weights: Counts
    existing_m: Floats
    longest_m: int

    @cached_property
    def without_sites_m(self) -> Counts:
        """Metres that each row walks without any of the candidates, shape ``(rows,)``."""
        return np.minimum(self.existing_m, self.longest_m).astype(np.int64)

    def walk_m(self, chosen: Chosen) -> Counts:
        """Return the metres that each row walks to the nearest place once some are chosen, shape ``(rows,)``."""
        walk = self.without_sites_m.copy()
        part = self.distance_m[chosen]
        np.minimum.at(walk, part.indices, part.data.astype(np.int64))
        return walk

    def total_m(self, chosen: Chosen) -> int:
        """Return the metres that all children walk together."""
        return int(self.weights @ self.walk_m(chosen))

    def farthest_m(self, chosen: Chosen) -> int:
        """Return the metres of the child that walks longest."""
        return int(self.walk_m(chosen)[self.weights > 0].max(initial=0))


@dataclass(frozen=True, eq=False)
class LocationSolution:
    """A plan and its proof. Less is better.

    Attributes
    ----------
    chosen
        Numbers of the chosen candidates, in order.
    objective
        Metres that all children walk together (p-median), or that the child with the longest way walks (p-center).
    bound
        No plan has less than this.
    without
        The same without any site.
    seconds
        Time it took.
    """

    chosen: Chosen
    objective: int
    bound: int
    without: int
    seconds: float

    @property
    def gap(self) -> float:
        """By how much another plan may be better, as a share of this one's value."""
        return (self.objective - self.bound) / self.objective if self.objective else 0.0


def solve_median(
    problem: LocationProblem, time_limit_s: float, progress: Report | None = None, stop: Callable[[], bool] = never
) -> LocationSolution:
    """Find the plan with the least metres that all children walk together, and a bound on every plan.

    Parameters
    ----------
    problem
        A problem that has a plan.
    time_limit_s
        How long the search may take, in seconds.
    progress
        Called with every first or better plan or bound; its figures are metres saved.
    stop
        Asked now and again; as soon as it is true, the best plan and bound so far are returned.

    Raises
    ------
    planner.errors.UnsolvedError
        If there is no plan.
    """
    clock = Clock(time_limit_s, stop)
    without = int(problem.weights @ problem.without_sites_m)
    saved = saved_metres(problem)
    solution = solve(saved, clock.left_s, progress, stop)
    bound = without - solution.bound
    return LocationSolution(solution.chosen, problem.total_m(solution.chosen), bound, without, clock.seconds)


def saved_metres(problem: LocationProblem) -> CoveringProblem:
    """Write the metres saved as a covering problem, so that one solver serves both.

    The ways to the candidates of a row, d1 < d2 < … < dn, and its way without them, d(n+1), are steps: a site within
    dk saves the children of the row the step from dk to d(k+1). So each step is a row of a covering problem, of
    weight children · (d(k+1) − dk), covered by the candidates within dk (the radius formulation of Cornuéjols,
    Nemhauser and Wolsey 1980; García, Labbé and Marín 2011). A plan saves the sum of the steps it covers.
    """
    by_row = sp.csr_array(problem.distance_m.T)
    row = np.repeat(np.arange(problem.weights.size), np.diff(by_row.indptr))
    metres, candidate = by_row.data.astype(np.int64), by_row.indices
    near = metres < problem.without_sites_m[row]
    row, metres, candidate = row[near], metres[near], candidate[near]
    order = np.lexsort((candidate, metres, row))
    row, metres, candidate = row[order], metres[order], candidate[order]
    last = np.ones(row.size, dtype=bool)  # Of a row and distance: all the step's candidates have come.
    last[:-1] = (row[1:] != row[:-1]) | (metres[1:] != metres[:-1])
    ends = np.flatnonzero(last)
    until = problem.without_sites_m[row[ends]]
    nearer = np.flatnonzero(row[ends[:-1]] == row[ends[1:]])
    until[nearer] = metres[ends[nearer + 1]]
    weights = problem.weights[row[ends]] * (until - metres[ends])
    starts = np.searchsorted(row, row[ends])
    sizes = ends + 1 - starts
    pointers = np.concatenate([[0], np.cumsum(sizes)])
    entries = np.arange(pointers[-1]) - np.repeat(pointers[:-1] - starts, sizes)
    steps = sp.csr_array((np.ones(entries.size), candidate[entries], pointers), shape=(ends.size, problem.candidates))
    covers, totals = merged(sp.csr_array(steps.T), weights)
    return CoveringProblem(covers, totals, **_selection_of(problem))


def solve_center(
    problem: LocationProblem, time_limit_s: float, stop: Callable[[], bool] = never, near_m: int | None = None
) -> LocationSolution:
    """Find the plan whose longest walk is the least, and a bound on every plan.

    Longest walks that are possible are the distances; between a bound and a plan, the middle one is tried: can sites
    be chosen so that nobody walks farther (a set covering problem)? Sites that are left over go where they save
    all children the most metres.

    Parameters
    ----------
    problem
        A problem that has a plan.
    time_limit_s
        How long the search may take, in seconds.
    stop
        Asked now and again; as soon as it is true, the best plan and bound so far are returned.
    near_m
        Of several plans with the same longest walk, the one that saves most metres on ways up to this long is sought;
        on all ways if left out, which takes memory by the square of the candidates in reach.

    Raises
    ------
    planner.errors.UnsolvedError
        If there is no plan.
    """
    clock = Clock(time_limit_s, stop)
    saved = saved_metres(problem if near_m is None else _only_near(problem, near_m))
    chosen = improved(saved, first_plan(saved), clock)
    walks = _possible_walks(problem)
    low, high = 0, int(np.searchsorted(walks, problem.farthest_m(chosen)))
    while low < high and not clock.over():
        middle = (low + high) // 2
        outcome = _within(problem, int(walks[middle]), clock)
        if outcome.feasible is None:
            break
        if outcome.values is None:
            low = middle + 1
            continue
        chosen = np.flatnonzero(outcome.values[: problem.candidates] > HALF)
        high = int(np.searchsorted(walks, problem.farthest_m(chosen)))
    chosen = _shorter_for_all(problem, saved, chosen, clock)
    without = problem.farthest_m(chosen[:0])
    return LocationSolution(chosen, problem.farthest_m(chosen), int(walks[low]), without, clock.seconds)


def _only_near(problem: LocationProblem, near_m: int) -> LocationProblem:
    """Return the problem in which a longer way than a limit counts as that long."""
    distance_m = problem.distance_m.tocoo()
    near = distance_m.data <= near_m
    places = (distance_m.coords[0][near], distance_m.coords[1][near])
    kept = sp.csr_array((distance_m.data[near], places), shape=distance_m.shape)
    return replace(problem, distance_m=kept, longest_m=min(problem.longest_m, near_m))


def _possible_walks(problem: LocationProblem) -> Counts:
    """Return the walks that may be the longest, in order: none is shorter than that of a child far from everything."""
    counted = problem.weights > 0
    distance_m = problem.distance_m[:, np.flatnonzero(counted)]
    without = problem.without_sites_m[counted]
    least = without.copy()
    np.minimum.at(least, distance_m.indices, distance_m.data.astype(np.int64))
    walks = np.unique(np.concatenate([without, distance_m.data.astype(np.int64)]))
    return walks[np.searchsorted(walks, least.max(initial=0)) :] if walks.size else np.zeros(1, dtype=np.int64)


def _reached_within(problem: LocationProblem, metres: int) -> sp.csr_array:
    """Return which candidates are near enough to each row that walks farther without them, equal rows once."""
    far = np.flatnonzero((problem.weights > 0) & (problem.without_sites_m > metres))
    part = sp.csr_array(problem.distance_m[:, far])
    near = np.asarray(part.data <= metres)
    owner = np.repeat(np.arange(problem.candidates), np.diff(part.indptr))[near]
    return sp.csr_array((np.ones(owner.size), (part.indices[near], owner)), shape=(far.size, problem.candidates))


def _within(problem: LocationProblem, metres: int, clock: Clock) -> Outcome:
    """Ask whether sites can be chosen so that nobody walks farther."""
    reached = _reached_within(problem, metres)
    if (np.diff(reached.indptr) == 0).any():
        return Outcome(None, -np.inf, feasible=False)
    chosen = selection_rows(problem)
    columns = chosen.matrix.shape[1]
    alike = np.ones(len(reached.indptr) - 1, dtype=np.int64)
    covers, _ = merged(sp.csr_array(reached.T), alike)
    covering = Rows(sp.csr_array(covers.T), np.ones(covers.shape[1]), np.full(covers.shape[1], INFINITY))
    rows = stacked(chosen, widened(covering, columns - problem.candidates))
    program = Program(np.zeros(columns), lowest(problem, columns), np.ones(columns), rows, whole=columns)
    return run(program, clock.left_s, stop=clock.stop)


def _shorter_for_all(problem: LocationProblem, saved: CoveringProblem, chosen: Chosen, clock: Clock) -> Chosen:
    """Exchange and add sites so that all children walk less, and still nobody farther than now.

    Reaching a row within the longest walk counts more than all metres that could be saved.
    """
    reached = _reached_within(problem, problem.farthest_m(chosen))
    most = int(saved.weights.sum()) + 1
    both = replace(
        saved,
        covers=sp.csr_array(sp.hstack([saved.covers, reached.T], format="csr")),
        weights=np.concatenate([saved.weights, np.full(reached.shape[0], most)]),
    )
    return improved(both, extended(both, chosen), clock)


def _selection_of(problem: LocationProblem) -> dict[str, Any]:
    """Return what may be chosen, as keywords."""
    return {field.name: getattr(problem, field.name) for field in fields(Selection)}
