"""Hiding small counts: somebody who knows everything that is shown, and how it was chosen, can't work one out."""

from __future__ import annotations

from collections import defaultdict
from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import linprog

from planner.checks.each.child_reports.suppression import Counts, hidden_counts, sums_shown

SMALL = {1, 2, 3, 4}


def counts(*rows: list[int]) -> Counts:
    return np.array(rows, dtype=np.int64)


def test_zero_and_five_are_shown_and_what_lies_between_is_not() -> None:
    assert hidden_counts(counts([0, 1, 4, 5])).tolist() == [[False, True, True, False]]


def test_the_sum_over_one_small_count_would_tell_it() -> None:
    # 9 + 7 + x = 19 tells x = 3; without a small count nothing is told.
    assert sums_shown(counts([9, 7, 3], [9, 7, 6])).tolist() == [False, True]


@pytest.mark.parametrize(
    ("small", "shown"), [((1, 1), False), ((1, 3), False), ((1, 4), True), ((2, 3), True), ((4, 4), False)]
)
def test_two_small_counts_are_safe_only_if_they_sum_to_five(small: tuple[int, int], shown: bool) -> None:
    # Only 1 + 4, 2 + 3, 3 + 2 and 4 + 1 leave each of them anything from 1 to 4.
    assert sums_shown(counts([*small, 8])).tolist() == [shown]


def test_a_year_of_small_counts_still_has_its_sum() -> None:
    # Twelve counts of 1 or 2 sum to 15 at least for it to be shown: 12 + 3.
    assert sums_shown(counts([1] * 9 + [2] * 3, [1] * 10 + [2] * 2)).tolist() == [True, False]


tables = st.tuples(st.integers(1, 4), st.integers(1, 12)).flatmap(
    lambda size: st.lists(
        st.lists(st.sampled_from([0, 1, 1, 2, 3, 4, 4, 5, 7, 30]), min_size=size[1], max_size=size[1]),
        min_size=size[0],
        max_size=size[0],
    )
)


@given(rows=tables)
def test_whoever_solves_the_equations_finds_each_hidden_count_to_be_anything(rows: list[list[int]]) -> None:
    """Everything that is published of a year as one linear system; each hidden count as small and as large as it lets.

    The equations are sums of disjoint rows and of all of them, so that whole numbers reach what fractions reach.
    """
    table = counts(*rows)
    hidden = hidden_counts(table)
    if not hidden.any():
        return
    row, column = np.nonzero(hidden)
    shown = sums_shown(table)
    known = [row == at for at in np.flatnonzero(shown)]
    known += [column == at for at in np.flatnonzero(~hidden.any(axis=0))]
    known += [np.ones(len(row), dtype=bool)] if shown.all() else []
    cells = table[hidden]
    equations = np.array(known, dtype=float).reshape(len(known), len(cells))
    told = {"A_eq": equations, "b_eq": equations @ cells} if known else {}
    for at in range(len(cells)):
        one = (np.arange(len(cells)) == at).astype(float)
        least = linprog(one, bounds=(1, 4), **told).fun
        most = -linprog(-one, bounds=(1, 4), **told).fun
        assert (round(least), round(most)) == (1, 4)


@pytest.mark.parametrize(("regions", "months"), [(1, 1), (1, 2), (1, 3), (1, 4), (2, 2)])
def test_whoever_also_knows_how_it_is_chosen_finds_no_more(regions: int, months: int) -> None:
    # All tables that look alike when shown: a hidden count must be each of 1 to 4 in one of them.
    every = np.array(list(product(range(6), repeat=regions * months)), dtype=np.int64).reshape(-1, regions, months)
    alike = defaultdict(list)
    for table in every:
        shown, small = sums_shown(table), hidden_counts(table)
        by_month = np.where(small.any(axis=0), -1, table.sum(axis=0))
        everything = int(table.sum()) if shown.all() else -1
        seen = (np.where(small, -1, table), np.where(shown, table.sum(axis=1), -1), by_month, np.array(everything))
        alike[b"|".join(part.tobytes() for part in seen)].append(table)
    for group in alike.values():
        hidden = hidden_counts(group[0])
        assert all(set(cell) == SMALL for cell in np.array([table[hidden] for table in group]).T.tolist())
