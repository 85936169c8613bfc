"""Every set of constraints, against every plan of small problems."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from drawn_plan import apart, constrained_problems, covering, plans_of
from hypothesis import given, settings
from test_siting_solving_solver import spread_out

from planner.errors import UnsolvedError
from planner.siting.solving.contradiction import Constraint, Contradiction, best_of_the_rest, contradiction
from planner.siting.solving.curve import reach_curve
from planner.siting.solving.problem import CoveringProblem
from planner.siting.solving.solver import solve


@settings(deadline=None, max_examples=150)
@given(constrained_problems())
def test_the_plan_is_the_best_of_all_or_there_is_a_contradiction(problem: CoveringProblem) -> None:
    plans = plans_of(problem)
    assert (contradiction(problem) is None) == bool(plans)
    if plans:
        solution = solve(problem, 20.0)
        assert problem.allows(solution.chosen)
        best = max(problem.value(plan) for plan in plans)
        assert solution.objective == solution.bound == best == problem.value(solution.chosen)


@settings(deadline=None, max_examples=60)
@given(constrained_problems())
def test_the_rest_is_as_much_as_can_be_had_and_the_best_of_it(problem: CoveringProblem) -> None:
    if contradiction(problem) is None:
        return
    rest, dropped = best_of_the_rest(problem)
    loose = plans_of(replace(problem, duties_needed=0, must=np.zeros(0, dtype=np.intp)))
    most = max(np.isin(problem.must, plan).sum() for plan in loose)
    assert problem.must.size - dropped.size == most
    kept = [plan for plan in loose if np.isin(rest.must, plan).all()]
    met = max(problem.duties - problem.unmet(plan).size for plan in kept)
    assert rest.least_duties == min(met, problem.least_duties)
    solution = solve(rest, 20.0)
    assert solution.objective == solution.bound == max(rest.value(plan) for plan in plans_of(rest))


@settings(deadline=None, max_examples=60)
@given(constrained_problems())
def test_a_contradiction_ends_when_any_one_of_its_constraints_is_given_up(problem: CoveringProblem) -> None:
    found = contradiction(problem)
    if found is None or Constraint.NO_CANDIDATE in found.constraints:
        return
    for kind in found.constraints:
        assert plans_of(given_up(problem, {*Constraint} - {*found.constraints} | {kind}))


def given_up(problem: CoveringProblem, kinds: set[Constraint]) -> CoveringProblem:
    """Return a problem without some kinds of constraints."""
    changes: dict[Constraint, dict[str, object]] = {
        Constraint.DUTIES: {"duties_needed": 0},
        Constraint.SITES: {"sites": problem.candidates},
        Constraint.BUDGET: {"budget": None},
        Constraint.APART: {"apart": None},
        Constraint.MUST: {"must": np.zeros(0, dtype=np.intp)},
    }
    for kind in kinds & set(changes):
        problem = replace(problem, **changes[kind])
    return problem


# Three candidates that reach a row each; 0 meets duty 0 and 1 meets duty 1.
PLAIN = covering(np.eye(3, dtype=int).tolist(), [30, 20, 10], 2, duty=[0, 1, -1])
COSTS = np.array([5, 4, 1])


@pytest.mark.parametrize(
    ("problem", "reasons"),
    [
        (replace(PLAIN, sites=1), Contradiction((Constraint.DUTIES, Constraint.SITES), (0, 1), (), 2)),
        (
            replace(PLAIN, cost=COSTS, budget=8),
            Contradiction((Constraint.DUTIES, Constraint.BUDGET), (0, 1), (), 9),
        ),
        (
            replace(PLAIN, sites=3, must=np.array([2]), apart=apart(3, [(1, 2)])),
            Contradiction((Constraint.DUTIES, Constraint.APART, Constraint.MUST), (1,), (2,), None),
        ),
        (
            replace(PLAIN, must=np.array([0, 1, 2]), apart=apart(3, [(1, 2)])),
            Contradiction((Constraint.SITES, Constraint.MUST), (), (0, 1, 2), 3),
        ),
        (
            replace(PLAIN, sites=3, must=np.array([0, 1, 2]), apart=apart(3, [(1, 2)])),
            Contradiction((Constraint.APART, Constraint.MUST), (), (1, 2), None),
        ),
        (
            replace(PLAIN, must=np.array([2])),
            Contradiction((Constraint.DUTIES, Constraint.SITES, Constraint.MUST), (0, 1), (2,), 3),
        ),
        (replace(PLAIN, duties=3), Contradiction((Constraint.NO_CANDIDATE,), (2,), (), None)),
    ],
)
def test_the_smallest_set_of_reasons(problem: CoveringProblem, reasons: Contradiction) -> None:
    assert contradiction(problem) == reasons
    with pytest.raises(UnsolvedError):
        solve(problem, 10.0)


def test_the_best_of_the_rest_meets_what_it_can_and_leaves_the_choice_to_the_solver() -> None:
    rest, dropped = best_of_the_rest(replace(PLAIN, sites=1))
    assert (rest.duties_needed, dropped.tolist()) == (1, [])
    solution = solve(rest, 10.0)
    assert (solution.chosen.tolist(), rest.unmet(solution.chosen).tolist()) == ([0], [1])


def test_a_budget_buys_what_reaches_the_most_together() -> None:
    # 60 children for 6, or 35 + 35 for 3 + 3: greed for the greatest gain takes the first.
    problem = covering(np.eye(3, dtype=int).tolist(), [60, 35, 35], 3)
    solution = solve(replace(problem, cost=np.array([6, 3, 3]), budget=6), 10.0)
    assert (solution.chosen.tolist(), solution.objective) == ([1, 2], 70)


def test_a_site_of_limited_capacity_leaves_children_to_others() -> None:
    # Both reach the 10 children of row 0, the second also 4 of row 1. With 8 places each they serve 8 + 6.
    problem = covering([[1, 0], [1, 1]], [10, 4], 2)
    solution = solve(replace(problem, capacity=np.array([8, 8])), 10.0)
    assert (solution.objective, solution.bound) == (14, 14)
    tight = solve(replace(problem, capacity=np.array([5, 6])), 10.0)
    assert (tight.objective, tight.bound) == (11, 11)


def test_larger_problems_with_constraints_are_proven_too() -> None:
    problem = spread_out(sites=6, duties=3)
    close = (problem.covers @ problem.covers.T).toarray() > 0.6 * problem.covers.sum(axis=1)[:, None]
    pairs = [(i, j) for i, j in np.argwhere(close).tolist() if i > j]
    problem = replace(
        problem, cost=np.where(np.arange(80) % 3, 3, 5), budget=21, apart=apart(80, pairs), must=np.array([5])
    )
    solution = solve(problem, 60.0)
    assert problem.allows(solution.chosen)
    assert solution.objective == solution.bound


def test_the_curve_over_budgets_never_falls_and_begins_where_duties_can_be_paid() -> None:
    problem = replace(PLAIN, sites=3, cost=COSTS)
    curve = reach_curve(problem, 10.0, budgets=[3, 9, 10, 20])
    assert [(point.budget, point.objective, point.bound) for point in curve] == [
        (9, 50, 50),
        (10, 60, 60),
        (20, 60, 60),
    ]
