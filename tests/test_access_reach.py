"""Who reaches what in time."""

from __future__ import annotations

import numpy as np

from planner.access.reach import speeds, threshold_m, within
from planner.model.rule import Rule, RuleStatus


def test_the_threshold_includes_itself() -> None:
    # 10 minutes at 0.88 m/s are 528 m.
    assert threshold_m(0.88, 10) == 528.0
    assert within([527.9, 528.0, 528.001, np.inf], 0.88, 10).tolist() == [True, True, False, False]


def test_rounding_does_not_push_anyone_over_the_threshold() -> None:
    # 0.1 is not a binary fraction: 5,280 steps of it sum to a little more than 528.
    distance = float(np.cumsum(np.full(5280, 0.1))[-1])
    assert distance > 528.0
    assert within(distance, 0.88, 10)


def test_speeds_come_from_the_rules() -> None:
    def rule(id_: str, value: float) -> Rule:
        return Rule(id_, "walking", {}, RuleStatus.DEFAULT, {}, "", {"value": value}, {})

    rules = {r.id: r for r in (rule("WALK_SPEED_PRESCHOOL", 0.88), rule("WALK_SPEED_SCHOOL", 1.0))}
    assert list(speeds(rules).values()) == [0.88, 1.0, 1.0]
