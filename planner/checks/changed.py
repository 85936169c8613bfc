"""Findings under a rule that the city changed: they say so wherever they are told."""

from __future__ import annotations

from dataclasses import replace

from planner.model.assessment import Finding
from planner.model.rule import Rules
from planner.rules.citing import changes_of, joined
from planner.texts import text


def with_changes(finding: Finding, rules: Rules) -> Finding:
    """Return a finding whose reason also names the numbers of its rule that the city changed.

    Parameters
    ----------
    finding
        What a check found.
    rules
        The rule catalogue with the city's changes.
    """
    rule = rules[finding.rule]
    if not rule.changed:
        return finding
    told = text(
        "{reason} The city changed this rule: {changes}.",
        reason=finding.reason_text,
        changes=joined(changes_of(rule), ", "),
    )
    return replace(finding, reason_text=told)
