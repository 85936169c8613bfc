"""One module a check; each returns findings. A new check is one module and one line here."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from planner.checks.park_area import RPJMD_PARK_1HA, check_park_area
from planner.checks.programme import (
    RBRA_KELURAHAN,
    STSK_COVERAGE,
    check_play_space_per_kelurahan,
    check_programme,
)
from planner.checks.puskesmas import PUSKESMAS_KEC, check_puskesmas
from planner.model.assessment import Finding
from planner.model.city import City
from planner.model.rule import Rules

Check = Callable[[City, Rules], tuple[Finding, ...]]
"""Applies one rule to a city: one finding for each unit that the rule speaks of, in the order of codes."""

CHECKS: Mapping[str, Check] = MappingProxyType(
    {
        STSK_COVERAGE: check_programme,
        RBRA_KELURAHAN: check_play_space_per_kelurahan,
        RPJMD_PARK_1HA: check_park_area,
        PUSKESMAS_KEC: check_puskesmas,
    }
)
"""Every check by the id of its rule, in the order in which findings are told."""


def run_checks(city: City, rules: Rules) -> tuple[Finding, ...]:
    """Return the findings of every check, in the order of rules and then of codes.

    Parameters
    ----------
    city
        The city.
    rules
        The rule catalogue with the city's changes.

    Raises
    ------
    planner.errors.RuleError
        If a rule that is checked is missing or can't be enforced.
    """
    return tuple(finding for check in CHECKS.values() for finding in check(city, rules))
