"""A plan looked at from all sides: with its proof, the curve, the years, and how sure each site is."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from planner.access.variations import variations
from planner.assess import Ground, method_of, siting_task
from planner.model.assessment import Plan
from planner.model.city import City
from planner.model.options import Objective, Options
from planner.model.planning import PlanStudy, ReachPoint, Stability
from planner.siting.plan import plan_of, propose
from planner.siting.solving.clock import never
from planner.siting.solving.curve import reach_curve
from planner.siting.solving.solver import Progress
from planner.siting.stability import stability_of
from planner.siting.task import Prepared, in_full_children, prepare
from planner.siting.years import phased
from planner.texts import Percent, Text, text

Told = Callable[[Text], None]
"""Is told, in one short sentence, what is being done and how far it is."""

CURVE_POINTS = 12
"""A curve over rupiah has so many points, up to twice the budget."""

MORE_SITES = 8
"""A curve over sites goes so far beyond the plan."""


@dataclass(frozen=True)
class Wanted:
    """What of a plan is looked at besides the plan itself. Each takes some seconds.

    Attributes
    ----------
    curve
        What fewer and more sites, or rupiah, can do.
    stability
        How sure each site is when assumptions change.
    """

    curve: bool = True
    stability: bool = True


def _silent(_: Text) -> None:
    """Tell nobody."""


def study_plan(
    city: City,
    ground: Ground,
    options: Options | None = None,
    wanted: Wanted | None = None,
    *,
    told: Told = _silent,
    stop: Callable[[], bool] = never,
) -> PlanStudy:
    """Propose sites and look at the plan from all sides.

    Parameters
    ----------
    city
        The city.
    ground
        The result of :func:`planner.assess.measure` for it.
    options
        What was chosen; each step may take its time limit. The plan is phased if there are budgets for years.
    wanted
        What is looked at; everything if left out. Both are counted in children reached, so they are left out where
        another objective is chosen.
    told
        Is told what is being done.
    stop
        Asked now and again; once it is true, the best plan so far is returned with its bound, and the rest left out.

    Raises
    ------
    planner.errors.PlannerError
        If a rule is missing or can't be applied, a cost is not known, or the solver gives neither a plan nor a proof.
    """
    options, wanted = options or Options(), wanted or Wanted()
    task = siting_task(city, ground, options)
    told(text("Looking for candidates"))
    if not task.walkers.children.sum():
        return PlanStudy(propose(task))
    prepared = prepare(task)
    told(text("Looking for the best sites"))
    plan = plan_of(prepared, _each_once(prepared, told), stop)
    study = PlanStudy(plan)
    if options.siting.objective is not Objective.COVERAGE or not prepared.problem.candidates:
        return study
    if options.siting.year_budgets_idr and not stop():
        told(text("Sharing the sites out over the years"))
        years, obstacle = phased(prepared, options.time_limit_s, stop)
        study = replace(study, years=years, years_obstacle=obstacle)
    if wanted.curve and not stop():
        told(text("Finding out what fewer and more sites can do"))
        study = replace(study, curve=_curve(prepared, plan, stop))
    if wanted.stability and plan.proposals and not stop():
        study = replace(study, stability=_stability(prepared, plan, ground, told, stop))
    return study


def _each_once(prepared: Prepared, told: Told) -> Callable[[Progress], None]:
    """Return who is told of the search, with the same sentence never twice in a row."""
    last: Text | None = None

    def tell(now: Progress) -> None:
        nonlocal last
        words = progress_words(now, prepared)
        if words != last:
            last = words
            told(words)

    return tell


def progress_words(now: Progress, prepared: Prepared) -> Text:
    """Say how far the search for the best sites is."""
    children = in_full_children(prepared.task, now.objective)
    if prepared.task.options.siting.objective is not Objective.COVERAGE:
        return text("A plan is found; the best one can be at most {gap} better", gap=Percent(now.gap, decimals=1))
    return text(
        "{children} children newly reached; the best plan reaches at most {gap} more",
        children=round(children),
        gap=Percent(now.gap, decimals=1),
    )


def _curve(prepared: Prepared, plan: Plan, stop: Callable[[], bool]) -> tuple[ReachPoint, ...]:
    task, problem = prepared.task, prepared.problem
    budgets: Sequence[int] = ()
    if task.budget_idr is not None:
        budgets = sorted({round(2 * task.budget_idr * step / CURVE_POINTS) for step in range(1, CURVE_POINTS + 1)})
    else:
        most = max(problem.sites, len(plan.proposals)) + MORE_SITES
        problem = replace(problem, sites=min(most, problem.candidates))
    return tuple(
        ReachPoint(
            sites=None if budgets else point.sites,
            budget_idr=point.budget if budgets else None,
            children=in_full_children(task, point.objective),
            bound=in_full_children(task, point.bound),
        )
        for point in reach_curve(problem, task.options.time_limit_s, stop, budgets)
    )


def _stability(
    prepared: Prepared, plan: Plan, ground: Ground, told: Told, stop: Callable[[], bool]
) -> Stability | None:
    method = method_of(ground, prepared.task.options)
    runs = variations(method, ground.rules)

    def done(count: int) -> None:
        told(text("Checking how sure the sites are: {done} of {runs} runs", done=count, runs=len(runs)))

    return stability_of(prepared, plan, method, runs, prepared.task.options.time_limit_s, done, stop)
