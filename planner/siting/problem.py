"""A maximal covering problem: pure arrays, without places or names.

Church and ReVelle (1974), "The maximal covering location problem", with one more demand: of each group of
candidates that is a duty, at least one is chosen.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt
import scipy.sparse as sp

NO_DUTY = -1

NOISE = 1e-3
"""Bounds are sums of rounded numbers: one this little below a whole number is that number. In children."""

Counts = npt.NDArray[np.int64]
Chosen = npt.NDArray[np.intp]
Keys = npt.NDArray[np.uint64]


@dataclass(frozen=True, eq=False)
class CoveringProblem:
    """Choose at most ``sites`` candidates, one at least for each duty, that cover the greatest weight.

    Attributes
    ----------
    covers
        1 where a candidate covers a row of demand, shape ``(candidates, rows)``.
    weights
        Children of each row, shape ``(rows,)``.
    duty
        Number of the duty that a candidate would meet, from 0, or ``NO_DUTY``, shape ``(candidates,)``.
    duties
        How many duties there are.
    sites
        How many candidates may be chosen.
    preferred
        Which candidates are chosen before others of equal value, shape ``(candidates,)``.
    """

    covers: sp.csr_array
    weights: Counts
    duty: npt.NDArray[np.intp]
    duties: int
    sites: int
    preferred: npt.NDArray[np.bool_]

    @property
    def candidates(self) -> int:
        """How many candidates there are."""
        return int(self.covers.shape[0])

    @cached_property
    def pattern(self) -> sp.csr_array:
        """``covers`` in floating point, so that products with prices need no conversion; sums stay exact."""
        return self.covers if self.covers.dtype == np.float64 else self.covers.astype(np.float64)

    @cached_property
    def covered_by(self) -> sp.csr_array:
        """Which candidates cover a row, shape ``(rows, candidates)``: the transpose of ``covers``, stored by row."""
        return sp.csr_array(self.pattern.T)

    @cached_property
    def preference(self) -> npt.NDArray[np.intp]:
        """Candidates in the order in which equal ones are chosen: the preferred first, then by number."""
        return np.argsort(~self.preferred, kind="stable")

    def covered(self, chosen: Chosen) -> npt.NDArray[np.bool_]:
        """Return which rows the chosen candidates cover."""
        rows = np.zeros(self.weights.size, dtype=bool)
        rows[self.covers[chosen].indices] = True
        return rows

    def value(self, chosen: Chosen) -> int:
        """Return the weight that the chosen candidates cover."""
        return int(self.weights[self.covered(chosen)].sum())

    def gains(self, covered: npt.NDArray[np.bool_]) -> Counts:
        """Return the weight that each candidate would cover beyond rows that are covered."""
        gains: Counts = np.rint(self.pattern @ np.where(covered, 0.0, self.weights)).astype(np.int64)
        return gains

    def rows_of(self, candidate: int) -> npt.NDArray[np.int32]:
        """Return the rows that one candidate covers, without copying them."""
        start, end = self.covers.indptr[candidate], self.covers.indptr[candidate + 1]
        return np.asarray(self.covers.indices[start:end])

    def share(self, rows: npt.NDArray[np.integer]) -> Counts:
        """Return the weight of some rows that each candidate covers: how gains change with these rows."""
        part = self.covered_by[rows]
        weights = np.repeat(self.weights[rows], np.diff(part.indptr))
        return np.rint(np.bincount(part.indices, weights, minlength=self.candidates)).astype(np.int64)

    def meets_duties(self, chosen: Chosen) -> bool:
        """Return whether the chosen candidates meet every duty."""
        met = np.unique(self.duty[chosen])
        return int((met != NO_DUTY).sum()) == self.duties

    def restricted(self, kept: Chosen) -> CoveringProblem:
        """Return the problem of some candidates only, which are numbered anew in their order."""
        covers, weights = merged(sp.csr_array(self.covers[kept]), self.weights)
        return CoveringProblem(covers, weights, self.duty[kept], self.duties, self.sites, self.preferred[kept])


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
    by_row = sp.csr_array(covers.T)
    by_row.sort_indices()
    length = np.diff(by_row.indptr)
    rows = np.flatnonzero((length > 0) & (weights > 0))
    if not rows.size:
        return sp.csr_array((covers.shape[0], 0)), np.zeros(0, dtype=np.int64)
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
    return sp.csr_array(distinct.T), np.add.reduceat(weights[rows], starts).astype(np.int64)


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
