"""A plan over years with a budget each, so that every year's set of sites is good on its own.

Money that isn't spent in a year is kept for the next ones.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

import numpy as np
import numpy.typing as npt

from planner.siting.solving.clock import Clock, never
from planner.siting.solving.contradiction import best_of_the_rest, contradiction
from planner.siting.solving.problem import Chosen, CoveringProblem
from planner.siting.solving.selection import nobody
from planner.siting.solving.solver import solve

OUTSIDE = 10
"""So many candidates that are not in the plan are tried in the place of each site."""

Years = npt.NDArray[np.intp]
Rank = tuple[int, float, float]


@dataclass(frozen=True, eq=False)
class Phase:
    """What is built in one year.

    Attributes
    ----------
    year_index
        Number of the year, from 0.
    added
        Numbers of the candidates built in this year, in order.
    objective
        What all that are built until the end of the year cover.
    bound
        No set that the money until then pays for, and that meets as many duties as it can, covers more.
    spent, budget
        Rupiah spent, and given, until the end of the year.
    """

    year_index: int
    added: Chosen
    objective: int
    bound: int
    spent: int
    budget: int

    @property
    def gap(self) -> float:
        """By how much the best set for this year alone may be better, as a share of the bound."""
        return (self.bound - self.objective) / self.bound if self.bound else 0.0


def phase(
    problem: CoveringProblem, budgets: Sequence[int], time_limit_s: float, stop: Callable[[], bool] = never
) -> tuple[Phase, ...]:
    """Choose sets of sites, each a part of the next year's, so that no year's is much worse than its own best.

    Duties and sites that must be chosen are due by the last year; as many duties as the money allows are met in each
    year. Each year's best set is found first. Chains of sets are grown from each of them, to the years before and
    after, and the one with the least worst gap is improved: sites change their year, or their place with another.
    The gaps are to the year's own best, so they hold whatever chain is chosen; that no chain has a smaller worst gap
    is not proven.

    Parameters
    ----------
    problem
        A problem with costs that has a plan for the sum of the budgets; its own budget is not looked at.
    budgets
        Rupiah of each year, one at least.
    time_limit_s
        How long the search may take, in seconds.
    stop
        Asked now and again; once it is true, what is left gets a first plan and bound only.

    Raises
    ------
    planner.errors.UnsolvedError
        If there is no plan for the sum of the budgets.
    """
    clock = Clock(time_limit_s, stop)
    problems = [_until(problem, int(budget)) for budget in np.cumsum(budgets)[:-1]]
    problems.append(replace(problem, budget=int(sum(budgets))))
    count = len(problems)
    solutions = [solve(each, clock.left_s / 2 / (count - year), stop=stop) for year, each in enumerate(problems)]
    search = _Search(problem, problems, [max(1, solution.bound) for solution in solutions], clock)
    chains = [search.chain(year, solution.chosen) for year, solution in enumerate(solutions)]
    years = search.improved(min((chain for chain in chains if chain is not None), key=search.rank))
    return tuple(
        Phase(
            year_index=year,
            added=np.flatnonzero(years == year),
            objective=problem.value(np.flatnonzero(years <= year)),
            bound=solution.bound,
            spent=each.spent(np.flatnonzero(years <= year)),
            budget=each.budget or 0,
        )
        for year, (each, solution) in enumerate(zip(problems, solutions, strict=True))
    )


def _until(problem: CoveringProblem, budget: int) -> CoveringProblem:
    """Return the problem of a year before the last: as many duties as the money until then allows."""
    return best_of_the_rest(replace(problem, budget=budget, must=nobody()))[0]


@dataclass(frozen=True, eq=False)
class _Search:
    """Chains of sets: of each candidate the year in which it is built, or the number of years if it isn't."""

    problem: CoveringProblem
    problems: list[CoveringProblem]
    bounds: list[int]
    clock: Clock

    def chain(self, year: int, chosen: Chosen) -> Years | None:
        """Grow a chain from one year's set; ``None`` if it can't be completed."""
        years = np.full(self.problem.candidates, len(self.problems))
        years[chosen] = year
        for earlier in range(year - 1, -1, -1):
            kept = np.flatnonzero(years <= earlier + 1)
            part = _until(self.problem.restricted(kept)[0], self.problems[earlier].budget or 0)
            years[kept[solve(part, self._share_s).chosen]] = earlier
        for later in range(year + 1, len(self.problems)):
            built = np.flatnonzero(years <= later - 1)
            part = replace(self.problems[later], must=np.union1d(self.problems[later].must, built))
            if contradiction(part) is not None:
                return None
            added = solve(part, self._share_s).chosen
            years[added[years[added] > later]] = later
        return years

    @property
    def _share_s(self) -> float:
        return self.clock.left_s / (len(self.problems) ** 2 + 1)

    def rank(self, years: Years) -> Rank:
        """Return how bad a chain is: duties met late, worst gap, and all gaps."""
        gaps, late = [], 0
        for year, (problem, bound) in enumerate(zip(self.problems, self.bounds, strict=True)):
            built = np.flatnonzero(years <= year)
            late += max(0, problem.least_duties - (problem.duties - problem.unmet(built).size))
            gaps.append((bound - problem.value(built)) / bound)
        return late, max(gaps), sum(gaps)

    def improved(self, years: Years) -> Years:
        """Move and exchange single sites as long as the chain becomes better."""
        best = self.rank(years)
        changed = True
        while changed and not self.clock.over():
            changed = False
            for other in self._neighbours(years):
                if self.clock.over():
                    break
                if self._possible(other) and (rank := self.rank(other)) < best:
                    years, best, changed = other, rank, True
                    break
        return years

    def _neighbours(self, years: Years) -> Iterator[Years]:
        """Yield chains in which two sites change places, one site its year, or one site is another."""
        built = np.flatnonzero(years < len(self.problems))
        for one, other in combinations(built, 2):
            if years[one] != years[other]:
                yield _with(years, {one: years[other], other: years[one]})
        for site in built:
            for year in range(len(self.problems) + 1):
                if year != years[site]:
                    yield _with(years, {site: year})
            gains = self.problem.gains_after(np.setdiff1d(built, [site]))
            gains[built] = -1
            for other in np.argsort(-gains, kind="stable")[:OUTSIDE]:
                if gains[other] > 0:
                    yield _with(years, {site: len(self.problems), other: years[site]})

    def _possible(self, years: Years) -> bool:
        """Return whether every year's set can be paid for and stands as it must, and the last one meets all duties."""
        sets = [np.flatnonzero(years <= year) for year in range(len(self.problems))]
        return self.problems[-1].allows(sets[-1]) and all(
            problem.spent(built) <= (problem.budget or 0) for problem, built in zip(self.problems, sets, strict=True)
        )


def _with(years: Years, changes: dict[np.intp, np.intp | int]) -> Years:
    """Return a chain with some years changed."""
    changed = years.copy()
    changed[list(changes)] = list(changes.values())
    return changed
