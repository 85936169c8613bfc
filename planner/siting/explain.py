"""The sites of a plan with everything that is told of them: where, for whom, at what cost, and what else there was."""

from __future__ import annotations

from collections.abc import Sequence

import geopandas as gpd
import numpy as np
import numpy.typing as npt
from pyproj import Transformer

from planner.model.assessment import Action, Proposal
from planner.siting.solving.greedy import Step
from planner.siting.solving.problem import Chosen, CoveringProblem
from planner.siting.task import Prepared
from planner.siting.wording import (
    Place,
    duty_words,
    in_order,
    next_best_words,
    place_words,
    unknown_words,
    whom_words,
)
from planner.texts import Text, text


def explain(prepared: Prepared, steps: Sequence[Step]) -> tuple[Proposal, ...]:
    """Return the proposals of a plan.

    Parameters
    ----------
    prepared
        The candidates and whom they reach.
    steps
        The chosen candidates in order; the gain of each in children.
    """
    chosen = np.array([step.candidate for step in steps], dtype=np.intp)
    city, candidates = prepared.task.city, prepared.candidates
    rows = candidates.iloc[chosen]
    x_m, y_m = rows.geometry.x.to_numpy(dtype=float), rows.geometry.y.to_numpy(dtype=float)
    lon, lat = Transformer.from_crs(city.crs, "EPSG:4326", always_xy=True).transform(x_m, y_m)
    names = city.region_names
    places, problem = places_of(candidates), prepared.problem
    proposals = []
    for rank, step in enumerate(steps, start=1):
        place = places[step.candidate]
        region = names[place.region_code]
        upgrade = place.action == Action.UPGRADE
        substitute = next_best(prepared.newly_within, chosen, rank - 1)
        proposals.append(
            Proposal(
                rank=rank,
                kind=prepared.task.aim.kind,
                action=Action(place.action),
                facility_id=place.facility_id if upgrade else None,
                facility_name=place.facility_name if upgrade else None,
                x_m=float(x_m[rank - 1]),
                y_m=float(y_m[rank - 1]),
                lon=float(lon[rank - 1]),
                lat=float(lat[rank - 1]),
                region_code=place.region_code,
                region_name=region,
                kecamatan_code=place.kecamatan_code,
                kecamatan_name=names[place.kecamatan_code],
                duty=step.duty,
                children_newly_within=step.gain,
                children_within=int(prepared.children_within[step.candidate]),
                reason_text=_reason(prepared, place, region, step),
                candidate_id=place.id,
                cost_idr=None if problem.cost is None else int(problem.cost[step.candidate]),
                children_lost_elsewhere=None if substitute is None else substitute[1],
                next_best_text=None if substitute is None else _next_best(prepared, places, names, substitute),
            )
        )
    return tuple(proposals)


def places_of(candidates: gpd.GeoDataFrame) -> list[Place]:
    """Return the rows of a table of candidates, their empty cells as ``None``."""
    table = candidates[list(Place._fields)].astype(object)
    return [Place(*row) for row in table.where(table.notna(), None).itertuples(index=False, name=None)]


def next_best(problem: CoveringProblem, chosen: Chosen, place: int) -> tuple[int, int] | None:
    """Return the candidate that could best stand in for one of a plan, and how many fewer children that reaches.

    It keeps to every constraint of the plan. ``None`` where there is none, or the site must be in the plan.

    Parameters
    ----------
    problem
        The problem with each child counting alike.
    chosen
        The plan.
    place
        Place in the plan of the site that is replaced.
    """
    if problem.required[chosen[place]]:
        return None
    others = np.delete(chosen, place)
    gains = problem.gains(problem.covered(others))
    allowed = _may_join(problem, chosen, others)
    if not allowed.any():
        return None
    substitute = int(np.argmax(np.where(allowed, gains, -1)))
    lost = problem.value(chosen) - problem.value(np.append(others, substitute))
    return substitute, lost


def _may_join(problem: CoveringProblem, chosen: Chosen, others: Chosen) -> npt.NDArray[np.bool_]:
    """Return which candidates outside of a plan make it whole again once one of its sites is taken away."""
    free = ~problem.too_close(others)
    free[chosen] = False
    waiting = problem.unmet(others)
    if problem.duties - waiting.size < problem.least_duties:
        free &= problem.waits(waiting)
    if problem.budget is not None:
        free &= problem.costs <= problem.budget - problem.spent(others)
    return free


def _reason(prepared: Prepared, place: Place, region: str, step: Step) -> Text:
    """Say why this place, and what has to be found out before anything is built."""
    task, kind = prepared.task, prepared.task.aim.kind
    whom = whom_words(step.gain, task.options.threshold_min, kind)
    sentences = [text("{place}: {whom}", place=place_words(place, region, kind), whom=whom)]
    if step.duty:
        sentences.append(duty_words(list(task.duties.values())[prepared.problem.duty[step.candidate]], kind))
    return in_order([*sentences, *place.warnings, unknown_words(place)])


def _next_best(prepared: Prepared, places: Sequence[Place], names: dict[str, str], substitute: tuple[int, int]) -> Text:
    place = places[substitute[0]]
    return next_best_words(place, names[place.region_code], prepared.task.aim.kind, max(0, substitute[1]))
