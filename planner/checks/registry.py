"""Every check there is, and how they are run together."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from types import MappingProxyType

import pandas as pd
import pandera.pandas as pa

from planner.checks import each
from planner.checks.basis import Basis
from planner.checks.changed import with_changes
from planner.checks.check import Check
from planner.model.assessment import Finding
from planner.model.details import MEASURES, PLACE_RESULTS, Details
from planner.model.rule import applies_to


@cache
def all_checks() -> Mapping[str, Check]:
    """Return every check by the id of its rule, in the order in which findings are told."""
    modules = sorted(module.name for module in pkgutil.iter_modules(each.__path__))
    found: list[Check] = []
    for name in modules:
        found += importlib.import_module(f"{each.__name__}.{name}").CHECKS
    return MappingProxyType({check.rule: check for check in sorted(found, key=lambda check: (check.order, check.rule))})


def checks_of(basis: Basis) -> tuple[Check, ...]:
    """Return the checks whose rule speaks of the city, in the order in which findings are told."""
    rules = basis.rules
    return tuple(
        check
        for check in all_checks().values()
        if check.rule not in rules or applies_to(rules[check.rule], basis.city.code)
    )


def run_checks(basis: Basis, checks: Iterable[Check] | None = None) -> tuple[Finding, ...]:
    """Return the findings of checks, in the order of rules, then of levels and codes.

    Parameters
    ----------
    basis
        What to look at.
    checks
        Which to run; all whose rule speaks of the city if left out.

    Raises
    ------
    planner.errors.RuleError
        If a rule that is checked is missing or can't be enforced.
    """
    chosen = checks_of(basis) if checks is None else checks
    return tuple(with_changes(finding, basis.rules) for check in chosen for finding in check.find(basis))


def look_closer(basis: Basis) -> Details:
    """Return the numbers behind the findings, and what is said of each place.

    Parameters
    ----------
    basis
        What to look at, with ``demand`` and ``distance_m``.

    Raises
    ------
    planner.errors.RuleError
        If a rule that is checked is missing or can't be enforced.
    """
    checks = checks_of(basis)
    return Details(
        _together([check.measure for check in checks], basis, MEASURES),
        _together([check.places for check in checks], basis, PLACE_RESULTS),
    )


def _together(
    makers: Iterable[Callable[[Basis], pd.DataFrame] | None], basis: Basis, schema: pa.DataFrameSchema
) -> pd.DataFrame:
    """Put the tables of all checks that have one into one."""
    tables = [make(basis) for make in makers if make is not None]
    # An empty table has no types to keep.
    filled = [table for table in tables if len(table)]
    if not filled:
        return schema.validate(pd.DataFrame(columns=list(schema.columns)))
    return schema.validate(pd.concat(filled, ignore_index=True)[list(schema.columns)])
