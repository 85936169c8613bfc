"""Which rules may be enforced, and which may only be measured."""

from __future__ import annotations

from dataclasses import replace

import pytest
from drawn_plan import drawn_rule

from planner.checks.enforcement import enforceable, measurable, required_number
from planner.errors import RuleError
from planner.model.rule import RuleStatus
from planner.rules.catalogue import load_rules

RULE = drawn_rule("SOME", min_count=1)
PUSTU = replace(drawn_rule("PUSTU", pop=30_000, radius_m=None), certainty={"pop": "Q", "radius": "M"})


def test_a_sound_rule_is_given_back() -> None:
    assert enforceable({"SOME": RULE}, "SOME") is RULE


@pytest.mark.parametrize(
    ("rules", "words"),
    [
        ({}, "SOME"),
        ({"SOME": replace(RULE, status=RuleStatus.BLANK)}, "blank"),
        ({"SOME": replace(RULE, status=RuleStatus.NEVER_USE)}, "never_use"),
        ({"SOME": replace(RULE, certainty={"a": "Q", "b": "M"})}, "M"),
        ({"SOME": replace(RULE, certainty={"a": "M_existence"})}, "M"),
    ],
)
def test_a_rule_that_is_missing_blank_forbidden_or_from_memory_is_refused(rules: dict, words: str) -> None:
    for use in (enforceable, measurable):
        with pytest.raises(RuleError, match=words):
            use(rules, "SOME")


def test_advice_is_measured_and_never_judged() -> None:
    rules = {"SOME": replace(RULE, status=RuleStatus.ADVISORY)}
    assert measurable(rules, "SOME") is rules["SOME"]
    with pytest.raises(RuleError, match="advisory"):
        enforceable(rules, "SOME")


def test_a_part_from_memory_does_not_block_another_part() -> None:
    rules = {"PUSTU": PUSTU}
    assert enforceable(rules, "PUSTU", "pop") is PUSTU
    for parts in ((), ("radius",), ("radius_m",), ("pop", "radius"), ("land",)):
        with pytest.raises(RuleError, match="PUSTU"):
            enforceable(rules, "PUSTU", *parts)


def test_in_the_catalogue_nothing_from_memory_can_be_enforced() -> None:
    rules = load_rules()
    refused = []
    for name, rule in rules.items():
        try:
            enforceable(rules, name)
        except RuleError:
            refused.append(name)
        else:
            assert "M" not in {letter[0] for letter in rule.certainty.values()}
    for name in ("PARK_ATR14", "WHO_9M2", "WALK_SPEED_SCHOOL", "SITE_SLOPE", "SDG1171", "WHO300", "LAP", "PUSTU"):
        assert name in refused
    for name in ("PUSTU", "POSYANDU", "PUSKESMAS"):
        assert enforceable(rules, name, "pop").id == name


@pytest.mark.parametrize("numbers", [{}, {"min_count": "many"}, {"min_count": 0}, {"min_count": -1}])
def test_a_number_that_asks_for_nothing_is_refused(numbers: dict) -> None:
    with pytest.raises(RuleError, match="min_count"):
        required_number(drawn_rule("SOME", **numbers), "min_count")
