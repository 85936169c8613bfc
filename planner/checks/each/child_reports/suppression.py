"""Which counts of a table may be shown, so that no small count can be worked out from what is shown.

A count of 1 to 4 is hidden; 0 tells of nobody and is shown. A sum is shown only if each hidden count in it may still be
any of 1, 2, 3 and 4. Every hidden count is in one sum at most of those that could tell anything of it: the sum over its
own year in its own region. (Sums over regions are shown only where no small count is in them, or where they are sums of
sums that are shown.) Hence what a reader may work out follows from one equation for each region and year, and is the
same whether or not the reader knows this rule. Primary and secondary suppression as in A. Hundepool et al.,
Statistical Disclosure Control (2012), chapter 4, with hidden sums instead of more hidden counts.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

SMALLEST_SHOWN = 5
"""The smallest count, apart from 0, that may be shown."""

LEAST, MOST = 1, SMALLEST_SHOWN - 1
"""What a hidden count may be."""

Counts = npt.NDArray[np.int64]
Marks = npt.NDArray[np.bool_]


def hidden_counts(counts: Counts) -> Marks:
    """Return which counts are too small to be shown."""
    hidden: Marks = (counts >= LEAST) & (counts <= MOST)
    return hidden


def sums_shown(counts: Counts) -> Marks:
    """Return of which rows the sum may be shown, each count standing in one row only.

    If n hidden counts sum to s, one of them may be 4 only if the others may sum to s - 4, and 1 only if they may sum to
    s - 1; others of 1 to 4 sum to anything from n - 1 to 4 (n - 1). Hence the sum is shown if n + 3 ≤ s ≤ 4 n - 3, or
    if nothing is hidden. That a sum is not shown tells no more: with n others of 1 the sum is too small, with n others
    of 4 it is too large, whatever the count is.

    Parameters
    ----------
    counts
        A row a region, a column a month of one year.
    """
    hidden = hidden_counts(counts)
    number = hidden.sum(axis=1)
    total = np.where(hidden, counts, 0).sum(axis=1)
    others_least, others_most = (number - 1) * LEAST, (number - 1) * MOST
    shown: Marks = (number == 0) | ((total - MOST >= others_least) & (total - LEAST <= others_most))
    return shown
