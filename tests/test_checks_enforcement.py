"""Which rules may be enforced, and what a count says."""

from __future__ import annotations

from dataclasses import replace

import pytest
from drawn_plan import drawn_rule
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.checks.enforcement import enforceable, required_number, status_of_count
from planner.errors import RuleError
from planner.model.kinds import Status
from planner.model.rule import RuleStatus

RULE = drawn_rule("SOME", min_count=1)
counts = st.integers(0, 5)


@pytest.mark.parametrize(
    ("certain", "possible", "required", "status"),
    [
        (0, 0, 1, Status.UNMET),
        (0, 1, 1, Status.UNKNOWN),
        (1, 0, 1, Status.MET),
        (1, 1, 1, Status.MET),
        (1, 0, 2, Status.UNMET),
        (1, 1, 2, Status.UNKNOWN),
        (0, 1, 2, Status.UNMET),
        (2, 0, 2, Status.MET),
    ],
)
def test_truth_table_of_a_count(certain: int, possible: int, required: int, status: Status) -> None:
    assert status_of_count(certain, possible, required) is status


@settings(deadline=None)
@given(counts, counts, st.integers(1, 4), st.booleans())
def test_one_more_place_never_spoils_met_and_one_less_never_makes_it(
    certain: int, possible: int, required: int, sure: bool
) -> None:
    less = status_of_count(certain, possible, required)
    more = status_of_count(certain + sure, possible + (not sure), required)
    if less is Status.MET:
        assert more is Status.MET
    if more is Status.UNKNOWN:
        assert less is not Status.MET
    if more is Status.UNMET:
        assert less is Status.UNMET


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
