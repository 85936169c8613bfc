"""A plan phased over years, each with its own money, its own proof and its own sites."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from planner.model.planning import YearPlan
from planner.siting.explain import explain
from planner.siting.obstacles import contradiction_words, dropped_words
from planner.siting.order import steps_in
from planner.siting.solving.clock import never
from planner.siting.solving.contradiction import best_of_the_rest, contradiction
from planner.siting.solving.phasing import phase
from planner.siting.task import Prepared, in_full_children
from planner.siting.wording import in_order
from planner.texts import Text


def phased(
    prepared: Prepared, time_limit_s: float, stop: Callable[[], bool] = never
) -> tuple[tuple[YearPlan, ...], Text | None]:
    """Say what to build in which year, so that every year's sites are good on their own.

    Parameters
    ----------
    prepared
        The candidates of a task whose options have a first year and a budget for each year.
    time_limit_s
        How long the search may take, in seconds.
    stop
        Asked now and again; once it is true, what is left gets a first plan and bound only.

    Returns
    -------
    The years, and what can't be met with all the money together, or ``None``.

    Raises
    ------
    planner.errors.UnsolvedError
        If the solver gives neither a plan nor a proof that there is none.
    """
    siting, obstacle = prepared.task.options.siting, None
    first_year, budgets = siting.first_year, siting.year_budgets_idr
    if first_year is None or not budgets or not prepared.problem.candidates:
        return (), None
    found = contradiction(prepared.problem)
    if found is not None:
        problem, dropped = best_of_the_rest(prepared.problem)
        aside = dropped_words(prepared, (), dropped.tolist())
        obstacle = in_order([words for words in (contradiction_words(prepared, found), aside) if words is not None])
        prepared = replace(prepared, problem=problem)
    phases = phase(prepared.problem, budgets, time_limit_s, stop)
    proposals = explain(prepared, steps_in(prepared, [each.added for each in phases]))
    ends = np.cumsum([each.added.size for each in phases])
    spent = [0, *(each.spent for each in phases)]
    years = tuple(
        YearPlan(
            year=first_year + each.year_index,
            budget_idr=budgets[each.year_index],
            spent_idr=each.spent - spent[number],
            proposals=proposals[end - each.added.size : end],
            children=in_full_children(prepared.task, each.objective),
            bound=in_full_children(prepared.task, each.bound),
        )
        for number, (each, end) in enumerate(zip(phases, ends, strict=True))
    )
    return years, obstacle
