"""Why no plan exists, as the smallest set of reasons; and the best of what is left."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import combinations
from typing import TypeVar

import numpy as np

from planner.siting.solving.problem import Chosen
from planner.siting.solving.program import HALF, INFINITY, Floats, Program, lowest, optimal, run, selection_rows
from planner.siting.solving.selection import NO_DUTY, Selection, nobody

Problem = TypeVar("Problem", bound=Selection)


class Constraint(StrEnum):
    """Kinds of constraints that may contradict each other."""

    NO_CANDIDATE = "no_candidate"
    """A duty that no candidate would meet."""
    DUTIES = "duties"
    SITES = "sites"
    BUDGET = "budget"
    APART = "apart"
    MUST = "must"


@dataclass(frozen=True)
class Contradiction:
    """The smallest set of constraints that no plan keeps to together.

    Attributes
    ----------
    constraints
        Their kinds; without any one of them there would be a plan (for these kinds alone).
    duties
        Numbers of the duties among them: those without a candidate; otherwise a set of which each is needed for the
        contradiction. Where duties contradict the number of sites or the budget alone, all of them.
    must
        Numbers of the candidates that must be chosen among them, each needed for the contradiction; all of them
        where they alone contradict the number of sites or the budget.
    needed
        The fewest sites, or the fewest rupiah, with which the others could be kept; ``None`` where neither the
        number of sites nor the budget alone is among them, or both are.
    """

    constraints: tuple[Constraint, ...]
    duties: tuple[int, ...]
    must: tuple[int, ...]
    needed: int | None


def contradiction(selection: Selection) -> Contradiction | None:
    """Return why nothing can be chosen, as the smallest set of reasons; ``None`` where something can.

    Sets of kinds are tried from the smallest; within the first that contradicts, duties and fixed candidates that
    aren't needed for it are left out one after the other (deletion filter, Chinneck and Dravnieks 1991).

    Parameters
    ----------
    selection
        A covering problem, or any other.

    Raises
    ------
    planner.errors.UnsolvedError
        If HiGHS stops without an answer.
    """
    lacking = np.setdiff1d(np.arange(selection.duties), selection.duty)
    if lacking.size > selection.duties - selection.least_duties:
        return Contradiction((Constraint.NO_CANDIDATE,), tuple(lacking.tolist()), (), None)
    if _possible(selection):
        return None
    kinds = _present(selection)
    smallest = next(
        some
        for size in range(2, len(kinds) + 1)
        for some in combinations(kinds, size)
        if not _possible(_only(selection, some))
    )
    part = _only(selection, smallest)
    duties, must = _filtered(part, smallest, list(range(part.duties)), part.must.tolist())
    return Contradiction(smallest, tuple(duties), tuple(must), _needed(_of(part, duties, must), smallest))


def best_of_the_rest(problem: Problem) -> tuple[Problem, Chosen]:
    """Ask for as much of what contradicts as can be had: fixed candidates first, then as many duties as possible.

    Which duties are met is left to the solver, so that its plan is the best of all plans that meet so many:
    :meth:`~planner.siting.solving.selection.Selection.unmet` names those that it doesn't meet.

    Parameters
    ----------
    problem
        A problem without a plan.

    Returns
    -------
    The problem with fewer duties needed, and the fixed candidates that were dropped, the fewest possible.
    """
    free = replace(problem, duties_needed=0, must=nobody())
    kept = np.intersect1d(problem.must, _most(free, _marked(problem.candidates, problem.must)))
    free = replace(free, must=kept)
    columns = problem.candidates + problem.duties
    most = problem.duties - problem.unmet(_most(free, _marked(columns, np.arange(problem.candidates, columns)))).size
    return replace(free, duties_needed=min(most, problem.least_duties)), np.setdiff1d(problem.must, kept)


def _present(selection: Selection) -> tuple[Constraint, ...]:
    """Return the kinds of constraints that a problem has."""
    present = {
        Constraint.DUTIES: selection.least_duties > 0,
        Constraint.SITES: True,
        Constraint.BUDGET: selection.budget is not None,
        Constraint.APART: selection.apart is not None and selection.apart.nnz > 0,
        Constraint.MUST: selection.must.size > 0,
    }
    return tuple(kind for kind, there in present.items() if there)


def _only(selection: Selection, kinds: Iterable[Constraint]) -> Selection:
    """Return a problem with some kinds of constraints only."""
    kinds = set(kinds)
    return Selection(
        duty=selection.duty if Constraint.DUTIES in kinds else np.full(selection.candidates, NO_DUTY),
        duties=selection.duties if Constraint.DUTIES in kinds else 0,
        duties_needed=selection.duties_needed if Constraint.DUTIES in kinds else None,
        sites=selection.sites if Constraint.SITES in kinds else selection.candidates,
        preferred=selection.preferred,
        cost=selection.cost,
        budget=selection.budget if Constraint.BUDGET in kinds else None,
        apart=selection.apart if Constraint.APART in kinds else None,
        must=selection.must if Constraint.MUST in kinds else nobody(),
    )


def _filtered(
    selection: Selection, kinds: tuple[Constraint, ...], duties: list[int], must: list[int]
) -> tuple[list[int], list[int]]:
    """Leave out duties and fixed candidates, one by one, without which there still is a contradiction."""
    if _by_number_only(set(kinds)):
        return duties, must
    if selection.duties_needed is None:
        for duty in tuple(duties):
            fewer = [other for other in duties if other != duty]
            if not _possible(_of(selection, fewer, must)):
                duties = fewer
    for candidate in tuple(must):
        fewer = [other for other in must if other != candidate]
        if not _possible(_of(selection, duties, fewer)):
            must = fewer
    return duties, must


def _by_number_only(kinds: set[Constraint]) -> bool:
    """Return whether it is their number, or what they cost together, that is too great: then all are named."""
    return Constraint.APART not in kinds and not {Constraint.DUTIES, Constraint.MUST} <= kinds


def _of(selection: Selection, duties: list[int], must: list[int]) -> Selection:
    """Return a problem with some of its duties, numbered anew, and some of its fixed candidates."""
    number = np.full(selection.duties + 1, NO_DUTY)
    number[duties] = np.arange(len(duties))
    return replace(selection, duty=number[selection.duty], duties=len(duties), must=np.array(must, dtype=np.intp))


def _needed(selection: Selection, kinds: tuple[Constraint, ...]) -> int | None:
    """Return the fewest sites or rupiah with which the other constraints can be kept."""
    if (Constraint.SITES in kinds) == (Constraint.BUDGET in kinds):
        return None
    others = _only(selection, set(kinds) - {Constraint.SITES, Constraint.BUDGET})
    if Constraint.SITES in kinds:
        return _most(others, -np.ones(selection.candidates)).size
    return selection.spent(_most(others, -selection.costs.astype(np.float64)))


def _possible(selection: Selection) -> bool:
    # One choice that is allowed is proof enough, and mostly the cheapest is: only else HiGHS has to look.
    return selection.allows(_cheapest(selection)) or run(_program(selection, np.zeros(0)), INFINITY).values is not None


def _cheapest(selection: Selection) -> Chosen:
    """Return the fixed candidates, and for each duty that waits the cheapest candidate; perhaps it is not allowed."""
    unmet = selection.unmet(selection.must)
    helps = selection.waits(unmet) & ~selection.too_close(selection.must)
    in_order = np.argsort(selection.costs, kind="stable")
    in_order = in_order[helps[in_order]]
    first = np.sort(np.unique(selection.duty[in_order], return_index=True)[1])
    needed = max(0, selection.least_duties - (selection.duties - unmet.size))
    return np.concatenate([selection.must, in_order[first[:needed]]])


def _most(selection: Selection, gain: Floats) -> Chosen:
    """Return the candidates of the greatest gain that may be chosen together."""
    return np.flatnonzero(optimal(_program(selection, gain))[: selection.candidates] > HALF)


def _program(selection: Selection, gain: Floats) -> Program:
    """Write what may be chosen as a program, with a gain of the first columns."""
    rows = selection_rows(selection)
    columns = rows.matrix.shape[1]
    return Program(
        np.concatenate([gain, np.zeros(columns - gain.size)]),
        lowest(selection, columns),
        np.ones(columns),
        rows,
        whole=columns,
    )


def _marked(size: int, places: Chosen) -> Floats:
    values = np.zeros(size)
    values[places] = 1.0
    return values
