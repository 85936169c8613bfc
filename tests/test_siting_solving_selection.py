"""What may be chosen, and what may still join a plan."""

from __future__ import annotations

import numpy as np
from drawn_plan import apart, plans_of, small_selections
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.siting.solving.selection import Selection

# Five candidates: 0 and 1 would meet duty 0, 2 duty 1; 3 and 4 stand too close to each other.
SELECTION = Selection(
    duty=np.array([0, 0, 1, -1, -1]),
    duties=2,
    sites=3,
    preferred=np.zeros(5, dtype=bool),
    cost=np.array([5, 3, 4, 6, 2]),
    budget=13,
    apart=apart(5, [(3, 4)]),
    must=np.array([3]),
)


def chosen(*candidates: int) -> np.ndarray:
    return np.array(candidates, dtype=np.intp)


def test_every_constraint_is_looked_at() -> None:
    assert SELECTION.allows(chosen(1, 2, 3))  # 3 + 4 + 6 = 13.
    assert not SELECTION.allows(chosen(0, 2, 3))  # 15 is more than the budget.
    assert not SELECTION.allows(chosen(1, 2))  # 3 is missing.
    assert not SELECTION.allows(chosen(1, 3))  # Duty 1 is not met.
    assert not SELECTION.allows(chosen(1, 2, 3, 4))  # Four sites, and 3 and 4 are too close.
    assert SELECTION.too_close(chosen(3)).tolist() == [False] * 4 + [True]


def test_only_what_leaves_room_for_the_duties_may_join() -> None:
    # With 3 chosen, 7 are left: duty 0 needs 3 at least and duty 1 needs 4, and there are two sites for the two.
    assert SELECTION.addable(chosen(3)).tolist() == [False, True, True, False, False]


def test_duties_may_be_needed_in_part() -> None:
    part = Selection(duty=np.array([0, 1]), duties=2, sites=2, preferred=np.zeros(2, dtype=bool), duties_needed=1)
    assert part.meets_duties(chosen(1))
    assert part.unmet(chosen(1)).tolist() == [0]
    assert not part.meets_duties(chosen())


@settings(deadline=None)
@given(small_selections(), st.data())
def test_nothing_is_refused_that_a_plan_could_hold(facts: dict[str, object], data: st.DataObject) -> None:
    selection = Selection(**facts)
    plans = [plan for plan in plans_of(selection) if plan.size]
    if plans:
        plan = data.draw(st.sampled_from(plans))
        last = data.draw(st.integers(0, plan.size - 1))
        assert selection.addable(np.delete(plan, last))[plan[last]]
