"""Which rules may be enforced."""

from __future__ import annotations

from planner.errors import RuleError
from planner.model.rule import Rule, Rules, RuleStatus
from planner.texts import text

UNENFORCEABLE = (RuleStatus.BLANK, RuleStatus.NEVER_USE)
FROM_MEMORY = "M"


def enforceable(rules: Rules, rule_id: str) -> Rule:
    """Return a rule of the catalogue that a check may apply.

    Raises
    ------
    planner.errors.RuleError
        If the catalogue lacks the rule, or if the rule is blank, never to be used, or wholly or partly
        written down from memory.
    """
    if rule_id not in rules:
        raise RuleError(text("The rule catalogue lacks the rule {rule}, which is checked: add it.", rule=rule_id))
    rule = rules[rule_id]
    if rule.status in UNENFORCEABLE:
        raise RuleError(
            text(
                "The rule {rule} has the status {status} and can't be checked: give it another status and a source.",
                rule=rule_id,
                status=str(rule.status),
            )
        )
    if FROM_MEMORY in rule.certainty.values():
        raise RuleError(
            text(
                "The rule {rule} was written down from memory (certainty M) and can't be checked: "
                "compare it with its source first.",
                rule=rule_id,
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
