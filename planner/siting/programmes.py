"""What sites are proposed for: which rule, in which regions, and what a site becomes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from planner.errors import OptionError
from planner.model.assessment import Action, Finding
from planner.model.kinds import CHILD_FRIENDLY_PARK, FacilityKind, Level, Status
from planner.model.options import Programme, SitingOptions
from planner.model.rule import Rules
from planner.texts import text

COST_RULE = "RBRA_COST"


@dataclass(frozen=True)
class Aim:
    """What the sites of a programme are for.

    Attributes
    ----------
    programme
        The programme; its value is the id of the rule whose unmet findings are the duties.
    level
        Level of the regions that need a site each.
    kind
        What a site becomes, and what children have to reach.
    """

    programme: Programme
    level: Level
    kind: str


AIMS: Mapping[Programme, Aim] = MappingProxyType(
    {
        aim.programme: aim
        for aim in (
            Aim(Programme.PARK_PER_KECAMATAN, Level.KECAMATAN, CHILD_FRIENDLY_PARK),
            Aim(Programme.RBRA_PER_KELURAHAN, Level.KELURAHAN, CHILD_FRIENDLY_PARK),
            Aim(Programme.PUSKESMAS_PER_KECAMATAN, Level.KECAMATAN, FacilityKind.PUSKESMAS.value),
        )
    }
)
"""Every programme that sites can be proposed for."""


def duties_of(aim: Aim, findings: tuple[Finding, ...]) -> dict[str, Finding]:
    """Return the finding of each region that needs a site, by its code: those that are not ``met``."""
    return {
        finding.unit_code: finding
        for finding in findings
        if finding.rule == aim.programme and finding.status is not Status.MET
    }


def costs_idr(aim: Aim, options: SitingOptions, rules: Rules) -> dict[Action, int] | None:
    """Return what a site of each action costs, in rupiah; ``None`` where nobody said.

    Costs of a play space are, unless chosen otherwise, the ends of the range in the rule ``RBRA_COST``: the upper one
    for a new site, the lower one for an upgrade. For other kinds the rules know no cost.

    Raises
    ------
    planner.errors.OptionError
        If a budget is set, but the cost of a site is not known.
    """
    new, upgrade = options.new_cost_idr, options.upgrade_cost_idr
    if aim.kind == CHILD_FRIENDLY_PARK and COST_RULE in rules:
        new = int(rules[COST_RULE].number("max")) if new is None else new
        upgrade = int(rules[COST_RULE].number("min")) if upgrade is None else upgrade
    if new is None or upgrade is None:
        if options.budget_idr is not None or options.year_budgets_idr:
            raise OptionError(
                text("What such a site costs is not in the rules: give the cost of a new site and of an upgrade.")
            )
        return None
    return {Action.NEW: new, Action.UPGRADE: upgrade}
