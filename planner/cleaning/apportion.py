"""Whole numbers in proportion to weights, with nobody lost."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt


def apportion(weights: npt.ArrayLike, total: npt.ArrayLike) -> npt.NDArray[np.int64]:
    """Divide a whole number in proportion to weights, by the largest remainder.

    Each share is first rounded down; what is left over goes, one by one, to the largest fractions that were
    cut off, the earlier of equal ones first. So each share differs from its exact value by less than one.

    Parameters
    ----------
    weights
        Non-negative numbers, shape ``(..., n)``; each row of the last axis is divided on its own.
    total
        What to divide: one whole number, or one for each row, shape ``(...)``.

    Returns
    -------
    Whole numbers, shape ``(..., n)``, whose sum along the last axis is ``total`` exactly.

    Raises
    ------
    ValueError
        If a weight is negative or not finite, or a row without any weight has something to divide.

    References
    ----------
    The method of Hamilton: Balinski and Young (2001), *Fair Representation*, chapter 2.
    """
    weight = np.asarray(weights, dtype=np.float64)
    totals = np.broadcast_to(np.asarray(total, dtype=np.int64), weight.shape[:-1])
    if not np.isfinite(weight).all() or (weight < 0).any() or (totals < 0).any():
        raise ValueError("weights must be finite and, like totals, not negative")
    # Divided by the largest weight first, so that very large and very small weights neither overflow nor vanish.
    largest = weight.max(axis=-1, keepdims=True, initial=0.0)
    if ((largest[..., 0] <= 0) & (totals > 0)).any():
        raise ValueError("a row without any weight can't be divided")
    share = np.divide(weight, largest, out=np.zeros_like(weight), where=largest > 0)
    share_sum = share.sum(axis=-1, keepdims=True)
    exact = np.divide(share * totals[..., None], share_sum, out=np.zeros_like(share), where=share_sum > 0)
    whole = np.floor(exact).astype(np.int64)
    left_over = totals - whole.sum(axis=-1)
    # A stable sort keeps the order of equal fractions.
    order = np.argsort(whole - exact, axis=-1, kind="stable")
    rank = np.empty_like(order)
    np.put_along_axis(rank, order, np.broadcast_to(np.arange(weight.shape[-1]), weight.shape), axis=-1)
    return np.asarray(whole + (rank < left_over[..., None]), dtype=np.int64)
