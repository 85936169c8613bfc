"""Which rules may be enforced, and which may only be measured."""

from __future__ import annotations

from planner.errors import RuleError
from planner.model.rule import Rule, Rules, RuleStatus, from_memory
from planner.texts import text

UNUSABLE = (RuleStatus.BLANK, RuleStatus.NEVER_USE)
"""Of these nothing may be said at all."""

ONLY_MEASURED = (RuleStatus.ADVISORY,)
"""Of these a number may be measured, but nothing is found met or not met."""


def enforceable(rules: Rules, rule_id: str, *parts: str) -> Rule:
    """Return a rule of the catalogue that a check may apply.

    Parameters
    ----------
    rules
        The rule catalogue with the city's changes.
    rule_id
        Id of the rule.
    parts
        Those parts of the rule, or names of its numbers, that are applied, such as ``pop``: only these have to be
        sure. All of them if left out.

    Raises
    ------
    planner.errors.RuleError
        If the catalogue lacks the rule, or if the rule is blank, never to be used, only advice, or written down from
        memory in what is applied of it.
    """
    rule = measurable(rules, rule_id, *parts)
    if rule.status in ONLY_MEASURED:
        raise RuleError(
            text(
                "The rule {rule} has the status {status}: it is measured, and nothing can be found met or not met by "
                "it.",
                rule=rule_id,
                status=str(rule.status),
            )
        )
    return rule


def measurable(rules: Rules, rule_id: str, *parts: str) -> Rule:
    """Return a rule of the catalogue by which something may be measured: one that may be enforced, or advice.

    Parameters
    ----------
    rules, rule_id, parts
        As for :func:`enforceable`.

    Raises
    ------
    planner.errors.RuleError
        If the catalogue lacks the rule, or if the rule is blank, never to be used, or written down from memory in what
        is used of it.
    """
    if rule_id not in rules:
        raise RuleError(text("The rule catalogue lacks the rule {rule}, which is checked: add it.", rule=rule_id))
    rule = rules[rule_id]
    if rule.status in UNUSABLE:
        raise RuleError(
            text(
                "The rule {rule} has the status {status} and can't be checked: give it another status and a source.",
                rule=rule_id,
                status=str(rule.status),
            )
        )
    for part, certainty in _certainties(rule, parts):
        if from_memory(certainty):
            raise RuleError(
                text(
                    "The rule {rule} was written down from memory (certainty M, {part}) and can't be checked: "
                    "compare it with its source first.",
                    rule=rule_id,
                    part=part,
                )
            )
    return rule


def required_number(rule: Rule, name: str) -> float:
    """Return a number that a rule asks for.

    Raises
    ------
    planner.errors.RuleError
        If the rule has no such number, or if it is not more than 0 and so asks for nothing.
    """
    try:
        value = rule.number(name)
    except KeyError as error:
        raise RuleError(text("The rule {rule} lacks the number {name}: add it.", rule=rule.id, name=name)) from error
    if not value > 0:
        raise RuleError(
            text("{name} of the rule {rule} must be more than 0, not {value}.", name=name, rule=rule.id, value=value)
        )
    return value


def _certainties(rule: Rule, parts: tuple[str, ...]) -> list[tuple[str, str]]:
    """Return how sure each part is that is used."""
    return [(part, rule.certainty_of(part)) for part in parts] or list(rule.certainty.items())
