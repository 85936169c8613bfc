"""One module a check; each returns findings. A new check is one module and one line here."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from planner.checks.park_area import RPJMD_PARK_1HA, check_park_area
from planner.checks.programme import STSK_COVERAGE, check_programme
from planner.model.assessment import Finding
from planner.model.city import City
from planner.model.rule import Rules

Check = Callable[[City, Rules], tuple[Finding, ...]]
"""Applies one rule to a city: one finding for each unit that the rule speaks of, in the order of codes."""

CHECKS: Mapping[str, Check] = MappingProxyType(
    {
        STSK_COVERAGE: check_programme,
        RPJMD_PARK_1HA: check_park_area,
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
