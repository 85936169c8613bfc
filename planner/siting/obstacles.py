"""What can't be met, in words: the fewest demands that contradict each other, and what would be needed."""

from __future__ import annotations

from collections.abc import Sequence

from planner.model.kinds import CHILD_FRIENDLY_PARK
from planner.model.labels import LEVEL_LABELS
from planner.siting.land.candidates import why_none
from planner.siting.solving.contradiction import Constraint, Contradiction
from planner.siting.task import Prepared
from planner.siting.wording import in_order
from planner.texts import Text, plural, text

NAMES_TOLD = 6


def missing_words(prepared: Prepared) -> Text | None:
    """Say which sites must be in the plan but can't be; ``None`` where there is none."""
    if not prepared.missing:
        return None
    left_out = prepared.left_out.drop_duplicates("id").set_index("id")["reason_text"]
    return in_order(
        [
            text("{site} must be in the plan, but it may not be chosen: {reason}", site=site, reason=left_out[site])
            if site in left_out.index
            else text("{site} must be in the plan, but there is no such candidate.", site=site)
            for site in prepared.missing
        ]
    )


def contradiction_words(prepared: Prepared, found: Contradiction) -> Text:
    """Say which demands contradict each other."""
    if Constraint.NO_CANDIDATE in found.constraints:
        return _no_candidate(prepared, found)
    demands = [_demand(kind, prepared, found) for kind in found.constraints]
    sentence = text("These demands contradict each other: {demands}.", demands=_listed(demands))
    if found.needed is None:
        return sentence
    if Constraint.BUDGET in found.constraints:
        return in_order([sentence, text("At least {amount} rupiah would be needed.", amount=found.needed)])
    needed = plural("At least one site would be needed.", "At least {n} sites would be needed.", found.needed)
    return in_order([sentence, needed])


def dropped_words(prepared: Prepared, duties: Sequence[int], must: Sequence[int]) -> Text | None:
    """Say what the best of the rest leaves aside; ``None`` where nothing."""
    names = [*_regions(prepared, duties), *_sites(prepared, must)]
    if not names:
        return None
    return text("The plan below leaves these aside: {names}.", names=", ".join(names))


def _no_candidate(prepared: Prepared, found: Contradiction) -> Text:
    """Name the regions that need a site but have no place for one, and say why."""
    names = ", ".join(_regions(prepared, found.duties))
    if prepared.task.aim.kind == CHILD_FRIENDLY_PARK:
        sentence = text(
            "No place was found where a site would reach a child who reaches no child-friendly park yet in: {names}.",
            names=names,
        )
    else:
        sentence = text(
            "No place was found where a site would reach a child who reaches no puskesmas yet in: {names}.", names=names
        )
    codes = list(prepared.task.duties)
    reasons = (why_none(prepared.left_out, codes[duty]) for duty in found.duties)
    return in_order([sentence, *(reason for reason in reasons if reason is not None)])


def _demand(kind: Constraint, prepared: Prepared, found: Contradiction) -> Text:
    """Return one demand, as a part of a sentence."""
    task, problem = prepared.task, prepared.problem
    if kind is Constraint.DUTIES:
        return text(
            "a site in each {level} that needs one ({names})",
            level=LEVEL_LABELS[task.aim.level],
            names=", ".join(_regions(prepared, found.duties)),
        )
    if kind is Constraint.SITES:
        return plural("at most one site", "at most {n} sites", problem.sites)
    if kind is Constraint.BUDGET:
        return text("a budget of {amount} rupiah", amount=problem.budget)
    if kind is Constraint.APART:
        return text("sites at least {distance} m apart", distance=task.options.siting.apart_m)
    return text("these sites in the plan: {names}", names=", ".join(_sites(prepared, found.must)))


def _regions(prepared: Prepared, duties: Sequence[int]) -> list[str]:
    findings = list(prepared.task.duties.values())
    return _few([findings[duty].unit_name for duty in duties])


def _sites(prepared: Prepared, must: Sequence[int]) -> list[str]:
    return _few([str(site) for site in prepared.candidates["id"].iloc[list(must)]])


def _few(names: list[str]) -> list[str]:
    more = len(names) - NAMES_TOLD
    return names if more <= 0 else [*names[:NAMES_TOLD], f"… (+{more})"]


def _listed(demands: Sequence[Text]) -> Text:
    listed = demands[0]
    for demand in demands[1:]:
        listed = text("{first}; {second}", first=listed, second=demand)
    return listed
