"""A maximal covering problem: pure arrays, without places or names.

Church and ReVelle (1974), "The maximal covering location problem", with one more demand: of each group of
candidates that is a duty, at least one is chosen.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import scipy.sparse as sp

NO_DUTY = -1

NOISE = 1e-3
"""Bounds are sums of rounded numbers: one this little below a whole number is that number. In children."""

Counts = npt.NDArray[np.int64]
Chosen = npt.NDArray[np.intp]


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

    @property
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
        return np.asarray(self.covers @ np.where(covered, 0, self.weights), dtype=np.int64)

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
    The same with fewer rows: those covered by few candidates first, then by the numbers of these.
    """
    by_row = sp.csr_array(covers.T)
    by_row.sort_indices()
    length = np.where(weights > 0, np.diff(by_row.indptr), 0)
    starts, sets, totals = [], [], []
    for size in np.unique(length[length > 0]):
        rows = np.flatnonzero(length == size)
        candidates = by_row.indices[by_row.indptr[rows][:, None] + np.arange(size)]
        distinct, which = np.unique(candidates, axis=0, return_inverse=True)
        totals.append(np.bincount(which.ravel(), weights=weights[rows], minlength=len(distinct)).astype(np.int64))
        starts.append(np.full(len(distinct), size))
        sets.append(distinct.ravel())
    if not totals:
        return sp.csr_array((covers.shape[0], 0), dtype=np.int64), np.zeros(0, dtype=np.int64)
    pointers = np.concatenate([[0], np.cumsum(np.concatenate(starts))])
    indices = np.concatenate(sets)
    shape = (len(pointers) - 1, covers.shape[0])
    distinct_rows = sp.csr_array((np.ones(indices.size, dtype=np.int64), indices, pointers), shape=shape)
    return sp.csr_array(distinct_rows.T), np.concatenate(totals)
