"""A maximal covering problem: pure arrays, without places or names.

Church and ReVelle (1974), "The maximal covering location problem", under the constraints of
:class:`~planner.siting.solving.selection.Selection` and, if wanted, with a capacity of each site.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import numpy.typing as npt
import scipy.sparse as sp

from planner.siting.solving.flow import served_by
from planner.siting.solving.selection import NO_DUTY, Chosen, Counts, Mask, Selection

__all__ = ["NOISE", "NO_DUTY", "Chosen", "Counts", "CoveringProblem", "Mask", "merged"]

NOISE = 1e-3
"""Bounds are sums of rounded numbers: one this little below a whole number is that number. In children."""

Keys = npt.NDArray[np.uint64]


@dataclass(frozen=True, eq=False)
class CoveringProblem(Selection):
    """Choose candidates that cover the greatest weight.

    Attributes
    ----------
    covers
        1 where a candidate covers a row of demand, shape ``(candidates, rows)``.
    weights
        What each row is worth: its children, or a whole multiple of them where some children count more, shape
        ``(rows,)``.
    capacity
        How many children each candidate serves at most, shape ``(candidates,)``; ``None`` for no limit. The children
        of a row may be divided among its sites; the value of a plan is then the greatest flow.
    children
        Children of each row, of which its weight is a whole multiple, shape ``(rows,)``; ``None`` if they are
        the weights. Only capacity counts them.
    """

    covers: sp.csr_array
    weights: Counts
    capacity: Counts | None = None
    children: Counts | None = None

    @cached_property
    def pattern(self) -> sp.csr_array:
        """``covers`` in floating point, so that products with prices need no conversion; sums stay exact."""
        return self.covers if self.covers.dtype == np.float64 else self.covers.astype(np.float64)

    @cached_property
    def covered_by(self) -> sp.csr_array:
        """Which candidates cover a row, shape ``(rows, candidates)``: the transpose of ``covers``, stored by row."""
        return sp.csr_array(self.pattern.T)

    @cached_property
    def heads(self) -> Counts:
        """Children of each row, shape ``(rows,)``."""
        return self.weights if self.children is None else self.children

    @cached_property
    def limits(self) -> Counts:
        """How many children each candidate serves at most, all where there is no capacity, shape ``(candidates,)``."""
        everybody = np.full(self.candidates, self.heads.sum())
        return everybody if self.capacity is None else np.minimum(self.capacity, everybody)

    def covered(self, chosen: Chosen) -> Mask:
        """Return which rows the chosen candidates cover."""
        rows = np.zeros(self.weights.size, dtype=bool)
        rows[self.covers[chosen].indices] = True
        return rows

    def value(self, chosen: Chosen) -> int:
        """Return the weight that the chosen candidates cover, as far as their capacity lets them."""
        if self.capacity is not None:
            return served_by(self.covers, self.weights, self.heads, self.capacity, chosen)[0]
        return int(self.weights[self.covered(chosen)].sum())

    def gains(self, covered: Mask) -> Counts:
        """Return the weight that each candidate would cover beyond rows that are covered."""
        gains: Counts = np.rint(self.pattern @ np.where(covered, 0.0, self.weights)).astype(np.int64)
        return gains

    def gains_after(self, chosen: Chosen) -> Counts:
        """Return the weight that each candidate would add to those chosen; with capacity, at least as much.

        With capacity a candidate is filled with children whom the others, divided as best for them, don't serve;
        dividing all anew may serve more.
        """
        if self.capacity is None:
            return self.gains(self.covered(chosen))
        _, share = served_by(self.covers, self.weights, self.heads, self.capacity, chosen)
        worth, _ = self.filled(self.worth_each, self.heads * (1 - share))
        return np.rint(worth).astype(np.int64)

    @cached_property
    def worth_each(self) -> npt.NDArray[np.float64]:
        """What one child of each row is worth, shape ``(rows,)``."""
        return self.weights / np.maximum(self.heads, 1)

    def filled(
        self, worth: npt.NDArray[np.float64], heads: npt.NDArray[np.float64]
    ) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
        """Fill each candidate by itself with the children it covers, the worthiest first, up to its capacity.

        Parameters
        ----------
        worth
            What one child of each row is worth, shape ``(rows,)``.
        heads
            Children of each row, shape ``(rows,)``.

        Returns
        -------
        What each candidate then holds is worth, shape ``(candidates,)``, and the children that each entry of
        ``covers`` takes.
        """
        covers = self.covers
        owner = np.repeat(np.arange(self.candidates), np.diff(covers.indptr))
        order = np.lexsort((-worth[covers.indices], owner))
        sorted_heads = heads[covers.indices[order]]
        before = np.concatenate([[0.0], np.cumsum(sorted_heads)])
        room = self.limits[owner] - (before[:-1] - before[covers.indptr[:-1]][owner])
        taken = np.empty(order.size)
        taken[order] = np.clip(room, 0.0, sorted_heads)
        total = np.bincount(owner, taken * worth[covers.indices], minlength=self.candidates)
        return total.astype(np.float64), taken

    def rows_of(self, candidate: int) -> npt.NDArray[np.int32]:
        """Return the rows that one candidate covers, without copying them."""
        start, end = self.covers.indptr[candidate], self.covers.indptr[candidate + 1]
        return np.asarray(self.covers.indices[start:end])

    def share(self, rows: npt.NDArray[np.integer]) -> Counts:
        """Return the weight of some rows that each candidate covers: how gains change with these rows."""
        # As covered_by[rows] does, but without its overhead: swaps ask for a few rows thousands of times.
        by_row = self.covered_by
        starts = by_row.indptr[rows]
        sizes = by_row.indptr[rows + 1] - starts
        ends = np.cumsum(sizes)
        entries = np.arange(ends[-1] if ends.size else 0) + np.repeat(starts - ends + sizes, sizes)
        weights = np.repeat(self.weights[rows], sizes)
        return np.rint(np.bincount(by_row.indices[entries], weights, minlength=self.candidates)).astype(np.int64)

    def restricted(self, kept: Chosen) -> tuple[CoveringProblem, Chosen]:
        """Return the problem of some candidates only, and what became of its rows.

        Parameters
        ----------
        kept
            Numbers of the candidates, all that must be chosen among them; they are numbered anew in their order.

        Returns
        -------
        The problem, and the row of it that each present row is a part of, -1 where it is left out.
        """
        covers, weights, children = sp.csr_array(self.covers[kept]), self.weights, self.children
        rows = np.arange(weights.size)
        if self.capacity is None:
            covers, weights, rows = merged_rows(covers, weights)
            children = None
        part = replace(
            self,
            covers=covers,
            weights=weights,
            children=children,
            duty=self.duty[kept],
            preferred=self.preferred[kept],
            cost=None if self.cost is None else self.cost[kept],
            apart=None if self.apart is None else sp.csr_array(self.apart[kept][:, kept]),
            must=np.flatnonzero(np.isin(kept, self.must)),
            capacity=None if self.capacity is None else self.capacity[kept],
        )
        return part, rows


def merged(covers: sp.csr_array, weights: Counts) -> tuple[sp.csr_array, Counts]:
    """Put rows of demand together that the same candidates cover; drop those nobody covers or without weight.

    The merging is exact, so that no plan's value changes.

    Parameters
    ----------
    covers
        Shape ``(candidates, rows)``.
    weights
        Shape ``(rows,)``.

    Returns
    -------
    The same with fewer rows: those covered by few candidates first, then by the first of these.
    """
    return merged_rows(covers, weights)[:2]


def merged_rows(covers: sp.csr_array, weights: Counts) -> tuple[sp.csr_array, Counts, Chosen]:
    """Merge as :func:`merged`; return as well the new row that each row is a part of, -1 where it is dropped."""
    by_row = sp.csr_array(covers.T)
    by_row.sort_indices()
    length = np.diff(by_row.indptr)
    rows = np.flatnonzero((length > 0) & (weights > 0))
    if not rows.size:
        return sp.csr_array((covers.shape[0], 0)), np.zeros(0, dtype=np.int64), np.full(weights.size, -1)
    keys = _keys(by_row, rows)
    first_candidate = by_row.indices[by_row.indptr[rows]]
    order = np.lexsort((keys[1], keys[0], first_candidate, length[rows]))
    rows, keys = rows[order], [key[order] for key in keys]
    same = np.concatenate([[False], (keys[0][1:] == keys[0][:-1]) & (keys[1][1:] == keys[1][:-1])])
    same &= np.concatenate([[False], length[rows][1:] == length[rows][:-1]])
    same[same] = _same_sets(by_row, rows[np.flatnonzero(same) - 1], rows[same])
    starts = np.flatnonzero(~same)
    distinct = sp.csr_array(by_row[rows[starts]])
    distinct.data = np.ones(distinct.nnz)
    part_of = np.full(weights.size, -1)
    part_of[rows] = np.cumsum(~same) - 1
    return sp.csr_array(distinct.T), np.add.reduceat(weights[rows], starts).astype(np.int64), part_of


def _keys(by_row: sp.csr_array, rows: npt.NDArray[np.intp]) -> list[Keys]:
    """Return two 64-bit sums of random numbers for each of some non-empty rows; equal sets have equal sums."""
    random = np.random.default_rng(0)
    filled = np.flatnonzero(np.diff(by_row.indptr))
    place = np.searchsorted(filled, rows)
    starts = by_row.indptr[filled]
    numbers = random.integers(0, 2**64, (2, by_row.shape[1]), dtype=np.uint64)
    return [np.add.reduceat(number[by_row.indices], starts)[place] for number in numbers]


def _same_sets(by_row: sp.csr_array, left: npt.NDArray[np.intp], right: npt.NDArray[np.intp]) -> npt.NDArray[np.bool_]:
    """Return which pairs of non-empty rows of equal length hold the same candidates: no hash is trusted."""
    if not left.size:
        return np.zeros(0, dtype=bool)
    one, other = by_row[left], by_row[right]
    differs = (one.indices != other.indices).astype(np.int64)
    return np.asarray(np.add.reduceat(differs, one.indptr[:-1]) == 0)
