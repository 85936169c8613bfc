"""A plan over years."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import numpy as np
import pytest
from drawn_plan import covering, small_problems
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.errors import UnsolvedError
from planner.siting.solving.contradiction import contradiction
from planner.siting.solving.phasing import phase
from planner.siting.solving.problem import CoveringProblem


def with_costs(problem: CoveringProblem, costs: list[int]) -> CoveringProblem:
    return replace(problem, cost=np.array(costs, dtype=np.int64))


def test_each_year_builds_what_its_money_reaches_best_with() -> None:
    problem = with_costs(covering(np.eye(3, dtype=int).tolist(), [30, 20, 10], 3), [2, 2, 2])
    phases = phase(problem, [2, 3, 1], 10.0)
    assert [each.added.tolist() for each in phases] == [[0], [1], [2]]
    assert [(each.objective, each.bound, each.spent, each.budget) for each in phases] == [
        (30, 30, 2, 2),
        (50, 50, 4, 5),
        (60, 60, 6, 6),
    ]
    assert all(each.gap == 0 for each in phases)


def test_no_year_is_sacrificed_to_another() -> None:
    # Candidate 0 reaches the middle rows, 10 + 10; 1 and 2 reach all four together. One site is paid for each year.
    # Alone, the first year's best is 0 (20) and the second's is 1 and 2 (36). Chains: 0 first, then 20 + 8: gaps 0 %
    # and 22 %; 1 first, then 2: 18 and 36, gaps 10 % and 0 %. The second has the smaller worst gap.
    problem = with_costs(covering([[0, 1, 1, 0], [1, 1, 0, 0], [0, 0, 1, 1]], [8, 10, 10, 8], 2), [1, 1, 1])
    phases = phase(problem, [1, 1], 10.0)
    assert [each.added.tolist() for each in phases] == [[1], [2]]
    assert [(each.objective, each.bound) for each in phases] == [(18, 20), (36, 36)]


def test_duties_come_as_early_as_the_money_allows() -> None:
    # Duty 0 costs 3 and is met in the second year at the latest; what is reached most comes when there is money left.
    problem = with_costs(covering(np.eye(3, dtype=int).tolist(), [1, 50, 2], 3, duty=[0, -1, 1]), [3, 3, 2])
    phases = phase(problem, [2, 3, 3], 10.0)
    assert [each.added.tolist() for each in phases] == [[2], [0], [1]]


def test_too_little_money_for_the_duties_is_refused() -> None:
    problem = with_costs(covering(np.eye(2, dtype=int).tolist(), [1, 1], 2, duty=[0, 1]), [3, 3])
    with pytest.raises(UnsolvedError):
        phase(problem, [2, 2], 10.0)


@settings(deadline=None, max_examples=25)
@given(small_problems(), st.lists(st.integers(0, 8), min_size=1, max_size=3), st.data())
def test_sets_grow_within_their_money_and_bounds_hold(
    problem: CoveringProblem, budgets: list[int], data: st.DataObject
) -> None:
    costs = data.draw(st.lists(st.integers(1, 6), min_size=problem.candidates, max_size=problem.candidates))
    problem = with_costs(problem, costs)
    if contradiction(replace(problem, budget=sum(budgets))) is not None:
        return
    phases = phase(problem, budgets, 30.0)
    built = np.concatenate([each.added for each in phases])
    assert np.unique(built).size == built.size
    assert replace(problem, budget=sum(budgets)).allows(np.sort(built))
    money = np.cumsum(budgets)
    for each in phases:
        so_far = np.concatenate([other.added for other in phases[: each.year_index + 1]])
        assert each.objective == problem.value(so_far) <= each.bound
        assert each.spent == problem.cost[so_far].sum() <= each.budget == money[each.year_index]


@settings(deadline=None, max_examples=30)
@given(small_problems(), st.data())
def test_of_two_years_with_a_site_each_no_chain_has_a_smaller_worst_gap(
    problem: CoveringProblem, data: st.DataObject
) -> None:
    # Without duties and with equal costs, against every chain of two years.
    problem = with_costs(replace(problem, duty=np.full(problem.candidates, -1), duties=0), [1] * problem.candidates)
    phases = phase(problem, [1, 1], 30.0)
    bounds = [max(1, each.bound) for each in phases]
    best = min(
        max(1 - problem.value(np.flatnonzero(np.array(years) <= year)) / bounds[year] for year in range(2))
        for years in product(range(3), repeat=problem.candidates)
        if years.count(0) <= 1 and years.count(0) + years.count(1) <= min(2, problem.sites)
    )
    assert max(each.gap for each in phases) <= best + 1e-9
