"""The logic of findings: truth tables, and that a new fact never makes less certain."""

from __future__ import annotations

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.checks.algebra import at_least, both, either, every, negated
from planner.model.kinds import Status

M, U, N = Status.MET, Status.UNKNOWN, Status.UNMET
statuses = st.sampled_from(list(Status))
counts = st.integers(0, 5)


@pytest.mark.parametrize(
    ("first", "second", "conjunction", "disjunction"),
    [
        (M, M, M, M),
        (M, U, U, M),
        (M, N, N, M),
        (U, M, U, M),
        (U, U, U, U),
        (U, N, N, U),
        (N, M, N, M),
        (N, U, N, U),
        (N, N, N, N),
    ],
)
def test_truth_tables_of_two_statements(
    first: Status, second: Status, conjunction: Status, disjunction: Status
) -> None:
    assert both(first, second) is conjunction
    assert either(first, second) is disjunction


def test_the_opposite_of_what_is_not_known_is_not_known() -> None:
    assert [negated(status) for status in (M, U, N)] == [N, U, M]


@pytest.mark.parametrize(
    ("of_places", "complete", "status"),
    [
        ([M, M], True, M),
        ([M, M], False, U),  # a place that nobody listed may be otherwise
        ([M, U], True, U),
        ([M, U, N], True, N),
        ([M, N], False, N),
        ([], True, M),
        ([], False, U),
    ],
)
def test_truth_table_of_a_statement_about_every_place(of_places: list[Status], complete: bool, status: Status) -> None:
    assert every(of_places, complete=complete) is status


def _certainty_falls(before: Status, after: Status) -> bool:
    return before is not U and after is not before


@settings(deadline=None)
@given(st.lists(statuses, max_size=5), st.integers(0, 4), st.sampled_from([M, N]), st.booleans())
def test_finding_out_about_a_place_never_takes_an_answer_back(
    of_places: list[Status], which: int, seen: Status, complete: bool
) -> None:
    unknown = [place for place, status in enumerate(of_places) if status is U]
    if not unknown:
        return
    after = list(of_places)
    after[unknown[which % len(unknown)]] = seen
    assert not _certainty_falls(every(of_places, complete=complete), every(after, complete=complete))


@settings(deadline=None)
@given(st.lists(statuses, max_size=5), statuses)
def test_listing_one_more_place_never_turns_met_into_unknown(of_places: list[Status], more: Status) -> None:
    # Of a list that is not complete nothing is ever met, so that there is nothing to lose.
    assert every(of_places, complete=False) is not M
    assert every([*of_places, more], complete=False) is not M


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
    assert at_least(certain, possible, required) is status


@settings(deadline=None)
@given(counts, counts, st.integers(1, 4), st.booleans())
def test_one_more_place_never_spoils_met_and_one_less_never_makes_it(
    certain: int, possible: int, required: int, sure: bool
) -> None:
    less = at_least(certain, possible, required)
    more = at_least(certain + sure, possible + (not sure), required)
    if less is Status.MET:
        assert more is Status.MET
    if more is Status.UNKNOWN:
        assert less is not Status.MET
    if more is Status.UNMET:
        assert less is Status.UNMET


def test_where_more_may_exist_than_is_listed_too_few_is_not_known() -> None:
    assert at_least(1, math.inf, 2) is U
    assert at_least(2, math.inf, 2) is M
