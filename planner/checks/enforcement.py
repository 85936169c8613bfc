"""Which rules may be enforced, and what a number of places says under one."""

from __future__ import annotations

from planner.errors import RuleError
from planner.model.kinds import Status
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


def status_of_count(certain: int, possible: int, required: float) -> Status:
    """Say whether enough places are known.

    The answer is ``met`` where the certain ones are enough whatever else is true, ``unknown`` where they
    would be enough only with some of the possible ones, and ``unmet`` where they would not be even with
    all of these. Hence one more place never turns ``met`` into anything else.

    Parameters
    ----------
    certain
        Places that are known to count.
    possible
        Places that count only if something is true that nobody recorded.
    required
        How many the rule asks for.
    """
    if certain >= required:
        return Status.MET
    return Status.UNKNOWN if certain + possible >= required else Status.UNMET
