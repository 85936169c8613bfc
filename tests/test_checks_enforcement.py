"""Which rules may be enforced."""

from __future__ import annotations

from dataclasses import replace

import pytest
from drawn_plan import drawn_rule

from planner.checks.enforcement import enforceable, required_number
from planner.errors import RuleError
from planner.model.rule import RuleStatus

RULE = drawn_rule("SOME", min_count=1)


def test_a_sound_rule_is_given_back() -> None:
    assert enforceable({"SOME": RULE}, "SOME") is RULE


@pytest.mark.parametrize(
    ("rules", "words"),
    [
        ({}, "SOME"),
        ({"SOME": replace(RULE, status=RuleStatus.BLANK)}, "blank"),
        ({"SOME": replace(RULE, status=RuleStatus.NEVER_USE)}, "never_use"),
        ({"SOME": replace(RULE, certainty={"a": "Q", "b": "M"})}, "M"),
    ],
)
def test_a_rule_that_is_missing_blank_forbidden_or_from_memory_is_refused(rules: dict, words: str) -> None:
    with pytest.raises(RuleError, match=words):
        enforceable(rules, "SOME")


@pytest.mark.parametrize("numbers", [{}, {"min_count": "many"}, {"min_count": 0}, {"min_count": -1}])
def test_a_number_that_asks_for_nothing_is_refused(numbers: dict) -> None:
    with pytest.raises(RuleError, match="min_count"):
        required_number(drawn_rule("SOME", **numbers), "min_count")
