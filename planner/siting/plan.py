"""From a city and its findings to proposed sites in order, with a proof."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np

from planner.model.assessment import Optimality, Plan, PlanStatus
from planner.model.options import Objective
from planner.siting.explain import explain
from planner.siting.obstacles import contradiction_words, dropped_words, missing_words
from planner.siting.order import in_children, steps_in
from planner.siting.solving.clock import never
from planner.siting.solving.contradiction import best_of_the_rest, contradiction
from planner.siting.solving.greedy import Step, building_order
from planner.siting.solving.location import LocationSolution
from planner.siting.solving.solver import Report, Solution, solve
from planner.siting.task import Prepared, SitingTask, in_full_children, prepare
from planner.siting.walks import solve_walks, walk_told
from planner.siting.wording import in_order
from planner.texts import Text, text


def propose(task: SitingTask, progress: Report | None = None, stop: Callable[[], bool] = never) -> Plan:
    """Propose sites: one at least in every region that needs one, the others where they reach the most.

    Fewer sites than asked for are proposed where nobody is left to reach. Where not everything that is asked for can
    be had, the plan says why and is the best of the rest.

    Parameters
    ----------
    task
        What the plan depends on.
    progress
        Called with every first or better plan or bound of the solver.
    stop
        Asked now and again; once it is true, the best plan so far is returned with its bound.

    Raises
    ------
    planner.errors.PlannerError
        If a rule is missing or can't be applied, a cost is not known, or the solver gives neither a plan nor a proof
        that there is none.
    """
    if _nothing_asked(task):
        return _without_sites(task)
    if not task.walkers.children.sum():
        return _without_sites(
            task,
            text("No children are known in the city, so no site can be chosen by whom it reaches: add a population."),
        )
    return plan_of(prepare(task), progress, stop)


def plan_of(prepared: Prepared, progress: Report | None = None, stop: Callable[[], bool] = never) -> Plan:
    """Return the plan of prepared candidates; see :func:`propose`."""
    obstacle = missing_words(prepared)
    found = contradiction(prepared.problem)
    if found is not None:
        prepared, obstacle = _rest(prepared, [obstacle, contradiction_words(prepared, found)])
    if not prepared.problem.candidates or not prepared.problem.sites:
        return _without_sites(prepared.task, obstacle, prepared)
    if prepared.task.options.siting.objective is Objective.COVERAGE:
        solution = solve(prepared.problem, prepared.task.options.time_limit_s, progress, stop)
        chosen, proof = solution.chosen, _reach_proof(prepared, solution)
        steps = steps_of(prepared, solution)
    else:
        shorter = solve_walks(prepared, progress, stop)
        chosen, proof = shorter.chosen, _walk_proof(prepared, shorter)
        steps = steps_in(prepared, [shorter.chosen])
    if found is not None:
        aside = dropped_words(prepared, prepared.problem.unmet(chosen).tolist(), ())
        obstacle = in_order([words for words in (obstacle, aside) if words is not None])
    if obstacle is not None:
        proof = replace(proof, status=PlanStatus.INFEASIBLE, reason_text=obstacle)
    return Plan(
        proposals=explain(prepared, steps),
        optimality=proof,
        candidates=len(prepared.candidates),
        programme=prepared.task.aim.programme,
        aim=prepared.task.options.siting.objective,
        kind=prepared.task.aim.kind,
        left_out=prepared.left_out,
        notices=prepared.notices,
    )


def steps_of(prepared: Prepared, solution: Solution) -> tuple[Step, ...]:
    """Return the sites of a solution in the order in which to build them, with the children each adds."""
    steps = building_order(prepared.problem, solution.chosen)
    counted = in_children(prepared)
    if counted is prepared.problem:
        return steps
    chosen = np.array([step.candidate for step in steps], dtype=np.intp)
    values = [counted.value(chosen[:place]) for place in range(len(steps) + 1)]
    return tuple(
        replace(step, gain=after - before) for step, before, after in zip(steps, values, values[1:], strict=False)
    )


def _rest(prepared: Prepared, obstacles: Sequence[Text | None]) -> tuple[Prepared, Text]:
    """Leave aside what can't be met, and say so."""
    problem, dropped = best_of_the_rest(prepared.problem)
    told = [*obstacles, dropped_words(prepared, (), dropped.tolist())]
    return replace(prepared, problem=problem), in_order([words for words in told if words is not None])


def _nothing_asked(task: SitingTask) -> bool:
    if task.options.siting.must or task.duties:
        return False
    return task.options.sites == 0 or (task.options.sites is None and task.budget_idr is None)


def _reach_proof(prepared: Prepared, solution: Solution) -> Optimality:
    """Say how good a plan is proven to be that reaches as many children as it can."""
    proven = solution.bound == solution.objective
    return Optimality(
        objective=in_full_children(prepared.task, solution.objective),
        bound=in_full_children(prepared.task, solution.bound),
        gap=0.0 if proven else (solution.bound - solution.objective) / max(solution.objective, 1),
        status=PlanStatus.OPTIMAL if proven else PlanStatus.WITHIN_GAP,
        seconds=solution.seconds,
    )


def _walk_proof(prepared: Prepared, solution: LocationSolution) -> Optimality:
    """Say how good a plan is proven to be that makes walks as short as it can."""
    task = prepared.task
    return Optimality(
        objective=walk_told(task, solution.objective),
        bound=walk_told(task, solution.bound),
        gap=solution.gap,
        status=PlanStatus.OPTIMAL if solution.bound == solution.objective else PlanStatus.WITHIN_GAP,
        seconds=solution.seconds,
        without=walk_told(task, solution.without),
    )


def _without_sites(task: SitingTask, obstacle: Text | None = None, prepared: Prepared | None = None) -> Plan:
    """Return the plan without sites: none is asked for, nobody is left to reach, or none is possible."""
    feasible = obstacle is None
    return Plan(
        proposals=(),
        optimality=Optimality(
            objective=0,
            bound=0,
            gap=0.0 if feasible else None,
            status=PlanStatus.OPTIMAL if feasible else PlanStatus.INFEASIBLE,
            seconds=0.0,
            reason_text=obstacle,
        ),
        candidates=0 if prepared is None else len(prepared.candidates),
        programme=task.aim.programme,
        aim=task.options.siting.objective,
        kind=task.aim.kind,
        left_out=None if prepared is None else prepared.left_out,
        notices=() if prepared is None else prepared.notices,
    )
